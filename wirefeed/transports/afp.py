"""Fetches documents from AFP's API: a token, then the pages of a search. What the pages mean is formats.afp_json's business.

::

    oauth2.sign ─> token ─> search.walk ─> page, page, ... ─> Fetched (resumes at the last document) | NotModified
                                             └ fails ──> the pages before it are kept, the rest follows with the next poll

Both are pure; this file carries their questions to the server through HttpTransport, and so under its guard, limits and manners.
"""

import asyncio
import json
from collections.abc import Generator
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from http import HTTPStatus
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from wirefeed.errors import Refused, TransportError, Unauthorized, Unusable
from wirefeed.model.credentials import OAuth2, Secret
from wirefeed.model.delivery import Deferred, Delivery, Fetched, NotModified, Outcome
from wirefeed.model.feed import Cursor, Feed
from wirefeed.text.redact import redact
from wirefeed.transports import oauth2
from wirefeed.transports.answer import Answer, refusal
from wirefeed.transports.http import HttpTransport, Question, basic
from wirefeed.transports.oauth2 import Denied, Obtain, Token, Use
from wirefeed.transports.search import Body, Page, Reached, Search, mark, position, read_page, read_search, walk

SCHEMES = {"afp-api": "https", "afp-api+http": "http"}
"""The second is for a server of one's own: credentials go over it only where network.allow names the place."""
_SEARCH = "/v1/api/search"
_TOKEN = "/oauth/token"  # noqa: S105 - a path
_DENIALS = (HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)


_Key = tuple[OAuth2, str]
"""Whose token it is, and where it was obtained."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Account:
    """Where a feed is asked, as whom, and for what."""

    feed: Feed
    credentials: OAuth2
    search_url: str
    token_url: str
    search: Search

    @property
    def key(self) -> _Key:
        return self.credentials, self.token_url


@dataclass(slots=True, kw_only=True)
class _Harvest:
    """What one poll has brought so far."""

    pages: list[tuple[Answer, Page]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


class _Postponed(Exception):
    """The host wants quiet; the poll ends here."""

    def __init__(self, wait: Deferred) -> None:
        super().__init__(wait.why)
        self.wait = wait


class AfpTransport:
    """Satisfies ``pipeline.fetching.Transport`` for afp-api. Tokens live here, in memory, and nowhere else."""

    def __init__(self, web: HttpTransport) -> None:
        self._web = web
        self._tokens: dict[_Key, Token] = {}
        self._obtaining: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[_Key, asyncio.Lock]] = WeakKeyDictionary()

    async def fetch(self, feed: Feed, cursor: Cursor, now: datetime) -> Outcome:
        """Read what was published, corrected or withdrawn since ``cursor``, a delivery a page.

        Raises TransportError: Unreachable, RateLimited, Unauthorized, Missing, Gone, Unusable, Refused. What came before a failure is kept.
        """
        account = _account(feed)
        harvest = _Harvest()
        before = position(cursor.marks)
        try:
            reached = await self._pages(account, walk(account.search, before, now), harvest, now)
            await self._withdrawals(account, harvest, now)
        except _Postponed as postponed:
            return postponed.wait
        return _outcome(feed, cursor, harvest, reached)

    def hush(self, url: str, until: datetime, now: datetime) -> None:
        """Leave the host of ``url`` alone until ``until``."""
        self._web.hush(_web_url(url), until, now)

    async def close(self) -> None:
        """Close the connections underneath; tokens are kept."""
        await self._web.close()

    async def _pages(self, account: _Account, pages: Generator[Body, Page, Reached], harvest: _Harvest, now: datetime) -> Reached | None:
        """Ask for page after page. A failure after the first keeps what came; None when not even one page did."""
        newest = None
        try:
            body = next(pages)
            while True:
                page = await self._ask(account, body, harvest, now)
                newest = page.last or newest
                body = pages.send(page)
        except StopIteration as end:
            reached: Reached = end.value
            if reached.left:
                harvest.problems.append(reached.left)
            return reached
        except ValueError as error:
            raise Unusable(f"{redact(account.search_url)}: {error}", feed=account.feed.name) from error
        except (TransportError, _Postponed) as error:
            if not harvest.pages:
                raise
            harvest.problems.append(f"page {len(harvest.pages) + 1}: {error}; the rest follows with the next poll")
            return Reached(at=newest) if newest else None

    async def _withdrawals(self, account: _Account, harvest: _Harvest, now: datetime) -> None:
        """Look for kills of older documents; that this fails costs nothing but a word."""
        if harvest.problems:
            return
        try:
            await self._ask(account, account.search.withdrawals(now), harvest, now)
        except (TransportError, _Postponed) as error:
            harvest.problems.append(f"withdrawals: {error}")

    async def _ask(self, account: _Account, body: Body, harvest: _Harvest, now: datetime) -> Page:
        """One page of a search, signed; it is added to the harvest. Raises Unusable where it is none."""
        question = Question(url=account.search_url, json=json.dumps(body, sort_keys=True).encode())
        answer = await self._signed(account, question, now)
        if answer.status != HTTPStatus.OK:
            raise refusal(answer)
        try:
            page = read_page(answer.body)
        except ValueError as error:
            raise Unusable(f"{answer.url} sent {error}", feed=account.feed.name, status=answer.status) from error
        harvest.pages.append((answer, page))
        return page

    async def _signed(self, account: _Account, question: Question, now: datetime) -> Answer:
        """Put a question with a valid token. Raises Unauthorized where the credentials are refused, _Postponed."""
        held = self._tokens.get(account.key)
        signing = oauth2.sign(account.credentials, held, now)
        answer: Answer | None = None
        reply: oauth2.Reply
        try:
            step = next(signing)
            while True:
                match step:
                    case Obtain():
                        reply = await self._obtain_once(account, step, held, now)
                        held = self._tokens.get(account.key)
                    case Use(token=token):
                        bearer = ("Authorization", Secret(f"Bearer {token.access.reveal()}"))
                        answer = await self._put(account.feed, replace(question, secrets=(bearer,)), now)
                        reply = answer.status != HTTPStatus.UNAUTHORIZED
                step = signing.send(reply)
        except StopIteration as end:
            ended: Token | Denied = end.value
        if isinstance(ended, Denied) or answer is None:
            self._tokens.pop(account.key, None)
            raise _denied(account, ended)
        return answer

    async def _obtain_once(self, account: _Account, step: Obtain, held: Token | None, now: datetime) -> Token | Denied:
        """A token newer than ``held``: the one another feed of the same account has obtained meanwhile, or a new one, kept for all."""
        locks = self._obtaining.setdefault(asyncio.get_running_loop(), {})
        async with locks.setdefault(account.key, asyncio.Lock()):
            newer = self._tokens.get(account.key)
            if newer is not None and newer is not held and newer.fresh(now):
                return newer
            answer = await self._obtain(account, step, now)
            if isinstance(answer, Token):
                self._tokens[account.key] = answer
            return answer

    async def _obtain(self, account: _Account, step: Obtain, now: datetime) -> Token | Denied:
        credentials = account.credentials
        client = Secret(basic(credentials.client_id.reveal(), credentials.client_secret.reveal()))
        question = Question(url=account.token_url, secrets=(("Authorization", client),), form=step.form)
        answer = await self._put(account.feed, question, now)
        if answer.status in _DENIALS:
            return Denied(status=answer.status, where=answer.url)
        if answer.status != HTTPStatus.OK:
            raise refusal(answer)
        try:
            return oauth2.read_token(answer.body, answer.at)
        except ValueError as error:
            raise Unusable(f"{answer.url} gave no token: {error}", feed=account.feed.name, status=answer.status) from error

    async def _put(self, feed: Feed, question: Question, now: datetime) -> Answer:
        answer = await self._web.ask(feed, question, now)
        if isinstance(answer, Deferred):
            raise _Postponed(answer)
        return answer


def _account(feed: Feed) -> _Account:
    if not isinstance(feed.credentials, OAuth2):
        raise Refused(f"{redact(feed.url)} needs credentials of kind oauth2", feed=feed.name)
    parts = urlsplit(_web_url(feed.url))
    try:
        search = read_search(parts.query)
    except ValueError as error:
        raise Refused(f"{redact(feed.url)} is not fetched: {error}", feed=feed.name) from error
    path = parts.path if parts.path.strip("/") else _SEARCH
    return _Account(
        feed=feed,
        credentials=feed.credentials,
        search_url=f"{parts.scheme}://{parts.netloc}{path}?wt=json",
        token_url=feed.credentials.token_url or f"{parts.scheme}://{parts.netloc}{_TOKEN}",
        search=search,
    )


def _web_url(url: str) -> str:
    """afp-api://host/ -> https://host/; another address is left as it is."""
    scheme, _, rest = url.partition(":")
    return f"{SCHEMES.get(scheme.lower(), scheme)}:{rest}"


