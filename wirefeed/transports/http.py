"""Fetches one feed document over HTTP, politely and within limits. It reads no document and keeps no state but the manners of hosts.

::

    Doorway.turn ─> request ─ 3xx ─> guard ─> request ...
                       └ other ──> body, bounded ──> Answer ── answer.weigh ─> Fetched | NotModified
"""

import asyncio
import contextlib
import re
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from http import HTTPStatus
from urllib.parse import quote, urlencode

import aiohttp
from multidict import CIMultiDict
from yarl import URL

from wirefeed.errors import RateLimited, Refused, TransportError, Unreachable, Unusable
from wirefeed.model.credentials import MASK, Basic, Bearer, Headers, OAuth2, Secret
from wirefeed.model.delivery import Deferred, Outcome
from wirefeed.model.feed import Cursor, Feed
from wirefeed.text.redact import redact
from wirefeed.transports.answer import PERMANENT, REDIRECTS, Answer, conditions, refusal, weigh
from wirefeed.transports.dial import Blocked, Dialling, Lookup, dialling, guarded_connector, look_up
from wirefeed.transports.guard import allow_list, check_redirect, check_url, may_carry_secrets, read_url, same_origin
from wirefeed.transports.hosts import Doorway, Host, HostGate
from wirefeed.transports.inflate import Cut, Overflow, body_for
from wirefeed.transports.tray import LARGE, Tray

MEBIBYTE = 1024 * 1024
CONNECT_SECONDS = 5.0
MAX_REDIRECTS = 5
ACCEPT = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml;q=0.9, application/xml;q=0.9, "
    "text/xml;q=0.9, application/json;q=0.8, */*;q=0.5"
)
HEADER_BYTES = 32 * 1024
"""One header line; the content security policies of publishers pass aiohttp's own 8 KiB."""

SHORTEST_SECRET = 6
_LINE_BREAK = re.compile(r"[\r\n\0]")
KEEPING = frozenset({HTTPStatus.TEMPORARY_REDIRECT, HTTPStatus.PERMANENT_REDIRECT})
"""Redirects that keep a POST a POST."""

_HARMLESS = ("User-Agent", "Accept", "Accept-Language")
"""Per-feed headers that may follow a redirect to another host; any other may be a secret."""

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpSettings:
    """How to behave on the network. ``allow`` holds ``host:port`` in private networks; sizes are in bytes, before and after inflation."""

    user_agent: str = "wirefeed"
    contact: str | None = None
    allow: tuple[str, ...] = ()
    per_host_connections: int = 2
    per_host_gap_seconds: float = 5.0
    timeout_seconds: float = 30.0
    concurrency: int = 64
    raw_bytes: int = 8 * MEBIBYTE
    body_bytes: int = 8 * MEBIBYTE


class Moved(Exception):
    """A redirect leads to another site, whose own rules are to be asked before it is followed."""

    def __init__(self, url: str) -> None:
        super().__init__(redact(url))
        self.url = url


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Limits of one exchange: seconds in all, bytes before and after inflation.

    ``stay``: no redirect to another site is followed. ``kept``: the answer is kept until it was read, so a large one waits for its place on
    the tray.
    """

    seconds: float
    raw: int
    body: int
    stay: bool = False
    kept: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked of a server. ``secrets`` are headers that may hold some, ``form`` and ``json`` a body (which makes it a POST).

    ``bounds`` are limits of its own, in place of those for feeds. Moved is raised where they say ``stay``.
    """

    url: str
    headers: tuple[tuple[str, str], ...] = ()
    secrets: tuple[tuple[str, Secret], ...] = ()
    form: tuple[tuple[str, Secret], ...] = ()
    json: bytes | None = None
    bounds: Bounds | None = None

    def body(self) -> tuple[str, bytes] | None:
        """Content type and bytes of the body, None for a GET."""
        if self.json is not None:
            return "application/json", self.json
        if self.form:
            return "application/x-www-form-urlencoded", urlencode([(name, value.reveal()) for name, value in self.form]).encode()
        return None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class _Request:
    """One request of the chain that a fetch may become. ``permanent``: every redirect so far was for good (None: there was none)."""

    feed: str
    url: URL
    headers: CIMultiDict[str]
    proxy: URL | None
    bounds: Bounds
    proxy_headers: tuple[tuple[str, str], ...] = ()
    secrets: tuple[str, ...] = ()
    body: bytes | None = None
    permanent: bool | None = None

    @property
    def host(self) -> Host:
        return self.url.raw_host or "", self.url.port or 0

    @property
    def sent(self) -> CIMultiDict[str]:
        """The headers of this hop: over http the proxy reads those of the request itself, over https those it is greeted with (CONNECT)."""
        headers = self.headers.copy()
        if self.proxy and self.url.scheme == "http":
            headers.extend(self.proxy_headers)
        return headers

    @property
    def shown(self) -> str:
        return self.show(str(self.url.with_fragment(None)))

    def show(self, address: str) -> str:
        """An address without secrets, also where a server repeats ours in a place nobody would look for one."""
        for secret in self.secrets:
            address = address.replace(secret, MASK).replace(quote(secret, safe=""), MASK)
        return redact(address)

    @property
    def dialling(self) -> Dialling:
        """A proxy is the operator's choice and resolves names itself: behind one the guard sees literal addresses only."""
        end = self.proxy or self.url
        return Dialling(host=end.raw_host or "", port=end.port or 0, trusted=self.proxy is not None)


