"""One unit of work: every noun's part over one open transaction. It adds nothing of its own."""

from wirefeed.store.changes import Changes
from wirefeed.store.read import Catalogue
from wirefeed.store.seats import Seats
from wirefeed.store.upkeep import Upkeep


class SqlUnit(Changes, Upkeep, Seats, Catalogue):
    """Satisfies ``pipeline.ports.Unit``, and ``read`` for the desk."""
