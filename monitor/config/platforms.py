"""Platforms that nobody can poll without an account: the honest answer is `marsad ingest`."""

from urllib.parse import urlsplit

_CLOSED = {
    "facebook.com": "Facebook",
    "fb.com": "Facebook",
    "fb.watch": "Facebook",
    "instagram.com": "Instagram",
    "threads.net": "Threads",
    "x.com": "X",
    "twitter.com": "X",
    "tiktok.com": "TikTok",
}


def closed_platform(url: str) -> str | None:
    """The name of the platform where the URL stands on one that cannot be polled by anyone without an account."""
    host = (urlsplit(url).hostname or "").lower()
    return next((name for domain, name in _CLOSED.items() if host == domain or host.endswith(f".{domain}")), None)
