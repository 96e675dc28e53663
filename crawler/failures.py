"""What went wrong with a download, as an outcome and a reason in words."""

import errno
import re
import sys
import zlib
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

import aiohttp
import brotli  # type: ignore[import-untyped]
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotSupported,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from scrapy.http import Response

from crawler.challenges import guard_of
from crawler.items import Outcome

if sys.version_info >= (3, 14):
    from compression.zstd import ZstdError
else:
    from backports.zstd import ZstdError

_OBJECT = re.compile(r" ssl:(?:<[^>]*>|\S+)")

# What a download raises for the other side's sake. ValueError is an address that is none, also of a redirect.
UNPACKING_FAILURES: tuple[type[Exception], ...] = (zlib.error, brotli.error, ZstdError, OSError, EOFError)
DOWNLOAD_FAILURES: tuple[type[Exception], ...] = (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotSupported,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
    ValueError,
    *UNPACKING_FAILURES,
)

STATUS_OUTCOMES = {404: Outcome.GONE, 408: Outcome.TIMED_OUT, 410: Outcome.GONE}  # any other 4xx is a refusal


class FetchError(Exception):
    """A page gave no readable answer; str() is the reason. `retry_after` is in seconds, where the server named it.

    Not `asked`: its host wants to be left alone, so the page itself was not even tried.
    """

    def __init__(
        self,
        outcome: Outcome,
        reason: str,
        *,
        status: int | None = None,
        retry_after: float | None = None,
        asked: bool = True,
    ) -> None:
        super().__init__(reason)
        self.outcome = outcome
        self.reason = reason
        self.status = status
        self.retry_after = retry_after
        self.asked = asked


def from_exception(error: Exception, *, limit: int) -> FetchError:
    """What one of DOWNLOAD_FAILURES means. `limit` is the size bound in bytes."""
    match error:
        case DownloadTimeoutError():
            return FetchError(Outcome.TIMED_OUT, f"no complete answer in time: {error}")
        case CannotResolveHostError():
            return FetchError(Outcome.UNREACHABLE, f"no such host: {plain(error)}")
        case DownloadConnectionRefusedError():
            return _not_connected(error)
        case DownloadFailedError():
            return FetchError(Outcome.UNREACHABLE, f"the connection was cut: {plain(error)}")
        case ResponseDataLossError():
            return FetchError(Outcome.UNREACHABLE, f"the connection was cut within the answer: {error}")
        case DownloadCancelledError():
            return FetchError(Outcome.TOO_LARGE, f"more than {size(limit)}")
        case UnsupportedURLSchemeError() | NotSupported():
            return FetchError(Outcome.UNREACHABLE, f"not an address that can be fetched: {error}")
        case IgnoreRequest():
            return _ignored(error, limit)
        case ValueError():
            return FetchError(Outcome.UNREACHABLE, f"not an address that can be fetched: {error}")
        case _:
            return FetchError(Outcome.UNREADABLE, f"not packed as its Content-Encoding says: {error}")


def plain(error: Exception) -> str:
    """The library's words without the objects it prints among them."""
    return _OBJECT.sub("", str(error))


def _not_connected(error: DownloadConnectionRefusedError) -> FetchError:
    cause = error.__cause__
    if isinstance(cause, aiohttp.ClientSSLError):
        return FetchError(Outcome.CERTIFICATE, f"the TLS connection could not be verified: {plain(error)}")
    if isinstance(cause, OSError) and cause.errno == errno.ECONNREFUSED:
        return FetchError(Outcome.UNREACHABLE, f"connection refused: {plain(error)}")
    return FetchError(Outcome.UNREACHABLE, f"no connection: {plain(error)}")


def _ignored(error: IgnoreRequest, limit: int) -> FetchError:
    """Scrapy's middlewares tell their refusals apart by the message alone."""
    if "max redirections" in str(error):
        return FetchError(Outcome.REDIRECTED, "too many redirects, one after the other")
    if "during decompression" in str(error):
        return FetchError(Outcome.TOO_LARGE, f"more than {size(limit)} after unpacking")
    return FetchError(Outcome.REFUSED, f"not fetched: {error}")


def from_status(response: Response, *, now: datetime) -> FetchError:
    """What an answer means that is neither a page nor a 304."""
    status = response.status
    named = f"{status} {_phrase(status)}".strip()
    wait = retry_after_seconds(response, now=now)
    if status < 500 or status == 503:
        guard = guard_of(status, plain_headers(response), response.body)
        if guard is not None:
            return blocked(guard, named, status=status, retry_after=wait)
    if status == 503 and wait is not None:
        return FetchError(Outcome.RATE_LIMITED, f"{named}, retry after {wait:.0f} s", status=status, retry_after=wait)
    if status == 429:
        asked = "without Retry-After" if wait is None else f"retry after {wait:.0f} s"
        return FetchError(Outcome.RATE_LIMITED, f"{named}, {asked}", status=status, retry_after=wait)
    if 300 <= status < 400:
        target = _header(response, "Location")
        reason = f"{named} to {target}, which is not followed" if target else f"{named} without an address to go to"
        return FetchError(Outcome.REDIRECTED, reason, status=status)
    if status >= 500:
        return FetchError(Outcome.SERVER_ERROR, named, status=status)
    if status >= 400:
        return FetchError(STATUS_OUTCOMES.get(status, Outcome.REFUSED), named, status=status)
    return FetchError(Outcome.UNREADABLE, f"{named}, which is no page", status=status)


def blocked(guard: str, named: str, *, status: int, retry_after: float | None = None) -> FetchError:
    """A guard answered in place of the page. What helps is a word with the outlet, not another way in."""
    return FetchError(
        Outcome.BLOCKED, f"{named}: {guard} stands before the page", status=status, retry_after=retry_after
    )


def plain_headers(response: Response) -> dict[str, str]:
    """The headers as text, their names in lower case."""
    told = response.headers.to_tuple_list()
    return {str(name).lower(): str(value) for name, value in told}


def retry_after_seconds(response: Response, *, now: datetime) -> float | None:
    """Retry-After as seconds from now (RFC 9110, 10.2.3: seconds or an HTTP date); None where absent or senseless."""
    value = _header(response, "Retry-After").strip()
    if value.isascii() and value.isdigit():
        return float(value)
    until = _http_date(value)
    if until is None:
        return None
    # Both times by the server's clock, where it tells its own.
    server_now = _http_date(_header(response, "Date")) or now
    return max(0.0, (until - server_now).total_seconds())


def _header(response: Response, name: str) -> str:
    return (response.headers.get(name) or b"").decode("latin-1")


def _http_date(value: str) -> datetime | None:
    try:
        at = parsedate_to_datetime(value)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def size(limit: int) -> str:
    """`8 MiB`, or bytes where that says more."""
    return f"{limit // 1024**2} MiB" if limit >= 1024**2 else f"{limit} bytes"
