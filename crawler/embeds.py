"""Live coverage that a page embeds from another provider: its entries stand neither in the page nor in its scripts."""

import re

from crawler.document import Document

_PROVIDERS = {
    "24liveblog": ("24liveblog", "24liveplus"),
    "Norkon Live Center": ("norkon", "livecenter", "live-center"),
    "Arena": ("arena.im",),
    "ScribbleLive": ("scribblelive", "scrbliv.me"),
    "Tickaroo": ("tickaroo",),
    "Sourcefabric Live Blog": ("liveblog.pro", "sourcefabric"),
}
_NAMED = re.compile("|".join(f"({'|'.join(map(re.escape, names))})" for names in _PROVIDERS.values()), re.IGNORECASE)
_NAMES = tuple(name.encode() for names in _PROVIDERS.values() for name in names)
_BRINGS = re.compile(r"<(?:script|iframe|amp-iframe|div|section)\b", re.IGNORECASE)
_LONGEST_TAG = 1_000
_LOOKS = 50


def embedded_by(document: Document) -> str | None:
    """The name of the provider whose live coverage the page embeds: named in a script, a frame or a box for one."""
    if not document.is_html:
        return None
    text = document.text
    written = text.encode() if document.decoded.encoding.startswith("utf-16") else document.body
    written = written.lower()
    if not any(name in written for name in _NAMES):
        return None  # nearly always: told at a hundredth of the cost of looking for where they stand
    for _, match in zip(range(_LOOKS), _NAMED.finditer(text), strict=False):
        opened = text.rfind("<", max(0, match.start() - _LONGEST_TAG), match.start())
        if opened >= 0 and ">" not in text[opened : match.start()] and _BRINGS.match(text, opened):
            return list(_PROVIDERS)[(match.lastindex or 1) - 1]
    return None
