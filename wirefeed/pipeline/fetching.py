"""What the pipeline needs of those who fetch: stop 1. Adapters in ``transports`` satisfy these; the pipeline imports none of them."""

from datetime import datetime
from typing import Protocol, runtime_checkable

from wirefeed.model.delivery import Outcome
from wirefeed.model.feed import Cursor, Feed


class Transport(Protocol):
    """Fetches one feed. Raises TransportError; never retries by itself."""

    async def fetch(self, feed: Feed, cursor: Cursor, now: datetime) -> Outcome:
        """One poll of one feed."""
        ...

    def hush(self, url: str, until: datetime, now: datetime) -> None:
        """Leave the host of ``url`` alone until ``until``: what it asked for before this process began."""
        ...

    async def close(self) -> None:
        """Let go of every connection; it can be used again afterwards."""
        ...


@runtime_checkable
class PutsAway(Protocol):
    """A transport whose documents are files that move once their items are stored."""

    async def put_away(self, feed: Feed, cursor: Cursor, now: datetime) -> Cursor:
        """Move what ``cursor``, which is stored, marks as taken; returns the cursor to go on with. Raises nothing: what fails waits."""
        ...


@runtime_checkable
class LetsGo(Protocol):
    """A transport that has room for some large documents only, and is told when one was taken in."""

    def let_go(self, feed: Feed) -> None:
        """What was fetched of ``feed``, if anything, is stored or given up."""
        ...


class PageTransport(Protocol):
    """Fetches article pages, where the site's robots.txt allows it. Raises TransportError; never retries by itself."""

    async def fetch_page(self, feed: Feed, url: str, now: datetime) -> Outcome:
        """One page of an item of ``feed``, as a delivery marked as a page. Refused when robots.txt or the guard says no."""
        ...
