"""The lexicon: simplemma's Arabic table inverted (lemma to forms), cached as text and read only while terms compile."""

import os
import tempfile
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

from arabic.fold import RULES_VERSION, fold_text

Forms = Callable[[str], Sequence[str]]
"""Folded lemma → the folded forms that the lexicon lists under it (none for an unknown lemma)."""


def load_lexicon(cache: Path | None = None) -> Forms:
    """A look-up in the lexicon; `cache` is the folder of its file (default: the user's cache folder)."""
    from importlib.metadata import version  # late: it loads the email package

    file = (cache or _cache_folder()) / f"arabic-forms-{version('simplemma')}-{RULES_VERSION}.tsv"
    try:
        text = file.read_text(encoding="utf-8")
    except OSError:
        text = _invert()
        _keep(file, text)
    table = dict(line.split("\t", 1) for line in text.splitlines())

    def forms(lemma: str) -> Sequence[str]:
        return table.get(lemma, "").split()

    return forms


def _cache_folder() -> Path:
    """systemd's CacheDirectory, else the user's cache."""
    given = os.environ.get("CACHE_DIRECTORY") or os.environ.get("XDG_CACHE_HOME")
    return (Path(given.split(":")[0]) if given else Path("~/.cache").expanduser()) / "marsad"


def _invert() -> str:
    """One line a lemma: the folded lemma, a tab, its folded forms."""
    from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

    forms: defaultdict[str, set[str]] = defaultdict(set)
    for form, lemma in DefaultDictionaryFactory().get_dictionary("ar").items():
        forms[fold_text(lemma)].add(fold_text(form))
    return "".join(f"{lemma}\t{' '.join(sorted(forms[lemma]))}\n" for lemma in sorted(forms))


def _keep(file: Path, text: str) -> None:
    """Write the cache whole or not at all; a folder that cannot be written costs a second at each start, no more."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=file.parent, delete=False) as out:
            out.write(text)
        Path(out.name).replace(file)
    except OSError:
        return
