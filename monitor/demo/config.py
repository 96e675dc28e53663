"""The configuration with which the real daemon watches the demo's newsroom."""

from collections.abc import Mapping
from pathlib import Path

from monitor.demo.story import Day

WEBHOOK_FILE = "slack-webhook.txt"
EVERY = {"live": "1s", "list": "1s", "feed": "2s"}

_GENERAL = """\
# What `marsad demo` runs with: three outlets of its own invention on loopback.

[marsad]
database = "marsad.db"
timezone = "Asia/Damascus"
contact = "demo@marsad.invalid"
backlog = "2h"
late_after = "3h"
per_host = "0s"
daily = "off"
"""

_WATCHES = """
[[watches]]
name = "towns"
title = "طفس ونوى ودرعا وبصرى الشام"
any = ["طفس", "نوى", "درعا", "بصرى الشام"]
none = ["كرة القدم"]
channels = ["console", "desk"]

[[watches]]
name = "displacement"
title = "نزوح في محافظة درعا"
any = ["displacement"]
all = ["in:درعا"]
channels = ["console", "desk", "night"]

[[watches]]
name = "shelling"
title = "قصف في محافظة درعا"
any = ["concept:shelling"]
all = ["in:درعا"]
channels = ["console", "night"]
"""

_CHANNELS = """
[channels.console]
kind = "console"
operator = true

[channels.desk]
kind = "email"
to = ["desk@example.org"]
from = "marsad@example.org"
host = "127.0.0.1"
port = {port}
tls = "none"

[channels.night]
kind = "slack"
webhook = {{ file = "{webhook}" }}
"""


def demo_config(day: Day, newsroom_urls: Mapping[str, str], smtp_port: int) -> str:
    """The TOML text. The Slack address is a secret like any other: it is read from WEBHOOK_FILE beside it."""
    sources = "".join(
        f'\n[[sources]]\nname = "{outlet.name}"\ntitle = "{outlet.title}"\npages = ["{newsroom_urls[outlet.name]}"]\n'
        f'every = "{EVERY[outlet.shape]}"\nzone = "Asia/Damascus"\nfollow = true\n'
        for outlet in day.outlets
    )
    return _GENERAL + sources + _WATCHES + _CHANNELS.format(port=smtp_port, webhook=WEBHOOK_FILE)


def write_config(folder: Path, day: Day, *, newsroom_urls: Mapping[str, str], smtp_port: int, slack_url: str) -> Path:
    """Writes config.toml and the webhook's file into `folder`; gives the path of the former."""
    webhook = folder / WEBHOOK_FILE
    webhook.touch(mode=0o600)
    webhook.write_text(slack_url + "\n", encoding="utf-8")
    path = folder / "config.toml"
    path.write_text(demo_config(day, newsroom_urls, smtp_port), encoding="utf-8")
    return path
