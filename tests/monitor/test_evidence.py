"""A bundle of evidence holds the page as received; one flipped byte anywhere in it is named."""

import json
import random
import zipfile

import pytest

from monitor.evidence import EvidenceError, of_alert, of_page, verify_bundle, write_bundle
from storage.alert_rows import AlertKind, Decision
from storage.database import Database
from storage.rows import Poll
from tests.storage.samples import HOUR, NOW, entry, page
from tests.storage.test_matches import HIT

BODY = (
    "<html><p>وصلت قافلة مساعدات إلى درعا</p>" + "".join(f"<p>{n * n}</p>" for n in range(400)) + "</html>"
).encode()


@pytest.fixture
def database(tmp_path):
    with Database.open(tmp_path / "marsad.db", create=True) as opened:
        opened.write_now(fill)
        yield opened


def fill(tx):
    made = page(tx)
    entry_id, revision_id = entry(tx, "a")
    tx.matches.add(entry_id, revision_id, "w", **HIT)
    alert = tx.alerts.create(
        kind=AlertKind.MATCH, watch="w", channel="c", group="", due_at=NOW, recipients=["r"], now=NOW
    )
    tx.matches.decide(entry_id, revision_id, "w", "c", decision=Decision.TOLD, alert_id=alert.id, now=NOW)
    told = {"url": made.url, "status": 200, "headers": {"etag": '"1"'}, "body": BODY}
    tx.snapshots.keep(made.id, at=NOW, fetched_at=NOW, **told)
    tx.snapshots.keep(made.id, at=NOW + HOUR, fetched_at=NOW + HOUR, **told)
    values = {"reason": None, "status": 200, "bytes": 1, "seconds": 0.1, "entries": 1, "new": 1, "revised": 0}
    tx.polls.record(Poll(page_id=made.id, at=NOW, outcome="read", **values))
    tx.polls.count(made.id, NOW, "read")


def test_a_body_is_kept_once(database):
    rows = database.read_now(lambda tx: tx.pages.connection.execute("SELECT size FROM bodies").fetchall())
    assert [size for (size,) in rows] == [len(BODY)]


def test_a_bundle_holds_the_page_as_received_and_verifies_without_the_database(database, tmp_path):
    path = tmp_path / "a1.zip"
    write_bundle(path, database.read_now(lambda tx: of_alert(tx, 1)), NOW)
    with zipfile.ZipFile(path) as bundle:
        assert bundle.read("update-01/page.body") == BODY
        update = json.loads(bundle.read("update-01/update.json"))
        assert 'dir="rtl"' in bundle.read("index.html").decode()
    assert [len(update[part]) for part in ("revisions", "matches")] == [1, 1]
    manifest, wrong = verify_bundle(path)
    assert wrong == []
    assert len(manifest["files"]) == 5
    with pytest.raises(EvidenceError, match="exists already"):
        write_bundle(path, {}, NOW)


def test_every_flipped_byte_of_a_file_is_named(database, tmp_path):
    path = tmp_path / "a1.zip"
    write_bundle(path, database.read_now(lambda tx: of_alert(tx, 1)), NOW)
    whole = path.read_bytes()
    with zipfile.ZipFile(path) as bundle:
        inside = [
            (info.filename, info.header_offset + 30 + len(info.filename), info.compress_size)
            for info in bundle.infolist()
            if info.filename != "manifest.json"
        ]
    r = random.Random(3)
    for name, start, size in inside:
        for _ in range(20):
            changed = bytearray(whole)
            changed[start + r.randrange(size)] ^= 1 << r.randrange(8)
            path.write_bytes(changed)
            _, wrong = verify_bundle(path)
            assert [line.partition(":")[0] for line in wrong] == [name]


def test_a_file_that_was_added_or_is_no_bundle_is_refused(database, tmp_path):
    path = tmp_path / "a1.zip"
    write_bundle(path, database.read_now(lambda tx: of_alert(tx, 1)), NOW)
    with zipfile.ZipFile(path, "a") as bundle:
        bundle.writestr("more.txt", "x")
    assert verify_bundle(path)[1] == ["more.txt: is not in the manifest"]
    path.write_bytes(b"no zip")
    with pytest.raises(EvidenceError, match="no bundle"):
        verify_bundle(path)
    with pytest.raises(EvidenceError, match="no alert a9"):
        database.read_now(lambda tx: of_alert(tx, 9))


def test_what_a_page_showed_and_did_not_show_at_a_time(database):
    url = "https://live.example.org/daraa"
    files = database.read_now(lambda tx: of_page(tx, url, NOW + HOUR / 2))
    told = json.loads(files["page.json"])
    assert told["outcomes"] == {"read": 1}
    assert [visit["outcome"] for visit in told["visits"]] == ["read"]
    assert files["snapshot-1/page.body"] == files["snapshot-2/page.body"] == BODY
    before = json.loads(database.read_now(lambda tx: of_page(tx, url, NOW - HOUR))["page.json"])
    assert before["entries"] == []
    with pytest.raises(EvidenceError, match="no page"):
        database.read_now(lambda tx: of_page(tx, "https://other.example.org/", NOW))
