"""The catalog says of every address how sure it is, and finds an outlet by any of its hosts."""

from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest

from crawler.catalog import Kind, Sure, outlet, outlet_for, outlets
from crawler.spiders import spider_names


def test_it_covers_the_region_and_the_international_services():
    countries = [one.country for one in outlets()]
    assert len(countries) >= 40
    assert {"SY", "LB", "JO", "IQ", "PS", "QA", "SA", "AE", "KW", "INT"} <= set(countries)


def test_names_and_addresses_are_told_once():
    names = [one.name for one in outlets()]
    urls = [address.url for one in outlets() for address in one.addresses]
    assert len(set(names)) == len(names)
    assert len(set(urls)) == len(urls)


@pytest.mark.parametrize("one", outlets(), ids=lambda one: one.name)
def test_every_row_can_be_polled_as_it_stands(one):
    assert one.title.strip()
    assert one.addresses
    assert one.spider in spider_names()
    ZoneInfo(one.zone)
    for address in one.addresses:
        parts = urlsplit(address.url)
        assert parts.scheme == "https"
        assert parts.hostname
        assert (parts.hostname == "t.me") == (address.kind is Kind.TELEGRAM)


def test_a_telegram_channel_is_unverified_unless_the_outlet_links_to_it():
    channels = [address for one in outlets() for address in one.addresses if address.kind is Kind.TELEGRAM]
    assert channels
    for channel in channels:
        assert (channel.sure is Sure.SEEN) == ("linked by its own page" in channel.note)
        assert channel.sure in (Sure.SEEN, Sure.UNVERIFIED)


def test_an_outlet_is_found_by_any_address_of_its_hosts():
    assert outlet_for("https://www.syria.tv/some/page").name == "syria-tv"
    assert outlet_for("https://syria.tv/").name == "syria-tv"
    assert outlet_for("https://rss.dw.com/xml/other").name == "dw-ar"
    assert outlet_for("https://unknown.example/") is None


def test_channels_of_one_platform_are_told_apart():
    assert outlet_for("https://t.me/ajanews").name == "aljazeera"
    assert outlet_for("https://t.me/s/HalabTodayTV").name == "halab-today"
    assert outlet_for("https://t.me/s/somebody_else") is None


def test_the_surest_address_comes_first():
    assert outlet("sana").best.url == "https://sana.sy/?feed=rss2"
    assert outlet("aljazeera").best.sure is Sure.SEEN
    assert outlet("lbci").best.kind is Kind.FEED
    with pytest.raises(KeyError):
        outlet("nobody")
