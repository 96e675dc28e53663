"""Retention: what is older than its time is deleted, in steps that let others write in between."""

from datetime import datetime

from storage.table import Table, as_list
from storage.times import to_text

STEP = 500  # rows of one transaction


class Retention(Table):
    __slots__ = ()

    def texts(self, before: datetime, *, count_only: bool = False) -> int:
        """Entries that no page has shown since then, with all that belongs to them; how many, at most a step.

        What was on a page when that was closed, or was handed in, is shown by none.
        """
        old = """SELECT entry.id FROM entries AS entry JOIN pages AS page ON page.id = entry.page_id
            WHERE entry.news_at < :before AND ((entry.listed = 0 AND entry.last_seen_at < :before)
                OR page.closed_at < :before OR (page.kind = 'ingest' AND entry.first_seen_at < :before))
            AND NOT EXISTS (SELECT 1 FROM decisions AS decision
            JOIN alert_decisions AS told ON told.decision_id = decision.id
            JOIN deliveries AS delivery ON delivery.alert_id = told.alert_id
            WHERE decision.entry_id = entry.id AND delivery.state IN ('pending', 'failed'))"""
        return self._delete("entries", old, before, count_only)

    def deliveries(self, before: datetime, *, count_only: bool = False) -> int:
        """Alerts of which everything was settled before then, with their deliveries; how many, at most a step."""
        old = """SELECT alert.id FROM alerts AS alert WHERE alert.closed_at < :before AND NOT EXISTS
            (SELECT 1 FROM deliveries AS delivery WHERE delivery.alert_id = alert.id
            AND (delivery.state IN ('pending', 'failed') OR ifnull(delivery.settled_at, '9') >= :before))"""
        return self._delete("alerts", old, before, count_only)

    def raw(self, before: datetime, *, count_only: bool = False) -> int:
        """Snapshots of pages before then, and bodies that no other one needs; how many, at most a step."""
        old = "SELECT id FROM snapshots WHERE at < :before"
        if count_only:
            return self._delete("snapshots", old, before, count_only)
        gone = self._rows(
            f"DELETE FROM snapshots WHERE id IN ({old} LIMIT :step) RETURNING sha256",
            {"before": to_text(before), "step": STEP},
        )
        self._run(
            """DELETE FROM bodies WHERE sha256 IN (SELECT value FROM json_each(?))
            AND NOT EXISTS (SELECT 1 FROM snapshots WHERE sha256 = bodies.sha256)""",
            (as_list({row["sha256"] for row in gone}),),
        )
        return len(gone)

    def polls(self, before: datetime, *, count_only: bool = False) -> int:
        """Visits of pages before then; how many, at most a step."""
        return self._delete("polls", "SELECT id FROM polls WHERE at < :before", before, count_only)

    def _delete(self, table: str, old: str, before: datetime, count_only: bool) -> int:
        values = {"before": to_text(before), "step": -1 if count_only else STEP}
        if count_only:
            row = self._row(f"SELECT count(*) FROM ({old})", values)
            return int(row[0]) if row else 0
        return self._run(f"DELETE FROM {table} WHERE id IN ({old} LIMIT :step)", values).rowcount
