"""What tests of the monitor share: a clock that is moved by hand, a configuration in a folder, updates."""

from datetime import UTC, datetime, timedelta

from crawler.items import Precision, Update

START = datetime(2026, 7, 3, 9, 0, tzinfo=UTC)


class HandClock:
    """Stands until it is moved."""

    def __init__(self, at=START):
        self.at = at

    def now(self):
        return self.at

    def move(self, **duration):
        self.at += timedelta(**duration)


CONFIG = """\
[marsad]
contact = "desk@example.org"
database = "marsad.db"
per_host = "0s"
daily = "off"

[[sources]]
name = "ufuq"
title = "الأفق"
pages = ["{page}"]
every = "1s"

[[watches]]
name = "nuzuh"
title = "نزوح"
any = ["displacement"]
channels = [{channels}]

[[watches]]
name = "tafas"
title = "طفس"
any = ["طفس"]
channels = [{channels}]
"""

CONSOLE = '\n[channels.console]\nkind = "console"\noperator = true\n'


def write_config(folder, *, page="http://127.0.0.1:9/live", channels=("console",), tables=CONSOLE):
    """Writes config.toml with the watches «nuzuh» and «tafas»; gives its path."""
    path = folder / "config.toml"
    named = ", ".join(f'"{name}"' for name in channels)
    path.write_text(CONFIG.format(page=page, channels=named) + tables, encoding="utf-8")
    return path


def mail_channel(name, port, *to):
    """The table of an email channel over a mail server on loopback."""
    addresses = ", ".join(f'"{one}"' for one in to or ("desk@example.org",))
    return (
        f'\n[channels.{name}]\nkind = "email"\nto = [{addresses}]\nfrom = "marsad@example.org"\n'
        f'host = "127.0.0.1"\nport = {port}\ntls = "none"\n'
    )


def slack_channel(name, url, folder):
    """The table of a Slack channel; the webhook's address stands in a file of the folder."""
    secret = folder / f"{name}-webhook.txt"
    secret.write_text(url)
    return f'\n[channels.{name}]\nkind = "slack"\nwebhook = {{ file = "{secret.name}" }}\n'


def update(text, *, key=None, at=START, headline=None, **fields):
    """An update as a spider would give it; with a key of its own it is native."""
    return Update(
        key=key or f"text:{hash((text, at))}",
        native=key is not None,
        headline=headline,
        text=text,
        published_at=at,
        precision=Precision.MINUTE if at else None,
        layout=fields.pop("layout", "liveblog"),
        **fields,
    )
