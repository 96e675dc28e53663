"""The hostile drill: headlines and bodies made to break out of a mail, a Slack payload or JSON.

    python -m tests.drills.hostile [--texts 10000] [--seed N]

Every message is made of such texts and read back by strict parsers; nothing in it may be active.
"""

import argparse
import email.policy
import json
import random
import re
import sys
import unicodedata
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from time import perf_counter
from typing import Any
from zoneinfo import ZoneInfo

from lxml import html

from monitor.channels.blocks import payload
from monitor.channels.email import EmailChannel
from monitor.channels.templates import Templates
from monitor.channels.webhook import encoded
from monitor.messages import AlertContent, ContentItem, Glossary, render
from monitor.values import Match, Message

STRICT = email.policy.default.clone(raise_on_defect=True)
HEADERS = {
    "Message-ID",
    "Date",
    "From",
    "To",
    "Subject",
    "Auto-Submitted",
    "X-Auto-Response-Suppress",
    "List-Id",
    "X-Marsad-Alert",
    "Content-Type",
    "MIME-Version",
    "List-Unsubscribe",
    "In-Reply-To",
    "References",
}
ELEMENTS = {
    "html",
    "head",
    "meta",
    "title",
    "body",
    "table",
    "tbody",
    "tr",
    "td",
    "p",
    "br",
    "mark",
    "bdi",
    "a",
    "code",
    "span",
}
NOW = datetime(2026, 7, 3, 9, 0, tzinfo=UTC)
PIECES = (
    # Ends of lines, controls, lone surrogates, marks that turn or hide text.
    "\r\n",
    "\r",
    "\n",
    "\u2028",
    "\u2029",
    "\x00",
    "\x0b",
    "\x1b[31m",
    "\x85",
    "\ud800",
    "\udfff",
    "\u202e",
    "\u202d",
    "\u202a",
    "\u202c",
    "\u2066",
    "\u2067",
    "\u2069",
    "\u200f",
    "\u200e",
    "\u061c",
    "\u200b",
    "\ufeff",
    "\u00ad",
    "\ufffe",
    "\U000e0001",
    "\u0301\u0301\u0301",
    "\r\nBcc: victim@example.org\r\n",
    "\r\n\r\n<html>",
    "=?utf-8?q?=0D=0ABcc:_x@example.org?=",
    "<!channel> <!here> <@U123> <#C1|x> <!subteam^S1>",
    "<https://evil.example|انقر هنا>",
    "|>*_~`",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><a href="javascript:alert(1)">',
    "</td></tr></table></body>",
    "<style>*{display:none}</style><!--",
    "]]>&lt;script&gt;&amp;amp;&#60;",
    "{{ 7 * 7 }}{% raw %}{# x #}",
    "${jndi:ldap://x} `rm -rf` $(id) %s %n",
    "\\u202e \\r\\n",
    "javascript:alert(1) data:text/html,x www.evil.example",
    "--===============boundary==\r\n.\r\n",
    "MIME-Version: 1.0",
    "نازحون",
    "قصف على طفس، 12 قتيلاً",
    "ق" * 400,
    "كلمة " * 120,
    "😀👨‍👩‍👧",
    "https://news.example/?a=1&b=<2>",
)


