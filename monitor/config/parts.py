"""The small values that a key's text stands for: durations, times of day, quiet hours, when to deliver, names, URLs."""

import re
from dataclasses import dataclass
from datetime import time, timedelta
from ipaddress import ip_address
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_UNITS = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_DURATION = re.compile(r"(?:\d{1,7}(?:\.\d{1,3})?\s*[smhd]\s*)+")
_DURATION_PART = re.compile(r"(\d+(?:\.\d+)?)\s*([smhd])")
_TIME = re.compile(r"(\d{1,2}):(\d{2})")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
_ADDRESS = re.compile(r"[^\s@<>,;:\"]+@[^\s@<>,;:\"]+")


class HiddenValueError(ValueError):
    """A value that is wrong and may be a secret: it is not shown."""


@dataclass(frozen=True, slots=True)
class QuietHours:
    """The hours of the day in which a channel is left alone; `end` may be earlier than `start`, past midnight."""

    start: time
    end: time

    def __str__(self) -> str:
        return f"{self.start:%H:%M}-{self.end:%H:%M}"


@dataclass(frozen=True, slots=True)
class Deliver:
    """When a watch's alerts are owed: now, as a digest every so often or at times of the day, or never."""

    text: str
    every: timedelta | None = None
    at: tuple[time, ...] = ()
    off: bool = False

    @property
    def now(self) -> bool:
        return self.every is None and not self.at and not self.off

    def __str__(self) -> str:
        return self.text


def parse_duration(value: object) -> timedelta:
    """`"60s"`, `"5m"`, `"2h"`, `"1d"`, also `"1h 30m"`."""
    if isinstance(value, timedelta):
        return value
    if isinstance(value, str) and len(value) <= 40 and _DURATION.fullmatch(value.strip()):
        return timedelta(seconds=sum(float(n) * _UNITS[unit] for n, unit in _DURATION_PART.findall(value)))
    unquoted = isinstance(value, int | float) and not isinstance(value, bool)
    hint = f'; did you mean "{value}s"?' if unquoted else ""
    raise ValueError(f'must be a duration such as "60s", "5m", "2h" or "1d"{hint}')


def duration_text(value: timedelta) -> str:
    """The shortest way to write a duration, for messages."""
    seconds = value.total_seconds()
    for unit in ("d", "h", "m"):
        if seconds and seconds % _UNITS[unit] == 0:
            return f"{seconds / _UNITS[unit]:g}{unit}"
    return f"{seconds:g}s"


def parse_time(value: object) -> time:
    """`"08:00"`, from 00:00 to 23:59."""
    found = _TIME.fullmatch(value.strip()) if isinstance(value, str) else None
    if found and int(found[1]) < 24 and int(found[2]) < 60:
        return time(int(found[1]), int(found[2]))
    raise ValueError('must be a time of day such as "08:00"')


def parse_daily(value: object) -> time | None:
    """A time of day, or None for `"off"`."""
    if value is None or value == "off":
        return None
    try:
        return parse_time(value)
    except ValueError:
        raise ValueError('must be a time of day such as "08:00", or "off"') from None


def parse_quiet(value: object) -> QuietHours:
    """`"23:00-06:00"`."""
    if isinstance(value, QuietHours):
        return value
    try:
        start, end = re.split(r"[-–]", value if isinstance(value, str) else "")
        quiet = QuietHours(parse_time(start), parse_time(end))
    except ValueError:
        raise ValueError('must be two times of day such as "23:00-06:00"') from None
    if quiet.start == quiet.end:
        raise ValueError("begins when it ends; leave the key out for no quiet hours")
    return quiet


def parse_deliver(value: object) -> Deliver:
    """`"now"`, `"15m"`, `"08:00,20:00"` or `"off"`."""
    if isinstance(value, Deliver):
        return value
    text = value.strip() if isinstance(value, str) else ""
    if text == "now":
        return Deliver(text)
    if text == "off":
        return Deliver(text, off=True)
    if _DURATION.fullmatch(text):
        every = parse_duration(text)
        if not timedelta(minutes=1) <= every <= timedelta(days=1):
            raise ValueError('a digest comes every "1m" to "1d"')
        return Deliver(text, every=every)
    try:
        times = sorted({parse_time(part) for part in re.split("[,،]", text)})
    except ValueError:
        raise ValueError('must be "now", a digest such as "15m" or "08:00,20:00", or "off"') from None
    return Deliver(text, at=tuple(times))


def check_zone(value: str) -> str:
    """An IANA name that this machine knows."""
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # a name may also be no path, or a folder
        raise ValueError('no such time zone; write an IANA name such as "Asia/Damascus" or "UTC"') from None
    return value


def check_name(value: str) -> str:
    """A name that is typed in commands."""
    if _NAME.fullmatch(value):
        return value
    raise ValueError("must be short and Latin: letters a-z, digits, - and _, at most 40")


def check_url(value: str) -> str:
    """An http(s) URL with a host, without a login."""
    try:
        parts = urlsplit(value)
        host, _port = parts.hostname, parts.port
    except ValueError as error:
        raise ValueError(f"is no URL: {error}") from None
    if parts.scheme not in ("http", "https") or not host:
        raise ValueError('must be a whole URL that begins with "https://" or "http://"')
    if parts.username is not None:
        raise HiddenValueError("holds a login: a page's URL is shown in logs and messages")
    if any(letter.isspace() or not letter.isprintable() for letter in value):
        raise ValueError("holds a space or an invisible character")
    return value


def check_address(value: str) -> str:
    """One bare mail address."""
    if _ADDRESS.fullmatch(value) and value.isprintable():
        return value
    raise ValueError('must be one mail address such as "desk@example.org"')


def check_contact(value: str) -> str:
    """What outlets see in the User-Agent: a mail address or the URL of a page about this service."""
    if value.startswith(("http://", "https://")):
        return check_url(value)
    try:
        return check_address(value)
    except ValueError:
        raise ValueError('must be a mail address or an "https://" page: outlets see it in the User-Agent') from None


def is_loopback(host: str) -> bool:
    """Whether a host is this machine."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
