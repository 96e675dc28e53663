"""The running daemon goes over to the page of the next day by itself, and tells what stands there."""

import asyncio

from tests.end_to_end.test_daemon import daemon, live, until
from tests.receivers import MailServer
from tests.servers import WebServer, html
from tests.support import CONSOLE, mail_channel, write_config


def test_the_watch_goes_on_at_the_next_days_page(tmp_path):
    async def scenario(server, mail):
        closing = '<p>نختتم تغطيتنا، وتتواصل في <a href="/live/day-2">صفحة جديدة</a></p></body>'
        ended = live(("a1", "خبر من البلدة")).replace("</body>", closing)
        server.route("/live/day-1", html(ended))
        server.route("/live/day-2", html(live(("b1", "نزوح مئات العائلات من طفس"))))
        path = write_config(
            tmp_path,
            page=server.url("/live/day-1"),
            channels=("desk",),
            tables=CONSOLE + mail_channel("desk", mail.port, "desk@example.org"),
        )
        async with daemon(path):
            await until(lambda: mail.accepted)
        assert server.asked("/live/day-2")
        return mail.accepted[0].part("plain")

    with WebServer() as server, MailServer() as mail:
        told = asyncio.run(scenario(server, mail))
    assert "مئات العائلات" in told