def texts(count: int, rng: random.Random) -> list[str]:
    """So many hostile texts; one in a thousand is a megabyte long."""
    made = []
    for number in range(count):
        text = "".join(rng.choice(PIECES) + rng.choice(("", " ", "نازحون ")) for _ in range(rng.randint(1, 12)))
        made.append((text + "ط ") * (1_000_000 // (len(text) + 2)) if number % 1000 == 999 else text)
    return made


def message_of(headline: str, text: str, rng: random.Random) -> Message:
    start = rng.randrange(len(text) + 1)
    form = text[start : start + 9]
    hit = Match(term=text[:50], field="text", form=form, start=start, end=start + 9, why=headline[:80])
    item = ContentItem(
        headline=headline,
        text=text,
        outlet=headline,
        first_seen_at=NOW,
        published_at=NOW - timedelta(minutes=1),
        precision="minute",
        url="https://x.example/" + text[:3000],
        matches=(hit,),
        change="revised",
        before_headline=headline[::-1],
        before_text=text[:2000][::-1],
        note=f"{text[:60]} a1 (14:02): 12 → 9 {headline[:60]}",
    )
    content = AlertContent(id=7, kind="match", watch="towns", title=headline, items=(item, item))
    return render(content, zone=ZoneInfo("Asia/Damascus"), now=NOW, glossary=Glossary(), gloss=True)


class Checks:
    """Makes each channel's message and reads it back; raises AssertionError with what is wrong."""

    def __init__(self) -> None:
        self._templates = Templates()
        self._mail = EmailChannel(
            "desk",
            to=("desk@example.org",),
            sender="marsad@example.org",
            host="127.0.0.1",
            port=25,
            templates=self._templates,
            unsubscribe="off@example.org",
        )

    def check(self, message: Message) -> None:
        check_mail(self._mail.compose(message, "desk@example.org", "key", "<first@example.org>").raw)
        check_slack(payload(message, self._templates))
        body = json.loads(encoded(message, "key"))
        assert len(body["items"]) == 2, "the webhook's items"
        plain(self._templates.render("text.j2", message=message))


def check_mail(raw: bytes) -> None:
    assert raw.isascii(), "the mail is not ASCII"
    assert max(map(len, raw.split(b"\r\n"))) <= 998, "a line of the mail is too long (RFC 5322)"
    mail = message_from_bytes(raw, policy=STRICT)
    assert set(mail.keys()) <= HEADERS, f"headers {set(mail.keys()) - HEADERS}"
    assert len(mail.keys()) == len(set(mail.keys())), "a header twice"
    assert mail["To"] == "desk@example.org"
    assert len(mail["Subject"]) <= 120, "the subject is too long"
    plain(mail["Subject"])
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    text, markup = (part.get_content() for part in mail.iter_parts())
    plain(text)
    plain(markup)
    document = html.document_fromstring(markup)
    for element in document.iter():
        assert element.tag in ELEMENTS, f"<{element.tag}> in the HTML"
        for name, value in element.attrib.items():
            assert not name.startswith("on"), f"{name} in the HTML"
            if name in ("href", "src"):
                assert re.match(r"https://x\.example/", value), f"a link to {value[:60]}"


def check_slack(posted: dict[str, Any]) -> None:
    blocks = posted["blocks"]
    assert 1 <= len(blocks) <= 50, f"{len(blocks)} blocks"
    assert len(json.dumps(blocks, ensure_ascii=False)) <= 12_000, "the payload is too long"
    for block in blocks:
        for text in [block["text"]] if "text" in block else block.get("elements", []):
            limit = 150 if block["type"] == "header" else 3000
            assert 1 <= len(text["text"]) <= limit, f"a {block['type']} of {len(text['text'])}"
            plain(text["text"])
            if text["type"] == "mrkdwn":
                assert text["verbatim"], "mrkdwn that Slack would look through"
                bare = re.sub(r"<https://x\.example/[^<>|\s]*\|[^<>|]*>", "", text["text"])
                assert not re.search("[<>]", bare), f"markup in {bare[:80]!r}"


def plain(text: str) -> None:
    """No control that turns, hides or ends text, but for isolates that close on their line."""
    for line in text.split("\n"):
        depth = 0
        for char in line.rstrip("\r"):
            if char == "\u2068":
                depth += 1
            elif char == "\u2069":
                depth -= 1
                assert depth >= 0, f"an isolate is closed before it is opened: {line[:80]!r}"
            elif char not in "\u200f\u200b\t":
                bad = unicodedata.category(char) in ("Cc", "Cs") or unicodedata.bidirectional(char) in _TURNING
                assert not bad, f"U+{ord(char):04X} in {line[:80]!r}"
        assert depth == 0, f"an isolate stays open: {line[:80]!r}"


_TURNING = frozenset(("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI"))


def check_all(count: int, seed: int) -> tuple[int, list[str]]:
    """Checks so many texts as headlines and as many as bodies; what was wrong, in words."""
    rng, checks, wrong = random.Random(seed), Checks(), []
    headlines, bodies = texts(count, rng), texts(count, rng)
    for number, (headline, body) in enumerate(zip(headlines, bodies, strict=True)):
        try:
            checks.check(message_of(headline, body, rng))
        except AssertionError as error:
            wrong.append(f"no. {number}: {error}")
    return count, wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--texts", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10_000))
    chosen = parser.parse_args()
    began = perf_counter()
    count, wrong = check_all(chosen.texts, chosen.seed)
    out = sys.stdout.write
    took = perf_counter() - began
    out(f"seed {chosen.seed}: {count} headlines with {count} bodies, {len(wrong)} wrong, {took:.0f} s\n")
    for line in wrong[:20]:
        out(f"  {line}\n")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
