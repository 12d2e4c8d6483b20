"""Serves the hostile corpus as feeds on loopback, one document a feed. It expects nothing of whoever reads them."""

import asyncio
import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count, islice, repeat

from tests.hostile.documents import Document, documents
from tests.integration.servers import Answering, Asked, Loopback, document


@dataclass
class HostileWire:
    """Addresses by feed name; ``place`` is ``host:port``, ``served`` which documents were asked for."""

    place: str
    feeds: dict[str, str]
    served: set[str] = field(default_factory=set)

    @property
    def allowance(self) -> dict[str, object]:
        """What the newswire's adapter is told: where the feeds are, and that they may be reached."""
        return {"allow": self.place, "feeds": self.feeds}


def chosen(number: int, most: int) -> list[Document]:
    """The ``number``-th share of the corpus of at most ``most`` documents; after the last share comes the first again."""
    corpus = list(documents())
    start = number * most % len(corpus)
    return list(islice([*corpus[start:], *corpus], min(most, len(corpus))))


@contextlib.contextmanager
def hostile_wire(corpus: list[Document], *, fresh: bool = False) -> Iterator[HostileWire]:
    """Serve these documents while the block runs. ``fresh``: each answer ends in other white space, so that none is known already."""
    with Loopback() as server:
        wire = HostileWire(place=server.place, feeds={f"hostile-{at:03}": server.url(f"/{at:03}") for at in range(len(corpus))})
        for at, one in enumerate(corpus):
            server.pages[f"/{at:03}"] = _serving(one, wire.served, count() if fresh else repeat(0))
        yield wire


def _serving(one: Document, served: set[str], times: Iterator[int]) -> Answering:
    async def write(asked: Asked, writer: asyncio.StreamWriter) -> None:
        served.add(one.name)
        writer.write(document(asked, one.body + b"\n" * next(times), content_type=one.content_type or "application/rss+xml"))
        await writer.drain()

    return write
