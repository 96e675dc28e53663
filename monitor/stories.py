"""Putting what was recorded into stories: as a copy, as other news of the same event, or as a first report."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from arabic.figures import figures
from monitor.background import said_before, without
from monitor.judgement.copies import OPEN, SAME_WINDOW, Kinship, same_event
from monitor.judgement.gist import Gist, gist_of
from monitor.judgement.shingles import place_shingles, shingles
from monitor.kinship import find_kin, own_place_names
from storage.database import Tx
from storage.rows import Change, Recorded
from storage.story_rows import StoryEntry

FORGET_EVERY = 500  # entries
LOWER_AFTER = timedelta(hours=1)
SAME_EVENT = timedelta(hours=3)  # so far apart two differently worded reports can be of one event


def assign(tx: Tx, source: str, recorded: Sequence[Recorded], now: datetime) -> list[Recorded]:
    """The same, each with its place in a story. What was news a day ago is left out: no story takes it any more."""
    return [_assigned(tx, source, one, now) if _is_news(one, now) else one for one in recorded]


def _is_news(recorded: Recorded, now: datetime) -> bool:
    if recorded.revision_id is None or recorded.change is Change.REREAD:
        return False
    return now - _told_at(recorded, now) < OPEN


def _told_at(recorded: Recorded, now: datetime) -> datetime:
    return min(recorded.reading.published_at or now, now)


def _assigned(tx: Tx, source: str, recorded: Recorded, now: datetime) -> Recorded:
    reading = recorded.reading
    gist = gist_of(reading.headline_folded, reading.text_folded)
    found_by = shingles(gist)
    at = _told_at(recorded, now)
    news = without(reading.text, said_before(tx, source, recorded.entry_id, reading.text))
    told = told_figures(reading.headline, news)
    member = tx.stories.of(recorded.entry_id) if recorded.change is not Change.NEW else None
    member = member or _found(tx, source, recorded.entry_id, gist, found_by, told, at)
    if recorded.revision_id is not None:
        tx.stories.put_figures(member, recorded.revision_id, told, now)
    if told:  # other reports may tell the figure anew, in other words
        found_by += _place_shingles(gist)
    tx.gists.put(recorded.entry_id, member.story_id, at=at, digest=gist.digest, gist=gist.text, shingles=found_by)
    if recorded.entry_id % FORGET_EVERY == 0:
        tx.gists.forget(now - SAME_WINDOW)
    return replace(recorded, story=member)


def _found(
    tx: Tx, source: str, entry_id: int, gist: Gist, found_by: Sequence[int], told: dict[str, int], at: datetime
) -> StoryEntry:
    """The entry as a member of the open story of its kin, or of one that it begins."""
    kinship, score = find_kin(tx.gists, gist, found_by, at, own_place_names())
    if kinship is None and told:
        kinship = _of_same_event(tx, gist, told, at)
    if kinship is not None and _is_another_toll(tx, kinship, source, told, at):
        kinship = None
    if kinship is not None and abs(at - tx.stories.get(kinship.to.story_id).first_at) >= OPEN:
        kinship = None
    story_id = kinship.to.story_id if kinship else tx.stories.begin(entry_id, at)
    member = StoryEntry(
        entry_id=entry_id,
        story_id=story_id,
        source=source,
        voice=gist.voices[0] if gist.voices else source,
        copy_of=kinship.to.entry_id if kinship and kinship.is_copy else None,
        score=score,
        differs="; ".join(map(str, kinship.differs)) or None if kinship else None,
        at=at,
    )
    tx.stories.join(member)
    return member


def _of_same_event(tx: Tx, gist: Gist, told: dict[str, int], at: datetime) -> Kinship | None:
    """A report of the same event in other words: of the same places, a kind of figure and the same hours."""
    near = tx.gists.sharing_all(_place_shingles(gist), at - SAME_EVENT, at + SAME_EVENT)
    for candidate in near:
        kinds = {figure.kind for figure in tx.stories.figures(candidate.story_id)}
        if not kinds & told.keys():
            continue
        if found := same_event(gist, candidate, own_place_names()):
            return found
    return None


def _is_another_toll(tx: Tx, kinship: Kinship, source: str, told: dict[str, int], at: datetime) -> bool:
    """Whether another outlet tells, an hour on, fewer people than the story ever had: a second attack is nearer then
    than an outlet that is so far behind."""
    if kinship.is_copy:
        return False
    earlier = [figure for figure in tx.stories.figures(kinship.to.story_id) if figure.kind in told]
    if not earlier or any(figure.source == source or told[figure.kind] >= figure.value for figure in earlier):
        return False
    return at - min(figure.at for figure in earlier) >= LOWER_AFTER


def _place_shingles(gist: Gist) -> list[int]:
    return place_shingles(own_place_names().sure_words(gist.words))


def told_figures(headline: str, text: str) -> dict[str, int]:
    """The highest figure of each kind that a text tells of its event; families apart from persons."""
    told: dict[str, int] = {}
    for figure in (*figures(headline), *figures(text)):
        if figure.scope == "event" or (figure.scope == "cumulative" and "حصيل" in figure.why):
            kind = figure.kind if figure.unit == "person" else f"{figure.kind} families"
            told[kind] = max(figure.low, told.get(kind, 0))
    return {kind: value for kind, value in told.items() if value}
