"""A guard before a page is named as such, whatever status it answers with; a page beside a captcha is a page."""

import pytest

from crawler.challenges import guard_of
from crawler.items import Outcome
from tests.crawler.fetching import fetch_once, refusal
from tests.servers import Answer, WebServer, html

STORY = "<p>وصلت صباح اليوم قافلة مساعدات إلى أطراف البلدة بعد ليلة من القصف المتقطع.</p>" * 40


def page(head="", body=""):
    return f"<html><head>{head}</head><body>{body}</body></html>"


GUARDS = {
    "challenge": (403, {"cf-mitigated": "challenge"}, page("<title>x</title>"), "Cloudflare's challenge"),
    "challenge script": (503, {}, page("<script>window._cf_chl_opt={}</script>"), "Cloudflare's challenge"),
    "challenge with 200": (200, {}, page("<script>window._cf_chl_opt={}</script>"), "Cloudflare's challenge"),
    "firewall": (403, {}, page("<title>Attention Required! | Cloudflare</title>"), "Cloudflare's firewall"),
    "captcha of a vendor": (403, {}, page("<script src=https://ct.captcha-delivery.com/c.js>"), "DataDome's captcha"),
    "akamai": (403, {}, page(body="<h1>Access Denied</h1> Reference&#32;&#35;18.x"), "Akamai's firewall"),
    "imperva": (200, {}, page(body="Request unsuccessful. Incapsula incident ID: 1"), "Imperva's guard"),
    "aws": (202, {"x-amzn-waf-action": "challenge"}, "", "AWS WAF's challenge"),
    "f5": (
        200,
        {},
        page(body="The requested URL was rejected. Please consult with your administrator."),
        "an F5 firewall",
    ),
    "captcha with 200": (200, {}, page(body='<div class="g-recaptcha"></div>أثبت أنك إنسان'), "a captcha"),
    "arabic": (200, {}, page("<title>التحقق من أنك لست روبوت</title>"), "a page «التحقق من أنك لست روبوت»"),
    "checking": (503, {}, page("<title>Just a moment...</title>"), "a page «Just a moment...»"),
}


@pytest.mark.parametrize(("status", "headers", "body", "named"), GUARDS.values(), ids=GUARDS)
def test_a_guard_is_named(status, headers, body, named):
    assert guard_of(status, headers, body.encode()) == named


PAGES = {
    "an article with a comment form": (200, page(body=STORY + '<div class="g-recaptcha"></div>')),
    "a page behind Cloudflare": (200, page('<script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js"></script>')),
    "a page behind Imperva": (200, page('<script src="/_Incapsula_Resource?x"></script>', STORY)),
    "an article about captchas": (200, page("<title>Why a captcha annoys</title>", STORY)),
    "a plain refusal": (403, page(body="Forbidden")),
    "an outage": (503, page(body="Service Unavailable")),
    "a large page": (200, "<!-- px-captcha -->" + STORY * 20),
    "nothing": (200, ""),
}


@pytest.mark.parametrize(("status", "body"), PAGES.values(), ids=PAGES)
def test_a_page_is_no_guard(status, body):
    assert guard_of(status, {}, body.encode()) is None


@pytest.mark.parametrize("status", [200, 202, 403, 503])
def test_a_block_is_an_outcome_of_its_own_and_no_outage(status):
    body = page("<title>Just a moment...</title><script>window._cf_chl_opt={}</script>")
    answer = Answer(status=status, body=body, headers={"Content-Type": "text/html"})
    error = refusal(WebServer({"/": answer}))
    assert (error.outcome, error.status) == (Outcome.BLOCKED, status)
    assert "Cloudflare's challenge stands before the page" in error.reason
    assert error.outcome.trouble == "refuses to be read"


def test_a_page_comes_through():
    assert fetch_once(WebServer({"/": html(page(body=STORY))})).response.status == 200


def test_outages_refusals_and_changed_pages_are_told_apart():
    told = {outcome: outcome.trouble for outcome in Outcome}
    assert told[Outcome.SERVER_ERROR] == told[Outcome.UNREACHABLE] == told[Outcome.TIMED_OUT] == "is down"
    assert told[Outcome.REFUSED] == told[Outcome.FORBIDDEN] == told[Outcome.RATE_LIMITED] == "refuses to be read"
    assert told[Outcome.EMPTY] == told[Outcome.UNREADABLE] == "cannot be read"
