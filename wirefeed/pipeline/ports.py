"""What the pipeline needs of the world. Adapters (transports, store, work) satisfy these; the pipeline imports none of them."""

from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from wirefeed.dedup.rules import DedupRules
from wirefeed.model.cluster import Placement, Repair, Ruling
from wirefeed.model.delivery import Delivery, Fault
from wirefeed.model.feed import Agency, Box, Feed, FeedState
from wirefeed.model.ids import ItemKey, ItemRef
from wirefeed.model.item import Item
from wirefeed.model.match import Candidate, Judgement, Known
from wirefeed.model.story import Member, Story
from wirefeed.model.subscription import Subscription
from wirefeed.pipeline.rules import Rules

# --- stops 3 and 4: reading a delivery ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """An item with what clustering needs of it, computed where the text already was in memory (``cluster.encode``)."""

    item: Item
    features: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One delivery, parsed and normalised. ``digests``, ``skipped`` (entries seen before) and ``ttl`` (seconds) as in Parsed."""

    format: str
    items: tuple[Prepared, ...]
    faults: tuple[Fault, ...] = ()
    digests: frozenset[bytes] = frozenset()
    skipped: int = 0
    ttl: float | None = None


class Reader(Protocol):
    """Parses and normalises deliveries under limits (a killable worker process, or this process in tests).

    Raises FormatError: UnknownFormat, Malformed, TooCostly.
    """

    async def read(self, delivery: Delivery, feed: Feed, seen: frozenset[bytes]) -> Reading:
        """Read one delivery, leaving out entries whose digest is in ``seen``."""
        ...

    def close(self) -> None:
        """Stop at once; a delivery that is being read is not read to its end."""
        ...


# --- the store ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchRecord:
    """One poll, for the ``fetches`` view. ``outcome``: changed, not_modified, waiting, failed, refused."""

    feed: str
    at: datetime
    outcome: str
    status: int | None
    items: int
    error: str | None
    seconds: float
    delivery_sha256: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One judged item, ready to be stored. ``features`` as in Prepared."""

    item: Item
    features: bytes
    judgement: Judgement


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """What storing a batch of changes did, by verdict; ``failed`` are the items the database refused, each with its reason."""

    new: int = 0
    revised: int = 0
    repeat: int = 0
    near_duplicate: int = 0
    killed: int = 0
    stale: int = 0
    failed: tuple[tuple[Item, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Placeable:
    """An item for the placement.

    ``number`` is the store's own key. ``story`` says where it was seated before, when a revision brought it back; ``near`` are the
    items it was found to be a copy of, exact or reprint, and those it corrects (item number, containment; 1.0 for the latter).
    """

    number: int
    ref: ItemRef
    agency: str
    published_at: datetime
    features: bytes
    story: str | None = None
    near: tuple[tuple[int, float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadVector:
    """What is known of an item's lead: the store's number of its current version, how long its text is, and what a model made of it.

    ``vector`` is None where it was not read yet, empty where it cannot be.
    """

    version: int
    language: str
    length: int
    vector: bytes | None


class Embedder(Protocol):
    """A model that knows many languages."""

    def embed(self, texts: Sequence[str]) -> tuple[bytes | None, ...]:
        """The vector of each text as 384 halves (16 bits); None for one that cannot be read. Raises nothing."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """One placement to be stored."""

    number: int
    placement: Placement
    story: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryMembers:
    """Everything composing one story needs: its members, oldest first, and the current version (None: never composed)."""

    story: str
    members: tuple[Member, ...]
    previous: Story | None

    @property
    def seats(self) -> frozenset[tuple[ItemRef, bool]]:
        """Every member's version, and whether it was withdrawn: what a composite of it rests on."""
        return frozenset((member.ref, member.withdrawn) for member in self.members)

    def woven(self, made: Story | None, fault: str | None = None, seconds: float = 0.0) -> "Woven":
        """What composing these members came to."""
        version = self.previous.version if self.previous else 0
        return Woven(story=self.story, seats=self.seats, version=version, made=made, fault=fault, seconds=seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Woven:
    """What composing one story came to: ``made`` is its new version, None where nothing changed.

    ``seats`` and ``version`` (0: never composed) are those it was composed from, ``fault`` why it had to be withheld, ``seconds`` it took.
    """

    story: str
    seats: frozenset[tuple[ItemRef, bool]]
    version: int
    made: Story | None
    fault: str | None = None
    seconds: float = field(default=0.0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedPage:
    """An article page still to be fetched, for ``item`` at its current ``version``. ``number`` is the store's own key."""

    number: int
    version: int
    attempts: int
    item: Item


class Unit(Protocol):
    """One transaction: everything asked of it happens, or nothing. Write units serialise (SQLite BEGIN IMMEDIATE)."""

    # feeds and polls
    def sync_feeds(self, feeds: Sequence[Feed]) -> None:
        """Make the feed and agency rows follow the configuration; rows of feeds no longer configured become disabled."""
        ...

    def add_feeds(self, feeds: Sequence[Feed]) -> None:
        """Add feed and agency rows that are missing (imports name agencies no configuration knows); touch no other row."""
        ...

    def feed_states(self) -> Mapping[str, FeedState]:
        """Every feed's state by name, configured ones never polled included."""
        ...

    def save_feed(self, name: str, state: FeedState) -> None:
        """Replace one feed's state, cursor and box included."""
        ...

    def record_fetch(self, record: FetchRecord) -> None:
        """Append one row of the poll history, unless it is there already: the same feed at the same moment."""
        ...

    def items_since(self, feed: str, since: datetime) -> int:
        """How many items the polls of a feed since then brought."""
        ...

    def boxes(self) -> Mapping[str, Box]:
        """How the drops stand, by feed, as their last poll saw them."""
        ...

    # hubs
    def subscriptions(self) -> tuple[Subscription, ...]:
        """Every subscription, by feed."""
        ...

    def save_subscription(self, subscription: Subscription) -> None:
        """Insert or replace one, by its token."""
        ...

    def forget_subscription(self, token: str) -> None:
        """Remove one; nothing where there is none."""
        ...

    # stop 2: the archive
    def keep(self, delivery: Delivery) -> None:
        """Store the bytes under their hash, and the sighting (feed, url, fetched_at). Idempotent."""
        ...

    def keep_all(self, deliveries: Sequence[Delivery]) -> None:
        """``keep`` for many: a few statements for all of them."""
        ...

    def body(self, sha256: str) -> bytes:
        """The bytes under a hash. Raises InputError when there are none."""
        ...

    # stop 5: what the judge needs, and what it decided
    def known(self, feed: str, items: Sequence[Item]) -> tuple[Known, ...]:
        """Items of this feed that share a guid, canonical link or content hash with, or are referred to by, any of ``items``."""
        ...

    def heard(self, feed: str, most: int) -> tuple[tuple[str, str], ...]:
        """(headline, text) of the items a feed brought last, as they stand now; of the few thousand that came last to anybody."""
        ...

    def candidates(self, items: Sequence[Item], since: datetime, rules: DedupRules | None = None) -> tuple[tuple[Candidate, ...], ...]:
        """For each item up to eight stored ones that share most sampled shingles with it, less those that ``rules`` say are not alike."""
        ...

    def apply(self, changes: Sequence[Change], now: datetime) -> Applied:
        """Store judged items, whose deliveries are kept, in one batch (one may refer to an earlier), or one by one if that is refused."""
        ...

    def drop(self, feed: str, delivery_sha256: str | None, faults: Sequence[Fault], now: datetime) -> None:
        """Append faults to the ``dropped`` ledger (the lost ones as drops, the others as warnings)."""
        ...

    def release_embargoes(self, now: datetime) -> int:
        """Free held items whose embargo has passed; they become unplaced. Returns how many."""
        ...

    # article pages
    def owe_pages(self, keys: Sequence[ItemKey], now: datetime) -> None:
        """The pages of these items, as they stand now, are to be fetched, one owed already anew; items not stored are passed over."""
        ...

    def owed_pages(self, feeds: Sequence[str], now: datetime, limit: int) -> tuple[OwedPage, ...]:
        """Pages that are due at ``now``, those of the newest items first; at most ``limit`` of each of ``feeds``."""
        ...

    def is_current(self, owed: OwedPage) -> bool:
        """Whether the item still stands at the version the page was fetched for."""
        ...

    def settle_page(self, owed: OwedPage, delivery_sha256: str | None, now: datetime) -> None:
        """The page is owed no more, unless a later version of the item asked for it meanwhile; which delivery it was, if any came."""
        ...

    def defer_page(self, owed: OwedPage, due_at: datetime, attempts: int, error: str | None) -> None:
        """The page stays owed and is due at ``due_at``."""
        ...

    # stop 6: placing
    def unplaced(self, limit: int) -> tuple[Placeable, ...]:
        """Items (not held, not killed) that have no seat or a changed text, by published_at, then feed and guid."""
        ...

    def seated(self, since: datetime, until: datetime) -> Iterator[tuple[str, Placeable]]:
        """(story, member) for every seated member of every story that has a member published in [since, until]."""
        ...

    def seated_lately(self, count: int) -> Iterator[tuple[str, Placeable]]:
        """(story, member) for every member of every story that holds one of the ``count`` items stored last, whatever their dates."""
        ...

    def seated_items(self, numbers: Sequence[int]) -> Iterator[tuple[str, Placeable]]:
        """(story, member) for those of these items that have a seat."""
        ...

    def seated_in(self, stories: Sequence[str]) -> Iterator[tuple[str, Placeable]]:
        """(story, member) for every seated member of these stories."""
        ...

    def free_story_ids(self, founders: Sequence[ItemKey]) -> Mapping[ItemKey, str]:
        """For each founder the first ``story_id`` (attempt 0, 1, ...) that it may open: never used, or empty but for the founder itself."""
        ...

    def seat_stamp(self) -> int:
        """A number that grows with every change of any seat, whoever makes it: an index in memory is current while it stands still."""
        ...

    def seat(self, seats: Sequence[Seat], now: datetime) -> None:
        """Store placements, mark their stories dirty (and the stories left), append events.

        Raises Conflict when an Open names a story that has other members or leads elsewhere (ask ``free_story_ids``),
        or a Join names a story that does not exist; a Join to an alias is seated where it leads.
        """
        ...

    def repair(self, repairs: Sequence[Repair], now: datetime) -> None:
        """Store merges (with alias rows) and moves as events, mark the stories dirty."""
        ...

    # the same in another language
    def lead_vectors(self, items: Sequence[int]) -> dict[int, LeadVector]:
        """For each of these items what is known of the lead of its current version; those under embargo are missing."""
        ...

    def lead_items(self, versions: Sequence[int]) -> Mapping[int, Item]:
        """Item versions by the store's number."""
        ...

    def save_vectors(self, vectors: Mapping[int, bytes]) -> None:
        """Keep the vectors of item versions (the store's numbers); empty ones for leads that cannot be read."""
        ...

    def give_reasons(self, items: Sequence[int], reasons: Sequence[str]) -> None:
        """Add to the reasons for which these items sit where they do."""
        ...

    # the desk's decisions
    def rulings(self) -> tuple[Ruling, ...]:
        """Every ruling in force, oldest first."""
        ...

    def unite(self, stories: Sequence[str], now: datetime) -> str:
        """Merge stories into the oldest of them, for good; returns its id. Raises InputError."""
        ...

    def divide(self, story: str, items: Collection[ItemKey], now: datetime) -> str:
        """Take items out of a story into one of their own, for good; returns its id. Raises InputError."""
        ...

    def undo(self, story: str, now: datetime) -> tuple[str, str, str]:
        """Take back a story's latest merge or division: (what, story, the other story). Raises InputError when there is none."""
        ...

    # stops 7 and 8: composing
    def dirty(self, limit: int) -> tuple[str, ...]:
        """Ids of stories whose members changed since they were last composed."""
        ...

    def story_members(self, stories: Sequence[str]) -> tuple[StoryMembers, ...]:
        """Members of these stories at their current versions (killed, withheld and corrected ones as withdrawn, held ones left out)."""
        ...

    def still(self, read: Sequence[Woven]) -> frozenset[str]:
        """Ids of those of these stories whose members and version are what they were when they were read."""
        ...

    def save_stories(self, stories: Sequence[Story], now: datetime) -> None:
        """Store new versions of composites with their segments, clear their dirt, advance change_seq once a story.

        Raises ProvenanceError when a segment cites an item version that is not stored or is under embargo,
        Conflict when a version number is taken.
        """
        ...

    def settle(self, stories: Sequence[str]) -> None:
        """Clear the dirt of stories whose composite did not change."""
        ...

    # reading back
    def get_story(self, story: str, version: int | None = None) -> Story:
        """A composite, current or at ``version``. Raises InputError when there is none."""
        ...

    def item_versions(self, refs: Iterable[ItemRef]) -> Mapping[ItemRef, Item]:
        """Stored versions by name; those that are not stored are missing."""
        ...

    # upkeep
    def forget(self, before: datetime, limit: int = 5000) -> int:
        """Drop poll history, and the fingerprints copies are found by of items last seen, before this time; ``limit`` each.

        Returns how many rows went. Items, versions, stories and archived bytes stay.
        """
        ...

    def story_ids(self) -> tuple[str, ...]:
        """Every composed story that was not merged away, oldest first."""
        ...

    def unsound_rows(self) -> list[str]:
        """Rows that contradict one another, in words."""
        ...

    def unsound_bodies(self, told: Callable[[int], None] = ...) -> Iterator[str]:
        """Archived bodies that are not what their hash says, in words; ``told`` hears how many were looked at."""
        ...

    def unsound_items(self, told: Callable[[int], None] = ...) -> Iterator[str]:
        """Item versions whose words are not what their hash says, in words."""
        ...


class Store(Protocol):
    """A database. ``write`` opens a write unit, ``read`` a read-only one; leaving the block commits, an exception rolls back."""

    def write(self) -> AbstractContextManager[Unit]:
        """A unit of work that may write."""
        ...

    def read(self) -> AbstractContextManager[Unit]:
        """A consistent view that does not write."""
        ...

    def unsound(self) -> list[str]:
        """What the database itself finds wrong with what it stored, in words."""
        ...


class Composer(Protocol):
    """Composes many stories beside this process."""

    def is_worth(self, stories: int) -> bool:
        """Whether so many stories are worth sharing out."""
        ...

    def weave(self, batches: Iterable[Sequence[StoryMembers]], rules: Rules, now: datetime) -> Generator[list[Woven], None, None]:
        """Batches of stories composed, in order; a story no worker survives is withheld. Closing it stops the work."""
        ...


Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """The agencies and feeds of one configuration, by key and by name."""

    agencies: Mapping[str, Agency]
    feeds: Mapping[str, Feed]
