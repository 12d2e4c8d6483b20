"""One pass over a drop, wherever its disk is: what to do with each file, and what the pass comes to. It reads and moves nothing."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from hashlib import sha256

from wirefeed.model.delivery import Delivery, Fetched, NotModified, refuse
from wirefeed.model.feed import After, Box, Cursor, Feed
from wirefeed.transports import drop
from wirefeed.transports.drop import FolderSettings, Taken, shown


class Step(Enum):
    """What is to be done with a file: read it, or leave it for now (it is known, or over the bounds of one poll)."""

    READ = "read"
    LEAVE = "leave"


@dataclass(slots=True, kw_only=True)
class Sweep:
    """What a pass has picked up so far. ``known`` are the marks of earlier passes, ``stored`` those of files to be moved."""

    feed: Feed
    known: frozenset[str]
    now: datetime
    settings: FolderSettings
    marks: set[str] = field(default_factory=set)
    deliveries: list[Delivery] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    stored: dict[str, Taken] = field(init=False)
    taken: int = 0
    waiting: int = 0
    unfinished: int = 0

    def __post_init__(self) -> None:
        self.stored = drop.read_marks(self.known) if self.moving else {}

    @property
    def moving(self) -> bool:
        """Whether the files of this feed are moved."""
        return self.feed.after is After.MOVE

    def step(self, mark: str) -> Step:
        """What to do with the file of this mark; one that is left keeps what the cursor says of it."""
        if mark in self.known and not self.moving:
            self.marks.add(mark)
            return Step.LEAVE
        if len(self.deliveries) >= self.settings.poll_files or self.taken >= self.settings.poll_bytes:
            self.waiting += 1
            self.keep(self.stored.get(mark))
            return Step.LEAVE
        return Step.READ

    def keep(self, stored: Taken | None) -> None:
        """A file that is not touched now keeps its mark."""
        if stored:
            self.marks.add(stored.text)

    def take(self, mark: str, url: str, body: bytes) -> None:
        """A whole file is one delivery."""
        kept = drop.taken_mark(mark, sha256(body).hexdigest()) if self.moving else mark
        named = kept if self.moving else None
        self.deliveries.append(Delivery(feed=self.feed.name, url=url, body=body, fetched_at=self.now, mark=named))
        self.marks.add(kept)
        self.taken += len(body)

    def refuse(self, mark: str, name: str, why: str) -> None:
        """A file that will never do is told once, and moves to ``failed/`` where files move."""
        self.problems.append(f"{shown(name)} {why}")
        self.marks.add(refuse(drop.taken_mark(mark, drop.UNREAD), why) if self.moving else mark)

    def outcome(self, cursor: Cursor, box: Box) -> Fetched | NotModified:
        """What the pass comes to. Marks of files that are gone are forgotten."""
        after = replace(cursor, marks=frozenset(self.marks), box=box)
        waiting = (f"{self.waiting} more files wait for the next poll",) if self.waiting else ()
        problems = (*self.problems, *waiting)
        if not self.deliveries and not problems:
            return NotModified(cursor=after)
        return Fetched(deliveries=tuple(self.deliveries), cursor=after, problems=problems)
