"""Whether a text stood on a page before, cut otherwise: by another layout, which reads an article where there were ten
entries, or a paragraph where there was one of three."""

from collections.abc import Iterable, Iterator

STRETCH = 4  # words that follow each other
PART = 0.9  # of a text's stretches that must have stood there
PART_OF_KNOWN = 0.5  # where its first line stood there whole: what a layout adds are captions, bylines, counters
PART_OF_EDITED = 0.7  # of a text with another figure in it


class Standing:
    """The words that stood on a page, as stretches. Texts are folded."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._stretches: set[tuple[str, ...]] = set()
        self._words: set[str] = set()
        for text in texts:
            words = text.split()
            self._stretches.update(_stretches(words))
            self._words.update(words)

    def has(self, text_folded: str) -> bool:
        """Whether most of a text stood there, line by line, and every figure of it.

        Lines that are shorter than a stretch do not count: a byline, a counter, «قبل ساعتين». A text of such lines
        alone is not known again.
        """
        new = self._new_of(text_folded, PART)
        return new is not None and not any(map(_is_figure, new))

    def had_other_figures(self, text_folded: str) -> bool:
        """Whether most of a text stood there, but not all its figures; a clock is none."""
        new = self._new_of(text_folded, PART_OF_EDITED) or set()
        return any(_is_figure(word) and ":" not in word for word in new - self._words)

    def _new_of(self, text_folded: str, part: float) -> set[str] | None:
        """The words of a text in stretches that did not stand there; None where it is another text."""
        lines = [stretches for line in text_folded.split("\n") if (stretches := list(_stretches(line.split())))]
        told = [stretch for stretches in lines for stretch in stretches]
        new = [stretch for stretch in told if stretch not in self._stretches]
        part = PART_OF_KNOWN if lines and self._stretches.issuperset(lines[0]) else part
        if not told or len(told) - len(new) < part * len(told):
            return None
        return {word for stretch in new for word in stretch}


def _is_figure(word: str) -> bool:
    return any(map(str.isdigit, word))


def _stretches(words: list[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(words[place:] for place in range(STRETCH)), strict=False)
