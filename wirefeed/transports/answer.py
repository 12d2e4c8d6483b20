"""What an HTTP answer means for a poll: pure decisions on status, headers and body. It sends nothing and knows no client library."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from hashlib import sha256
from http import HTTPStatus

from wirefeed.errors import Gone, Missing, RateLimited, TransportError, Unauthorized, Unreachable, Unusable
from wirefeed.model.delivery import Delivery, Fetched, NotModified
from wirefeed.model.feed import Cursor
from wirefeed.model.subscription import Announcement
from wirefeed.transports.websub import announced

RETRY_AFTER_CAP = timedelta(hours=48)
PAUSE_AFTER_429 = timedelta(seconds=30)
"""How long a host is left alone that says 429 without saying for how long."""

PERMANENT = frozenset({HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT})
REDIRECTS = PERMANENT | {HTTPStatus.FOUND, HTTPStatus.SEE_OTHER, HTTPStatus.TEMPORARY_REDIRECT}

_HEADER_CAP = 500
_SECONDS = re.compile(r"[0-9]{1,10}")
_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?([0-9]{1,10})", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A whole answer, its body without encoding. ``url`` is redacted; ``moved_to`` as in Fetched; ``at`` when its headers came (UTC).

    ``links`` are its Link headers.
    """

    feed: str
    url: str
    status: int
    headers: Mapping[str, str]
    at: datetime
    body: bytes = b""
    moved_to: str | None = None
    links: tuple[str, ...] = ()


def conditions(cursor: Cursor) -> dict[str, str]:
    """The request headers that ask for changes only. Validators go back exactly as they came."""
    headers = {}
    if cursor.etag:
        headers["If-None-Match"] = cursor.etag
    if cursor.last_modified:
        headers["If-Modified-Since"] = cursor.last_modified
    return headers


def weigh(answer: Answer, cursor: Cursor) -> Fetched | NotModified:
    """What the answer comes to. Raises TransportError for every status but 200 and 304, and for an empty document."""
    wish = max_age(answer.headers, answer.at)
    if answer.status == HTTPStatus.NOT_MODIFIED:
        if not (cursor.etag or cursor.last_modified):
            raise Unusable(f"{answer.url} answered 304 to a request without conditions; its cache is broken", feed=answer.feed, status=304)
        return NotModified(cursor=_refresh(cursor, answer.headers), status=304, max_age=wish, announced=_announced(answer))
    if answer.status != HTTPStatus.OK:
        raise refusal(answer)
    if not answer.body or answer.body.isspace():
        raise Unusable(f"{answer.url} sent an empty document; nothing was changed", feed=answer.feed, status=200)
    digest = sha256(answer.body).hexdigest()
    etag, last_modified = _validators(answer.headers)
    cursor_after = replace(cursor, etag=etag, last_modified=last_modified, body_sha256=digest)
    if digest == cursor.body_sha256:
        return NotModified(cursor=cursor_after, status=200, max_age=wish, announced=_announced(answer))
    delivery = Delivery(
        feed=answer.feed,
        url=answer.url,
        body=answer.body,
        fetched_at=answer.at,
        content_type=_printable(answer.headers.get("Content-Type")),
    )
    return Fetched(
        deliveries=(delivery,),
        cursor=cursor_after,
        status=200,
        max_age=wish,
        moved_to=answer.moved_to,
        announced=_announced(answer),
    )


def _announced(answer: Answer) -> Announcement | None:
    """The hub this answer names; an address that had to be redacted names none, as its topic could not be told."""
    return announced(answer.links, answer.body, answer.url) if "***" not in answer.url else None


def refusal(answer: Answer) -> TransportError:
    """The error an unwelcome status stands for, with what to do about it."""
    feed, url, status = answer.feed, answer.url, answer.status
    said = f"{url} answered {status} {_phrase(status)}".rstrip()
    if status == HTTPStatus.TOO_MANY_REQUESTS or (status == HTTPStatus.SERVICE_UNAVAILABLE and "Retry-After" in answer.headers):
        until = retry_after(answer.headers, answer.at)
        if until is None and status == HTTPStatus.TOO_MANY_REQUESTS:
            until = answer.at + PAUSE_AFTER_429
        waiting = f"; waiting until {until:%Y-%m-%d %H:%M:%S} UTC" if until else ""
        return RateLimited(said + waiting, feed=feed, status=status, retry_after=until)
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.PROXY_AUTHENTICATION_REQUIRED):
        return Unauthorized(f"{said}; it wants credentials or other headers: see the feed's `headers`", feed=feed, status=status)
    if status == HTTPStatus.NOT_FOUND:
        return Missing(f"{said}; check the feed's `url`", feed=feed, status=status)
    if status == HTTPStatus.GONE:
        return Gone(f"{said}: the feed is gone for good; take it out of the configuration or give its new `url`", feed=feed, status=status)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Unreachable(f"{said}; it will be tried again", feed=feed, status=status)
    return Unusable(f"{said}, which brings no document", feed=feed, status=status)


def retry_after(headers: Mapping[str, str], now: datetime) -> datetime | None:
    """Until when the server asks for quiet, at most 48 hours on; None when it does not say (RFC 9110, 10.2.3: seconds or a date)."""
    value = headers.get("Retry-After", "").strip()
    if _SECONDS.fullmatch(value):
        wait = timedelta(seconds=int(value))
    elif (date := http_date(value)) is not None:
        # The server's own clock is the measure: its two dates lose the same fraction of a second, ours may be hours off.
        served = http_date(headers.get("Date", ""))
        wait = date - served if served else date - now + timedelta(seconds=1)
    else:
        return None
    return now + min(max(wait, timedelta()), RETRY_AFTER_CAP)


def max_age(headers: Mapping[str, str], now: datetime) -> float | None:
    """For how many more seconds the server calls this answer fresh; None when it does not say (RFC 9111, 4.2)."""
    if found := _MAX_AGE.search(headers.get("Cache-Control", "")[:_HEADER_CAP]):
        age = headers.get("Age", "").strip()
        return max(0.0, float(found[1]) - (float(age) if _SECONDS.fullmatch(age) else 0.0))
    expires = http_date(headers.get("Expires", ""))
    if expires is None:
        return None
    return max(0.0, (expires - (http_date(headers.get("Date", "")) or now)).total_seconds())


def http_date(value: str) -> datetime | None:
    """An HTTP date as UTC; None when it is none (``0``, ``-1``, rubbish)."""
    try:
        parsed = parsedate_to_datetime(value[:64])
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if parsed.tzinfo is None:
        return parsed.replace(tzinfo=UTC)
    try:
        return parsed.astimezone(UTC)
    except OverflowError:
        return None


def _refresh(cursor: Cursor, headers: Mapping[str, str]) -> Cursor:
    """A 304 may bring newer validators; those it does not name stay."""
    etag, last_modified = _validators(headers)
    return replace(cursor, etag=etag or cursor.etag, last_modified=last_modified or cursor.last_modified)


def _validators(headers: Mapping[str, str]) -> tuple[str | None, str | None]:
    return _printable(headers.get("ETag")), _printable(headers.get("Last-Modified"))


def _printable(value: str | None) -> str | None:
    """A header value that can be stored and sent back, or None: bytes outside ASCII and novels are no validators."""
    if not value or len(value) > _HEADER_CAP or not (value.isascii() and value.isprintable()):
        return None
    return value


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
