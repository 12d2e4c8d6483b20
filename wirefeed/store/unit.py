"""One unit of work: every noun's part over one open transaction. It adds nothing of its own."""

from wirefeed.store.changes import Changes
from wirefeed.store.figures import Figures
from wirefeed.store.pages import Pages
from wirefeed.store.read import Catalogue
from wirefeed.store.rulings import DeskRulings
from wirefeed.store.soundness import Soundness
from wirefeed.store.subscriptions import Subscriptions
from wirefeed.store.upkeep import Upkeep
from wirefeed.store.vectors import Vectors


class SqlUnit(Changes, Pages, Upkeep, DeskRulings, Catalogue, Soundness, Figures, Subscriptions, Vectors):
    """Satisfies ``pipeline.ports.Unit``, and ``read`` for the desk."""
