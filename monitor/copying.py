"""Copies among texts that are not stored: each is judged by those handed in before it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from arabic.fold import fold_text
from monitor.judgement.copies import OPEN, SAME_WINDOW, Kinship
from monitor.judgement.gist import gist_of
from monitor.judgement.shingles import shingles
from monitor.kinship import find_kin, own_place_names
from storage.gists import gists_in_memory

FORGET_EVERY = 5_000


@dataclass(frozen=True, slots=True)
class Judged:
    """What a text was found to be. `story` is the name of its first text, `why` what it differs in from the nearest."""

    is_copy: bool
    story: Any
    score: float | None
    why: str


class Copying:
    """The texts handed in so far, and the stories that they tell, until it is closed."""

    def __init__(self) -> None:
        self._gists = gists_in_memory()
        self._places = own_place_names()
        self._names: list[Any] = []
        self._began: dict[int, datetime] = {}
        self._latest = datetime(2000, 1, 1, tzinfo=UTC)

    def close(self) -> None:
        """Let go of the texts."""
        self._gists.connection.close()

    def judge(self, name: Any, headline: str, text: str, at: datetime | None) -> Judged:
        """A text without a time counts as told when the one before it was."""
        at = self._latest = at or self._latest
        gist = gist_of(fold_text(headline), fold_text(text))
        found_by = shingles(gist)
        kinship, score = find_kin(self._gists, gist, found_by, at, self._places)
        number = story = len(self._names)
        self._names.append(name)
        if kinship is not None and (kinship.is_copy or abs(at - self._began[kinship.to.story_id]) < OPEN):
            story = kinship.to.story_id
        self._began.setdefault(story, at)
        self._gists.put(number, story, at=at, digest=gist.digest, gist=gist.text, shingles=found_by)
        if number % FORGET_EVERY == FORGET_EVERY - 1:
            self._gists.forget(at - SAME_WINDOW)
        return self._judged(self._names[story], kinship, score)

    def look(self, text: str, at: datetime) -> Judged:
        """What a text would be; it is not taken in."""
        gist = gist_of("", fold_text(text))
        kinship, score = find_kin(self._gists, gist, shingles(gist), at, self._places)
        return self._judged(self._names[kinship.to.story_id] if kinship else None, kinship, score)

    def _judged(self, story: Any, kinship: Kinship | None, score: float | None) -> Judged:
        differs = kinship.differs if kinship else ()
        return Judged(kinship is not None and kinship.is_copy, story, score, "; ".join(map(str, differs)))
