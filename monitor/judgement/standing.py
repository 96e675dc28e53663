"""Whether a text stood on a page before, cut otherwise: by another layout, which reads an article where there were ten
entries, or a paragraph where there was one of three."""

from collections.abc import Iterable, Iterator

STRETCH = 4  # words that follow each other
PART = 0.9  # of a text's stretches that must have stood there


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
        """Whether nearly all of a text stood there, line by line, and every figure of it.

        A text of lines that are shorter than a stretch is not known again.
        """
        lines = [line.split() for line in text_folded.split("\n")]
        told = [stretch for words in lines for stretch in _stretches(words)]
        if not told or sum(stretch in self._stretches for stretch in told) < PART * len(told):
            return False
        new = {word for words in lines for word in words} - self._words
        changed = {word for stretch in told if stretch not in self._stretches for word in stretch}
        return not any(letter.isdigit() for word in new | changed for letter in word)


def _stretches(words: list[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(words[place:] for place in range(STRETCH)), strict=False)
