"""The catalog of outlets: their pages, feeds and Telegram channels, and how sure each of these is."""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

PLATFORMS = frozenset({"t.me", "telegram.me"})  # hosts of many outlets: the first part of the path tells them apart


class Sure(StrEnum):
    """How sure an address of the catalog is."""

    SEEN = "seen"  # a stored page of the outlet shows it
    AGREED = "agreed"  # two or more independent public sources
    CLAIMED = "claimed"  # one public source
    UNVERIFIED = "unverified"  # general knowledge or a guess


class Kind(StrEnum):
    FEED = "feed"
    LISTING = "listing"
    WORDPRESS = "wordpress"  # the REST API's list of posts
    TELEGRAM = "telegram"  # the public preview of a channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One page of an outlet that can be polled."""

    kind: Kind
    url: str
    sure: Sure
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """One row of the catalog. `country` is ISO 3166, or `INT`; `live` says what is known of its live pages."""

    name: str
    title: str
    country: str
    zone: str
    addresses: tuple[Address, ...]
    spider: str = "auto"
    live: str = ""
    note: str = ""

    @property
    def best(self) -> Address:
        """The address to begin with: the surest, of equally sure ones the first; a channel only for want of another."""
        own = [one for one in self.addresses if one.kind is not Kind.TELEGRAM and one.sure is not Sure.UNVERIFIED]
        return max(own or self.addresses, key=lambda address: -list(Sure).index(address.sure))


@cache
def outlets() -> tuple[Outlet, ...]:
    """Every outlet of the catalog, by country as the file has them."""
    rows = tomllib.loads(files("crawler").joinpath("catalog.toml").read_text("utf-8"))["outlets"]
    return tuple(Outlet(**{**row, "addresses": tuple(map(_address, row["addresses"]))}) for row in rows)


def outlet(name: str) -> Outlet:
    """The outlet of a name; KeyError for one that the catalog does not have."""
    return {outlet.name: outlet for outlet in outlets()}[name]


def outlet_for(url: str) -> Outlet | None:
    """The outlet that a URL belongs to, by its host; on Telegram by the channel."""
    wanted = _place(url)
    found = (one for one in outlets() if any(_place(address.url) == wanted for address in one.addresses))
    return next(found, None)


def _address(row: dict[str, str]) -> Address:
    return Address(kind=Kind(row["kind"]), url=row["url"], sure=Sure(row["sure"]), note=row.get("note", ""))


def _place(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    if host not in PLATFORMS:
        return host, ""
    names = [name for name in parts.path.lower().split("/") if name not in ("", "s")]
    return "t.me", names[0] if names else ""
