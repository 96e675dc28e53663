"""Receipts: what receivers accepted and the database does not know yet, in a small file of its own beside it.

A delivery is settled in the database, whose one writer may be busy with a whole page. Where the process is killed
meanwhile, what was accepted would go out again. So it is first written down here, which takes some microseconds and no
turn, and settled from here at the next start.
"""

import json
import logging
import os
import struct
import zlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

log = logging.getLogger(__name__)

# Two slots, written in turn: a write that is cut off in the middle leaves what the other one says.
SLOT = 32_768  # bytes; a receipt takes about 150, and there is one a channel at a time
_HEAD = struct.Struct("<QII")  # how often the file was written, bytes that follow, their CRC-32
_LONGEST_REFERENCE = 1_000  # characters; Message-IDs and Slack's times have some tens


@dataclass(frozen=True, slots=True)
class Receipt:
    """A delivery that was accepted while `worker` had it leased; `at` is an instant as the tables write it.

    `reference` is what the receiver calls the message.
    """

    delivery_id: int
    worker: str
    at: str
    reference: str | None


class Receipts:
    """The receipts of one database, in `<database>.receipts`. One process has them: who has the database for itself."""

    def __init__(self, path: Path, identity: str, descriptor: int) -> None:
        self._path = path
        self._identity = identity
        self._descriptor = descriptor
        self._written, self._held = _read(descriptor, identity)
        self._fails = False

    @classmethod
    def open(cls, database: Path, identity: str) -> Self | None:
        """The receipts beside a database; None, with a warning, where there is no room for the file.

        Its whole length is taken at once: what is accepted later can be written down also when the disk is full.
        """
        path = database.with_name(database.name + ".receipts")
        descriptor = None
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
            os.posix_fallocate(descriptor, 0, 2 * SLOT)
            return cls(path, identity, descriptor)
        except OSError as error:
            if descriptor is not None:
                os.close(descriptor)
            log.warning("%s: %s; a message that is accepted just before a crash may go out twice", path, error.strerror)
            return None

    def all(self) -> list[Receipt]:
        """What was accepted and not settled, the oldest first."""
        return list(self._held.values())

    def keep(self, receipt: Receipt) -> None:
        """Write down that a delivery was accepted."""
        self._held[receipt.delivery_id] = receipt
        self._write()

    def drop(self, delivery_id: int) -> None:
        """The database knows that it was accepted."""
        if self._held.pop(delivery_id, None):
            self._write()

    def clear(self) -> None:
        """The database knows of all of them."""
        if self._held:
            self._held.clear()
            self._write()

    def close(self) -> None:
        os.close(self._descriptor)

    def _write(self) -> None:
        body = _encode(self._identity, self.all())
        self._written += 1
        slot = SLOT * (self._written % 2)
        try:
            if len(body) > SLOT - _HEAD.size:
                raise OSError(None, f"{len(self._held)} receipts do not fit into it")
            os.pwrite(self._descriptor, _HEAD.pack(self._written, len(body), zlib.crc32(body)) + body, slot)
            self._fails = False
        except OSError as error:
            # The delivery is held in memory all the same, and settled by the process that lives.
            if not self._fails:
                log.warning("%s: %s; a message accepted now may go out again after a crash", self._path, error.strerror)
            self._fails = True


def _encode(identity: str, receipts: list[Receipt]) -> bytes:
    rows = [asdict(one) | {"reference": (one.reference or "")[:_LONGEST_REFERENCE] or None} for one in receipts]
    return json.dumps({"database": identity, "receipts": rows}).encode()


def _read(descriptor: int, identity: str) -> tuple[int, dict[int, Receipt]]:
    """How often the file was written, and what it says: nothing where it is new, or of another database."""
    written, body = max((_read_slot(descriptor, slot) for slot in (0, SLOT)), key=lambda found: found[0])
    told = json.loads(body) if body else {}
    if told.get("database") != identity:
        return written, {}
    receipts = [Receipt(**row) for row in told["receipts"]]
    return written, {one.delivery_id: one for one in receipts}


def _read_slot(descriptor: int, slot: int) -> tuple[int, bytes]:
    head = os.pread(descriptor, _HEAD.size, slot)
    if len(head) < _HEAD.size:
        return 0, b""
    written, length, check = _HEAD.unpack(head)
    body = os.pread(descriptor, length, slot + _HEAD.size) if length <= SLOT else b""
    return (written, body) if length and len(body) == length and zlib.crc32(body) == check else (0, b"")
