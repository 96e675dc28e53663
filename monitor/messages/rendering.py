"""From an alert to its message: what is said, in which order, and how much of it."""

import re
import shlex
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from arabic.bidi import isolate
from arabic.fold import fold_text
from arabic.marks import is_mark
from monitor import labels
from monitor.messages import reasons
from monitor.messages.content import AlertContent, ContentItem
from monitor.messages.counted import told_figures
from monitor.messages.edits import what_changed
from monitor.messages.glossary import Glossary
from monitor.messages.marking import ELLIPSIS, clean, one_line, shorten, show
from monitor.values import Match, Message, MessageItem, plain

ITEMS = 10  # updates that one message shows
NOTE = 300
SUBJECT = 120  # code points
HEADLINE = 300
SNIPPET = 400
TITLE = 150
NOTICE = 4000
URL = 2000
LEAD = 75
FEW = 3  # updates that every channel has room for
LOUDEST = 2  # watches that the message of several names to be silenced
SEEN_AT_ONCE = timedelta(minutes=2)  # after its publication: its own time says enough
TOLD_LATER = timedelta(minutes=30)  # a message written so long after the sighting says when that was
_CHANGED = re.compile(r"(\d[\d,]*) → (\d[\d,]*)")
_LATIN = re.compile(r"\d[\d,]* → \d[\d,]*|\ba\d+\b|\b\d{1,2}:\d{2}\b")


def short_id(alert_id: int) -> str:
    """The alert's id as people and commands write it: `a1042`."""
    return f"a{alert_id}"


def render(
    alert: AlertContent, *, zone: ZoneInfo, now: datetime, glossary: Glossary | None = None, gloss: bool = False
) -> Message:
    """The message that tells an alert. `zone` is the desk's; `now` is when the message is written.

    `glossary` names concepts and places; with `gloss` their English names stand beside the Arabic ones.
    """
    title = _short_line(alert.title or alert.watch or labels.NOTICE, TITLE)
    glossary = glossary or Glossary()
    items = tuple(_item(item, zone, now, glossary, gloss) for item in alert.items[:ITEMS])
    more = len(alert.items) - len(items)
    notice = _notice(alert.notice)
    gist = _lead(alert.items[0]) + _gist(items[0]) if items else one_line(notice)
    return Message(
        alert=short_id(alert.id),
        kind=alert.kind,
        watch=alert.watch,
        title=title,
        subject=_subject(short_id(alert.id), title, gist, len(alert.items) - 1),
        items=items,
        more=more,
        notice=notice,
        commands=_commands(alert),
        follows=short_id(alert.follows.alert) if alert.follows else "",
        followed=_followed(alert, zone, now),
    )


def _item(item: ContentItem, zone: ZoneInfo, now: datetime, glossary: Glossary, gloss: bool) -> MessageItem:
    time, time_utc = _time(item, zone)
    told = reasons.told(item.matches, glossary, gloss=gloss)
    return MessageItem(
        headline=show(item.headline, _of_field(item.matches, "headline"), limit=HEADLINE),
        snippet=show(item.text, _of_field(item.matches, "text"), limit=SNIPPET),
        outlet=_short_line(item.outlet, TITLE),
        time=time,
        time_utc=time_utc,
        url=_url(item.url),
        why=told.why,
        note=_note(item, zone, now),
        places=told.places,
        figures=told_figures(item.headline, item.text if item.news is None else item.news, gloss=gloss),
        outlets=_outlets(item, zone),
        published_at=_published(item),
        precision=item.precision or "",
    )


def _of_field(matches: Sequence[Match], field: str) -> list[Match]:
    return [match for match in matches if match.field == field]


def _time(item: ContentItem, zone: ZoneInfo) -> tuple[str, str]:
    """When the outlet published, in the desk's zone and in UTC; empty where it tells no time."""
    if item.published_at is None:
        return (item.published_day.isoformat(), "") if item.published_day else ("", "")
    about = "≈ " if item.precision == "hour" else ""
    local, utc = (f"{about}{_minute(item.published_at, at)}" for at in (zone, UTC))
    return f"{local} ({zone.key})", f"{utc} UTC"


