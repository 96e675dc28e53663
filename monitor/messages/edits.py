"""What an edit changed, briefly: the stretch as it was and as it is now."""

from difflib import SequenceMatcher

from monitor.messages.marking import ELLIPSIS, one_line, sentences, shorten

COMPARED = 20_000  # code points of a text; what stands behind is not compared
CONTEXT = 4  # words kept on either side of a change
SHOWN = 160  # code points of a side


def what_changed(before: str, after: str) -> tuple[str, str, bool] | None:
    """(as it was, as it is, whether more has changed) of the first change, or None. A side is empty where
    something was added or removed."""
    old, new = _without_common_ends(_sentences(before), _sentences(after))
    changes = [op for op in SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if op[0] != "equal"]
    if not changes:
        return None
    _, old_start, old_end, new_start, new_end = changes[0]
    was, now = " ".join(old[old_start:old_end]), " ".join(new[new_start:new_end])
    if was and now:
        was, now = _around_change(was.split(), now.split())
    return shorten(was, SHOWN), shorten(now, SHOWN), len(changes) > 1


def _sentences(text: str) -> list[str]:
    text = text[:COMPARED]
    return [one_line(text[start:end]) for start, end in sentences(text)]


def _common_ends(old: list[str], new: list[str]) -> tuple[int, int]:
    """How many items both begin with, and how many of the others both end with."""
    shorter = min(len(old), len(new))
    head = next((place for place in range(shorter) if old[place] != new[place]), shorter)
    rest = shorter - head
    tail = next((place for place in range(rest) if old[-1 - place] != new[-1 - place]), rest)
    return head, tail


def _without_common_ends(old: list[str], new: list[str]) -> tuple[list[str], list[str]]:
    head, tail = _common_ends(old, new)
    return old[head : len(old) - tail], new[head : len(new) - tail]


def _around_change(was: list[str], now: list[str]) -> tuple[str, str]:
    """Both sides from a few words before their first difference to a few words after their last one."""
    head, tail = _common_ends(was, now)
    start, left = max(0, head - CONTEXT), max(0, tail - CONTEXT)

    def side(words: list[str]) -> str:
        stop = len(words) - left
        return f"{ELLIPSIS if start else ''}{' '.join(words[start:stop])}{ELLIPSIS if left else ''}"

    return side(was), side(now)
