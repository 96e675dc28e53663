"""From a URL to Updates: fetching politely, recognising a page's layout, reading its single updates."""
