"""Deliveries that a restored backup still owed: held until somebody says whether they were sent since."""

from datetime import datetime

from storage.table import Table
from storage.times import to_text

NEVER = "9999-12-31T00:00:00.000Z"
HELD = "held after a restore"


class Held(Table):
    __slots__ = ()

    def hold(self, now: datetime) -> int:
        """Hold all that is owed, and close its alerts: new matches open new ones. Gives how many are held."""
        self._run(
            """UPDATE alerts SET closed_at = ? WHERE closed_at IS NULL AND id IN
            (SELECT alert_id FROM deliveries WHERE state IN ('pending', 'failed'))""",
            (to_text(now),),
        )
        return self._run(
            """UPDATE deliveries SET next_at = ?, error = ?, lease_until = NULL, worker = NULL
            WHERE state IN ('pending', 'failed')""",
            (NEVER, HELD),
        ).rowcount

    def release(self, now: datetime) -> int:
        """Owe what is held from now on; how many that are."""
        return self._run(
            """UPDATE deliveries SET next_at = ?, due_at = min(due_at, ?), error = NULL
            WHERE state IN ('pending', 'failed') AND next_at = ?""",
            (to_text(now), to_text(now), NEVER),
        ).rowcount

    def drop(self, now: datetime) -> int:
        """Give up what is held: dead letters, which can still be retried; how many that are."""
        return self._run(
            """UPDATE deliveries SET state = 'dead', settled_at = ?, error = 'dropped after a restore', next_at = due_at
            WHERE state IN ('pending', 'failed') AND next_at = ?""",
            (to_text(now), NEVER),
        ).rowcount
