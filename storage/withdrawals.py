"""Entries that their outlet took back, and who was told of them."""

from collections.abc import Iterable
from datetime import datetime

from storage.alert_rows import FirstTold
from storage.rows import Change
from storage.table import Table, as_list, strings
from storage.times import from_text, to_text


class Withdrawals(Table):
    __slots__ = ()

    def standing(self, page_id: int, keys: Iterable[str] | None = None) -> list[int]:
        """The entries of a page that were not taken back, by id; with `keys`, only those seen under one of them."""
        seen_under = "" if keys is None else "AND key IN (SELECT value FROM json_each(:keys))"
        rows = self._rows(
            f"""SELECT DISTINCT entry.id FROM entry_keys AS known JOIN entries AS entry ON entry.id = known.entry_id
            WHERE known.page_id = :page {seen_under} AND entry.withdrawn_at IS NULL ORDER BY entry.id""",
            {"page": page_id, "keys": as_list(keys or ())},
        )
        return [entry_id for (entry_id,) in rows]

    def withdraw(self, entry_id: int, why: str, now: datetime) -> int:
        """The outlet took the entry back: a last revision says so, with the text as it was; gives its id.

        The entry has no fingerprint from then on, so that the same text told again is not taken for unchanged.
        """
        at = to_text(now)
        revision_id = self._made(
            """INSERT INTO revisions (entry_id, number, seen_at, change, layout, rules_version, fingerprint, updated_at,
            flags, headline, text, significant)
            SELECT entry_id, number + 1, ?, ?, layout, rules_version, fingerprint, updated_at, flags, headline, text, ?
            FROM revisions WHERE id = (SELECT revision_id FROM entries WHERE id = ?) RETURNING id""",
            (at, Change.WITHDRAWN, f"withdrawn: {why}", entry_id),
        )
        self._run(
            """UPDATE entries SET withdrawn_at = :now, withdrawn_why = :why, fingerprint = '',
            last_seen_at = CASE WHEN listed
                THEN max(last_seen_at, ifnull((SELECT seen_at FROM pages WHERE id = entries.page_id), ''))
                ELSE last_seen_at END,
            listed = 0, revision_id = :revision, revisions = revisions + 1 WHERE id = :id""",
            {"now": at, "why": why, "revision": revision_id, "id": entry_id},
        )
        return revision_id

    def told(self, entry_id: int) -> list[FirstTold]:
        """For each watch and channel that was told of the entry, or is owed it, the first alert that tells it."""
        rows = self._rows(
            """SELECT decision.watch, decision.channel, decision.at, alert.id AS alert_id, alert.urgent,
            CASE WHEN alert.closed_at IS NULL THEN alert.group_name END AS open_group
            FROM decisions AS decision JOIN alerts AS alert ON alert.id =
                (SELECT min(told.alert_id) FROM alert_decisions AS told WHERE told.decision_id = decision.id)
            WHERE decision.entry_id = ? AND decision.decision = 'told' ORDER BY decision.id""",
            (entry_id,),
        )
        first: dict[tuple[str, str], FirstTold] = {}
        for row in rows:
            told = FirstTold(
                watch=row["watch"],
                channel=row["channel"],
                alert_id=row["alert_id"],
                at=from_text(row["at"]),
                urgent=bool(row["urgent"]),
                open_group=row["open_group"],
            )
            first.setdefault((told.watch, told.channel), told)
        return list(first.values())

    def also_told_by(self, entry_id: int) -> tuple[str, ...]:
        """The other sources that tell the story of an entry and did not take it back."""
        row = self._row(
            """SELECT json_group_array(DISTINCT other.source) FROM story_entries AS own
            JOIN story_entries AS other ON other.story_id = own.story_id AND other.source <> own.source
            JOIN entries AS entry ON entry.id = other.entry_id AND entry.withdrawn_at IS NULL
            WHERE own.entry_id = ?""",
            (entry_id,),
        )
        return strings(row[0]) if row else ()
