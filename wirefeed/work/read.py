"""Stops 3 and 4 for one delivery: parse, normalise, encode. What a parse worker runs; it sets no limits itself."""

from collections.abc import Callable
from time import monotonic
from typing import Final

from wirefeed.cluster import encode
from wirefeed.formats import parse
from wirefeed.model.delivery import Delivery, Entry, Fault, FaultKind
from wirefeed.model.feed import Feed
from wirefeed.model.item import Item
from wirefeed.pipeline.ports import Prepared, Reading
from wirefeed.text.completing import complete
from wirefeed.text.normalise import normalise

PATIENCE: Final = 4.0
"""Seconds after which what is left of a delivery waits for the next pass: well within the limits of a worker."""


def read(delivery: Delivery, feed: Feed, seen: frozenset[bytes], clock: Callable[[], float] = monotonic) -> Reading:
    """Read one delivery, leaving out entries whose digest is in ``seen``. Raises FormatError; a bad entry is a fault.

    Entries that time does not suffice for are left for a later pass. Where an entry failed in a way nobody thought of, none of the
    delivery counts as seen: once that is mended, all are read again.
    """
    enough = clock() + PATIENCE
    parsed = parse(delivery, seen, feed.page if delivery.page else None)
    sha256 = delivery.sha256
    digests, items, faults = parsed.digests, list[Prepared](), list(parsed.faults)
    for i, entry in enumerate(parsed.entries):
        if i and parsed.marks and clock() > enough:
            digests -= frozenset(parsed.marks[i:])
            faults.append(_left(len(parsed.entries) - i))
            break
        try:
            outcome = _normalise(entry, delivery, feed, sha256)
            if isinstance(outcome, Item):
                items.append(Prepared(item=outcome, features=encode(outcome)))
            else:
                faults.append(outcome)
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever one hostile entry brings about must not cost the others
            digests &= seen
            faults.append(_lost(entry, error))
    return Reading(format=parsed.format, items=tuple(items), faults=tuple(faults), digests=digests, skipped=parsed.skipped, ttl=parsed.ttl)


def _normalise(entry: Entry, delivery: Delivery, feed: Feed, sha256: str) -> Item | Fault:
    """An entry as an item; that of a page completes the item it is the page of."""
    if delivery.page_of is None:
        return normalise(entry, feed, delivery.fetched_at, sha256)
    completed = complete(delivery.page_of, entry)
    return completed if isinstance(completed, Fault) else normalise(completed, feed, delivery.page_of.received_at, sha256)


def _left(count: int) -> Fault:
    message = f"{count} entries are left for the next pass: this one took its time"
    return Fault(kind=FaultKind.TOO_MANY, where="document", message=message)


def _lost(entry: Entry, error: Exception) -> Fault:
    where = (entry.guid or entry.url or entry.headline or "entry")[:200]
    return Fault(kind=FaultKind.BAD_ENTRY, where=where, message=f"{type(error).__name__}: {error}"[:500], lost=True)
