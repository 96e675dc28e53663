"""Turns Updates into Readings and records them: aligned with what a page had, each stored once with every edit."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import NamedTuple

from arabic import fold, marks
from arabic.bidi import strip_controls
from arabic.marks import unmark
from crawler import cleaning
from crawler.items import Update
from monitor import moving, returning, stories
from monitor.judgement.alignment import align_by_key, align_by_text
from monitor.judgement.significance import significant_change, word_diff
from monitor.kinship import own_place_names
from monitor.learning import kept
from monitor.reread import OtherLayout, is_cut_only, lost_furniture
from storage.database import Tx
from storage.rows import Change, KnownEntry, Page, PageKind, Reading, Recorded
from storage.times import to_text


def to_readings(updates: Sequence[Update]) -> list[Reading]:
    """The updates that tell a text, made ready for storage; one reading a key, the first one wins."""
    readings: dict[str, Reading] = {}
    for update in updates:
        if (update.text or update.headline) and not update.withdrawn:
            readings.setdefault(update.key, _to_reading(update))
    return list(readings.values())


def _to_reading(update: Update) -> Reading:
    texts = _prepare(update.headline or "", update.text or "")
    return Reading(
        keys=tuple(dict.fromkeys((update.key, *update.also))),
        native=update.native,
        headline=texts.headline,
        text=texts.text,
        headline_folded=texts.headline_folded,
        text_folded=texts.text_folded,
        fingerprint=texts.fingerprint,
        rules_version=RULES_VERSION,
        layout=update.layout,
        published_at=update.published_at,
        published_day=update.published_day,
        precision=update.precision.value if update.precision else None,
        updated_at=update.updated_at,
        url=update.url,
        author=update.author,
        section=update.section,
        tags=update.tags,
        caption=update.caption,
        flags=texts.flags,
    )


# A text that changed while this did not is an edit; one that changed with it may be our own doing (REREAD).
RULES_VERSION = (fold.RULES_VERSION * 1000 + cleaning.RULES_VERSION) * 100 + marks.RULES_VERSION


AGAIN = "told again after it was withdrawn"
COMES_BACK = timedelta(days=7)  # a line without id that comes back later tells something new
UNKNOWN: tuple[int, str, str | None] = (0, "", None)


class _Texts(NamedTuple):
    headline: str
    text: str
    headline_folded: str
    text_folded: str
    fingerprint: str
    flags: tuple[str, ...]


def _prepare(headline: str, text: str) -> _Texts:
    headline, text = strip_controls(headline), strip_controls(text)
    headline_folded, text_folded = fold.fold_text(headline), fold.fold_text(text)
    flags = (*unmark(headline_folded).flags, *unmark(text_folded).flags)
    told = fingerprint(headline_folded, text_folded)
    return _Texts(headline, text, headline_folded, text_folded, told, tuple(dict.fromkeys(flags)))


def fingerprint(headline_folded: str, text_folded: str) -> str:
    """Equal for texts that say the same, whatever their spacing and their marks. 32 hex digits."""
    headline_folded, text_folded = unmark(headline_folded).text, unmark(text_folded).text
    whole = " ".join(headline_folded.split()) + "\n" + " ".join(text_folded.split())
    return blake2b(whole.encode(errors="surrogatepass"), digest_size=16).hexdigest()


def untold_keys(updates: Sequence[Update]) -> set[str]:
    """The keys of updates that the page names without their texts."""
    return {update.key for update in updates if not (update.text or update.headline or update.withdrawn)}


def record(
    tx: Tx,
    page: Page,
    readings: Sequence[Reading],
    now: datetime,
    *,
    whole: bool,
    untold: Collection[str] = (),
    learnt: Collection[int] = (),
    known: Collection[int] = (),
    other: OtherLayout | None = None,
) -> list[Recorded]:
    """Stores what one read of a page gave; where the page was read whole, marks which entries are listed.

    `untold` holds keys that the page names without a text: such entries are listed as they are. `learnt` holds the
    digests of lines that are furniture: an entry that lost no more than these was not edited. `known` holds the ids
    of entries that the page shows as they are known; of these there are no readings. `other`, where another
    layout read the page before: what stood on it is no news.
    """
    unchanged, others, found = _unchanged(tx, page, readings, now)
    taken = {one.entry_id for one in unchanged}.union(known)
    other = other and other.seeing(one.reading.published_at for one in unchanged)
    recorded = unchanged + _record_others(tx, page, others, found, taken, now, learnt, other)
    if whole:
        named = {entry_id for entry_id, *_ in tx.entries.fingerprints(page.id, untold).values()} if untold else set()
        tx.entries.set_listed(page.id, {one.entry_id for one in recorded}.union(known, named), now)
    return stories.assign(tx, page.source, recorded, now)


def _unchanged(
    tx: Tx, page: Page, readings: Sequence[Reading], now: datetime
) -> tuple[list[Recorded], list[Reading], Collection[str]]:
    """The readings that are known as they are, the others, and which of their keys are known."""
    known = tx.entries.fingerprints(page.id, [key for reading in readings for key in reading.keys])
    unchanged: dict[int, Recorded] = {}
    others: list[Reading] = []
    past = to_text(now - COMES_BACK)
    for reading in readings:
        seen = {known.get(key) for key in reading.keys}
        entry_id, fingerprint, gone_at = seen.pop() or UNKNOWN if len(seen) == 1 else UNKNOWN
        is_past = gone_at is not None and gone_at < past and not reading.native
        if fingerprint == reading.fingerprint and entry_id not in unchanged and not is_past:
            unchanged[entry_id] = Recorded(
                change=Change.UNCHANGED, entry_id=entry_id, revision_id=None, reading=reading
            )
        else:
            others.append(reading)
    return list(unchanged.values()), others, known.keys()


def _record_others(
    tx: Tx,
    page: Page,
    readings: Sequence[Reading],
    known_keys: Collection[str],
    taken: set[int],
    now: datetime,
    learnt: Collection[int],
    other: OtherLayout | None,
) -> list[Recorded]:
    """Aligns what is new or edited with the entries that nothing else on the page is; stores it."""
    if not readings:
        return []
    keys = [key for reading in readings for key in reading.keys if key in known_keys]
    found = tx.entries.by_keys(page.id, keys) if keys else {}
    past = _past_keys(readings, found, now)
    by_key = {key: entry for key, entry in found.items() if entry.id not in taken and key not in past}
    known = {entry.id: entry for entry in by_key.values()}
    aligned = align_by_key(readings, by_key)
    if None in aligned and (page.reads or page.kind is PageKind.ITEM):
        unknown = [reading for reading, entry_id in zip(readings, aligned, strict=True) if entry_id is None]
        other_ids = not (known or taken) or other is not None
        candidates = [
            entry
            for entry in _candidates(tx, page, unknown, other_ids)
            if entry.id not in taken and not _is_past(entry, now)
        ]
        known |= {entry.id: entry for entry in candidates}
        bare = [_without_furniture(entry, learnt) for entry in candidates] if learnt else candidates
        aligned = align_by_text(readings, aligned, bare, other_ids=other_ids)
    if past:
        tx.entries.free_keys(page.id, past)
    if other:
        pairs = zip(readings, aligned, strict=True)
        other = other.seeing(reading.published_at for reading, entry_id in pairs if entry_id is not None)
    return [
        _record_one(tx, page, reading, known[entry_id] if entry_id is not None else None, now, learnt, other)
        for reading, entry_id in zip(readings, aligned, strict=True)
    ]


def _past_keys(readings: Sequence[Reading], found: Mapping[str, KnownEntry], now: datetime) -> set[str]:
    """Those keys that are no ids but hashes of texts, of entries that left the page too long ago to come back."""
    hashes = {key for reading in readings if not reading.native for key in reading.keys}
    return {key for key, entry in found.items() if key in hashes and _is_past(entry, now)}


def _is_past(entry: KnownEntry, now: datetime) -> bool:
    return entry.gone_at is not None and now - entry.gone_at > COMES_BACK


def _candidates(tx: Tx, page: Page, unknown: Sequence[Reading], other_ids: bool) -> list[KnownEntry]:
    """The entries that readings of an unknown key may be: where the page gives ids, only equal texts come into it.

    Not where its ids are others than before: nothing that it gives is known, or it is read by another layout.
    """
    if all(reading.native for reading in unknown) and not other_ids:
        return tx.entries.recent_known(page.id, telling={reading.fingerprint for reading in unknown})
    return tx.entries.recent_known(page.id)


def _without_furniture(entry: KnownEntry, learnt: Collection[int]) -> KnownEntry:
    """The entry as it would be told today, without the lines that were learnt to be furniture since."""
    text_folded = kept(entry.text_folded, learnt)
    return replace(entry, text_folded=text_folded, fingerprint=fingerprint(entry.headline_folded, text_folded))


def _record_one(
    tx: Tx,
    page: Page,
    reading: Reading,
    entry: KnownEntry | None,
    now: datetime,
    learnt: Collection[int],
    other: OtherLayout | None,
) -> Recorded:
    if entry is None:
        change = Change.NEW if other is None or other.is_news(reading) else Change.REREAD
        entry_id, revision_id = tx.entries.add(page.id, page.source, reading, now=now, change=change)
        return Recorded(change=change, entry_id=entry_id, revision_id=revision_id, reading=reading)
    new_keys = [key for key in reading.keys if key not in entry.keys]
    if new_keys:
        tx.entries.add_keys(page.id, entry.id, new_keys)
    if reading.fingerprint == entry.fingerprint:
        if not returning.stands(entry, now):
            return Recorded(change=Change.UNCHANGED, entry_id=entry.id, revision_id=None, reading=reading)
    elif not entry.withdrawn and (earlier := tx.entries.earlier_revision(entry.id, reading)) is not None:
        # An old copy from a cache, or two entries that the page shows in turn: no news, and no row at each turn.
        tx.entries.turn_back(entry.id, earlier, reading, now=now, waits=returning.is_reversal(tx, entry, reading))
        return Recorded(change=Change.RETURNED, entry_id=entry.id, revision_id=None, reading=reading)
    entry = returning.as_told(tx, entry) if entry.turned_at else entry
    completes = page.kind is PageKind.ITEM and page.reads == 0
    ours = lost_furniture(reading, entry, learnt) or _is_our_doing(tx, reading, entry)
    change = Change.REREAD if ours and not completes else Change.REVISED
    before = f"{entry.headline_folded}\n{entry.text_folded}"
    significant = _significant(before, reading) if change is Change.REVISED else None
    after = f"{reading.headline_folded}\n{reading.text_folded}"
    if significant and moving.is_counter(tx, page.source, entry.id, before, after, now, learnt):
        significant = None
    if entry.withdrawn:
        change, significant = Change.REVISED, AGAIN
    revision_id = tx.entries.revise(
        entry.id, reading, now=now, change=change, significant=significant, diff=_diff(tx, entry, reading)
    )
    return Recorded(
        change=change,
        entry_id=entry.id,
        revision_id=revision_id,
        reading=reading,
        before_folded=before,
        completes=completes,
        significant=significant,
    )


def _significant(before_folded: str, reading: Reading) -> str | None:
    after = f"{reading.headline_folded}\n{reading.text_folded}"
    return significant_change(before_folded, after, own_place_names())


def _diff(tx: Tx, entry: KnownEntry, reading: Reading) -> str:
    stored = returning.last_told(tx, entry) if entry.turned_at else tx.entries.get(entry.id)
    return word_diff(f"{stored.headline}\n{stored.text}", f"{reading.headline}\n{reading.text}")


def _is_our_doing(tx: Tx, reading: Reading, entry: KnownEntry) -> bool:
    """Whether a text differs by another layout or by rules of ours alone, not by what the outlet did.

    After new rules the text that was stored is read by them once more: what differs then is an edit, if it matters.
    """
    if reading.layout != entry.layout and is_cut_only(reading, entry):
        return True
    if reading.rules_version == entry.rules_version:
        return False
    stored = tx.entries.get(entry.id)
    before = _prepare(stored.headline, stored.text)
    if before.fingerprint == reading.fingerprint:
        return True
    return _significant(f"{before.headline_folded}\n{before.text_folded}", reading) is None
