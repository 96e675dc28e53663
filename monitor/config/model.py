"""The tables of `config.toml` as pydantic models: every key with its type, its default and its bounds."""

from datetime import time, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field
from pydantic import model_validator as whole

from monitor.config import keys
from monitor.config.keys import WrongKeyError, between
from monitor.config.parts import Deliver, duration_text, is_loopback


class Table(BaseModel):
    """A table of the file: no key but the known ones, no value of another type, never changed."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, arbitrary_types_allowed=True)


class General(Table):
    """`[marsad]`: what holds for the whole service."""

    contact: keys.Contact
    database: keys.DatabasePath = Path("marsad.db")
    timezone: keys.Zone = "Asia/Damascus"
    backlog: Annotated[keys.Duration, between("0s", "36500d")] = timedelta(hours=2)
    late_after: Annotated[keys.Duration, between("1m", "30d")] = timedelta(hours=3)
    silent_after: Annotated[keys.Duration, between("10m", "90d")] = timedelta(hours=24)
    per_host: Annotated[keys.Duration, between("0s", "10m")] = timedelta(seconds=1)
    daily: keys.Daily = time(8, 0)
    evidence_days: Annotated[int, Field(ge=0, le=36500)] = 90
    text_days: Annotated[int, Field(ge=0, le=36500)] = 0
    delivery_days: Annotated[int, Field(ge=0, le=36500)] = 0
    templates: keys.Folder | None = None
    log: Literal["text", "json"] = "text"
    log_level: Literal["debug", "info", "warning", "error"] = "info"


class LayoutConfig(Table):
    """`[sources.layout]`: CSS selectors for an outlet that no layout reads; all but `entry` within an entry."""

    entry: keys.CssSelector
    headline: keys.CssSelector | None = None
    text: keys.CssSelector | None = None
    time: keys.CssSelector | None = None
    id: keys.CssSelector | None = None
    author: keys.CssSelector | None = None
    link: keys.CssSelector | None = None


class Source(Table):
    """`[[sources]]`: an outlet and its pages. `zone` is filled in from `marsad.timezone` where it is left out."""

    name: keys.Name
    title: keys.Title = ""
    pages: keys.SomeUrls
    every: Annotated[keys.Duration, between("1s", "1d")] = timedelta(seconds=60)
    fastest: Annotated[keys.Duration, between("1s", "1d")] | None = None
    slowest: Annotated[keys.Duration, between("1s", "1d")] | None = None
    zone: keys.Zone = ""
    follow: bool = True
    spider: keys.Text = "auto"
    keep_raw: Literal["matched", "all", "none"] = "matched"
    layout: LayoutConfig | None = None
    render: Literal["browser"] | None = None

    @property
    def adaptive(self) -> bool:
        """Whether a busy page is polled oftener and a quiet one less often."""
        return self.fastest is not None or self.slowest is not None

    @property
    def bounds(self) -> tuple[timedelta, timedelta]:
        """The shortest and the longest time between two polls of a page."""
        return self.fastest or self.every, self.slowest or self.every

    @whole(mode="after")
    def _bounds_hold(self) -> Self:
        every = f'`every` ("{duration_text(self.every)}")'
        if self.fastest is not None and self.fastest > self.every:
            raise WrongKeyError("fastest", f"must not be longer than {every}")
        if self.slowest is not None and self.slowest < self.every:
            raise WrongKeyError("slowest", f"must not be shorter than {every}")
        return self

    @whole(mode="after")
    def _pages_differ(self) -> Self:
        for number, url in enumerate(self.pages):
            if url in self.pages[:number]:
                raise WrongKeyError("pages", f'"{url}" is named twice')
        return self


class WatchConfig(Table):
    """`[[watches]]`: a standing interest. `keywords` says the same as `any`."""

    name: keys.Name
    title: keys.Title = ""
    any: keys.Texts = []
    all: keys.Texts = []
    none: keys.Texts = []
    query: keys.Text | None = None
    within: Literal["paragraph", "sentence", "update"] = "paragraph"
    sources: keys.Names = []
    channels: keys.SomeNames
    deliver: keys.When = Deliver("now")
    urgent: keys.Text | None = None
    group_wait: Annotated[keys.Duration, between("0s", "1h")] = timedelta(0)
    group_interval: Annotated[keys.Duration, between("0s", "1d")] = timedelta(0)
    repeat: Literal["first", "outlets", "all"] = "outlets"
    min_outlets: Annotated[int, Field(ge=1, le=20)] = 1
    or_after: Annotated[keys.Duration, between("1m", "1d")] | None = None
    figure_wait: Annotated[keys.Duration, between("0s", "1d")] = timedelta(minutes=10)

    @whole(mode="before")
    @classmethod
    def _keywords_are_any(cls, table: object) -> object:
        if not isinstance(table, dict) or "keywords" not in table:
            return table
        if "any" in table:
            raise WrongKeyError("keywords", "says the same as `any`: write one of the two")
        return {("any" if key == "keywords" else key): value for key, value in table.items()}

    @whole(mode="after")
    def _watches_something(self) -> Self:
        if not self.any and not self.all and self.query is None:
            raise WrongKeyError("any", 'is missing: write at least one term, as in any = ["نازحون"], or a `query`')
        if self.any and self.query is not None:
            raise WrongKeyError("query", "does not go with `any`: write those terms into it, with OR between them")
        return self

    @whole(mode="after")
    def _waits_for_somebody(self) -> Self:
        if self.or_after is not None and self.min_outlets == 1:
            raise WrongKeyError("or_after", "goes with `min_outlets`: it ends the wait for more outlets")
        return self

    def terms(self) -> list[tuple[str, str]]:
        """Every term with its key, and the queries with their own."""
        listed = [(key, term) for key in ("any", "all", "none") for term in getattr(self, key)]
        queries = [(key, query) for key in ("query", "urgent") if (query := getattr(self, key)) is not None]
        return [*queries, *listed]


class EscalateConfig(Table):
    """`escalate = { to = "phone", after = "5m" }`: who is told where a channel does not get through."""

    to: keys.Name
    after: Annotated[keys.Duration, between("10s", "1d")]


class _Channel(Table):
    operator: bool = False
    quiet: keys.Quiet | None = None
    urgent: keys.Text | None = None
    max_per_hour: Annotated[int, Field(ge=1, le=10_000)] | None = None
    stale_after: Annotated[keys.Duration, between("1m", "7d")] = timedelta(minutes=30)
    escalate: EscalateConfig | None = None
    gloss: Literal["en", "off"] = "off"


class ConsoleConfig(_Channel):
    """`[channels.NAME]` with `kind = "console"`: the terminal that the daemon runs in."""

    kind: Literal["console"]


class EmailConfig(_Channel):
    """`[channels.NAME]` with `kind = "email"`: one mail to each address."""

    kind: Literal["email"]
    to: keys.SomeAddresses
    from_: Annotated[keys.Address, Field(alias="from")]
    host: keys.Text
    port: keys.Port = 0
    tls: Literal["starttls", "tls", "none"] = "starttls"
    user: keys.Text | None = None
    password: keys.SecretKey | None = None
    unsubscribe: keys.Address | None = None

    @whole(mode="before")
    @classmethod
    def _port_of_tls(cls, table: object) -> object:
        if isinstance(table, dict) and "port" not in table:
            port = {"tls": 465, "none": 25}.get(str(table.get("tls")), 587)
            return {**table, "port": port}
        return table

    @whole(mode="after")
    def _safe(self) -> Self:
        if self.tls == "none" and not is_loopback(self.host):
            raise WrongKeyError("tls", f'is for this machine only; "{self.host}" needs "starttls" or "tls"')
        if self.user is not None and self.password is None:
            raise WrongKeyError(
                "password", 'is missing beside `user`; write password = { env = "…" } or { file = "…" }'
            )
        if self.password is not None and self.user is None:
            raise WrongKeyError("user", "is missing beside `password`")
        return self


class SlackConfig(_Channel):
    """`[channels.NAME]` with `kind = "slack"`: an incoming webhook, or a bot's token and conversations."""

    kind: Literal["slack"]
    webhook: keys.SecretKey | None = None
    token: keys.SecretKey | None = None
    to: keys.Texts = []
    api: keys.Url = "https://slack.com/api/"

    @whole(mode="after")
    def _one_way(self) -> Self:
        if (self.webhook is None) == (self.token is None):
            raise WrongKeyError("webhook", "write either `webhook`, or `token` and `to`")
        if self.token is not None and not self.to:
            raise WrongKeyError("to", 'is missing beside `token`: the conversations, as in to = ["C0123456789"]')
        if self.webhook is not None and self.to:
            raise WrongKeyError("to", "goes with `token`; a webhook posts into the conversation it was made for")
        if not self.api.startswith("https://") and not is_loopback(urlsplit(self.api).hostname or ""):
            raise WrongKeyError("api", "must be an https URL: the token goes there")
        return self


