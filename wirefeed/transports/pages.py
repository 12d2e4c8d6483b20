"""Fetches article pages through the feeds' own transport: same guard, same manners towards hosts, and robots.txt asked first.

::

    url ─> robots of its site ─ no ──> Refused
             └ yes ─> the site's turn (Crawl-delay) ─ a long line ──> Deferred
                        └ fetch, one site at a time ─ redirect elsewhere ─> url ...
"""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from weakref import WeakValueDictionary

from yarl import URL

from wirefeed.errors import Gone, Missing, RateLimited, Refused, TransportError, Unauthorized, Unreachable, Unusable
from wirefeed.model.delivery import Deferred, Fetched, Outcome
from wirefeed.model.feed import Cursor, Feed
from wirefeed.text.redact import redact
from wirefeed.transports.answer import weigh
from wirefeed.transports.guard import read_url, same_origin
from wirefeed.transports.http import Bounds, HttpTransport, Moved, Question, presented
from wirefeed.transports.robots import Robots, RobotsShelf, read_robots, without_robots
from wirefeed.transports.spacing import MOST_SECONDS, Spacing

PAGE_ACCEPT: Final = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"
ROBOTS_ACCEPT: Final = "text/plain, */*;q=0.5"
PAGE_SECONDS: Final = 20.0
PAGE_BYTES: Final = 3 << 20
MAX_MOVES: Final = 5


class HttpPages:
    """Satisfies ``pipeline.fetching.PageTransport``. ``agent`` is the product name robots.txt files know this program by."""

    def __init__(self, http: HttpTransport, agent: str, spacing: Spacing | None = None) -> None:
        self._http = http
        self._agent = agent
        self._spacing = spacing or Spacing()
        self._shelf = RobotsShelf()
        self._asking: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def fetch_page(self, feed: Feed, url: str, now: datetime) -> Outcome:
        """One page. The feed's headers go along to the feed's own origin only: they may be secrets.

        Raises TransportError; Refused where robots.txt or the guard says no.
        """
        for _ in range(MAX_MOVES + 1):
            target = _target(feed, url)
            pause = await self._allowed(target, now)
            if isinstance(pause, Deferred):
                return pause
            try:
                return await self._take_turn(target, pause, now)
            except Moved as moved:
                url = moved.url
            except Unauthorized as error:
                raise _refused_by(error, feed) from error
        raise Unusable(f"{redact(url)}: more than {MAX_MOVES} redirects from site to site", feed=feed.name)

    async def _take_turn(self, page: Feed, pause: float, now: datetime) -> Outcome:
        """Ask for a page when it is its turn. Deferred where too many of its site's are before it."""
        if not pause:
            return await self._ask(page, now, PAGE_ACCEPT, stay=True)
        async with self._spacing.turn(_origin(page), pause) as later:
            if later:
                return Deferred(until=now + timedelta(seconds=later), why=f"its site asks for {pause:g} s between two requests")
            return await self._ask(page, now, PAGE_ACCEPT, stay=True)

    async def _ask(self, target: Feed, now: datetime, accept: str, *, stay: bool) -> Outcome:
        """One exchange within the limits of a page. Raises TransportError; Moved where it is to ``stay``."""
        bounds = Bounds(seconds=PAGE_SECONDS, raw=PAGE_BYTES, body=PAGE_BYTES, stay=stay)
        question = Question(url=target.url, headers=(("Accept", accept),), secrets=presented(target), bounds=bounds)
        answer = await self._http.ask(target, question, now)
        return answer if isinstance(answer, Deferred) else weigh(answer, Cursor())

    async def _allowed(self, target: Feed, now: datetime) -> float | Deferred:
        """The pause robots.txt asks for between two requests; Deferred while the host wants quiet.

        Raises Unreachable, Refused: robots.txt does not let the page be fetched, or not within a time that makes sense.
        """
        origin = _origin(target)
        lock = self._asking.setdefault(origin, asyncio.Lock())
        async with lock:
            robots = self._shelf.get(origin, now)
            if robots is None:
                found = await self._robots(replace(target, url=f"{origin}/robots.txt"), now)
                if isinstance(found, Deferred):
                    return found
                robots = found
                self._shelf.put(origin, robots)
        if not robots.allowed:
            raise Unreachable(f"{redact(target.url)} is not fetched: the site's robots.txt could not be had", feed=target.name)
        if not robots.allow(target.url, self._agent):
            why = f"asks {self._agent} to leave it alone"
        elif (pause := robots.pause(self._agent)) > MOST_SECONDS:
            why = f"asks for {pause:g} s between two requests, and news does not wait longer than {MOST_SECONDS:g}"
        else:
            return pause
        raise Refused(f"{redact(target.url)} is not fetched: the site's robots.txt {why}", feed=target.name)

    async def _robots(self, target: Feed, now: datetime) -> Robots | Deferred:
        try:
            outcome = await self._ask(target, now, ROBOTS_ACCEPT, stay=False)
        except RateLimited as limited:
            return Deferred(until=limited.retry_after, why=str(limited)) if limited.retry_after else without_robots(now, reachable=False)
        except Refused:
            raise
        except (Missing, Gone, Unauthorized, Unusable):
            return without_robots(now, reachable=True)
        except TransportError:
            return without_robots(now, reachable=False)
        match outcome:
            case Deferred():
                return outcome
            case Fetched(deliveries=(delivery, *_)):
                return read_robots(delivery.body, now)
            case _:
                return without_robots(now, reachable=True)


def _target(feed: Feed, url: str) -> Feed:
    """The feed as a subscription to one page. Raises Refused for what is no address of the web."""
    try:
        page = read_url(url)
        own = feed.url.startswith(("http://", "https://")) and same_origin(read_url(feed.url), page)
    except ValueError as error:
        raise Refused(f"{redact(url)} is not fetched: {error}", feed=feed.name) from error
    return replace(feed, url=str(_bare(page)), headers=feed.headers if own else (), credentials=feed.credentials if own else None)


def _origin(page: Feed) -> str:
    return str(read_url(page.url).origin())


def _bare(url: URL) -> URL:
    return url.with_fragment(None)


def _refused_by(error: Unauthorized, feed: Feed) -> Unauthorized:
    message = f"{str(error).partition(';')[0]}; the publisher does not serve its pages to programs"
    return Unauthorized(message, feed=feed.name, status=error.status)


def product(user_agent: str) -> str:
    """The name by which robots.txt files know a program: the first word of its User-Agent, without the version."""
    return next(iter(user_agent.partition("/")[0].split()), "wirefeed")
