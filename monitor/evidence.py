"""Evidence: a bundle of what was told and on what ground, which anybody can check without this program's database."""

import json
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Any

from arabic.bidi import strip_controls
from monitor import __version__
from storage.alert_rows import AlertItem
from storage.database import Tx
from storage.rows import Snapshot

MANIFEST = "manifest.json"


class EvidenceError(ValueError):
    """There is nothing to make a bundle of, or a file that is none."""


def of_alert(tx: Tx, alert_id: int) -> dict[str, bytes]:
    """The files of a bundle about an alert: each update with its revisions, why it matched, and its page as received.

    Raises EvidenceError where there is no such alert.
    """
    try:
        alert = tx.alerts.get(alert_id)
    except LookupError:
        raise EvidenceError(f"there is no alert a{alert_id}") from None
    files: dict[str, bytes] = {
        "alert.json": _json(
            {
                "alert": f"a{alert.id}",
                "watch": alert.watch,
                "channel": alert.channel,
                "created_at": alert.created_at,
                "closed_at": alert.closed_at,
                "message": json.loads(alert.content) if alert.content else None,
                "notice": alert.notice,
            }
        )
    }
    parts = []
    for number, item in enumerate(tx.alerts.items(alert.id), 1):
        snapshot = tx.snapshots.at(item.entry.page_id, item.revision.seen_at)
        files |= _update(tx, item, f"update-{number:02}", snapshot)
        parts.append(_readable(item, f"update-{number:02}", snapshot))
    files["index.html"] = _page(f"a{alert.id}", "\n".join(parts))
    return files


def of_page(tx: Tx, url: str, at: datetime) -> dict[str, bytes]:
    """The files of a bundle about what a page showed, and did not show, at an instant: visits, entries, snapshots.

    Raises EvidenceError for a page that is not known.
    """
    pages = [page for page in tx.pages.all() if page.url == url]
    if not pages:
        raise EvidenceError(f"no page {url} is known; `marsad sources list` names those that are")
    files: dict[str, bytes] = {}
    page = pages[0]
    for number, snapshot in enumerate(tx.snapshots.around(page.id, at), 1):
        files |= _raw(f"snapshot-{number}", snapshot)
    polls = [asdict(poll) for poll in tx.polls.around(page.id, at)]
    listed = tx.entries.of_page(page.id, at)
    told = {
        "url": url,
        "at": at,
        "visits": polls,
        "outcomes": tx.polls.hour(page.id, at),
        "gap_since": page.gap_at,
        "entries": [asdict(entry) for entry in listed],
    }
    files["page.json"] = _json(told)
    rows = "".join(f"<li>{escape(entry.text[:300])}</li>" for entry in listed)
    shown = f"<p>{escape(url)} – {at:%Y-%m-%d %H:%M} UTC</p><p>{len(listed)}</p><ul>{rows}</ul>"
    files["index.html"] = _page(url, shown)
    return files


def write_bundle(path: Path, files: Mapping[str, bytes], now: datetime) -> None:
    """Write the files with a manifest of their SHA-256; raises EvidenceError where the file exists."""
    if path.exists():
        raise EvidenceError(f"{path}: exists already; nothing was written over it")
    manifest = {
        "made_by": f"marsad {__version__}",
        "made_at": now,
        "files": {name: sha256(data).hexdigest() for name, data in sorted(files.items())},
    }
    # Stored, not compressed: a compressed file has bits that mean nothing, and a change of them would not be seen.
    with zipfile.ZipFile(path, "x", zipfile.ZIP_STORED) as bundle:
        for name, data in sorted(files.items()):
            bundle.writestr(name, data)
        bundle.writestr(MANIFEST, _json(manifest))


def verify_bundle(path: Path) -> tuple[dict[str, Any], list[str]]:
    """The manifest, and what is wrong, one line a file; raises EvidenceError for a file that is no bundle."""
    try:
        with zipfile.ZipFile(path) as bundle:
            manifest = json.loads(bundle.read(MANIFEST))
            named = manifest["files"]
            wrong = [line for name, digest in named.items() if (line := _wrong(bundle, name, digest))]
            extra = sorted(set(bundle.namelist()) - set(named) - {MANIFEST})
    except (OSError, zipfile.BadZipFile, ValueError, KeyError, TypeError) as error:
        raise EvidenceError(f"{path}: is no bundle of marsad, or its manifest is damaged: {error}") from None
    return manifest, [*wrong, *(f"{name}: is not in the manifest" for name in extra)]


def _wrong(bundle: zipfile.ZipFile, name: str, digest: str) -> str | None:
    try:
        data = bundle.read(name)
    except KeyError:
        return f"{name}: is missing"
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError) as error:
        return f"{name}: was changed ({error})"
    return None if sha256(data).hexdigest() == digest else f"{name}: was changed"


def _update(tx: Tx, item: AlertItem, name: str, snapshot: Snapshot | None) -> dict[str, bytes]:
    member = tx.stories.of(item.entry.id)
    told = {
        "entry": asdict(item.entry),
        "told_revision": item.revision.number,
        "revisions": [asdict(one) for one in tx.entries.revisions(item.entry.id)],
        "matches": [asdict(match) for match in item.matches],
        "note": item.note,
        "story": asdict(member) if member else None,
        "page": name + "/page.body" if snapshot else None,
    }
    return {f"{name}/update.json": _json(told)} | (_raw(name, snapshot) if snapshot else {})


def _raw(name: str, snapshot: Snapshot) -> dict[str, bytes]:
    described = {key: value for key, value in asdict(snapshot).items() if key != "body"}
    return {f"{name}/page.body": snapshot.body, f"{name}/page.json": _json(described)}


def _readable(item: AlertItem, name: str, snapshot: Snapshot | None) -> str:
    why = "".join(
        f"<li>«{escape(match.form)}» ← {escape(match.term)}: {escape(match.why)}</li>" for match in item.matches
    )
    page = f'<a href="{name}/page.body">{escape(snapshot.url)}</a> {snapshot.sha256}' if snapshot else "–"
    return (
        f"<article><h2>{escape(strip_controls(item.revision.headline))}</h2>"
        f"<p>{escape(strip_controls(item.revision.text))}</p><p>{escape(item.entry.source)} – "
        f"{item.revision.seen_at:%Y-%m-%d %H:%M:%S} UTC</p><ul>{why}</ul><p dir='ltr'>{page}</p></article>"
    )


def _page(title: str, body: str) -> bytes:
    head = f'<meta charset="utf-8"><title>{escape(title)}</title>'
    return f'<!doctype html><html lang="ar" dir="rtl"><head>{head}</head><body>{body}</body></html>'.encode()


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, default=_plain, sort_keys=True).encode()


def _plain(value: object) -> str:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else str(value)
