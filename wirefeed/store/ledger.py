"""The ledger of what was set aside: nothing disappears without a row. What is set aside is decided elsewhere."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import case

from wirefeed.model.delivery import Fault
from wirefeed.store import tables as t
from wirefeed.store.dialect import Upsert
from wirefeed.store.rows import short_hash, storable
from wirefeed.store.session import Session

LONGEST: Final = 500
"""Characters of a place or a message that are kept: both may quote a feed."""


class Ledger(Session):
    """The part of a unit that keeps the ledger."""

    def drop(self, feed: str, delivery_sha256: str | None, faults: Sequence[Fault], now: datetime) -> None:
        """Append faults; one that comes again with every poll is counted in its row, once a poll. Raises InputError for an unknown feed."""
        rows = []
        for fault in faults:
            where, message = storable(fault.where, LONGEST), storable(fault.message, LONGEST)
            rows.append(
                {
                    "hash": short_hash(feed, fault.kind.value, where, message, str(fault.lost)),
                    "feed": self.feed_number(feed),
                    "delivery_sha256": delivery_sha256,
                    "kind": fault.kind.value,
                    "location": where,
                    "message": message,
                    "lost": fault.lost,
                    "first_at": now,
                    "last_at": now,
                }
            )
        self.run(self._again(), rows)

    def _again(self) -> Upsert:
        into = self.backend.upsert(t.set_aside)
        return into.on_conflict_do_update(
            index_elements=[t.set_aside.c.hash],
            set_={
                "times": t.set_aside.c.times + case((t.set_aside.c.last_at == into.excluded.last_at, 0), else_=1),
                "last_at": into.excluded.last_at,
                "delivery_sha256": into.excluded.delivery_sha256,
            },
        )
