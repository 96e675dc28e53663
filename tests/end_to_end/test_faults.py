"""A fault of our own in reading or recording one page is that page's outcome; the others keep their beat."""

import asyncio
import logging

from monitor.once import run_once
from storage.database import Database
from tests.end_to_end.test_daemon import live
from tests.servers import WebServer, html
from tests.support import CONSOLE


def test_a_bug_in_a_layout_is_the_outcome_of_its_page_alone(tmp_path, monkeypatch, caplog):
    from crawler.layouts import liveblog

    read = liveblog.read

    def broken(document):
        if document.url.endswith("/bad"):
            raise RuntimeError("a bug")
        return read(document)

    monkeypatch.setattr(liveblog, "read", broken)
    rows = _poll_two(tmp_path, caplog)
    assert rows["bad"].outcome == "broken"
    assert "RuntimeError: a bug" in rows["bad"].reason
    assert rows["good"].outcome == "read"


def test_a_bug_in_recording_is_the_outcome_of_its_page_and_stores_nothing_of_it(tmp_path, monkeypatch, caplog):
    from monitor import ingest

    record = ingest.record

    def broken(tx, page, *arguments, **named):
        recorded = record(tx, page, *arguments, **named)
        if page.url.endswith("/bad"):
            raise RuntimeError("a bug")
        return recorded

    monkeypatch.setattr(ingest, "record", broken)
    rows = _poll_two(tmp_path, caplog)
    assert rows["bad"].outcome == "broken"
    assert rows["bad"].etag is None
    with Database.open(tmp_path / "marsad.db") as database:
        assert len(database.read_now(lambda tx: tx.entries.latest(9))) == 1


def _poll_two(folder, caplog):
    caplog.set_level(logging.CRITICAL)
    with WebServer() as site:
        for name in ("good", "bad"):
            site.route(f"/{name}", html(live(("p1", f"نزوح من البلدة {name}")), ETag='"1"'))
        pages = ", ".join(f'"{site.url(f"/{name}")}"' for name in ("good", "bad"))
        path = folder / "config.toml"
        source = f'\n[[sources]]\nname = "s"\npages = [{pages}]\n'
        path.write_text('[marsad]\ncontact = "d@example.org"\nper_host = "0s"\n' + source + CONSOLE)
        asyncio.run(run_once(path))
    with Database.open(folder / "marsad.db") as database:
        return {page.url.rsplit("/", 1)[1]: page for page in database.read_now(lambda tx: tx.pages.all())}
