"""A `[[sources]]` table as text, to be pasted into `config.toml`."""

import json
import re
from urllib.parse import urlsplit


def source_table(
    *, name: str, title: str, pages: list[str], every: str, zone: str, spider: str = "auto", render: bool = False
) -> str:
    """The table, with the keys in the order of the starter file and defaults left out."""
    rows = {"name": name, "title": title, "pages": pages, "every": every, "zone": zone}
    if spider != "auto":
        rows["spider"] = spider
    if render:
        rows["render"] = "browser"
    lines = [f"{key:6} = {json.dumps(value, ensure_ascii=False)}" for key, value in rows.items() if value]
    return "\n".join(["[[sources]]", *lines])


def name_of(url: str) -> str:
    """A name for the source of a URL: its host without what all hosts have; a Telegram channel's own."""
    parts = urlsplit(url)
    host = (parts.hostname or "source").lower()
    if host in ("t.me", "telegram.me"):
        labels = [name for name in parts.path.split("/") if name not in ("", "s")][:1] or ["telegram"]
    else:
        labels = re.sub(r"^(?:www|m|feeds?|rss|arabic|ar|news)\.(?=.*\.)", "", host).split(".")[:1]
    return re.sub(r"[^a-z0-9_-]+", "-", labels[0].lower()).strip("-_")[:40] or "source"
