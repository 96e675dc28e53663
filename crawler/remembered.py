"""What was made of a text, remembered by the text's digest for as long as there is room for it."""

from collections import OrderedDict
from hashlib import blake2b
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")

_BESIDE = 100  # what each takes beside its letters


def digest(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


class Remembered(Generic[T]):
    """The values asked for last, bounded by their lengths in letters; worker threads share them."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._held = 0
        self._values: OrderedDict[bytes, tuple[T, int]] = OrderedDict()
        self._lock = Lock()

    def get(self, name: bytes) -> T | None:
        with self._lock:
            found = self._values.get(name)
            if found is None:
                return None
            self._values.move_to_end(name)
            return found[0]

    def put(self, name: bytes, value: T, length: int) -> None:
        with self._lock:
            if name not in self._values:
                self._held += length + _BESIDE
                self._values[name] = (value, length)
            while self._held > self._limit:
                _, (_, dropped) = self._values.popitem(last=False)
                self._held -= dropped + _BESIDE

    def clear(self) -> None:
        with self._lock:
            self._values.clear()
            self._held = 0
