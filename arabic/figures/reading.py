"""Figures: how many people a text says were killed, injured, displaced or arrested, read only where it is sure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from arabic.figures.causes import Causes
from arabic.figures.counts import Count, counts
from arabic.figures.scope import Clauses, Scope, scope_of
from arabic.figures.tolls import Told
from arabic.figures.words import HEARSAY, Kind, Unit, noun_of, tells_figures, trigger_of
from arabic.fold import Folded, fold
from arabic.negation import denial
from arabic.words import Word, words

_JOINED = 5  # words from one figure to the next that «و» joins


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of people and what happened to them; `start` and `end` (exclusive) are offsets in the original text.

    `high` is None where the text tells no upper end, `above` is «more than `low`», and a vague plural counts from
    its unit («عشرات الآلاف»: 10,000 or more). `unit` says whether persons or families are counted.
    """

    kind: Kind
    low: int
    high: int | None
    unit: Unit
    start: int
    end: int
    scope: Scope
    why: str
    above: bool = False


def figures(text: str | Folded) -> list[Figure]:
    """The figures of a text in their order."""
    folded = fold(text) if isinstance(text, str) else text
    tokens = words(folded)
    if not any(tells_figures(word.text) for word in tokens):
        return []
    clauses = Clauses(tokens, folded.text)
    counted = counts(tokens, folded.text)
    told = Causes(tokens, folded.text, clauses, counted).decide()
    pairs = [(count, what, what.kind) for count, what in zip(counted, told, strict=True)]
    taken = frozenset(
        position
        for count, _, kind in pairs
        if kind and not count.single
        for position in range(count.first, count.last + 1)
    )
    found: list[Figure] = []
    latest = -1
    for number, (count, what, kind) in enumerate(pairs):
        if kind is None:
            continue
        figure = _figure(folded, clauses, count, what, kind, taken)
        if found and latest == number - 1 and figure.scope == "event" and not what.lasting:
            figure = _with_scope_of(found[-1], figure, clauses, pairs[latest][0], pairs[latest][1], count, what)
        found.append(figure)
        latest = number
    found += _none(folded, tokens, counted)
    return sorted(found, key=lambda figure: figure.start)


def _figure(folded: Folded, clauses: Clauses, count: Count, told: Told, kind: Kind, taken: frozenset[int]) -> Figure:
    start, end = folded.span(clauses.words[count.first].start, clauses.words[count.last].end)
    trigger = told.trigger if told.trigger >= 0 else count.first
    scope, cue = scope_of(clauses, trigger, count.opening, count.last, taken)
    if scope == "event" and told.lasting:
        scope, cue = "cumulative", told.lasting
    low = count.high if told.total and count.change and count.high is not None else count.low
    unit: Unit = count.noun.unit if count.noun else "person"
    if told.beyond:
        count = replace(count, high=None, above=True)
    return Figure(kind, low, count.high, unit, start, end, scope, _why(told, count, scope, cue), count.above)


def _with_scope_of(
    before: Figure, figure: Figure, clauses: Clauses, earlier: Count, told: Told, count: Count, what: Told
) -> Figure:
    """«حصيلة … إلى 29 قتيلاً و55 جريحاً», «نفى مقتل 3 وإصابة 5»: what «و» joins to a figure shares its scope."""
    if before.scope == "event" or told.lasting:
        return figure
    start = min(what.trigger if what.trigger >= 0 else count.first, count.opening)
    between = clauses.words[earlier.last + 1 : start + 1]
    joined = bool(between) and len(between) <= _JOINED and any(word.text.startswith("و") for word in between[-2:])
    if not joined or clauses.stretch(start) != clauses.stretch(earlier.last) or clauses.todays(count.last):
        return figure
    shape = trigger_of(clauses.words[what.trigger].text) if what.trigger >= 0 else None
    if shape is not None and shape.shape != "noun":
        return figure  # a verb asserts anew: «نفى مقتل 3 وأصيب 5»
    return replace(figure, scope=before.scope, why=f"{figure.why}, {before.scope} like the one before")


def _none(folded: Folded, tokens: Sequence[Word], counted: Sequence[Count]) -> Iterator[Figure]:
    """«دون وقوع إصابات», «لا قتلى»: a figure of none."""
    taken = {position for count in counted for position in range(count.first, count.last + 1)}
    latest = -2
    for position, word in enumerate(tokens):
        noun = noun_of(word.text) or noun_of(word.text.removeprefix("و"))
        if noun is None or noun.kind is None or noun.group != "casualty" or noun.amount != "many":
            continue
        if "ال" in word.text[:3] or position in taken:
            continue
        if any(one.text in HEARSAY for one in tokens[max(0, position - 4) : position]):
            continue  # nothing heard is not nothing happened
        said = denial(tokens, folded.text, position, position)
        if said in _NOT or (latest == position - 2 and tokens[position - 1].text in ("او", "ولا")):
            latest = position
            start, end = folded.span(word.start, word.end)
            yield Figure(noun.kind, 0, 0, "person", start, end, "event", f"{noun.kind}: none")


_NOT = frozenset(("لا", "لم", "لن", "ليس", "ليست", "دون", "بدون", "بلا", "عدم", "ولا", "ولم", "ودون"))


def _why(told: Told, count: Count, scope: Scope, cue: str) -> str:
    """How a figure was read, in words."""
    parts = [f"{told.kind}: «{told.by}»"]
    if count.above:
        parts.append(f"more than {count.low:,}")
    elif count.high is None:
        parts.append(f"at least {count.low:,}")
    elif count.about:
        parts.append("about")
    if count.noun and count.noun.unit == "family":
        parts.append("families")
    if scope != "event":
        parts.append(f"{scope}: {cue}" if told.lasting == cue else f"{scope}: «{cue}»")
    return ", ".join(parts)
