"""The monitor's values: what a watch hit, and the message that a channel sends."""

from dataclasses import asdict, dataclass
from typing import Any, Literal, NamedTuple

Field = Literal["headline", "text"]


class Match(NamedTuple):  # a tuple, because many of them are made
    """A watch's term hit a field of an update.

    `start` and `end` are code points in the original field, end exclusive; `form` is that stretch as
    it was written; `term` is the term as the user wrote it; `why` says in words how it matched.
    """

    term: str
    field: Field
    form: str
    start: int
    end: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchHit:
    """A watch that an update fulfils, with the matches that fulfil it.

    `urgent` are those of the watch's urgent queries that are fulfilled together with it.
    """

    watch: str
    matches: tuple[Match, ...]
    urgent: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of text; `hit` where it is what the watch looks for."""

    text: str
    hit: bool = False


Marked = tuple[Stretch, ...]


def plain(marked: Marked) -> str:
    """The text without its marks."""
    return "".join(stretch.text for stretch in marked)


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageItem:
    """One update as a message tells it. Texts are original (unescaped, bidi controls taken out)."""

    headline: Marked
    snippet: Marked
    outlet: str
    time: str  # in the desk's zone, with its precision; "" where the page tells none
    time_utc: str
    url: str | None
    why: tuple[str, ...]
    note: str  # "", or what is particular: an edit, a late find
    places: tuple[str, ...] = ()  # that were matched, with what they lie in
    figures: tuple[str, ...] = ()  # people counted, each with its scope
    outlets: str = ""  # how many outlets told it, and the first of them
    published_at: str = ""  # for programs: ISO 8601 in UTC, or the outlet's day; "" where the page tells none
    precision: str = ""  # "minute", "hour", "day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """An alert rendered for a channel, free of any markup: each channel escapes by its own rules."""

    alert: str  # the short alert id, "a1042"
    kind: Literal["match", "notice"]
    watch: str | None
    title: str  # of the watch, or of the notice
    subject: str  # one line
    items: tuple[MessageItem, ...]
    more: int  # updates beyond those in `items`
    notice: str  # the text of a notice, else ""
    commands: tuple[tuple[str, str], ...]  # (what it does, command line)
    follows: str = ""  # the id of the channel's first alert of the same story, "a1001"
    followed: str = ""  # that this goes on from there, and when that was told

    def as_json(self) -> dict[str, Any]:
        """Plain lists and dicts; `message_from_json` is the way back."""
        return asdict(self)


def message_from_json(data: dict[str, Any]) -> Message:
    """The Message that `Message.as_json` wrote, after a round trip through JSON."""

    def marked(value: list[dict[str, Any]]) -> Marked:
        return tuple(Stretch(**stretch) for stretch in value)

    items = tuple(
        MessageItem(
            **{
                **item,
                "headline": marked(item["headline"]),
                "snippet": marked(item["snippet"]),
                **{name: tuple(item.get(name, ())) for name in ("why", "places", "figures")},
            }
        )
        for item in data["items"]
    )
    commands = tuple((label, command) for label, command in data["commands"])
    return Message(**{**data, "items": items, "commands": commands})
