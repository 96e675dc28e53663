"""Why a watch hit, in Arabic: the matcher's sentences are few, and each is told anew for readers of Arabic."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from arabic.bidi import isolate
from monitor import labels
from monitor.messages.glossary import Glossary
from monitor.messages.marking import one_line, shorten
from monitor.values import Match

REASONS = 6
FORMS = 4  # of one reason
REASON = 100  # code points of each part
PLACES = 5

_CONCEPT = re.compile(r"concept (?P<name>[^:]+): .+", re.DOTALL)
_PLACE = re.compile(r"the place (?P<name>[^,(]+?)(?:, inside (?P<inside>[^(]+?))?(?: \((?P<evidence>.*)\))?", re.DOTALL)
_FIGURE = re.compile(r"(?P<kind>killed|injured|displaced|arrested): (?P<rest>.+)", re.DOTALL)
_QUOTED = re.compile("«[^»]*»")
_WORDS = tuple(
    (re.compile(pattern, re.DOTALL), arabic)
    for pattern, arabic in (
        (r"the noun (.+)", labels.NOUN),
        (r"the verb (.+)", labels.VERB),
        (r"the form (.+)", labels.FORM),
        (r"the phrase (.+)", labels.PHRASE),
        (r"(«.+») or alike", labels.PHRASE),
        (r"(«.+»)", labels.PHRASE),
        (r"exactly (.+)", labels.EXACTLY),
        (r"the word (.+)", labels.WORD),
        (r"the regular expression (.+)", labels.PATTERN),
    )
)
_EVIDENCE = (("after", labels.AFTER), ("before", labels.BEFORE), ("beside", labels.BESIDE))


@dataclass(frozen=True, slots=True)
class Told:
    """Why an update is told: a line a reason, with the forms that gave it; and the places that were named."""

    why: tuple[str, ...]
    places: tuple[str, ...]


def told(matches: Sequence[Match], glossary: Glossary, *, gloss: bool) -> Told:
    """The reasons in the order of the text, and each place once with what it lies in; `gloss` adds the English."""
    reasons: dict[str, dict[str, None]] = {}
    places: dict[str, None] = {}
    for match in matches:
        # Each in an isolate of its own: any of them may be Latin, or a mixture.
        form = f"«{isolate(_short(match.form))}»"
        reasons.setdefault(reason_in_arabic(match, glossary, gloss=gloss), {})[form] = None
        if found := _PLACE.fullmatch(match.why):
            places[isolate(glossary.place(found["name"], found["inside"] or "").told(gloss))] = None
    shown = tuple(f"{labels.COMMA.join(list(forms)[:FORMS])} ← {reason}" for reason, forms in reasons.items())
    if len(shown) > REASONS:
        shown = (*shown[:REASONS], f"{labels.MORE_REASONS}: {len(shown) - REASONS}")
    return Told(shown, tuple(places)[:PLACES])


def reason_in_arabic(match: Match, glossary: Glossary, *, gloss: bool) -> str:
    """One reason; what no rule here knows is told as the matcher says it, beside the term."""
    why = match.why
    if found := _CONCEPT.fullmatch(why):
        return f"{labels.CONCEPT} {isolate(_short(glossary.concept(found['name']).told(gloss)))}"
    if found := _PLACE.fullmatch(why):
        where = f"{labels.INSIDE} {isolate(_short(found['inside']))}" if found["inside"] else ""
        parts = (f"{labels.PLACE} {isolate(_short(found['name']))}", where, _evidence(found["evidence"] or ""))
        return labels.COMMA.join(part for part in parts if part)
    if found := _FIGURE.fullmatch(why):
        said = "".join(f"، {quoted}" for quoted in _QUOTED.findall(_short(found["rest"]))[:1])
        return f"{isolate(_short(match.term))}{labels.COLON}{labels.KINDS[found['kind']]}{said}"
    return _word(why) or f"{isolate(_short(match.term))}: {isolate(_short(why))}"


def _word(why: str) -> str:
    for pattern, arabic in _WORDS:
        if found := pattern.fullmatch(why):
            return f"{arabic} {isolate(_short(found[1]))}"
    return ""


def _evidence(evidence: str) -> str:
    """What beside a name showed that the place is meant, where it is a word."""
    for english, arabic in _EVIDENCE:
        if evidence.startswith(f"{english} «") and (quoted := _QUOTED.search(evidence)):
            return f"{arabic} {_short(quoted[0])}"
    return ""


def _short(text: str) -> str:
    return shorten(one_line(text[: 10 * REASON]), REASON)
