"""What two addresses have in common: the site, and the page that they lead to."""

import re
from functools import lru_cache
from urllib.parse import urlsplit

from w3lib.url import canonicalize_url, url_query_cleaner

_TRACKING_TEXT = """
utm_source utm_medium utm_campaign utm_term utm_content fbclid gclid traffic_source at_medium at_campaign at_custom1
xtor ocid maca ns_mchannel ns_source ns_campaign ns_linkname cmpid
"""
_TRACKING = _TRACKING_TEXT.split()


def same_site(url: str, other: str) -> bool:
    """Whether two URLs stand on the same host, `www.` and mobile prefixes apart."""
    if url.startswith(("https://", "http://")) and url.split("/", 3)[:3] == other.split("/", 3)[:3]:
        return True
    hosts = [re.sub(r"^(?:www|m|mobile|amp)\.", "", (urlsplit(link).hostname or "").lower()) for link in (url, other)]
    return hosts[0] == hosts[1]


@lru_cache(maxsize=1024)  # the links of a page are there at every visit
def url_key(url: str) -> str:
    """The URL as an identity: without tracking parameters and fragment, percent-encoding made one."""
    try:
        cleaned = url_query_cleaner(url, _TRACKING, remove=True) if "?" in url else url
        return canonicalize_url(cleaned)
    except ValueError:
        return url  # no address that can be taken apart: its letters are its identity