def _denied(account: _Account, denied: Token | Denied) -> Unauthorized:
    status = denied.status if isinstance(denied, Denied) else None
    where = denied.where if isinstance(denied, Denied) else redact(account.token_url)
    message = (
        f"{where} refuses the credentials of this feed (status {status}); check the secrets of its [credentials] block and its `grant`"
    )
    return Unauthorized(message, feed=account.feed.name, status=status)


def _outcome(feed: Feed, cursor: Cursor, harvest: _Harvest, reached: Reached | None) -> Fetched | NotModified:
    """A delivery a page, all or none: the entries that were seen before are told apart by their digests where they are read."""
    pages = [(answer, page) for answer, page in harvest.pages if page.marks]
    marks = {one for _, page in pages for one in page.marks}
    whole = sha256(b"".join(sorted(marks))).hexdigest()
    after = replace(cursor, body_sha256=whole, marks=frozenset({mark(reached.at)}) if reached else cursor.marks)
    if (whole == cursor.body_sha256 or marks <= cursor.digests) and not harvest.problems:
        return NotModified(cursor=after, status=HTTPStatus.OK.value)
    deliveries = tuple(
        Delivery(
            feed=feed.name,
            url=answer.url,
            body=answer.body,
            fetched_at=answer.at,
            content_type=answer.headers.get("Content-Type", "")[:100],
        )
        for answer, _ in pages
    )
    return Fetched(deliveries=deliveries, cursor=after, status=HTTPStatus.OK.value, problems=tuple(harvest.problems))
