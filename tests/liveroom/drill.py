"""Shows a live room to one layout for many polls, through the real reading and recording into SQLite, and counts."""

import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

from crawler.fetcher import Fetched
from crawler.parsing import response_from
from crawler.recorded import Recorded, read_with_recorded
from crawler.spiders import spider_class
from monitor.app import compile_rules
from monitor.config import Config, Source, load_config
from monitor.pipeline import Rules
from monitor.recording import record_read
from monitor.visited import Visited
from storage.database import Database
from storage.rows import Change
from tests.liveroom import data_pages as data
from tests.liveroom import html_pages as pages
from tests.liveroom.posts import LiveRoom, Post, View

Render = Callable[[View], bytes]
AJ = "https://www.aljazeera.net"
AJ_PAGE = f"{AJ}/news/liveblog/2018/7/3/south"


@dataclass(frozen=True, slots=True)
class Shape:
    """How the room is shown: by what, at which address, read by which spider; `headlines`: it tells no texts."""

    render: Render
    layouts: tuple[str, ...]
    url: str = pages.URL
    spider: str = "auto"
    headlines: bool = False


SHAPES: Mapping[str, Shape] = {
    "liveblog": Shape(pages.liveblog, ("liveblog", "entries")),
    "liveblog alone": Shape(pages.liveblog_alone, ("liveblog",)),
    "microdata": Shape(pages.microdata, ("microdata",)),
    "amp": Shape(pages.amp, ("amp",)),
    "wordpress liveblog": Shape(
        data.wordpress_liveblog, ("wordpress",), "https://news.example/wp-json/liveblog/v1/9/entries"
    ),
    "wordpress posts": Shape(data.wordpress_posts, ("wordpress",), "https://news.example/wp-json/wp/v2/posts"),
    "next data": Shape(data.next_data, ("embedded",)),
    "apollo base64": Shape(data.apollo, ("embedded",)),
    "blocks with ids": Shape(pages.blocks_with_ids, ("entries",)),
    "blocks without ids": Shape(pages.blocks_without_ids, ("entries",)),
    "blocks with clocks": Shape(pages.blocks_with_clocks, ("entries",)),
    "blocks relative, ids": Shape(pages.blocks_relative_with_ids, ("entries",)),
    "blocks relative": Shape(pages.blocks_relative, ("entries",)),
    "article with clocks": Shape(pages.article_with_clocks, ("paragraphs",)),
    "article with bullets": Shape(pages.article_with_bullets, ("paragraphs",)),
    "ticker": Shape(pages.ticker, ("ticker",)),
    "telegram": Shape(pages.telegram, ("telegram",), "https://t.me/s/room"),
    "listing": Shape(pages.listing, ("listing",), "https://news.example/section", headlines=True),
    "rss": Shape(data.rss, ("feed",), "https://news.example/rss.xml"),
    "atom": Shape(data.atom, ("feed",), "https://news.example/atom.xml"),
    "json feed": Shape(data.json_feed, ("jsonfeed",), "https://news.example/feed.json"),
    "news sitemap": Shape(data.sitemap, ("sitemap",), "https://news.example/sitemap.xml", headlines=True),
    "bbc": Shape(data.bbc, ("bbc",), "https://www.bbc.com/arabic/live/c0room", "bbc"),
    "aljazeera": Shape(data.aljazeera, ("aljazeera",), AJ_PAGE, "aljazeera"),
}


@dataclass(frozen=True, slots=True)
class Count:
    """What the polls of one shape came to. `strange` entries are no post; `exact` is the share of exact times."""

    entries: int
    doubled: int
    missed: int
    strange: int
    edits: int
    told: int
    false: int
    rereads: int
    exact: float
    layouts: tuple[str, ...]

    @property
    def clean(self) -> bool:
        return not (self.doubled or self.missed or self.strange or self.false) and self.told == self.edits


