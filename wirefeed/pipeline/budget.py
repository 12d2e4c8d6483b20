"""How many new items a feed may bring within an hour: a flood stays within its feed. Changes count, but are never held up.

What is beyond the budget is not stored, and the feed is read again without validators: the item comes in as soon as the hour allows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from wirefeed.model.delivery import Fault, FaultKind
from wirefeed.model.feed import Feed
from wirefeed.pipeline.ports import Prepared, Unit

HOUR = timedelta(hours=1)


@dataclass(slots=True, kw_only=True)
class Budget:
    """What is left of one feed's budget; ``room`` None: there is no limit, or none that this poll could pass."""

    feed: Feed
    room: int | None

    @classmethod
    def of(cls, unit: Unit, feed: Feed, arriving: int, now: datetime) -> Self:
        """The budget of a feed at this moment; what the last hour brought is counted only where so many items could pass it."""
        polls_an_hour = max(1.0, HOUR.total_seconds() / feed.interval_min)
        if not feed.hourly_items or arriving * polls_an_hour <= feed.hourly_items:
            return cls(feed=feed, room=None)
        return cls(feed=feed, room=max(0, feed.hourly_items - unit.items_since(feed.name, now - HOUR)))

    def admit(self, unit: Unit, items: Sequence[Prepared]) -> tuple[Sequence[Prepared], int]:
        """The items that may come in, in the document's order, and how many new ones have to wait."""
        if self.room is None or len(items) <= self.room:
            self.room = None if self.room is None else self.room - len(items)
            return items, 0
        known = {one.ref.guid for one in unit.known(self.feed.name, [one.item for one in items])}
        admitted = []
        for one in items:
            is_new = one.item.guid not in known
            if is_new and not self.room:
                continue
            self.room -= is_new
            admitted.append(one)
        return admitted, len(items) - len(admitted)

    def faults(self, waiting: int) -> tuple[Fault, ...]:
        """The row of the ledger that says so."""
        message = f"new items beyond the budget of {self.feed.hourly_items} an hour wait for a later poll"
        return (Fault(kind=FaultKind.FLOOD, where="document", message=message),) if waiting else ()
