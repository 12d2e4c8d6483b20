"""Verdicts: what an arriving item is in the light of what is known, each with reasons a desk editor can read."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from wirefeed.model.ids import ItemKey, ItemRef
from wirefeed.model.item import Kind, PubStatus


class Copy(StrEnum):
    """How much of one text stands in another: all of it, most of it, some of it."""

    EXACT = "exact"
    REPRINT = "reprint"
    PARTIAL = "partial"


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A scored comparison of an item with another item or a cluster. ``score`` in [0, 1] or a logit, as ``reasons`` say."""

    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A stored item of the *same feed*, as the judge needs it: its current version and the keys it was found by.

    ``ref`` carries the item's own guid, also where another guid led here. ``matched`` are the keys ``(kind, hash)`` asked for
    (``dedup.keys.asked``) that led here. ``hashes`` are the content hashes of all its versions, newest last. ``dated`` as in Item.
    ``updated_at`` of a version that withdraws the item is the time of the withdrawal. ``stale_since`` is when the feed began to show
    an earlier version again, None once it has shown the current one.
    """

    ref: ItemRef
    matched: frozenset[tuple[str, str]]
    content_hash: str
    hashes: tuple[str, ...]
    pubstatus: PubStatus
    kind: Kind
    headline: str
    text: str
    url_key: str | None
    published_at: datetime
    updated_at: datetime | None
    received_at: datetime
    source_version: str | None
    dated: bool = True
    stale_since: datetime | None = None

    @property
    def key(self) -> ItemKey:
        """The known item's name."""
        return self.ref.key


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A stored item of *any* feed that shares sampled shingles with the arriving one; ``shared`` counts them."""

    ref: ItemRef
    agency: str
    headline: str
    text: str
    published_at: datetime
    shingles: tuple[int, ...]
    shared: int
    content_hash: str
    pubstatus: PubStatus = PubStatus.USABLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """One near-duplicate pair: ``containment`` is the share of the shorter text's shingles that stand in the longer."""

    of: ItemRef
    copy: Copy
    containment: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class New:
    """Nothing known is this item."""

    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A later version of a known item of the same feed (an update, a write-through, a correction, a hold or release)."""

    of: ItemRef
    kind: Kind
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat:
    """The same as the known item's current version (or a version it already had): nothing to store but the sighting."""

    of: ItemRef
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stale:
    """An older version of a known item, arriving late: the newer one stays."""

    newer: ItemRef
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kill:
    """Withdraws known items of the same feed. ``of`` may be empty: the killed item was never seen.

    An arriving item that is no notice (neither a kill nor canceled by its own word) is a version of the one item in ``of``, and arrives
    withdrawn: its notice came first. A notice is a version of an item in ``of`` where it bears its guid, else an item of its own.
    """

    of: tuple[ItemRef, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NearDuplicate:
    """A new item whose text is, mostly, another item's: stored, placed with it, and not an independent voice."""

    of: ItemRef
    match: Match
    reasons: tuple[str, ...]


Verdict = New | Revision | Repeat | Stale | Kill | NearDuplicate


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """The verdict on one item and every near-duplicate pair found on the way (partial ones included).

    ``corrects`` are items of the same feed that a correction filed under a guid of its own puts right: theirs is the wrong text.
    """

    verdict: Verdict
    near: tuple[Near, ...] = ()
    corrects: tuple[ItemRef, ...] = ()
