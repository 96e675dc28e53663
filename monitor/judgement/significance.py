"""Whether an edit is news: a figure, a place, a negation or an actor that changed; a comma or a typo is not."""

import json
from difflib import SequenceMatcher

from monitor.judgement.actors import actors_in
from monitor.judgement.gist import gist_of
from monitor.judgement.guard import differences, replaced
from monitor.judgement.placenames import PlaceNames

LONGEST = 4_000  # words of a text that are compared one by one


def significant_change(before_folded: str, after_folded: str, places: PlaceNames) -> str | None:
    """What the edit changed that matters, in words; None where nothing that matters did.

    Both texts are folded, headline and text together. Clock times and dates do not count.
    """
    before, after = gist_of("", before_folded).text, gist_of("", after_folded).text
    if before == after:
        return None
    found = [str(one) for one in differences(before, after, places) if one.matter not in ("actor", "time")]
    return "; ".join([*found, *_by_actor(before.split(), after.split())]) or None


def _by_actor(old: list[str], new: list[str]) -> list[str]:
    for kind, (a, b, c, d) in replaced(old, new):
        was, now = (actors_in(words) for words in (old[a:b], new[c:d]))
        if kind == "replace" and was and now and was != now:
            return [f"actor changed: {'، '.join(sorted(was))} → {'، '.join(sorted(now))}"]
    return []


def word_diff(before: str, after: str) -> str:
    """What an edit changed word by word, as JSON: `[["=", "…"], ["-", "12"], ["+", "15"], ["=", "…"]]`."""
    old, new = before.split()[:LONGEST], after.split()[:LONGEST]
    steps: list[tuple[str, str]] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            steps.append(("=", "…"))
            continue
        steps += [(sign, " ".join(words)) for sign, words in (("-", old[a:b]), ("+", new[c:d])) if words]
    return json.dumps(steps, ensure_ascii=False)
