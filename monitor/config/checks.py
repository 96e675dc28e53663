"""What holds between the tables: names are unique, what is named is defined; and notes on what was accepted."""

import unicodedata
from collections.abc import Collection, Iterator
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from monitor.config.mistakes import Mistake, did_you_mean, shown, table_label, unknown
from monitor.config.model import AppriseConfig, SlackConfig, Source, Tables, WatchConfig, WebhookConfig
from monitor.config.parts import check_url, is_loopback
from monitor.config.platforms import closed_platform
from monitor.config.secret import Secret, SecretError

_ADDRESSES = {(SlackConfig, "webhook"), (WebhookConfig, "url")}


def mistakes(file: Path, tables: Tables, spiders: Collection[str] | None) -> list[Mistake]:
    """Every mistake between the tables."""
    label = str(file)
    return [
        *_repeated_names(label, "sources", [source.name for source in tables.sources]),
        *_repeated_names(label, "watches", [watch.name for watch in tables.watches]),
        *_repeated_names(label, "places", [place.name for place in tables.places]),
        *_repeated_names(label, "concepts", [concept.name for concept in tables.concepts]),
        *_repeated_pages(label, tables.sources),
        *_closed_pages(label, tables.sources),
        *_spiders(label, tables.sources, spiders),
        *_watches(label, tables),
        *_escalations(label, tables),
        *_places(label, tables),
    ]


def _repeated_names(file: str, table: str, names: list[str]) -> Iterator[Mistake]:
    first: dict[str, int] = {}
    for number, name in enumerate(names):
        if name.casefold() in first:
            problem = f"is the name of no. {first[name.casefold()] + 1} already"
            yield Mistake(file, problem, table_label(table, number), "name", shown(name))
        first.setdefault(name.casefold(), number)


def _repeated_pages(file: str, sources: list[Source]) -> Iterator[Mistake]:
    owner: dict[str, str] = {}
    for number, source in enumerate(sources):
        for url in source.pages:
            if owner.setdefault(url, source.name) != source.name:
                problem = f'is a page of "{owner[url]}" already'
                yield Mistake(file, problem, table_label("sources", number, source.name), "pages", shown(url))


def _closed_pages(file: str, sources: list[Source]) -> Iterator[Mistake]:
    for number, source in enumerate(sources):
        for url in source.pages:
            if platform := closed_platform(url):
                problem = f"{platform} cannot be polled without an account: hand in what you have by `marsad ingest`"
                yield Mistake(file, problem, table_label("sources", number, source.name), "pages", shown(url))


def _spiders(file: str, sources: list[Source], spiders: Collection[str] | None) -> Iterator[Mistake]:
    if spiders is None:
        return
    for number, source in enumerate(sources):
        if source.spider not in spiders:
            problem = unknown("spider", source.spider, spiders)
            yield Mistake(file, problem, table_label("sources", number, source.name), "spider", shown(source.spider))


def _watches(file: str, tables: Tables) -> Iterator[Mistake]:
    sources = [source.name for source in tables.sources]
    for number, watch in enumerate(tables.watches):
        table = table_label("watches", number, watch.name)
        for key, what, named, known in (
            ("channels", "channel", watch.channels, list(tables.channels)),
            ("sources", "source", watch.sources, sources),
        ):
            for index, name in enumerate(named):
                if name not in known:
                    yield Mistake(file, unknown(what, name, known), table, key, shown(name))
                elif name in named[:index]:
                    yield Mistake(file, "is named twice", table, key, shown(name))


def _escalations(file: str, tables: Tables) -> Iterator[Mistake]:
    for name, channel in tables.channels.items():
        if channel.escalate is None:
            continue
        to = channel.escalate.to
        if to == name:
            yield Mistake(file, "must be another channel", f"[channels.{name}]", "escalate", shown(to))
        elif to not in tables.channels:
            yield Mistake(file, unknown("channel", to, tables.channels), f"[channels.{name}]", "escalate", shown(to))


def _places(file: str, tables: Tables) -> Iterator[Mistake]:
    if not any(place.in_ for place in tables.places):
        return
    from arabic.places import load_places  # the gazetteer is read only where it is asked

    known = {*load_places().names(), *(place.name for place in tables.places)}
    for number, place in enumerate(tables.places):
        if place.in_ and place.in_ not in known:
            problem = f"no such place{did_you_mean(place.in_, known)}; add it as a place of its own"
            yield Mistake(file, problem, table_label("places", number, place.name), "in", shown(place.in_))


def secret_mistakes(file: Path, tables: Tables) -> list[Mistake]:
    """Secrets that cannot be read now, and webhooks that are no https URL. A secret itself is never shown."""
    found = []
    for name, channel in tables.channels.items():
        for key in type(channel).model_fields:
            secret = getattr(channel, key)
            if isinstance(secret, Secret):
                try:
                    value = secret.reveal()
                    if (type(channel), key) in _ADDRESSES:
                        _check_webhook(secret, value)
                    elif isinstance(channel, AppriseConfig):
                        _check_apprise(name, secret, value)
                except SecretError as error:
                    found.append(Mistake(str(file), str(error), table_label(f"channels.{name}"), key))
    return found


def _check_webhook(secret: Secret, value: str) -> None:
    try:
        check_url(value)
        safe = value.startswith("https://") or is_loopback(urlsplit(value).hostname or "")
    except ValueError:
        safe = False
    if not safe:
        raise SecretError(f"{secret}: does not hold an https URL")


def _check_apprise(name: str, secret: Secret, value: str) -> None:
    if find_spec("apprise") is None:
        raise SecretError("needs the apprise library: pip install 'marsad[apprise]'")
    import apprise  # takes a tenth of a second

    if apprise.Apprise.instantiate(value, suppress_exceptions=True) is None:
        raise SecretError(f"{secret}: does not hold a URL that apprise knows (https://github.com/caronc/apprise/wiki)")


def notes(tables: Tables) -> list[str]:
    """What was accepted and is worth a word."""
    said = []
    if tables.marsad.contact.endswith("@example.org"):
        said.append("[marsad]: contact is still the example's: write your own, outlets see it in the User-Agent")
    if not tables.sources:
        said.append("no [[sources]]: nothing is polled")
    if not tables.watches:
        said.append("no [[watches]]: updates are stored, nothing is told")
    for number, watch in enumerate(tables.watches):
        said.extend(f"{table_label('watches', number, watch.name)}: {note}" for note in _term_notes(watch))
    return said


def _term_notes(watch: WatchConfig) -> Iterator[str]:
    seen: dict[str, str] = {}
    for key, term in watch.terms():
        marks = sorted({letter for letter in term if unicodedata.category(letter) == "Cf"})
        if marks:
            names = ", ".join(f"U+{ord(mark):04X} {unicodedata.name(mark, '')}".strip() for mark in marks)
            bare = "".join(letter for letter in term if letter not in marks)
            yield f"{key}: {shown(bare)} holds invisible marks ({names}); they are passed over"
        if any(letter.isdigit() and not letter.isascii() for letter in term):
            yield f"{key}: {shown(term)} holds Arabic digits; they are read as 0-9"
        if term in seen:
            yield f"{key}: {shown(term)} stands in `{seen[term]}` already"
        seen.setdefault(term, key)
