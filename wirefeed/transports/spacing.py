"""The pauses between two requests that a site asks programs for (Crawl-delay). It reads no robots.txt and sends nothing."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

MOST_SECONDS: Final = 60.0
"""A site that asks for longer pauses is not asked for pages at all: its news would be a day late."""
PATIENCE_SECONDS: Final = 60.0
"""How long to stand in line; who would stand longer comes back later, so that one slow site holds up no other site's pages."""


@dataclass(slots=True)
class _Line:
    """Who waits at one site, and from when on it may be asked again, in seconds of the event loop."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0
    waiting: int = 0


class Spacing:
    """One line a site. Belongs to one event loop."""

    def __init__(self, patience: float = PATIENCE_SECONDS) -> None:
        self._patience = patience
        self._lines: dict[str, _Line] = {}

    @asynccontextmanager
    async def turn(self, site: str, pause: float) -> AsyncIterator[float]:
        """Wait for a turn at ``site`` and keep it for the block; the next one comes ``pause`` seconds after its end.

        Yields 0, or the seconds after which to come back where the line is too long; then there was no turn.
        """
        now = asyncio.get_running_loop().time
        self._lines = {name: line for name, line in self._lines.items() if line.waiting or line.free_at > now()}
        line = self._lines.setdefault(site, _Line())
        ahead = max(0.0, line.free_at - now()) + line.waiting * pause
        if ahead > self._patience:
            yield ahead
            return
        line.waiting += 1
        try:
            async with line.turn:
                await asyncio.sleep(max(0.0, line.free_at - now()))
                try:
                    yield 0.0
                finally:
                    line.free_at = now() + pause
        finally:
            line.waiting -= 1
