"""The pace of a host, on a clock that the test moves."""

import asyncio

import pytest

from crawler.politeness import CRAWL_DELAY_MOST, RETRY_AFTER_MOST, TOO_MANY_MOST, HostHeldError, Politeness


class Time:
    """A monotonic clock whose sleeps take no time but are added up."""

    def __init__(self):
        self.at = 1000.0

    def monotonic(self):
        return self.at

    async def sleep(self, seconds):
        self.at += seconds
        await asyncio.sleep(0)


@pytest.fixture
def time():
    return Time()


@pytest.fixture
def politeness(time):
    return Politeness(per_host_seconds=1.0, wait_most=60.0, monotonic=time.monotonic, sleep=time.sleep)


def starts_of(politeness, time, *hosts, takes=0.0):
    """When each of several turns that are wanted at once began."""

    async def one(host):
        async with politeness.turn(host):
            at = time.at - 1000.0
            time.at += takes
        return at

    async def all_of_them():
        return await asyncio.gather(*(one(host) for host in hosts))

    return asyncio.run(all_of_them())


def test_turns_of_one_host_begin_a_second_apart(politeness, time):
    assert starts_of(politeness, time, "a", "a", "a") == [0.0, 1.0, 2.0]


def test_a_turn_that_took_longer_than_the_pace_lets_the_next_begin_at_once(politeness, time):
    assert starts_of(politeness, time, "a", "a", takes=5.0) == [0.0, 5.0]


def test_hosts_do_not_wait_for_each_other(politeness, time):
    assert starts_of(politeness, time, "a", "b", "c") == [0.0, 0.0, 0.0]


def test_a_host_has_one_turn_at_a_time(politeness):
    async def scenario():
        inside = 0
        most = 0

        async def one():
            nonlocal inside, most
            async with politeness.turn("a"):
                inside += 1
                most = max(most, inside)
                await asyncio.sleep(0)
                inside -= 1

        await asyncio.gather(*(one() for _ in range(5)))
        return most

    assert asyncio.run(scenario()) == 1


def test_a_turn_that_fails_or_is_given_up_frees_the_host(politeness, time):
    async def scenario():
        with pytest.raises(ValueError, match="bad"):
            async with politeness.turn("a"):
                raise ValueError("bad")
        async with politeness.turn("a"):
            waiting = asyncio.create_task(politeness.turn("a").__aenter__())
            await asyncio.sleep(0)
            waiting.cancel()
            await asyncio.gather(waiting, return_exceptions=True)
        async with politeness.turn("a"):
            return time.at

    assert asyncio.run(scenario()) == 1002.0


def test_retry_after_holds_its_host_alone(politeness, time):
    assert politeness.retry_after("a", 30) == 30
    assert politeness.held_seconds("a") == 30
    assert politeness.held_seconds("b") == 0
    assert starts_of(politeness, time, "a") == [30.0]
    assert politeness.held_seconds("a") == 0


def test_a_hold_that_grows_while_somebody_waits_is_waited_out(politeness, time):
    politeness.retry_after("a", 10)

    async def impatient_server(seconds):
        if time.at < 1010.0:
            politeness.retry_after("a", 20)
        time.at += seconds

    politeness._sleep = impatient_server
    assert starts_of(politeness, time, "a") == [20.0]


def test_a_shorter_retry_after_does_not_shorten_a_longer_one(politeness):
    politeness.retry_after("a", 60)
    politeness.retry_after("a", 5)
    assert politeness.held_seconds("a") == 60


def test_wishes_are_bounded(politeness):
    assert politeness.retry_after("a", 1e9) == RETRY_AFTER_MOST
    assert politeness.retry_after("b", -3) == 0
    politeness.crawl_delay("c", 1e9)
    assert starts_in(politeness, "c") == CRAWL_DELAY_MOST


def test_a_crawl_delay_that_is_gone_from_robots_txt_is_forgotten(politeness):
    politeness.crawl_delay("a", 10)
    assert starts_in(politeness, "a") == 10.0
    politeness.crawl_delay("a", None)
    assert starts_in(politeness, "a") == 1.0


def starts_in(politeness, host):
    """Seconds from one turn to the earliest next."""

    async def scenario():
        async with politeness.turn(host):
            return politeness.not_before(host) - politeness._monotonic()

    return asyncio.run(scenario())


def test_a_page_that_hangs_leaves_room_for_another_of_its_host():
    async def run():
        politeness = Politeness(per_host_seconds=0.0)
        hung, asked = asyncio.Event(), []

        async def hang():
            async with politeness.turn("a"):
                await hung.wait()

        async def ask(number):
            async with politeness.turn("a"):
                asked.append(number)

        hanging = asyncio.create_task(hang())
        await asyncio.wait_for(asyncio.gather(*(ask(number) for number in range(5))), 5)
        hung.set()
        await hanging
        return asked

    assert asyncio.run(run()) == [0, 1, 2, 3, 4]


def test_too_many_in_a_row_leaves_the_host_alone_for_longer_up_to_a_cap(politeness):
    waits = [politeness.too_many("a") for _ in range(8)]
    assert waits[:3] == [30.0, 60.0, 120.0]
    assert waits[-1] == TOO_MANY_MOST
    politeness.answered("a")
    assert politeness.too_many("a") == 30.0


def test_what_a_turn_brings_with_it_is_spaced_like_turns(politeness, time):
    async def scenario():
        async with politeness.turn("a"):
            await politeness.pace("a")
            await politeness.pace("a")
        async with politeness.turn("a"):
            return time.at - 1000.0

    assert asyncio.run(scenario()) == 3.0


def test_who_meets_a_long_hold_goes_away_also_while_waiting(politeness, time):
    async def complaining(seconds):
        politeness.retry_after("a", 600)
        time.at += seconds

    async def scenario():
        async with politeness.turn("a"):
            pass
        politeness._sleep = complaining
        with pytest.raises(HostHeldError) as held:
            async with politeness.turn("a"):
                raise AssertionError("a turn at a host that wants none")
        with pytest.raises(HostHeldError):
            await politeness.pace("a")
        async with politeness.turn("b"):
            return held.value.seconds

    assert asyncio.run(scenario()) == 599.0
