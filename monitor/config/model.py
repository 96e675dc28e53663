"""The tables of `config.toml` as pydantic models: every key with its type, its default and its bounds."""

from datetime import time, timedelta
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, InstanceOf, ValidationInfo
from pydantic import model_validator as whole

from monitor.config import parts
from monitor.config.parts import Deliver, QuietHours, duration_text, parse_duration
from monitor.config.secret import Secret, parse_secret


class WrongKeyError(ValueError):
    """A key is wrong in the light of its neighbours."""

    def __init__(self, key: str, problem: str) -> None:
        super().__init__(problem)
        self.key = key


def _between(least: str, most: str) -> AfterValidator:
    low, high = parse_duration(least), parse_duration(most)

    def check(value: timedelta) -> timedelta:
        if low <= value <= high:
            return value
        raise ValueError(f'must be from "{least}" to "{most}"')

    return AfterValidator(check)


def _stripped(value: str) -> str:
    value = value.strip()
    if not value:
        raise ValueError("must not be empty")
    return value


def _one_line(value: str) -> str:
    """Titles go into headers and one-line lists; marks that turn the direction of text are no line breaks."""
    value = _stripped(value)
    if len(value.splitlines()) > 1 or len(value) > 200:
        raise ValueError("must be one line of at most 200 letters")
    return value


def _secret(value: object, info: ValidationInfo) -> Secret:
    return parse_secret(value, info.context["folder"] if info.context else Path())


def _list(value: object) -> object:
    if isinstance(value, str):
        raise ValueError(f'must be a list: write ["{value}"]')
    return value


Text = Annotated[str, AfterValidator(_stripped)]
Title = Annotated[str, AfterValidator(_one_line)]
Name = Annotated[str, AfterValidator(parts.check_name)]
Zone = Annotated[str, AfterValidator(parts.check_zone)]
Url = Annotated[str, AfterValidator(parts.check_url)]
Address = Annotated[str, AfterValidator(parts.check_address)]
Duration = Annotated[timedelta, BeforeValidator(parse_duration)]
Daily = Annotated[time | None, BeforeValidator(parts.parse_daily)]
Quiet = Annotated[InstanceOf[QuietHours], BeforeValidator(parts.parse_quiet)]
When = Annotated[InstanceOf[Deliver], BeforeValidator(parts.parse_deliver)]
SecretKey = Annotated[InstanceOf[Secret], BeforeValidator(_secret)]
Texts = Annotated[list[Text], BeforeValidator(_list)]
Names = Annotated[list[Text], BeforeValidator(_list)]
SomeUrls = Annotated[list[Url], BeforeValidator(_list), Field(min_length=1)]
SomeAddresses = Annotated[list[Address], BeforeValidator(_list), Field(min_length=1)]


class Table(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, arbitrary_types_allowed=True)


class General(Table):
    """`[marsad]`: what holds for the whole service."""

    contact: Annotated[str, AfterValidator(parts.check_contact)]
    database: Annotated[Path, BeforeValidator(lambda value: _database(value))] = Path("marsad.db")
    timezone: Zone = "Asia/Damascus"
    backlog: Annotated[Duration, _between("0s", "30d")] = timedelta(hours=2)
    late_after: Annotated[Duration, _between("1m", "30d")] = timedelta(hours=3)
    silent_after: Annotated[Duration, _between("10m", "90d")] = timedelta(hours=24)
    per_host: Annotated[Duration, _between("0s", "10m")] = timedelta(seconds=1)
    daily: Daily = time(8, 0)
    log: Literal["text", "json"] = "text"
    log_level: Literal["debug", "info", "warning", "error"] = "info"


def _database(value: object) -> Path:
    if isinstance(value, Path):
        return value
    if isinstance(value, str) and value.strip() and value.isprintable():
        return Path(value.strip())
    raise ValueError('must be the path of a file such as "marsad.db"')


class Source(Table):
    """`[[sources]]`: an outlet and its pages. `zone` is filled in from `marsad.timezone` where it is left out."""

    name: Name
    title: Title = ""
    pages: SomeUrls
    every: Annotated[Duration, _between("1s", "1d")] = timedelta(seconds=60)
    fastest: Annotated[Duration, _between("1s", "1d")] | None = None
    slowest: Annotated[Duration, _between("1s", "1d")] | None = None
    zone: Zone = ""
    follow: bool = True
    spider: Text = "auto"

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

    name: Name
    title: Title = ""
    any: Texts = []
    all: Texts = []
    none: Texts = []
    within: Literal["paragraph", "sentence", "update"] = "paragraph"
    sources: Names = []
    channels: Annotated[Names, Field(min_length=1)]
    deliver: When = Deliver("now")

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
        if not self.any and not self.all:
            raise WrongKeyError("any", 'is missing: write at least one term, as in any = ["نازحون"]')
        return self

    def terms(self) -> list[tuple[str, str]]:
        """Every term with its key."""
        return [(key, term) for key in ("any", "all", "none") for term in getattr(self, key)]


class _Channel(Table):
    operator: bool = False
    quiet: Quiet | None = None


class ConsoleConfig(_Channel):
    """`[channels.NAME]` with `kind = "console"`: the terminal that the daemon runs in."""

    kind: Literal["console"]


class EmailConfig(_Channel):
    """`[channels.NAME]` with `kind = "email"`: one mail to each address."""

    kind: Literal["email"]
    to: SomeAddresses
    from_: Annotated[Address, Field(alias="from")]
    host: Text
    port: Annotated[int, Field(ge=1, le=65535)] = 0
    tls: Literal["starttls", "tls", "none"] = "starttls"
    user: Text | None = None
    password: SecretKey | None = None

    @whole(mode="before")
    @classmethod
    def _port_of_tls(cls, table: object) -> object:
        if isinstance(table, dict) and "port" not in table:
            port = {"tls": 465, "none": 25}.get(str(table.get("tls")), 587)
            return {**table, "port": port}
        return table

    @whole(mode="after")
    def _safe(self) -> Self:
        if self.tls == "none" and not parts.is_loopback(self.host):
            raise WrongKeyError("tls", f'is for this machine only; "{self.host}" needs "starttls" or "tls"')
        if self.user is not None and self.password is None:
            raise WrongKeyError(
                "password", 'is missing beside `user`; write password = { env = "…" } or { file = "…" }'
            )
        if self.password is not None and self.user is None:
            raise WrongKeyError("user", "is missing beside `password`")
        return self


class SlackConfig(_Channel):
    """`[channels.NAME]` with `kind = "slack"`: an incoming webhook."""

    kind: Literal["slack"]
    webhook: SecretKey


ChannelConfig = ConsoleConfig | EmailConfig | SlackConfig


class PlaceConfig(Table):
    """`[[places]]`: a place that the gazetteer lacks, or more spellings of one that it has."""

    name: Text
    spellings: Texts = []
    in_: Annotated[Text | None, Field(alias="in")] = None


class ConceptConfig(Table):
    """`[[concepts]]`: a word family of the user's own."""

    name: Name
    label: Title = ""
    family: Texts = []
    phrases: Texts = []
    exclude: Texts = []

    @whole(mode="after")
    def _covers_something(self) -> Self:
        if not self.family and not self.phrases:
            raise WrongKeyError("family", 'is missing: write at least one word, as in family = ["قافلة"]')
        return self


class Tables(Table):
    """The whole file."""

    marsad: General
    sources: list[Source] = []
    watches: list[WatchConfig] = []
    channels: dict[Name, Annotated[ChannelConfig, Field(discriminator="kind")]] = {}
    places: list[PlaceConfig] = []
    concepts: list[ConceptConfig] = []
