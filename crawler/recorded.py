"""Reads a page together with recorded answers, which stand in for what its spider asks for besides."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from scrapy.http import Request, Response

from crawler.encoding import ReadError
from crawler.items import Update
from crawler.parsing import Parsed, parse_response, response_from
from crawler.spider import PageSpider

_MOST_ANSWERS = 500
_EDITION = ("wp-site", "extensions")


@dataclass(frozen=True, slots=True)
class Recorded:
    """An answer as it was recorded. An address without a query stands for every question to its path."""

    url: str
    body: bytes


def read_with_recorded(
    spider: PageSpider, response: Response, recorded: Sequence[Recorded], *, fetched_at: datetime, zone: str
) -> Parsed:
    """The page's updates and those of the recorded answers; `requests` are the questions that none of them answers."""
    parsed = parse_response(spider, response)
    updates = {update.key: update for update in parsed.updates}
    notes, unanswered, waiting = list(parsed.notes), [], list(parsed.requests)
    asked: set[tuple[str, int]] = set()
    while waiting and len(asked) < _MOST_ANSWERS:
        request = waiting.pop(0)
        answers = best_answers(request.url, recorded)
        if not answers:
            unanswered.append(request)
        for place in answers:
            if (request.url, place) in asked:
                continue
            asked.add((request.url, place))
            answer = response_from(recorded[place].body, url=request.url, fetched_at=fetched_at, zone=zone)
            try:
                further = parse_response(spider, answer, _callback(request), request.cb_kwargs)
            except ReadError as error:
                notes.append(f"{recorded[place].url}: {error.reason}")
                continue
            notes += [note for note in further.notes if note not in notes]
            waiting += further.requests
            for update in further.updates:
                updates[update.key] = _fuller(updates.get(update.key), update)
    layout = parsed.layout or next((update.layout for update in updates.values()), "")
    return Parsed(tuple(updates.values()), tuple(unanswered), layout, tuple(notes))


def best_answers(url: str, recorded: Sequence[Recorded]) -> list[int]:
    """The places of the recorded answers that fit a question best; several where nothing tells them apart."""
    ranks = [_rank(answer.url, url) for answer in recorded]
    best = max(ranks, default=0)
    return [place for place, rank in enumerate(ranks) if rank == best > 0]


def _rank(told: str, asked: str) -> int:
    """How well a recorded address fits a question's: 0 not at all."""
    if told == asked:
        return 5
    here, there = urlsplit(told), urlsplit(asked)
    if here.path.rstrip("/") != there.path.rstrip("/"):
        return 0
    same_host = here.hostname == there.hostname
    if not same_host and _name(here.hostname) != _name(there.hostname):
        return 0
    mine, theirs = _query(here.query), _query(there.query)
    if not all(_within(value, theirs.get(name)) for name, value in mine.items()):
        return 0
    return (3 if mine or not theirs else 1) + same_host


def _query(text: str) -> dict[str, Any]:
    """A query's parameters; JSON in them as its values, numbers as text. Which edition was asked tells nothing."""
    return {name: _loose(value) for name, value in parse_qsl(text) if name not in _EDITION}


def _within(told: Any, asked: Any) -> bool:
    if isinstance(told, dict) and isinstance(asked, dict):
        return all(asked.get(name) == value for name, value in told.items())
    return bool(told == asked)


def _loose(value: str) -> Any:
    if value[:1] not in ("{", "["):
        return value
    try:
        told = json.loads(value)
    except ValueError:
        return value
    return {name: str(inner) for name, inner in told.items()} if isinstance(told, dict) else told


def _name(host: str | None) -> str:
    """A host without its last label: an outlet answers the same under .net and .com."""
    return (host or "").removeprefix("www.").rpartition(".")[0]


def _callback(request: Request) -> str:
    return getattr(request.callback, "__name__", "parse")


def _fuller(known: Update | None, update: Update) -> Update:
    """Of two readings of one update, the one that has its text; a time that only the other tells is kept."""
    if known is None:
        return update
    if known.text or not update.text:
        return known
    if update.precision is None:
        return update.with_(
            published_at=known.published_at, published_day=known.published_day, precision=known.precision
        )
    return update
