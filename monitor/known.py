"""What a page says word for word as at an earlier visit: told by a digest, before anything is made of it.

On a live page nearly all updates are of this kind. Folding them, taking their marks off and comparing what is
left at every visit costs more than all else that a visit does.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, reduce
from hashlib import blake2b
from operator import xor

from crawler.items import Update
from monitor import ingest
from storage.database import Tx
from storage.rows import Page, Recorded


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The entries that a page shows as they are known, their keys, and the updates that have to be looked at.

    `wordings` holds the digests of these, by their keys.
    """

    entry_ids: frozenset[int] = frozenset()
    keys: frozenset[str] = frozenset()
    others: Sequence[Update]
    wordings: Mapping[str, int] = field(default_factory=dict)

    def keep(self, tx: Tx, recorded: Sequence[Recorded]) -> None:
        """Remember how what was just recorded is worded on the page."""
        tx.entries.set_wordings(
            [
                (one.entry_id, self.wordings[key])
                for one in recorded
                for key in one.reading.keys[:1]
                if key in self.wordings
            ]
        )


def known_as_they_are(tx: Tx, page: Page, updates: Sequence[Update], learnt: Collection[int]) -> Known:
    """Parts updates of a page into those that stand there as before, and the others, in their order.

    `learnt` holds the digests of lines that are furniture: where these became others, every text is looked at anew.
    """
    stored = tx.entries.wordings(page.id)
    salt = f"{ingest.RULES_VERSION} {reduce(xor, learnt, 0)}"
    entry_ids: set[int] = set()
    known: set[str] = set()
    others: list[Update] = []
    wordings: dict[str, int] = {}
    for update in updates:
        if update.key in known:
            continue  # one reading a key, the first one counts
        if not (update.text or update.headline) or update.withdrawn:
            others.append(update)
            continue
        keys = (update.key, *update.also)
        wording = _wording(salt, keys, update.headline, update.text)
        entry_id = stored.pop(wording, None)
        if entry_id is not None:
            entry_ids.add(entry_id)
            known.update(keys)
        else:
            others.append(update)
            wordings.setdefault(update.key, wording)
    return Known(entry_ids=frozenset(entry_ids), keys=frozenset(known), others=others, wordings=wordings)


@lru_cache(maxsize=1_000)  # a live page says nearly all of it at the next visit again
def _wording(salt: str, keys: tuple[str, ...], headline: str | None, text: str | None) -> int:
    """64 bits of what the page says and under which keys, as SQLite's integers are signed."""
    said = "\n".join((salt, *keys, "", headline or "", text or "")).encode(errors="surrogatepass")
    return int.from_bytes(blake2b(said, digest_size=8).digest(), "big", signed=True)
