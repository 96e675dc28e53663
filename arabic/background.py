"""Background: sentences of ordinary news, to see how often a watch would hit where nothing of interest is told."""

import re
import tomllib
from importlib.resources import files

COUNT = 2000
_SLOT = re.compile(r"\{(\w+)\}")


def background(count: int = COUNT) -> list[str]:
    """Sentences drawn from our own patterns, always the same."""
    data = tomllib.loads((files("arabic") / "data" / "background.toml").read_text(encoding="utf-8"))
    words: dict[str, list[str]] = {name: listed.split("|") for name, listed in data["words"].items()}
    patterns = [pattern for topic in data["news"].values() for pattern in topic]
    drawn = dict.fromkeys(words, 0)

    def next_word(slot: re.Match[str]) -> str:
        choices = words[slot[1]]
        drawn[slot[1]] += 1
        return choices[drawn[slot[1]] % len(choices)]

    return [_SLOT.sub(next_word, "{مدخل}" + patterns[number % len(patterns)]) for number in range(count)]
