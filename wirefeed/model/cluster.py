"""Placement: which story an item belongs to, and the events that change a story's membership."""

from dataclasses import dataclass
from enum import StrEnum

from wirefeed.model.match import Match


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """The item belongs to this cluster."""

    cluster: str
    match: Match


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """The item opens a story of its own; ``nearest`` is the best cluster that was refused, for ``explain``."""

    nearest: str | None = None
    match: Match | None = None


Placement = Join | Open


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """Repair: two clusters are one story. ``old`` leads to ``into`` from now on."""

    old: str
    into: str
    match: Match


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Repair: an item goes to another cluster, or opens its own (``into`` None). ``item`` is the store's item number.

    ``beside`` is the item whose new cluster it goes to, opened in the same repair.
    """

    item: int
    old: str
    into: str | None
    match: Match
    beside: int | None = None


Repair = Merge | Move


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """A desk's decision on items (the store's numbers): ``one`` and ``other`` are of one story, or of two. The machine never undoes it."""

    number: int
    together: bool
    one: frozenset[int]
    other: frozenset[int]


class Relation(StrEnum):
    """What an item is to its story."""

    LEAD = "lead"
    CONTRIBUTING = "contributing"
    DUPLICATE = "duplicate"
    WITHDRAWN = "withdrawn"
