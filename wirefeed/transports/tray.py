"""Room for large documents between the wire and their reader, so that a hundred of them are not in memory at once. It reads none."""

import asyncio
from collections.abc import Callable
from typing import Final

LARGE: Final = 1 << 20
"""Bytes from which a document needs a place; nearly all feeds have a twentieth of that and never wait here."""
PLACES: Final = 2


class Tray:
    """So many large documents may be held at once, one a feed. Belongs to one event loop."""

    def __init__(self, places: int = PLACES) -> None:
        self._places = asyncio.Semaphore(places)
        self._held: set[str] = set()

    async def put(self, feed: str, deadline: asyncio.Timeout, waits: Callable[[], None] = lambda: None) -> None:
        """Wait for a place for the document of ``feed``, unless it has one; ``waits`` is called where it must.

        Waiting for others is not counted to ``deadline``.
        """
        if feed in self._held:
            return
        if self._places.locked():
            waits()
        loop, when = asyncio.get_running_loop(), deadline.when()
        begun = loop.time()
        deadline.reschedule(None)
        await self._places.acquire()
        self._held.add(feed)
        deadline.reschedule(None if when is None else when + loop.time() - begun)

    def let_go(self, feed: str) -> None:
        """The document of ``feed`` was taken in, or never came to its end; nothing happens where it had no place."""
        if feed in self._held:
            self._held.discard(feed)
            self._places.release()
