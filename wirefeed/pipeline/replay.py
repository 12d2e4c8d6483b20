"""Build everything anew from the archived bytes, in the order they came in, and compare. It fetches nothing and writes to no source.

::

    archive ─> by feed document ──> read ──> ingest ─┐
            └> by import line ────> judge, apply ────┴─> place, merge (whenever the wires paused) ─> Replayed
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final, Protocol

import structlog

from wirefeed.errors import FormatError
from wirefeed.model.delivery import Delivery, Fetched
from wirefeed.model.feed import Agency, Cursor, Feed, FeedState
from wirefeed.pipeline.across import listen
from wirefeed.pipeline.imports import import_lines, read_lines
from wirefeed.pipeline.ingest import Intake, ingest
from wirefeed.pipeline.merge import merge
from wirefeed.pipeline.place import Seating, place
from wirefeed.pipeline.ports import Reader, Reading, Store
from wirefeed.pipeline.rules import Rules

log = structlog.get_logger(module=__name__)
PAUSE: Final = timedelta(seconds=2)
"""A pause between two polls in which the daemon would have placed and merged what came in."""
IMPORTED: Final = "import:"

Poll = Sequence[Delivery]


class Archive(Protocol):
    """What a replay asks of the database it reads."""

    def received(self) -> Iterator[Delivery]:
        """Every delivery in the order it came in, one body at a time."""
        ...


@dataclass(kw_only=True)
class Replay:
    """A replay into an empty store. ``feeds`` are those of the archive by name; ``now`` is when imports are composed."""

    target: Store
    reader: Reader
    feeds: Mapping[str, Feed]
    rules: Rules
    seating: Seating
    now: datetime
    states: dict[str, FeedState] = field(default_factory=dict)
    deliveries: int = 0
    unread: int = 0

    async def run(self, archive: Archive, told: Callable[[int], None] = lambda _: None) -> None:
        """Take in the whole archive."""
        with self.target.write() as unit:
            unit.add_feeds(tuple(self.feeds.values()))
        latest: datetime | None = None
        for imported, deliveries in groupby(archive.received(), lambda delivery: delivery.url.startswith(IMPORTED)):
            if imported:
                self._import(self._counted(deliveries, told))
                continue
            for poll in polls(deliveries):
                if latest is not None and poll[0].fetched_at - latest > PAUSE:
                    self._weave(latest)
                latest = poll[0].fetched_at
                await self._poll(poll)
                self.deliveries += len(poll)
                told(len(poll))
        if latest is not None:
            self._weave(latest)
        log.info("replay", deliveries=self.deliveries, unread=self.unread)

    def _counted(self, deliveries: Iterable[Delivery], told: Callable[[int], None]) -> Iterator[bytes]:
        for delivery in deliveries:
            self.deliveries += 1
            told(1)
            yield delivery.body

    async def _poll(self, poll: Poll) -> None:
        feed, now = self.feeds[poll[0].feed], poll[0].fetched_at
        state = self.states.get(feed.name, FeedState())
        readings: list[tuple[Delivery, Reading]] = []
        unread: list[tuple[Delivery, FormatError]] = []
        for delivery in poll:
            try:
                readings.append((delivery, await self.reader.read(delivery, feed, state.cursor.digests)))
            except FormatError as error:
                unread.append((delivery, error))
        self.unread += len(unread)
        fetched = Fetched(deliveries=tuple(poll), cursor=Cursor(body_sha256=poll[-1].sha256))
        intake = Intake(fetched=fetched, readings=tuple(readings), unread=tuple(unread))
        stored = ingest(self.target, feed, state, intake, rules=self.rules.dedup, now=now, jitter=0.0, seconds=0.0)
        self.states[feed.name] = stored.state

    def _import(self, bodies: Iterable[bytes]) -> None:
        """One import, or several in a row: in the batches of an import, composed at its end."""
        agencies: dict[str, Agency] = {feed.agency.key: feed.agency for feed in self.feeds.values()}
        lines = read_lines(bodies, agencies, "the archive")
        import_lines(self.target, self.seating, lines, rules=self.rules, now=self.now)

    def _weave(self, now: datetime) -> None:
        with self.target.write() as unit:
            unit.release_embargoes(now)
        place(self.target, self.seating, now, after=lambda: listen(self.target, self.seating, now))
        merge(self.target, self.rules, now)


def polls(deliveries: Iterable[Delivery]) -> Iterator[Poll]:
    """Deliveries that came in together: the files of one look into a folder."""
    for _, group in groupby(deliveries, lambda delivery: (delivery.feed, delivery.fetched_at)):
        yield tuple(group)
