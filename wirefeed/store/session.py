"""What the nouns of a unit of work share: one connection, numbers of feeds, stories touched, events told. No noun lives here."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Final, TypeVar

from sqlalchemy import Connection, Executable, bindparam, func, insert, select, update

from wirefeed.errors import InputError
from wirefeed.store import tables as t
from wirefeed.store.dialect import Backend, Moment
from wirefeed.store.rows import Values, dump

T = TypeVar("T")
CHUNK: Final = 500
"""How many names go into one IN list, and rows into one read of large ones."""


class Session:
    """One open transaction."""

    def __init__(self, connection: Connection, backend: Backend) -> None:
        self.connection = connection
        self.backend = backend
        self._feeds: dict[str, int] = {}

    def run(self, statement: Executable, rows: Sequence[Values]) -> None:
        """Execute a statement once a row, in one go; nothing to do is nothing done."""
        if rows:
            self.connection.execute(statement, rows)

    def feed_numbers(self, names: Iterable[str]) -> dict[str, int]:
        """The numbers of feeds by name; unknown ones are missing."""
        missing = [name for name in dict.fromkeys(names) if name not in self._feeds]
        for chunk in chunks(missing):
            self._feeds.update(self.connection.execute(_FEED_NUMBERS, {"names": chunk}).all())
        return self._feeds

    def feed_number(self, name: str) -> int:
        """The number of one feed. Raises InputError when there is none of that name."""
        number = self.feed_numbers((name,)).get(name)
        if number is None:
            raise InputError(f"no feed is named {name!r}")
        return number

    def touch(self, stories: Collection[str], now: datetime) -> None:
        """Mark stories dirty; what was dirty before keeps its place in the queue."""
        self.run(_TOUCH, [{"id_": story, "now": now} for story in stories])

    def tell(self, events: Sequence[tuple[str, str, object]], now: datetime) -> None:
        """Append (story, kind, detail) to the history of stories."""
        self.run(_TELL, [{"story": story, "at": now, "kind": kind, "detail": dump(detail)} for story, kind, detail in events])

    def count(self, name: str, by: int) -> int:
        """Advance a counter and return where it stands; its row stays locked until the unit ends, so that readers see it in order."""
        value: int | None = self.connection.scalar(_COUNT, {"name_": name, "by": by})
        if value is None:
            self.connection.execute(insert(t.counter), {"name": name, "value": by})
            return by
        return value

    def counted(self, name: str) -> int:
        """Where a counter stands."""
        return self.connection.scalar(_COUNTED, {"name_": name}) or 0


_FEED_NUMBERS: Final = select(t.feed.c.name, t.feed.c.number).where(t.feed.c.name.in_(bindparam("names", expanding=True)))
_TOUCH: Final = (
    update(t.story)
    .where(t.story.c.id == bindparam("id_"))
    .values(dirty_at=func.coalesce(t.story.c.dirty_at, bindparam("now", type_=Moment)))
)
_TELL: Final = insert(t.story_event)
_COUNT: Final = (
    update(t.counter)
    .where(t.counter.c.name == bindparam("name_"))
    .values(value=t.counter.c.value + bindparam("by"))
    .returning(t.counter.c.value)
)
_COUNTED: Final = select(t.counter.c.value).where(t.counter.c.name == bindparam("name_"))


def chunks(values: Sequence[T], size: int = CHUNK) -> Iterable[Sequence[T]]:
    """``values`` in pieces of at most ``size``."""
    return (values[at : at + size] for at in range(0, len(values), size))