@dataclass(frozen=True, slots=True)
class _Line:
    """What belongs to one event loop."""

    loop: asyncio.AbstractEventLoop
    session: aiohttp.ClientSession
    doorway: Doorway
    tray: Tray


class HttpTransport:
    """Satisfies ``pipeline.fetching.Transport`` for http and https. ``lookup`` resolves names (tests hand in their own)."""

    def __init__(self, settings: HttpSettings, *, lookup: Lookup = look_up) -> None:
        self._settings = settings
        self._allow = allow_list(settings.allow)
        self._lookup = lookup
        self._gate = HostGate(settings.per_host_gap_seconds)
        self._line: _Line | None = None

    async def fetch(self, feed: Feed, cursor: Cursor, now: datetime) -> Outcome:
        """Ask once for the feed's document, with its validators; wait for the host's turn before.

        Raises TransportError: Unreachable, RateLimited, Unauthorized, Missing, Gone, Unusable, Refused.
        """
        bounds = replace(self._bounds(), kept=True)
        question = Question(url=feed.url, headers=tuple(conditions(cursor).items()), secrets=presented(feed), bounds=bounds)
        answer = await self.ask(feed, question, now)
        return answer if isinstance(answer, Deferred) else weigh(answer, cursor)

    async def ask(self, feed: Feed, question: Question, now: datetime) -> Answer | Deferred:
        """Put one question to a server on behalf of a feed, after its host's turn; whatever it answers is an Answer.

        Raises TransportError: Unreachable, Unusable, Refused.
        """
        request = self._first_request(feed, question)
        clock = _stopwatch(now)
        line = self._open_line()
        async with line.doorway.turn(request.host, clock) as paused:
            if paused:
                return _deferred(request, paused)
            with self._told(request):
                async with asyncio.timeout(request.bounds.seconds) as deadline:
                    return await self._follow(line, request, clock, deadline)

    def let_go(self, feed: Feed) -> None:
        """What ``fetch`` brought of this feed was taken in; a large document makes room for the next."""
        if self._line is not None:
            self._line.tray.let_go(feed.name)

    def hush(self, url: str, until: datetime, now: datetime) -> None:
        """Leave the host of ``url`` alone until ``until``: what it asked for before this process began."""
        with contextlib.suppress(ValueError):  # an address that cannot be read is never fetched either
            target = read_url(url)
            self._gate.pause((target.raw_host or "", target.port or 0), until, now)

    async def close(self) -> None:
        """Close kept-alive connections. A later fetch opens anew."""
        line, self._line = self._line, None
        if line is not None:
            await line.session.close()

    def _open_line(self) -> _Line:
        loop = asyncio.get_running_loop()
        if self._line is None or self._line.loop is not loop:
            session = aiohttp.ClientSession(
                connector=guarded_connector(self._allow, self._lookup),
                timeout=aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_SECONDS),
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
                trust_env=False,
                max_field_size=HEADER_BYTES,
            )
            doorway = Doorway(self._gate, per_host=self._settings.per_host_connections, overall=self._settings.concurrency)
            self._line = _Line(loop, session, doorway, Tray())
        return self._line

    def _first_request(self, feed: Feed, question: Question) -> _Request:
        """The request as configured. A user name in its address becomes a header and leaves the address."""
        try:
            url = read_url(question.url)
            proxy = read_url(feed.proxy) if feed.proxy else None
        except ValueError as error:
            raise Refused(f"{redact(question.url)} is not fetched: {error}", feed=feed.name) from error
        headers = CIMultiDict({"User-Agent": self._user_agent(), "Accept": ACCEPT})
        if url.user is not None:
            headers["Authorization"] = basic(url.user, url.password or "")
            url = url.with_user(None)
        headers.update(feed.headers)
        headers.update({"Accept-Encoding": "gzip", **dict(question.headers)})
        headers.update((name, secret.reveal()) for name, secret in question.secrets)
        reason = check_url(url, self._allow)
        if reason is None and (question.secrets or question.form):
            reason = may_carry_secrets(url, self._allow)
        if reason:
            raise Refused(f"{redact(question.url)} is not fetched: {reason}", feed=feed.name)
        if broken := next((name for name, value in headers.items() if _LINE_BREAK.search(name + value)), None):
            raise Unusable(f"{redact(question.url)} is not fetched: its header {broken!r} holds a line break", feed=feed.name)
        content = question.body()
        if content:
            headers["Content-Type"] = content[0]
        return _Request(
            feed=feed.name,
            url=url,
            headers=headers,
            proxy=proxy,
            bounds=question.bounds or self._bounds(),
            proxy_headers=_greeting(feed.proxy_credentials),
            secrets=_told(feed, question),
            body=content[1] if content else None,
        )

    def _bounds(self) -> Bounds:
        settings = self._settings
        return Bounds(seconds=settings.timeout_seconds, raw=settings.raw_bytes, body=settings.body_bytes)

    def _user_agent(self) -> str:
        contact = self._settings.contact
        return f"{self._settings.user_agent} (+{contact})" if contact else self._settings.user_agent

    async def _follow(self, line: _Line, request: _Request, clock: Clock, deadline: asyncio.Timeout) -> Answer | Deferred:
        """The request and its redirects, each through the guard."""
        for _ in range(MAX_REDIRECTS + 1):
            if until := self._gate.paused(request.host, clock()):
                return _deferred(request, until)
            with dialling(request.dialling):
                async with line.session.request(
                    "GET" if request.body is None else "POST",
                    request.url,
                    headers=request.sent,
                    data=request.body,
                    proxy=request.proxy,
                    proxy_headers=CIMultiDict(request.proxy_headers),
                    allow_redirects=False,
                ) as response:
                    if response.status not in REDIRECTS:
                        body = await _read(response, request, line, deadline) if response.status == HTTPStatus.OK else b""
                        return self._answer(request, response, body, clock)
                    request = self._redirected(request, response)
        raise Unusable(f"more than {MAX_REDIRECTS} redirects, the last to {request.shown}", feed=request.feed)

    def _redirected(self, request: _Request, response: aiohttp.ClientResponse) -> _Request:
        location = response.headers.get("Location", "")
        if not location:
            raise Unusable(
                f"{request.shown} answered {response.status} without saying where to go", feed=request.feed, status=response.status
            )
        try:
            target = read_url(location, request.url)
            reason = check_redirect(request.url, target, self._allow)
            if reason is None and request.body is not None and not (response.status in KEEPING and same_origin(request.url, target)):
                reason = "what was sent is meant for the first address alone; correct the address in the configuration"
        except ValueError as error:
            reason = str(error)
        if reason:
            raise Refused(
                f"{request.shown} leads to {request.show(location)}, which is not fetched: {reason}",
                feed=request.feed,
                status=response.status,
            )
        if request.bounds.stay and target.origin() != request.url.origin():
            raise Moved(str(target))
        headers = request.headers if same_origin(request.url, target) else _without_secrets(request.headers)
        permanent = response.status in PERMANENT and request.permanent is not False
        return replace(request, url=target, headers=headers, permanent=permanent)

    def _answer(self, request: _Request, response: aiohttp.ClientResponse, body: bytes, clock: Clock) -> Answer:
        """The answer at the end of the chain. A host that wants quiet gets it from here on."""
        answer = Answer(
            feed=request.feed,
            url=request.shown,
            status=response.status,
            headers=response.headers,
            at=clock(),
            body=body,
            moved_to=request.shown if request.permanent else None,
            links=tuple(response.headers.getall("Link", ())),
        )
        if answer.status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
            limited = refusal(answer)
            if isinstance(limited, RateLimited) and limited.retry_after:
                self._gate.pause(request.host, limited.retry_after, answer.at)
        return answer

    @contextlib.contextmanager
    def _told(self, request: _Request) -> Iterator[None]:
        """Every way a request can fail, as a TransportError with the feed and what to do; aiohttp refuses some headers by ValueError."""
        try:
            yield
        except (Overflow, Cut, aiohttp.ClientError, OSError, ValueError) as error:
            raise _explain(error, request, request.bounds.seconds) from error