def run(name: str, folder: Path, *, polls: int, posts: int, seed: int = 4) -> Count:
    """Polls one shape so many times. Listings and sitemaps show headlines alone, which are never edited."""
    shape = SHAPES[name]
    room = LiveRoom(polls=polls, posts=posts, seed=seed)
    changes: Counter[Change] = Counter()
    layouts: Counter[str] = Counter()
    config = _config(shape, folder)
    rules, source = compile_rules(config), config.sources[0]
    with Database.open(folder / f"{name}.db".replace(" ", "-"), create=True) as database:
        for view in room.views(editing=not shape.headlines):
            visited = _visit(shape, view)
            layouts[visited.layout] += 1
            _record(database, source, rules, visited, changes)
        return _count(database, room, changes, layouts)


def _config(shape: Shape, folder: Path) -> Config:
    path = folder / "config.toml"
    source = f'[[sources]]\nname = "room"\npages = ["{shape.url}"]\n'
    watch = '[[watches]]\nname = "w"\nany = ["زلزال"]\nchannels = ["c"]\n[channels.c]\nkind = "console"\n'
    path.write_text(f'[marsad]\ncontact = "desk@example.org"\n{source}{watch}', encoding="utf-8")
    return load_config(path)


def _visit(shape: Shape, view: View) -> Visited:
    """One read of the room, answers included."""
    answers = [_answer(post) for post in view.posts] if shape.spider == "aljazeera" else []
    response = response_from(shape.render(view), url=shape.url, fetched_at=view.now, zone="Asia/Damascus")
    spider = spider_class(shape.spider)()
    parsed = read_with_recorded(spider, response, answers, fetched_at=view.now, zone="Asia/Damascus")
    fetched = Fetched(
        response=response,
        unchanged=False,
        etag=None,
        last_modified=None,
        body_hash="",
        seconds=0.1,
        fetched_at=view.now,
    )
    # A listing's items would be followed to pages of their own: here what the listing tells is what counts.
    updates = tuple(update.with_(partial=False) for update in parsed.updates)
    return Visited(
        fetched=fetched, updates=updates, layout=parsed.layout, partial=None, read_seconds=0.0, version="drill"
    )


def _answer(post: Post) -> Recorded:
    asked = quote(json.dumps({"postID": 9000 + post.number}))
    return Recorded(f"{AJ}/graphql?operationName=LiveBlogUpdateQuery&variables={asked}", data.aljazeera_answer(post))


def _record(database: Database, source: Source, rules: Rules, visited: Visited, changes: Counter[Change]) -> None:
    now, url = visited.fetched.fetched_at, source.pages[0]
    polled = database.write_now(
        lambda tx: record_read(tx, tx.pages.ensure("room", url, now=now), source, rules, visited, now)
    )
    changes[Change.NEW] += polled.new
    changes[Change.REVISED] += polled.revised


def _count(database: Database, room: LiveRoom, changes: Counter[Change], layouts: Counter[str]) -> Count:
    """Each stored entry against the posts: a post's first sentence, before its figure, is its own."""
    stored = database.read_now(lambda tx: [(one, tx.entries.revisions(one.id)) for one in tx.entries.latest(10_000)])
    marks = {mark: number for number, post in room.posts.items() for mark in marks_of(post)}
    found: Counter[int] = Counter()
    strange = rereads = exact = 0
    for entry, revisions in stored:
        told = f"{entry.headline}\n{entry.text}"
        number = next((number for mark, number in marks.items() if mark in told), None)
        lead = "هذه أبرز التطورات" in told
        strange += number is None and not lead
        rereads += sum(one.change is Change.REREAD for one in revisions)
        if number is not None:
            found[number] += 1
            exact += entry.published_at is not None and abs(entry.published_at - room.posts[number].at) < timedelta(
                minutes=1
            )
    return Count(
        entries=len(stored),
        doubled=sum(times - 1 for times in found.values()),
        missed=len(room.posts) - len(found),
        strange=strange,
        edits=room.edits,
        told=changes[Change.REVISED],
        false=max(0, changes[Change.REVISED] - room.edits),
        rereads=rereads,
        exact=exact / max(1, len(found)),
        layouts=tuple(layouts),
    )


def marks_of(post: Post) -> tuple[str, ...]:
    """Words by which a post is known again: its headline, and its first sentence with each figure it had."""
    first = post.paragraphs[0]
    figure = 10 + post.number + 1000 * post.edits
    figures = [10 + post.number + 1000 * edits for edits in range(post.edits + 1)]
    return (post.headline, *(first.replace(str(figure), str(told)) for told in figures))
