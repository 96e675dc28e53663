"""Figures: how many people a text says were killed, injured, displaced or arrested, read only where it is sure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from arabic.figures.causes import Causes
from arabic.figures.counts import Count, counts
from arabic.figures.cues import Cues
from arabic.figures.named import named
from arabic.figures.owned import owned
from arabic.figures.passage import Passage
from arabic.figures.scope import TODAYS, Scope, scope_of
from arabic.figures.tolls import Told
from arabic.figures.words import CASUALTIES, CAUSING, HEARSAY, Kind, Unit, noun_of, tells_figures, trigger_of
from arabic.fold import Folded, fold
from arabic.negation import denial
from arabic.words import words

_ADDED = frozenset(("اضافة", "بالاضافة", "فضلا"))
_JOINED = 5  # words from one figure to the next that «و» joins
MOST_WORDS = 3_000  # of a text: no report is longer, and what is may be meant to keep its reader busy
ASKED_AGAIN = 16  # texts, by their story and by each message that tells it


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
    """The figures of a text in their order, as far as its first MOST_WORDS words tell any."""
    return list(_read_lately(text)) if isinstance(text, str) else _read(text)


@lru_cache(maxsize=ASKED_AGAIN)
def _read_lately(text: str) -> tuple[Figure, ...]:
    return tuple(_read(fold(text)))


def _read(folded: Folded) -> list[Figure]:
    tokens = words(folded)
    if not any(map(tells_figures, tokens.texts)):
        return []
    passage = Passage(tokens[:MOST_WORDS], folded.text, folded).with_asides(parts=False)
    counted = counts(passage)
    told = _with_named(passage, list(zip(counted, Causes(passage, counted).decide(), strict=True)))
    found = [
        _figure(folded, passage, one) for one in _with_scopes(passage, told) if not _is_last_of(passage, one, told)
    ]
    found += _none(folded, passage, counted)
    return sorted(found, key=lambda figure: figure.start)


def _with_named(passage: Passage, told: list[tuple[Count, Told]]) -> list[tuple[Count, Told]]:
    """What is told of each count, and of those who are named, in their order."""
    counted = frozenset(one for count, _ in told for one in range(count.first, count.last + 1))
    happened = frozenset(one for count, what in told if what.kind for one in range(count.first, count.last + 1))
    return sorted([*told, *named(passage, counted), *owned(passage, happened)], key=lambda pair: pair[0].first)


def _is_last_of(passage: Passage, found: "_Find", told: Sequence[tuple[Count, Told]]) -> bool:
    """«وصل عدد الضحايا إلى 14 بعد انتشال جثة طفلة»: whether the toll before has counted it."""
    count = found.count
    if count.single and passage.token(count.first).startswith("جث") and passage.follows(count.last).startswith("ال"):
        first = passage.around(count.first)[0]  # «لقي عامل حتفه، وانتشلت جثة العامل»
        return any(what.kind == "killed" and first <= one.first < count.first for one, what in told)
    if not (count.single or count.dual) or not {"بعد", "عقب", "اثر"} & set(passage.before(count.first, 3)):
        return False
    stretch = passage.stretch(count.first)
    return any(
        what.total and what.kind == found.told.kind and one.last < count.first and passage.stretch(one.last) == stretch
        for one, what in told
    )


@dataclass(frozen=True, slots=True)
class _Find:
    """A count with what happened, and its scope with the word that says so."""

    number: int
    count: Count
    told: Told
    scope: Scope
    cue: str


def _with_scopes(passage: Passage, told: Sequence[tuple[Count, Told]]) -> Iterator[_Find]:
    pairs = [(number, count, what) for number, (count, what) in enumerate(told) if what.kind]
    taken = frozenset(
        position for _, count, _ in pairs if not count.single for position in range(count.first, count.last + 1)
    )
    latest: _Find | None = None
    cues = Cues(passage.with_asides())
    for number, count, what in pairs:
        trigger = what.trigger if what.trigger >= 0 else count.first
        scope, cue = scope_of(cues, trigger, count.opening, count.last, taken)
        if scope == "planned" and (cue.startswith("حاول") or cue in ("لو", "ولو")):
            continue  # «حاولت القوات اعتقال شاب»: whether they did is not told; «لو استمر لقتل العشرات»: nobody did
        if scope == "planned" and what.lasting and not what.total:
            continue  # «دعت إلى مساعدة 6 ملايين نازح»: they are displaced, what is planned is another thing
        if scope == "event" and what.lasting:
            scope, cue = "cumulative", what.lasting
        elif scope == "event" and latest and _shares(cues.passage, latest, count, what):
            scope, cue = latest.scope, latest.cue
        elif scope == "event" and latest and _undecided(cues.passage, latest, count):
            continue
        latest = _Find(number, count, what, scope, cue)
        yield latest


def _undecided(passage: Passage, before: _Find, count: Count) -> bool:
    """«توفي 470 خلال العام …، بينما أصيب 18 ألفاً»: whether a figure without its own time may be of a longer one."""
    longer = before.scope == "cumulative" and not (before.told.lasting or before.told.total)
    same = passage.around(count.first)[0] <= before.count.first
    return longer and same and not passage.stretch_has(count.first, TODAYS)


def _shares(passage: Passage, before: _Find, count: Count, told: Told) -> bool:
    """«حصيلة … إلى 29 قتيلاً و55 جريحاً», «نفى مقتل 3 وإصابة 5»: whether «و» joins a count to the scope before it."""
    start = min(told.trigger if told.trigger >= 0 else count.first, count.opening)
    between = passage.tokens(before.count.last + 1, start + 1)
    standing = before.told.lasting and before.told.kind in ("displaced", "arrested")
    if standing or len(between) > _JOINED or not any(word.startswith("و") or word in _ADDED for word in between[-3:]):
        return False
    added = bool(_ADDED.intersection(between))  # «مقتل 357، إضافة إلى اعتقال 38»
    if passage.stretch(start) != passage.stretch(before.count.last) and not added:
        return False
    if passage.stretch_has(count.last, TODAYS, behind=True):
        return False
    if told.kind == "displaced" != before.told.kind and before.told.total and before.scope == "cumulative":
        return False  # «ارتفاع حصيلة الفيضانات إلى 1,006 قتلى ونزوح مليون شخص»
    trigger = passage.trigger(told.trigger)
    return trigger is None or trigger.shape == "noun"  # a verb asserts anew: «نفى مقتل 3 وأصيب 5»


def _figure(folded: Folded, passage: Passage, found: _Find) -> Figure:
    count, told = found.count, found.told
    assert told.kind is not None
    start, end = folded.span(passage.words[count.first].start, passage.words[count.last].end)
    low = count.high if told.total and count.change and count.high is not None else count.low
    unit: Unit = count.noun.unit if count.noun else "person"
    if told.beyond:
        count = replace(count, high=None, above=True)
    why = _why(told, count, found.scope, found.cue)
    return Figure(told.kind, low, count.high, unit, start, end, found.scope, why, count.above)


def _none(folded: Folded, passage: Passage, counted: Sequence[Count]) -> Iterator[Figure]:
    """«دون وقوع إصابات», «لا قتلى»: a figure of none."""
    if _NOT.isdisjoint(passage.texts):
        return
    taken = {position for count in counted for position in range(count.first, count.last + 1)}
    latest = -2
    for position, word in enumerate(passage.words):
        if word.text not in CASUALTIES and word.text.removeprefix("و") not in CASUALTIES:
            continue
        noun = noun_of(word.text) or noun_of(word.text.removeprefix("و"))
        if noun is None or noun.kind is None or noun.group != "casualty":
            continue
        if noun.amount != "many" and passage.token(position - 1) not in ("اي", "اية"):
            continue  # «لم تسجل أي إصابة»
        if "ال" in word.text[:3] or position in taken:
            continue
        if any(heard in HEARSAY for heard in passage.tokens(position - 4, position)):
            continue  # nothing heard is not nothing happened
        said = denial(passage.words, folded.text, position, position) or _caused_none(passage, position)
        if said in _NOT or (latest == position - 2 and passage.token(position - 1) in ("او", "ولا")):
            latest = position
            start, end = folded.span(word.start, word.end)
            why = f"{noun.kind}: no persons («{said or passage.token(position - 1)}»), of this event"
            yield Figure(noun.kind, 0, 0, "person", start, end, "event", why)


def _caused_none(passage: Passage, position: int) -> str:
    """«لم يسفر الهجوم على المطار عن أي إصابات»: however long the clause between."""
    if not any(word in ("عن", "الي", "باي", "باية") for word in passage.before(position, 3)):
        return ""
    before = passage.before(position, _CLAUSE)
    for place in range(len(before) - 2, -1, -1):
        if before[place].removeprefix("و") == "لم" and before[place + 1] in CAUSING:
            return before[place]
        if (trigger := trigger_of(before[place])) and trigger.kind:
            return ""
    return ""


_CLAUSE = 16  # words from «لم يسفر» to what did not come of it
_NOT = frozenset(("لا", "لم", "لن", "ليس", "ليست", "دون", "بدون", "بلا", "عدم", "ولا", "ولم", "ودون", "وعدم", "وبدون"))


def _why(told: Told, count: Count, scope: Scope, cue: str) -> str:
    """How a figure was read, in words: «killed: more than 12 persons («مقتل»), cumulative: «منذ»»."""
    unit = "families" if count.noun and count.noun.unit == "family" else "persons"
    said = f"{told.kind}: {_amount(count, change=told.total and count.change)} {unit} («{told.by}»)"
    if scope == "event":
        return f"{said}, of this event"
    return f"{said}, {scope}: {cue if told.lasting == cue else f'«{cue}»'}"


def _amount(count: Count, *, change: bool) -> str:
    low, high = f"{count.low:,}", count.high
    if count.above:
        return f"more than {low}"
    if high is None:
        return f"at least {low}"
    if count.low == 0:
        return f"at most {high:,}"
    if high != count.low and not change:
        low = f"{low} to {high:,}"
    elif change:
        low = f"{high:,}"
    return f"about {low}" if count.about else low
