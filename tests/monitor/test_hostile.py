"""Hostile texts in every channel's messages; `python -m tests.drills.hostile` checks 10,000 of them."""

import pytest

from tests.drills.hostile import Checks, check_all, check_mail, check_slack, message_of
from tests.monitor import sample

ENCODED = "=?utf-8?q?=0D=0ABcc:_victim@example.org?= =?utf-16?b?AAAA?="


@pytest.mark.parametrize("seed", [1, 2])
def test_nothing_hostile_is_active_in_any_message(seed):
    assert check_all(15, seed) == (15, [])


@pytest.mark.parametrize("text", [ENCODED, "=\u200e?utf-8?q?=0D=0ABcc:_victim@example.org?=", f"نازحون {ENCODED}"])
def test_encoded_words_in_a_scraped_headline_become_no_header(text):
    told = {"headline": text, "matches": (), "url": "https://x.example/"}
    Checks().check(sample.message(sample.item(**told), sample.item(**told), title=text))


def test_the_checks_find_what_is_wrong(monkeypatch):
    import random

    from monitor.channels import email, mrkdwn

    message = message_of(ENCODED, "<!channel>", random.Random(1))
    with monkeypatch.context() as patched:
        written = b"Subject: x\r\nBcc: victim@example.org\r\n"  # as by a program that trusts a headline
        patched.setattr(email, "text_header", lambda name, text: written)
        with pytest.raises(AssertionError, match="Bcc"):
            Checks().check(message)
    posted = {"blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "<!channel>", "verbatim": True}}]}
    with pytest.raises(AssertionError, match="markup"):
        check_slack(posted)
    with pytest.raises(AssertionError):
        check_mail(b"Subject: x\r\n\r\nx")
    assert mrkdwn.escape("<!channel>") == "&lt;!channel&gt;"
