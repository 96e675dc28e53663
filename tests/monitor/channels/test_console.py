"""The console channel: readable lines, with and without colours."""

import asyncio
import io

import pytest

from arabic.bidi import strip_controls
from monitor.channels import DeliveryError
from monitor.channels.console import ConsoleChannel
from tests.monitor import sample


def printed(message, output=None):
    output = output or io.StringIO()

    async def run():
        channel = ConsoleChannel("here", output=output)
        await channel.send(message, "console", "key")
        await channel.close()

    asyncio.run(run())
    return output.getvalue()


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_an_alert_is_lines_in_logical_order_with_hits_between_stars():
    assert printed(sample.message()).splitlines() == [
        "a1042 · نزوح من ريف درعا",
        "  وصول أولى العائلات من *طفس* إلى الشريط الحدودي",
        "  " + sample.TEXT.replace("نازح", "*نازح*").replace("ونوى", "*ونوى*"),
        "  وكالة حوران · 2018-07-03 11:07 (Asia/Damascus) · 2018-07-03 08:07 UTC",
        f"  الأرقام: {strip_controls(sample.message().items[0].figures[0])}",
        "  المكان: طفس (محافظة درعا) · نوى (محافظة درعا)",
        "  السبب: «طفس» ← مكان طفس، داخل درعا؛ «نازح» ← مفهوم نزوح وتهجير؛ «ونوى» ← مكان نوى",
        "  https://news.example/live/1?a=1&b=2",
        "  $ marsad silence nuzuh-daraa --for 2h",
        "  $ marsad watches test nuzuh-daraa",
        "",
    ]


def test_a_terminal_gets_colours_instead_of_stars(monkeypatch):
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    text = printed(sample.message(), Terminal())
    assert "\x1b[1;30;43mطفس\x1b[0m" in text
    assert "*" not in text


def test_updates_stand_apart_and_hidden_ones_are_counted():
    text = printed(sample.message(*[sample.item() for _ in range(12)]))
    assert text.count("\n\n") == 10
    assert "تحديثات أخرى لم تُعرض: 2" in text


def test_a_notice_is_printed_line_by_line():
    assert printed(sample.notice("سطر أول\n[bold]سطر ثان[/bold] :smile:")).splitlines() == [
        "a7 · إشعار من مرصد",
        "  سطر أول",
        "  [bold]سطر ثان[/bold] :smile:",
        "",
    ]


@pytest.mark.parametrize("hostile", sample.HOSTILE)
def test_hostile_text_sends_no_control_characters_to_the_terminal(hostile):
    text = printed(sample.message(sample.item(headline=hostile, text=hostile, outlet=hostile), title=hostile))
    assert not [char for char in text if not char.isprintable() and char != "\n"]


def test_a_console_that_is_gone_is_a_delivery_error():
    closed = io.StringIO()
    closed.close()
    with pytest.raises(DeliveryError, match="console"):
        printed(sample.message(), closed)


def test_a_terminal_that_knows_no_arabic_is_a_delivery_error():
    with pytest.raises(DeliveryError, match="console"):
        printed(sample.message(), io.TextIOWrapper(io.BytesIO(), encoding="ascii"))
