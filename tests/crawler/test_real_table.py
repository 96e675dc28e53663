"""The table of real saved pages: page → layout, updates, share with exact times, with and without their data."""

import base64
import json
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.parsing import response_from
from crawler.recorded import Recorded, read_with_recorded
from crawler.spiders import spider_class
from tests.crawler.test_real_pages import FOLDER, pytestmark, read, without_json_ld, zone_of

__all__ = ["pytestmark"]

# page, spider, layout, updates, of them with exact times
PAGES = [
    ("en__corkbeo", "auto", "liveblog", 26, 26),
    ("en__Express", "auto", "liveblog", 9, 9),
    ("en__sports.ndtv", "auto", "microdata", 40, 40),
    ("amp__amp-by-example__amp-live-list", "auto", "amp", 2, 0),
    ("amp__amp-by-example__live_blog", "auto", "amp", 1, 0),
    ("orient-news.net", "auto", "ticker", 13, 0),
    ("orient-news.net", "orient", "ticker", 14, 0),
    ("syria.tv__home", "syria_tv", "listing", 4, 0),
    ("aljazeera.net__aljazeerarss", "aljazeera", "feed", 4, 4),
    ("fa__khabaronline", "auto", "article", 1, 1),
]
WITHOUT_DATA = [("en__corkbeo", "entries", 26), ("en__Express", "entries", 9), ("en__sports.ndtv", "microdata", 40)]
LIVE = "https://www.aljazeera.net/news/liveblog/2026/7/28/x"


def show(capsys, name, layout, updates):
    exact = sum(update.precision == "minute" for update in updates)
    with capsys.disabled():
        sys.stdout.write(f"\n  {name:36} {layout:10} {len(updates):3} updates, {exact:3} with exact times")
    return exact


@pytest.mark.parametrize(("name", "spider", "layout", "count", "exact"), PAGES)
def test_each_page_gives_its_updates(name, spider, layout, count, exact, capsys):
    parsed = read(name, spider=spider)
    assert show(capsys, name, parsed.layout, parsed.updates) == exact
    assert (parsed.layout, len(parsed.updates)) == (layout, count)


@pytest.mark.parametrize(("name", "layout", "count"), WITHOUT_DATA)
def test_without_its_data_a_page_still_gives_them_with_their_times(name, layout, count, capsys):
    told, shown = read(name), read(name, change=without_json_ld)
    assert show(capsys, f"{name} without JSON-LD", shown.layout, shown.updates) == count
    assert shown.layout == layout
    assert {update.key for update in shown.updates} == {update.key for update in told.updates}


def anonymous(page):
    """The page as another outlet might write it: no data, no ids, no epochs, other classes, no <time>."""
    page = re.sub(rb' item(?:prop|scope|type)(?:="[^"]*")?', b"", without_json_ld(page))
    page = re.sub(rb' (?:id|data-[\w-]*id)="[^"]*"', b"", page)
    page = re.sub(rb' data-[\w-]*="1\d{9}"', b"", page)
    page = re.sub(rb' class="([^"]*)"', lambda match: b' class="' + match.group(1)[::-1] + b'"', page)
    return re.sub(rb"<(/?)time\b", rb"<\1span", page)


@pytest.mark.parametrize(("name", "count"), [("en__corkbeo", 26), ("en__Express", 9), ("en__sports.ndtv", 40)])
def test_a_page_without_all_that_names_its_entries_still_gives_them(name, count, capsys):
    parsed = read(name, change=anonymous)
    show(capsys, f"{name} made anonymous", parsed.layout, parsed.updates)
    assert (parsed.layout, len(parsed.updates)) == ("entries", count)


def test_the_two_tellings_of_a_page_agree_in_most_texts():
    for name, _, count in WITHOUT_DATA:
        told = {update.key: (update.headline, update.text) for update in read(name).updates}
        shown = {update.key: (update.headline, update.text) for update in read(name, change=without_json_ld).updates}
        assert sum(told[key] == shown[key] for key in told) >= 0.6 * count, name


def test_the_ticker_is_free_of_frequencies():
    for update in read("orient-news.net", spider="orient").updates:
        assert not any(word in update.headline for word in ("تردد", "نايل سات", "هوت بيرد", "27500"))


def recorded(*names):
    return [Recorded(f"{LIVE}/{name}", (Path(FOLDER) / name).read_bytes()) for name in names]


def test_al_jazeera_s_shell_state_and_recorded_answers(capsys):
    shell = next(Path(FOLDER).glob("aljazeera.net__liveblog*.html")).read_bytes()
    state = json.loads(next(Path(FOLDER).glob("*childmeta*.json")).read_text(encoding="utf-8"))
    cache = {f"ChildMeta:{node['id']}": node for node in state["ChildMeta"]}
    coded = base64.b64encode(json.dumps(cache).encode())
    page = shell.replace(b"</body>", b'<script>window.__APOLLO_STATE__ = "' + coded + b'";</script></body>')
    assert page != shell
    answers = [
        Recorded("https://www.aljazeera.com/graphql", path.read_bytes())
        for path in sorted(Path(FOLDER).glob("aljazeera__graphql*.json"))
    ]
    at = datetime(2026, 7, 28, 12, tzinfo=UTC)
    response = response_from(page, url=LIVE, fetched_at=at, zone=zone_of("aljazeera.net"))
    parsed = read_with_recorded(spider_class("aljazeera")(), response, answers, fetched_at=at, zone="Asia/Qatar")
    show(capsys, "aljazeera shell, state, answers", parsed.layout, parsed.updates)
    by_key = {update.key: update for update in parsed.updates}
    assert {str(node["id"]) for node in state["ChildMeta"]} <= set(by_key)
    assert all(by_key[str(node["id"])].precision == "minute" for node in state["ChildMeta"])
    assert by_key["4514943"].text.startswith("This live page will be closing soon")


def test_bbc_s_post_is_read(capsys):
    parsed = read("bbc.com-arabic", spider="bbc")
    show(capsys, "bbc json", parsed.layout, parsed.updates)
    assert len(parsed.updates) == 1
    assert parsed.updates[0].key.startswith("asset:")
