"""robots.txt is obeyed, asked once, bounded, and its failures neither forbid nor hang anything."""

import asyncio
import logging

import pytest

from crawler import robots
from crawler.fetcher import FetchError
from crawler.items import Outcome
from crawler.politeness import CRAWL_DELAY_MOST, Politeness
from tests.crawler.fetching import fetch_once, fetching, refusal
from tests.servers import Answer, Asked, WebServer, redirect

PAGE = "<p>طفس"


def rules(text: str) -> Answer:
    return Answer(body=text, headers={"Content-Type": "text/plain"})


def test_a_forbidden_page_is_not_asked_for_and_the_verdict_names_the_robots_txt():
    server = WebServer({"/live": PAGE, "/robots.txt": rules("User-agent: *\nDisallow: /live\n")})
    error = refusal(server, "/live")
    assert error.outcome is Outcome.FORBIDDEN
    assert f"http://127.0.0.1:{server.port}/robots.txt" in error.reason
    assert "/live" in error.reason
    assert server.asked("/live") == []


def test_rules_for_our_name_go_before_those_for_all():
    text = "User-agent: *\nDisallow: /\n\nUser-agent: Marsad\nAllow: /\n"
    assert fetch_once(WebServer({"/": PAGE, "/robots.txt": rules(text)})).response.status == 200


def test_rules_hold_for_where_a_redirect_leads():
    server = WebServer({"/": redirect("/live"), "/live": PAGE, "/robots.txt": rules("User-agent: *\nDisallow: /live")})
    assert refusal(server).outcome is Outcome.FORBIDDEN


def test_robots_txt_is_asked_once_for_many_pages():
    async def scenario():
        async with WebServer({"/*": PAGE, "/robots.txt": rules("")}) as server, fetching() as fetcher:
            await asyncio.gather(*(fetcher.fetch(server.url(f"/{number}")) for number in range(5)))
            return len(server.asked("/robots.txt"))

    assert asyncio.run(scenario()) == 1


@pytest.mark.parametrize("answer", [Answer(status=500), Answer(status=429), Answer(cut=True), redirect("/robots.txt")])
def test_a_robots_txt_that_fails_forbids_nothing_and_is_asked_again_later(answer, monkeypatch, caplog):
    now = [1000.0]
    monkeypatch.setattr(robots, "monotonic", lambda: now[0])

    async def scenario():
        server = WebServer({"/live": PAGE, "/robots.txt": answer})
        async with server, fetching() as fetcher:
            await fetcher.fetch(server.url("/live"))
            await fetcher.fetch(server.url("/live"))
            server.route("/robots.txt", rules("User-agent: *\nDisallow: /live"))
            now[0] += robots.ASK_AGAIN_SECONDS
            with pytest.raises(FetchError) as raised:
                await fetcher.fetch(server.url("/live"))
            return raised.value

    with caplog.at_level(logging.INFO, "crawler.robots"):
        assert asyncio.run(scenario()).outcome is Outcome.FORBIDDEN
    assert len(caplog.records) == 1
    assert "/robots.txt" in caplog.text


def test_a_site_without_robots_txt_forbids_nothing_and_is_not_asked_again(monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(robots, "monotonic", lambda: now[0])
    missing = Answer(status=404, body="User-agent: *\nDisallow: /")

    async def scenario():
        async with WebServer({"/": PAGE, "/robots.txt": missing}) as server, fetching() as fetcher:
            await fetcher.fetch(server.url())
            now[0] += 10 * robots.ASK_AGAIN_SECONDS
            await fetcher.fetch(server.url())
            return len(server.asked("/robots.txt"))

    assert asyncio.run(scenario()) == 1


def test_a_huge_robots_txt_is_read_as_far_as_the_bound():
    text = "User-agent: *\nDisallow: /live\n" + "# padding\n" * 200_000
    assert refusal(WebServer({"/live": PAGE, "/robots.txt": rules(text)}), "/live").outcome is Outcome.FORBIDDEN


def test_a_robots_txt_over_the_size_bound_forbids_nothing():
    text = "User-agent: *\nDisallow: /\n" + "# padding\n" * 900_000
    assert fetch_once(WebServer({"/": PAGE, "/robots.txt": rules(text)})).response.status == 200


def test_binary_rubbish_as_robots_txt_forbids_nothing():
    rubbish = Answer(body=bytes(range(256)) * 40, headers={"Content-Type": "application/octet-stream"})
    assert fetch_once(WebServer({"/": PAGE, "/robots.txt": rubbish})).response.status == 200


def test_who_gives_up_waiting_for_robots_txt_leaves_it_to_the_others():
    asked_for, answer_now = asyncio.Event(), asyncio.Event()

    async def slow(asked: Asked) -> Answer:
        asked_for.set()
        await answer_now.wait()
        return rules("")

    async def scenario():
        async with WebServer({"/": PAGE, "/robots.txt": slow}) as server, fetching() as fetcher:
            first = asyncio.create_task(fetcher.fetch(server.url()))
            await asked_for.wait()
            first.cancel()
            with pytest.raises(asyncio.CancelledError):
                await first
            second = asyncio.create_task(fetcher.fetch(server.url()))
            answer_now.set()
            return await second, len(server.asked("/robots.txt"))

    fetched, times = asyncio.run(asyncio.wait_for(scenario(), 5))
    assert (fetched.response.status, times) == (200, 1)


@pytest.mark.parametrize(("wanted", "floor"), [("3", 3.0), ("0.5", 1.0), ("86400", CRAWL_DELAY_MOST)])
def test_a_crawl_delay_is_a_floor_for_the_pace_up_to_a_bound(wanted, floor):
    now = [0.0]

    async def sleep(seconds):
        now[0] += seconds

    politeness = Politeness(per_host_seconds=1.0, monotonic=lambda: now[0], sleep=sleep)
    server = WebServer({"/": PAGE, "/robots.txt": rules(f"User-agent: *\nCrawl-delay: {wanted}\n")})
    fetch_once(server, politeness=politeness)
    assert now[0] == floor  # robots.txt, then the page
    assert politeness.not_before("127.0.0.1") == 2 * floor


def test_a_redirect_is_one_more_question_and_waits_for_its_turn():
    now = [0.0]

    async def sleep(seconds):
        now[0] += seconds

    politeness = Politeness(per_host_seconds=5.0, monotonic=lambda: now[0], sleep=sleep)
    server = WebServer({"/": redirect("/a"), "/a": redirect("/b"), "/b": PAGE})
    assert fetch_once(server, politeness=politeness).response.url.endswith("/b")
    assert now[0] == 15.0  # robots.txt, the page, and two steps


def test_waiting_for_a_turn_does_not_use_up_the_time_of_the_visit():
    async def sleep(seconds):
        await asyncio.sleep(0.3)
        now[0] += seconds

    now = [0.0]
    politeness = Politeness(per_host_seconds=60.0, monotonic=lambda: now[0], sleep=sleep)
    server = WebServer({"/": redirect("/a"), "/a": redirect("/b"), "/b": PAGE})
    fetched = fetch_once(server, politeness=politeness, settings={"DOWNLOAD_TIMEOUT": 0.25})
    assert fetched.response.status == 200
