"""Parsing: from what the user wrote to a tree of terms.

OR binds weakest, then AND, then NOT, then NEAR. `a NOT b` is `a AND NOT b`. Words side by side are one term, as
in a watch's lists. NEAR joins terms, or alternatives in parentheses.
"""

from monitor.watches.query import And, Leaf, Near, Node, Not, Or, leaves, negations, triggers
from monitor.watches.query_lexer import Sign, Token, tokens
from monitor.watches.terms import QueryError

_DEEPEST = 40  # parentheses within parentheses


def parse_query(query: str) -> Node:
    """The tree of a query; raises QueryError with the place of the mistake."""
    parser = _Parser(query)
    node = parser.either()
    parser.finish()
    if triggers(node) is None:
        refused = next(leaves(next(negations(node))))
        raise QueryError(query, "hits what says nothing at all: beside NOT a term must be there", refused.at)
    return node


def parse_term(term: str) -> Leaf | Near:
    """A term of a watch's lists: one thing, or things joined by NEAR; raises TermError."""
    operators = _operators(term)
    if not operators:
        return Leaf(term)
    others = [operator for operator in operators if operator.sign is not Sign.NEAR]
    if len(others) < len(operators):
        node = parse_query(term)
        if isinstance(node, Near):
            return node
    reason = f"{others[0].sign} belongs into a `query`; under any, all and none each term stands alone"
    raise QueryError(term, reason, others[0].at)


def _operators(term: str) -> list[Token]:
    if not any(sign in term for sign in ("AND", "OR", "NOT", "NEAR")):
        return []  # what looks like a mistake of the query language may be a term: «search and rescue»
    signs = (Sign.AND, Sign.OR, Sign.NOT, Sign.NEAR)
    return [token for token in tokens(term) if token.sign in signs]


class _Parser:
    """Recursive descent over the tokens of one query."""

    def __init__(self, query: str) -> None:
        self._query = query
        self._tokens = tokens(query)
        self._place = 0
        self._depth = 0
        if not self._tokens:
            raise QueryError(query, "there is no term in it", 0)

    def either(self) -> Node:
        parts = [self._every()]
        while self._take(Sign.OR):
            parts.append(self._every())
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def finish(self) -> None:
        """Nothing may be left over."""
        token = self._next()
        if token is None:
            return
        if token.sign is Sign.CLOSE:
            raise QueryError(self._query, "no parenthesis is open here", token.at)
        raise QueryError(self._query, "AND, OR or NEAR/8 is missing before this", token.at)

    def _every(self) -> Node:
        parts = [self._negated()]
        while self._take(Sign.AND) or self._sign() is Sign.NOT:
            parts.append(self._negated())
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _negated(self) -> Node:
        even = True
        while self._take(Sign.NOT):
            even = not even
        node = self._near()
        return node if even else Not(node)

    def _near(self) -> Node:
        start = self._next()
        first = self._single()
        operator = self._take(Sign.NEAR)
        if operator is None:
            return first
        parts = [self._near_part(first, start)]
        reaches: list[int] = []
        while operator:
            reaches.append(operator.reach)
            start = self._next()
            parts.append(self._near_part(self._single(), start))
            operator = self._take(Sign.NEAR)
        return Near(tuple(parts), tuple(reaches))

    def _near_part(self, node: Node, start: Token | None) -> Leaf | Or:
        if isinstance(node, Leaf) or (isinstance(node, Or) and all(isinstance(part, Leaf) for part in node.parts)):
            return node
        reason = "NEAR joins terms, or terms with OR between them in parentheses"
        raise QueryError(self._query, reason, start.at if start else len(self._query))

    def _single(self) -> Node:
        token = self._next()
        if token is None:
            raise QueryError(self._query, "a term is missing at the end", len(self._query))
        if token.sign is Sign.TERM:
            self._place += 1
            return Leaf(token.text, token.at)
        if token.sign is not Sign.OPEN:
            raise QueryError(self._query, f"a term is missing before {token.text.strip()}", token.at)
        self._depth += 1
        if self._depth > _DEEPEST:
            raise QueryError(self._query, f"more than {_DEEPEST} parentheses within each other", token.at)
        self._place += 1
        node = self.either()
        if not self._take(Sign.CLOSE):
            after = self._next()
            if after is None:
                raise QueryError(self._query, "this parenthesis is not closed", token.at)
            raise QueryError(self._query, "AND, OR or NEAR/8 is missing before this", after.at)
        self._depth -= 1
        return node

    def _next(self) -> Token | None:
        return self._tokens[self._place] if self._place < len(self._tokens) else None

    def _sign(self) -> Sign | None:
        token = self._next()
        return token.sign if token else None

    def _take(self, sign: Sign) -> Token | None:
        token = self._next()
        if token is None or token.sign is not sign:
            return None
        self._place += 1
        return token