async def _read(response: aiohttp.ClientResponse, request: _Request, line: _Line, deadline: asyncio.Timeout) -> bytes:
    """The body within bounds. One that turns out large waits for its place, the rest of it on the wire."""
    bounds = request.bounds
    if (response.content_length or 0) > bounds.raw:
        raise Overflow("the document is larger than allowed")
    body = body_for(",".join(response.headers.getall("Content-Encoding", ())), raw=bounds.raw, room=bounds.body)
    async for chunk in response.content.iter_any():
        body.feed(chunk)
        if bounds.kept and body.size > LARGE:
            await line.tray.put(request.feed, deadline, line.doorway.step_aside)
    return body.finish()


def _explain(error: Exception, request: _Request, seconds: float) -> TransportError:
    """The cause in the operator's words. Messages of the library are left out where they could repeat an address with its secrets."""
    kind: type[TransportError] = Unreachable
    match error:
        case aiohttp.ClientConnectorError(os_error=Blocked() as blocked):
            kind, text = Refused, f"is not fetched: {blocked}"
        case aiohttp.ClientConnectorDNSError(host=host):
            message = f"{request.shown}: the name {redact(str(host))} does not resolve; check the feed's `url`"
            return Unreachable(message, feed=request.feed, dns=True)
        case aiohttp.ClientConnectorCertificateError(certificate_error=problem):
            text = f"shows a certificate that is not valid: {problem}"
        case aiohttp.ClientPayloadError():
            kind, text = Unusable, "closed the connection before the end of the document"
        case TimeoutError():
            text = f"gave no whole answer within {seconds:g} s (connecting: {CONNECT_SECONDS:g} s)"
        case aiohttp.ClientProxyConnectionError():
            text = "cannot be reached: the feed's `proxy` takes no connection"
        case aiohttp.ClientHttpProxyError(status=status):
            text = f"cannot be reached: the feed's `proxy` answered {status}"
        case aiohttp.ClientConnectorError(os_error=problem):
            text = f"cannot be reached: {problem.strerror or problem}"
        case aiohttp.ServerDisconnectedError():
            text = "closed the connection without an answer"
        case OSError():
            text = f"broke the connection: {error.strerror or type(error).__name__}"
        case Overflow() | Cut():
            kind, text = Unusable, f"cannot be used: {error}"
        case _:
            kind, text = Unusable, f"gave an answer that is no valid HTTP ({type(error).__name__})"
    return kind(f"{request.shown} {text}", feed=request.feed)


