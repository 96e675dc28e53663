"""A sample alert, to see what a channel sends before there is news."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from secrets import token_hex
from typing import TextIO

from monitor.channels import Channel, DeliveryError, build_channel
from monitor.config import Config, ConfigError, Mistake
from monitor.messages import AlertContent, ContentItem, Glossary, render
from monitor.values import Field, Match, Message
from monitor.vocabulary import vocabulary

HEADLINE = "رسالة تجريبية: حركة نزوح من الريف الغربي"
TEXT = (
    "هذه رسالة تجريبية من مرصد ولا تنقل خبراً. وصلت 120 عائلة نازحة إلى مدارس بلدة طفس صباح اليوم،"
    " وفق ما أفاد به متطوعون. وتحتاج العائلات إلى الماء والخيام."
)
TERM = "displacement"


def sample_message(config: Config, channel: str, now: datetime) -> Message:
    """An alert of one update, as the first watch of the configuration would tell it to a channel."""
    watch = config.watches[0] if config.watches else None
    matches = (
        _hit("headline", HEADLINE, "نزوح", "concept displacement: the noun نزوح"),
        _hit("text", TEXT, "نازحة", "concept displacement: the noun نازح"),
        _hit("text", TEXT, "طفس", "the place طفس, inside درعا"),
    )
    item = ContentItem(
        headline=HEADLINE,
        text=TEXT,
        outlet="مرصد",
        first_seen_at=now,
        published_at=now - timedelta(minutes=2),
        precision="minute",
        url="https://example.org/",
        matches=matches,
    )
    content = AlertContent(
        id=0,
        kind="match",
        watch=watch.name if watch else None,
        title=watch.title if watch else "",
        items=(item,),
    )
    glossary = Glossary(*vocabulary(config))
    return render(content, zone=config.zone, now=now, glossary=glossary, gloss=config.channels[channel].gloss == "en")


def _hit(field: Field, text: str, form: str, why: str) -> Match:
    start = text.index(form)
    return Match(term=TERM, field=field, form=form, start=start, end=start + len(form), why=why)


async def send_sample(config: Config, name: str, output: TextIO | None = None) -> dict[str, str | None]:
    """Sends the sample to each recipient of a channel; what went wrong, by recipient, None where nothing did.

    `output` is where a console writes, if not standard output.
    """
    channel = _built(config, name, output)
    message = sample_message(config, name, datetime.now(UTC))
    results: dict[str, str | None] = {}
    try:
        for recipient in channel.recipients:
            try:
                await channel.send(message, recipient, token_hex(16))
            except DeliveryError as error:
                results[recipient] = error.reason
            else:
                results[recipient] = None
    finally:
        await channel.close()
    return results


def write_preview(config: Config, name: str, folder: Path) -> list[Path]:
    """Writes what a channel would send into files; nothing is sent."""
    channel = _built(config, name)
    files = channel.preview(sample_message(config, name, datetime.now(UTC)))
    paths = [folder / f"{name}.{ending}" for ending in files]
    for path, content in zip(paths, files.values(), strict=True):
        path.write_bytes(content)
    return paths


def _built(config: Config, name: str, output: TextIO | None = None) -> Channel:
    from monitor.channels.templates import Templates  # jinja2 is slow to import

    try:
        return build_channel(name, config.channels[name], templates=Templates(config.marsad.templates), output=output)
    except (ImportError, ValueError) as error:  # a SecretError is a ValueError; so is an unknown service of apprise
        raise ConfigError([Mistake(config.file, str(error), f"[channels.{name}]")]) from None
