"""Entries whose page shows a text again that they had before: an old copy from a cache, or taken back by the outlet."""

from dataclasses import replace
from datetime import datetime, timedelta

from arabic.fold import fold_text
from monitor.judgement.significance import significant_change
from monitor.kinship import own_place_names
from storage.database import Tx
from storage.rows import Change, KnownEntry, Reading, Revision

STANDS = timedelta(minutes=10)  # old copies are replaced by then


def last_told(tx: Tx, entry: KnownEntry) -> Revision:
    """The last text of an entry that was not but read otherwise, whatever its page shows now."""
    revisions = tx.entries.revisions(entry.id)
    return next((one for one in reversed(revisions) if one.change is not Change.REREAD), revisions[-1])


def as_told(tx: Tx, entry: KnownEntry) -> KnownEntry:
    """The entry as it was told last."""
    last = last_told(tx, entry)
    headline_folded, text_folded = fold_text(last.headline), fold_text(last.text)
    return replace(entry, headline_folded=headline_folded, text_folded=text_folded, layout=last.layout)


def is_reversal(tx: Tx, entry: KnownEntry, reading: Reading) -> bool:
    """Whether an earlier text of an entry is news if it stays: it matters beside what was told last.

    Once for each text: what goes on turning is two copies of the page.
    """
    fingerprints = [one.fingerprint for one in tx.entries.revisions(entry.id)]
    if fingerprints.count(reading.fingerprint) > 1 or last_told(tx, entry).fingerprint == reading.fingerprint:
        return False
    told = as_told(tx, entry)
    before, after = (f"{one.headline_folded}\n{one.text_folded}" for one in (told, reading))
    return significant_change(before, after, own_place_names()) is not None


def stands(entry: KnownEntry, now: datetime) -> bool:
    """Whether such a text has been on the page for so long that it is meant."""
    return entry.turned_at is not None and entry.listed and now - entry.turned_at >= STANDS