def presented(feed: Feed) -> tuple[tuple[str, Secret], ...]:
    """The headers by which a feed's credentials are shown to its server. Those of OAuth2 are obtained first (transports.oauth2)."""
    match feed.credentials:
        case Basic(username=username, password=password):
            return (("Authorization", Secret(basic(username.reveal(), password.reveal()))),)
        case Bearer(token=token):
            return (("Authorization", Secret(f"Bearer {token.reveal()}")),)
        case Headers(headers=headers):
            return headers
        case OAuth2() | None:
            return ()


def basic(username: str, password: str) -> str:
    """The value of an Authorization header (RFC 7617)."""
    return "Basic " + b64encode(f"{username}:{password}".encode()).decode()


def _told(feed: Feed, question: Question) -> tuple[str, ...]:
    """The secrets of a question as a server might repeat them, the longest first; those short as words, and names, left out."""
    given = [secret.reveal() for name, secret in (*question.secrets, *question.form) if name not in ("username", "grant_type")]
    given += [held.password.reveal() for held in (feed.credentials, feed.proxy_credentials) if isinstance(held, Basic)]
    bare = [secret.removeprefix("Bearer ").removeprefix("Basic ") for secret in given]
    return tuple(sorted({secret for secret in bare if len(secret) >= SHORTEST_SECRET}, key=len, reverse=True))


def _greeting(credentials: Basic | None) -> tuple[tuple[str, str], ...]:
    if credentials is None:
        return ()
    return (("Proxy-Authorization", basic(credentials.username.reveal(), credentials.password.reveal())),)


def _deferred(request: _Request, until: datetime) -> Deferred:
    return Deferred(until=until, why=f"{request.host[0]} asked for quiet until {until:%Y-%m-%d %H:%M:%S} UTC")


def _without_secrets(headers: CIMultiDict[str]) -> CIMultiDict[str]:
    kept = (*_HARMLESS, "Accept-Encoding", *conditions(Cursor(etag="x", last_modified="x")))
    return CIMultiDict((name, headers[name]) for name in kept if name in headers)


def _stopwatch(now: datetime) -> Clock:
    """The caller's time, carried on: waiting for a turn may take minutes."""
    started = time.monotonic()
    return lambda: now + timedelta(seconds=time.monotonic() - started)
