"""Taking a query apart: terms, operators and parentheses, each with its place in what the user wrote."""

import re
from dataclasses import dataclass
from enum import StrEnum

from arabic.fold import strip_marks
from arabic.letters import DELETED
from monitor.watches.terms import FIGURE, QueryError

QUOTES = {'"': '"”“„«»', "«": "»", "“": '”"', "„": "“”", "”": '”"', "»": "«"}
"""What opens a phrase, and what may close it."""
_OPERATOR = re.compile(r"AND|OR|NOT|NEAR(?:/(?P<reach>\d{1,3}))?")
_MEANT = {"and": "AND", "or": "OR", "not": "NOT", "near": "NEAR/8", "أو": "OR"} | dict.fromkeys(("&", "&&", "+"), "AND")
_MEANT |= dict.fromkeys(("|", "||"), "OR") | dict.fromkeys(("!", "-", "–"), "NOT")
_STARTS_TERM = re.compile(r"[A-Za-z_]+:|=")


class Sign(StrEnum):
    """What a token is."""

    TERM = "term"
    AND = "AND"
    OR = "OR"
    NOT = "NOT"
    NEAR = "NEAR"
    OPEN = "("
    CLOSE = ")"


@dataclass(frozen=True, slots=True)
class Token:
    """A sign at `at` of the query; `text` as written, `reach` of a NEAR in words."""

    sign: Sign
    text: str
    at: int
    reach: int = 0


@dataclass(frozen=True, slots=True)
class _Piece:
    """What stands without a space: a bare word, or something whole (a phrase, a regex, a figure)."""

    text: str
    at: int
    whole: bool = False


def tokens(query: str) -> list[Token]:
    """The tokens of a query: bare words side by side are one term; raises QueryError."""
    found: list[Token] = []
    run: list[_Piece] = []

    def close_run() -> None:
        if run:
            end = run[-1].at + len(run[-1].text)
            found.append(Token(Sign.TERM, query[run[0].at : end], run[0].at))
            run.clear()

    for piece in _pieces(query):
        sign = _sign(query, piece)
        if sign is None:
            if run and (piece.whole or run[-1].whole or _STARTS_TERM.match(piece.text)):
                raise QueryError(query, "AND, OR or NEAR/8 is missing before this term", piece.at)
            run.append(piece)
            continue
        close_run()
        found.append(sign)
    close_run()
    return found


def _sign(query: str, piece: _Piece) -> Token | None:
    """The operator or parenthesis that a piece is; None for a piece of a term."""
    if piece.whole:
        return None
    word = strip_marks(piece.text)
    if word in ("(", ")"):
        return Token(Sign(word), word, piece.at)
    operator = _OPERATOR.fullmatch(word)
    if operator is None:
        meant = _MEANT.get(word.lower())
        if meant or word.startswith("NEAR/"):
            how = f"write {meant}; in a phrase it stands between quotation marks" if meant else "write NEAR/8"
            raise QueryError(query, f"«{word}» is no operator: {how}", piece.at)
        return None
    if word == "NEAR":
        raise QueryError(query, "how many words may lie between? write NEAR/8", piece.at)
    if operator["reach"]:
        return Token(Sign.NEAR, piece.text, piece.at, int(operator["reach"]))
    return Token(Sign(word), piece.text, piece.at)


def _pieces(query: str) -> list[_Piece]:
    pieces: list[_Piece] = []
    at = 0
    while at < len(query):
        letter = query[at]
        if letter.isspace() or letter in DELETED:
            at += 1
            continue
        if letter in "()":
            piece = _Piece(letter, at)
        elif figure := FIGURE.match(query, at):
            piece = _Piece(figure.group(), at, whole=True)
        elif letter == "/":
            piece = _Piece(query[at : _regex_end(query, at)], at, whole=True)
        else:
            piece = _word(query, at)
        pieces.append(piece)
        at += len(piece.text)
    return pieces


def _regex_end(query: str, start: int) -> int:
    at = start + 1
    while at < len(query) and query[at] != "/":
        at += 2 if query[at] == "\\" else 1
    if at >= len(query):
        raise QueryError(query, "the closing / of this regular expression is missing", start)
    return at + 1


def _word(query: str, start: int) -> _Piece:
    """A bare word, or a phrase with what may stand before its opening quotation mark: `place:`, `=`."""
    at = start
    while at < len(query) and not query[at].isspace() and query[at] not in "()":
        if query[at] in QUOTES:
            before = strip_marks(query[start:at])
            if before and not before.endswith((":", "=")):
                return _Piece(query[start:at], start)
            closing = QUOTES[query[at]]
            end = next((end for end in range(at + 1, len(query)) if query[end] in closing), None)
            if end is None:
                raise QueryError(query, "the closing quotation mark of this phrase is missing", at)
            return _Piece(query[start : end + 1], start, whole=True)
        at += 1
    return _Piece(query[start:at], start)