def _minute(at: datetime, zone: tzinfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


def _published(item: ContentItem) -> str:
    if item.published_at is None:
        return item.published_day.isoformat() if item.published_day else ""
    return f"{item.published_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _outlets(item: ContentItem, zone: ZoneInfo) -> str:
    """«3 outlets, first 14:02»."""
    if item.outlets < 2:
        return ""
    first = f"، {labels.FIRST} {isolate(f'{item.first_told_at.astimezone(zone):%H:%M}')}" if item.first_told_at else ""
    return f"{labels.OUTLETS}: {item.outlets}{first}"


def _followed(alert: AlertContent, zone: ZoneInfo, now: datetime) -> str:
    """That a story goes on, with the time at which the first alert was told; with its day where that is another."""
    if alert.follows is None:
        return ""
    local = alert.follows.told_at.astimezone(zone)
    same_day = local.date() == now.astimezone(zone).date()
    at = f"{local:%H:%M}" if same_day else f"{local:%Y-%m-%d %H:%M}"
    return f"{labels.FOLLOWS} {isolate(short_id(alert.follows.alert))} ({isolate(at)})"


def _note(item: ContentItem, zone: ZoneInfo, now: datetime) -> str:
    """What is particular about an update, as sentences."""
    seen = f"{labels.SEEN}: {isolate(_minute(item.first_seen_at, zone))}"
    parts = [_isolated(_short_line(item.note, NOTE))] if item.note else []
    parts += [f"{labels.WATCH}: {isolate(_short_line(item.watch_title, TITLE))}"] if item.watch_title else []
    if item.change == "revised":
        parts.append(_edit(item, named=not item.note))
    if item.late:
        parts.append(f"{labels.LATE}: {isolate(_minute(item.first_seen_at, zone))}")
    elif item.published_at is None and item.published_day is None:
        parts.append(f"{labels.NO_TIME}، {seen}")
    elif item.published_at is None or (
        now - item.first_seen_at >= TOLD_LATER and item.first_seen_at - item.published_at >= SEEN_AT_ONCE
    ):
        parts.append(seen)
    return ". ".join(parts)


def _isolated(note: str) -> str:
    """Ids, times and changed figures keep their order inside an Arabic line: «12 → 15» is read from left to right."""
    return _LATIN.sub(lambda found: isolate(found.group()), note)


def _edit(item: ContentItem, *, named: bool) -> str:
    """What an edit changed; `named`: with the words that it is one."""
    pairs = ((item.before_headline, item.headline), (item.before_text, item.text))
    found = (what_changed(before, after) for before, after in pairs if before is not None)
    change = next((change for change in found if change is not None), None)
    if change is None:
        return labels.REVISED
    was, now, more = change
    if was and now:
        told = f"{labels.WAS} «{was}» {labels.NOW} «{now}»"
    else:
        told = f"{labels.ADDED} «{now}»" if now else f"{labels.REMOVED} «{was}»"
    return f"{f'{labels.REVISED}: ' if named else ''}{told}{f' {labels.AND_MORE_CHANGES}' if more else ''}"


def _url(url: str | None) -> str | None:
    """The address where it is one of the web, else None: a page may hold any other scheme."""
    if url is None or len(url) > URL:
        return None
    url = "".join(clean(url).split())
    return url if url.lower().startswith(("https://", "http://")) else None


def _lead(item: ContentItem) -> str:
    """What a subject says first of what is no new report: a correction, a higher figure, an edit."""
    if item.note and not item.headline.startswith(labels.WITHDRAWN):
        # Without marks of direction, which no subject may hold, an arrow between figures would point the wrong way.
        note = _CHANGED.sub(rf"{labels.FROM} \1 {labels.TO} \2", one_line(item.note))
        note = shorten(note, LEAD)
        return f"{note} " if note.endswith(ELLIPSIS) else f"{note}. "
    return f"{labels.REVISED}: " if item.change == "revised" else ""


def _gist(item: MessageItem) -> str:
    """The line that says what happened: the headline, else the text from near its first hit on."""
    headline, snippet = plain(item.headline), plain(item.snippet)
    if headline and snippet and is_mark(fold_text(headline)):
        return f"{headline}{labels.COLON}{snippet}"  # «عاجل» alone tells nobody what happened
    return headline or snippet


def _subject(alert: str, title: str, gist: str, others: int) -> str:
    """`title: gist (+2) [a1042]` on one line, the gist cut so that all of it fits."""
    end = f"{f' (+{others})' if others > 0 else ''} [{alert}]"
    start = shorten(title, 50) + ": " if gist else shorten(title, SUBJECT - len(end))
    return start + shorten(gist, SUBJECT - len(start) - len(end)) + end


def _short_line(text: str, limit: int) -> str:
    return shorten(one_line(text[: 10 * limit]), limit)


def _notice(text: str) -> str:
    lines = (one_line(line) for line in text[: 2 * NOTICE].splitlines())
    return shorten("\n".join(line for line in lines if line), NOTICE)


def _commands(alert: AlertContent) -> tuple[tuple[str, str], ...]:
    """What can be done about it, as (name of a label, command line)."""
    shown = (("list", f"marsad deliveries list --alert {short_id(alert.id)}"),) if len(alert.items) > FEW else ()
    if alert.watch is None:
        loudest = Counter(item.watch for item in alert.items if item.watch).most_common(LOUDEST)
        return (*shown, *(("silence_one", _silence(watch)) for watch, _ in loudest))
    return (*shown, ("silence", _silence(alert.watch)), ("test", f"marsad watches test {shlex.quote(alert.watch)}"))


def _silence(watch: str) -> str:
    return f"marsad silence {shlex.quote(watch)} --for 2h"