class WebhookConfig(_Channel):
    """`[channels.NAME]` with `kind = "webhook"`: JSON for programs."""

    kind: Literal["webhook"]
    url: keys.SecretKey
    secret: keys.SecretKey | None = None


class AppriseConfig(_Channel):
    """`[channels.NAME]` with `kind = "apprise"`: a service that an apprise URL names."""

    kind: Literal["apprise"]
    url: keys.SecretKey


ChannelConfig = ConsoleConfig | EmailConfig | SlackConfig | WebhookConfig | AppriseConfig


class PlaceConfig(Table):
    """`[[places]]`: a place that the gazetteer lacks; one of a name that it has replaces that one."""

    name: keys.Text
    kind: Literal["country", "governorate", "city", "town", "village", "region"] = "town"
    in_: Annotated[keys.Text | None, Field(alias="in")] = None
    spellings: keys.Texts = []
    unsure: keys.Texts = []
    ambiguous: bool = False
    not_before: keys.Texts = []
    not_after: keys.Texts = []

    def row(self) -> dict[str, Any]:
        """As `arabic.places.load_places` takes it."""
        return self.model_dump(by_alias=True)


class ConceptConfig(Table):
    """`[[concepts]]`: a word family of the user's own."""

    name: keys.Name
    label: keys.Title | dict[str, keys.Title] = ""
    extends: keys.Name | None = None
    family: keys.Family = []
    phrases: keys.Texts = []
    exclude: keys.Texts = []
    not_near: keys.Texts = []
    keep_denied: bool | None = None

    @whole(mode="after")
    def _covers_something(self) -> Self:
        if not self.family and not self.phrases and not self.extends:
            raise WrongKeyError("family", 'is missing: write at least one word, as in family = ["قافلة"]')
        return self

    def table(self) -> dict[str, Any]:
        """As `arabic.concepts.load_concepts` takes it."""
        labels = self.label if isinstance(self.label, dict) else {"": self.label or self.name}
        table = {
            "label": labels,
            "family": self.family,
            "phrases": self.phrases,
            "exclude": self.exclude,
            "not_near": self.not_near,
        }
        given = {"extends": self.extends, "keep_denied": self.keep_denied}
        return table | {key: value for key, value in given.items() if value is not None}


class Tables(Table):
    """The whole file."""

    marsad: General
    sources: list[Source] = []
    watches: list[WatchConfig] = []
    channels: dict[keys.Name, Annotated[ChannelConfig, Field(discriminator="kind")]] = {}
    places: list[PlaceConfig] = []
    concepts: list[ConceptConfig] = []
