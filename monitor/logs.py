"""Logs of the daemon on stderr, as text for people or as JSON lines for machines."""

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Any, Literal, TextIO

# What every record carries; anything else was given by `extra=` and is told.
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
# Libraries that tell each of their steps; only what goes wrong there is of interest.
_CHATTY = (
    "scrapy",
    "apscheduler",
    "asyncio",
    "aiohttp",
    "aiosmtplib",
    "aiosmtpd",
    "mail.log",
    "mail.debug",
    "slack_sdk",
)


def set_up(style: Literal["text", "json"] = "text", level: str = "info", stream: TextIO | None = None) -> None:
    """Sends all logging to `stream` (stderr), and replaces what was set up before."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonFormatter() if style == "json" else TextFormatter())
    root = logging.getLogger()
    for old in [*root.handlers]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level.upper())
    quiet = logging.INFO if root.level <= logging.DEBUG else max(root.level, logging.WARNING)
    for name in _CHATTY:
        logging.getLogger(name).setLevel(quiet)
    # Scrapy tells every failed download as an error with its traceback; the poll tells the same in a line.
    for name in ("scrapy.core.scraper", "scrapy.downloadermiddlewares.robotstxt"):
        logging.getLogger(name).setLevel(quiet if quiet < logging.WARNING else logging.CRITICAL)
    # A poll that is still under way at its next beat is counted, and `marsad status` tells it.
    logging.getLogger("apscheduler.scheduler").setLevel(max(quiet, logging.ERROR))
    logging.captureWarnings(True)


def _extras(record: logging.LogRecord) -> dict[str, Any]:
    return {key: value for key, value in vars(record).items() if key not in _STANDARD}


def _instant(record: logging.LogRecord) -> str:
    at = datetime.fromtimestamp(record.created, UTC)
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}Z"


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time, level, logger, message, what was given by `extra=`, and the error."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": _instant(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= {key: value for key, value in _extras(record).items() if key not in line}
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        # A lone surrogate from a broken page cannot be written as UTF-8; ASCII escapes can.
        text = json.dumps(line, ensure_ascii=False, default=str)
        return text if _writable(text) else json.dumps(line, default=str)


class TextFormatter(logging.Formatter):
    """`2018-07-03T08:07:00.000Z INFO poll: read page=3`: one line each, whatever a page's text holds."""

    def format(self, record: logging.LogRecord) -> str:
        extras = "".join(f" {key}={value}" for key, value in _extras(record).items())
        line = f"{_instant(record)} {record.levelname} {record.name}: {record.getMessage()}{extras}"
        line = "\\n".join(line.splitlines())
        if record.exc_info:
            line += "\n" + self.formatException(record.exc_info)
        return line if _writable(line) else line.encode("utf-8", "backslashreplace").decode()


def _writable(text: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in text)
