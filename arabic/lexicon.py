"""The lexicon: simplemma's Arabic table and wordfreq's counts, kept in one sorted file that is only looked into.

Both are read as their packages carry them, and neither is held in memory. The file is a cache: it is keyed by the
versions of the packages and of the folding, and is made anew where it is missing.
"""

import mmap
import os
import re
import subprocess
import sys
import tempfile
import weakref
from array import array
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from arabic.fold import RULES_VERSION, fold_text
from arabic.letters import ARABIC

_FORMAT = 2  # grows with every change of what the file holds
_FORMS, _LEMMAS, _COUNT, _WRITTEN = "f", "l", "n", "w"  # what a line tells, before its word
_STRIDE = 8192  # bytes between the lines whose keys are held in memory
_RAREST = 740  # centibels below one: counts of rarer words are of chance
_ARABIC = re.compile(f"[{ARABIC}]+")


class Lexicon:
    """Look-ups in the file. Calling it gives the folded forms listed under a folded lemma, none for an unknown one."""

    def __init__(self, lines: bytes | mmap.mmap, piece: Callable[[int, int], bytes]) -> None:
        """`lines` is the file's content, needed only here; `piece(start, length)` reads of it later."""
        self._piece = piece
        self._keys: list[bytes] = []
        self._starts = array("Q")
        position = 0
        while 0 <= position < len(lines):
            self._keys.append(lines[position : lines.find(b"\t", position)])
            self._starts.append(position)
            following = lines.find(b"\n", position + _STRIDE)
            position = following + 1 if following >= 0 else -1
        self._starts.append(len(lines))

    def __call__(self, lemma: str) -> Sequence[str]:
        return self._find(_FORMS, lemma).split()

    def lemmas(self, form: str) -> Sequence[str]:
        """The folded lemmas that a folded form is listed under; a form that is nobody's is its own."""
        return self._find(_LEMMAS, form).split()

    def count(self, token: str) -> int:
        """How often a folded token stands among a thousand million words of every sort; 0 where that is unknown."""
        return int(self._find(_COUNT, token) or 0)

    def written_count(self, word: str) -> int:
        """The same of a word as it is written, hamza and all; 0 also for one that folding leaves alone."""
        return int(self._find(_WRITTEN, word) or 0)

    def _find(self, kind: str, word: str) -> str:
        key = f"{kind}{word}".encode()
        block = bisect_right(self._keys, key) - 1
        if block < 0:
            return ""
        start = self._starts[block]
        lines = b"\n" + self._piece(start, self._starts[block + 1] - start)
        found = lines.find(b"\n" + key + b"\t")
        if found < 0:
            return ""
        value = found + len(key) + 2
        return lines[value : lines.find(b"\n", value)].decode()


def load_lexicon(cache: Path | None = None) -> Lexicon:
    """The lexicon; `cache` is the folder of its file (default: the user's cache folder)."""
    from importlib.metadata import version  # late: it loads the email package

    versions = f"{version('simplemma')}-{version('wordfreq')}-{RULES_VERSION}.{_FORMAT}"
    file = (cache or _cache_folder()) / f"arabic-words-{versions}.tsv"
    with suppress(OSError, ValueError):
        return _looked_into(file, file.stat().st_mtime_ns)
    _make(file)
    with suppress(OSError, ValueError):
        return _looked_into(file, file.stat().st_mtime_ns)
    lines = _lines()  # nothing can be kept: that costs seconds at each start, and memory
    return Lexicon(lines, lambda start, length: lines[start : start + length])


@lru_cache(maxsize=1)
def _looked_into(file: Path, _written_at: int) -> Lexicon:
    """A lexicon that reads piece by piece: the pages of a mapped file would count as the program's memory."""
    number = os.open(file, os.O_RDONLY)
    try:
        with mmap.mmap(number, 0, access=mmap.ACCESS_READ) as lines:
            lexicon = Lexicon(lines, lambda start, length: os.pread(number, length, start))
    except BaseException:
        os.close(number)
        raise
    weakref.finalize(lexicon, os.close, number)
    return lexicon


def _cache_folder() -> Path:
    """systemd's CacheDirectory, else the user's cache."""
    given = os.environ.get("CACHE_DIRECTORY") or os.environ.get("XDG_CACHE_HOME")
    return (Path(given.split(":")[0]) if given else Path("~/.cache").expanduser()) / "marsad"


def _make(file: Path) -> None:
    """Has the file made by a process of its own: the tables of the packages fill 100 MB, which would stay with us."""
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
    if os.access(file.parent, os.W_OK):
        paths = {"PYTHONPATH": os.pathsep.join(sys.path)}
        subprocess.run([sys.executable, "-m", "arabic.lexicon", file], env=os.environ | paths, check=False)


def _lines() -> bytes:
    return "".join(f"{key}\t{value}\n" for key, value in sorted(_entries())).encode()


def _entries() -> Iterator[tuple[str, str]]:
    forms: defaultdict[str, set[str]] = defaultdict(set)
    lemmas: defaultdict[str, set[str]] = defaultdict(set)
    for form, lemma in _simplemma():
        forms[lemma].add(form)
        lemmas[form].add(lemma)
    for kind, table in ((_FORMS, forms), (_LEMMAS, lemmas)):
        yield from ((kind + word, " ".join(sorted(others))) for word, others in table.items())
    counts: defaultdict[str, int] = defaultdict(int)
    for word, count in _wordfreq():
        folded = fold_text(word)
        counts[folded] += count
        if word != folded:
            yield _WRITTEN + word, str(count)
    yield from ((_COUNT + word, str(count)) for word, count in counts.items())


def _simplemma() -> Iterator[tuple[str, str]]:
    """Folded forms and their folded lemmas."""
    from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

    for form, lemma in DefaultDictionaryFactory().get_dictionary("ar").items():
        yield fold_text(form), fold_text(lemma)


def _wordfreq() -> Iterator[tuple[str, int]]:
    """Arabic words as they are written, and their counts among a thousand million."""
    from wordfreq import get_frequency_list

    for centibels, listed in enumerate(get_frequency_list("ar", "large")[:_RAREST]):
        count = round(10 ** (9 - centibels / 100))
        yield from ((word, count) for word in listed if _ARABIC.fullmatch(word))


def _keep(file: Path, lines: bytes) -> None:
    """Write the cache whole or not at all."""
    with suppress(OSError), tempfile.NamedTemporaryFile("wb", dir=file.parent, delete=False) as out:
        out.write(lines)
        out.flush()
        Path(out.name).replace(file)


if __name__ == "__main__":
    _keep(Path(sys.argv[1]), _lines())
