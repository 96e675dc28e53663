"""Receipts: what a receiver calls a message that it took, and troubles of single recipients of a channel."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_STATEMENTS = (
    # "<…@example.org>" of a mail, the timestamp of a Slack message: what a later message of the thread goes on from
    "ALTER TABLE deliveries ADD COLUMN reference TEXT",
    "ALTER TABLE channel_troubles RENAME TO troubles_before",
    """CREATE TABLE channel_troubles (
    channel TEXT NOT NULL,
    recipient TEXT NOT NULL,
    failing_since TEXT NOT NULL,
    broken_at TEXT, -- refused for good: it will not mend by itself
    reason TEXT NOT NULL,
    PRIMARY KEY (channel, recipient)
) STRICT, WITHOUT ROWID""",
    """INSERT INTO channel_troubles (channel, recipient, failing_since, broken_at, reason)
    SELECT channel, '', failing_since, broken_at, reason FROM troubles_before""",
    "DROP TABLE troubles_before",
)


def keep_receipts(db: "Database") -> None:
    for statement in _STATEMENTS:
        db.execute(statement)
