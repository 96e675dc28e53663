"""Messages: an alert made ready for channels, as values free of any markup."""

from monitor.messages.content import AlertContent, ContentItem, Earlier
from monitor.messages.glossary import Glossary
from monitor.messages.rendering import render, short_id

__all__ = ["AlertContent", "ContentItem", "Earlier", "Glossary", "render", "short_id"]
