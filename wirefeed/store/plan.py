"""What a batch of judged items comes to in rows. It plans in memory, change by change, and runs no statement.

==============  ====================================================================================================
verdict         what is planned
==============  ====================================================================================================
New             item, version 1, keys, fingerprints, pairs; unplaced unless held or withdrawn
NearDuplicate   the same, and the pair it was found by
Revision        version n + 1 of the item it revises, new keys and fingerprints; its story is dirty; unplaced again
                when the text has little in common with the one it was placed by
Repeat          last seen, and any new guid or link as a key
Stale           a row in the ledger, last seen, keys; since when the feed has shown an earlier version
Kill            of every item it names a version with pubstatus canceled (the text as it was); the notice itself as a
                canceled item that is never placed; stories of both dirty;
                what had no story yet is placed. A report that comes after its notice is stored
                as a canceled version
==============  ====================================================================================================

A correction under a guid of its own marks what it corrects: withdrawn in its story until it gets a further version.
An item under embargo gets its version, but is not shown: no story, view or event knows of that version until it is released.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final, assert_never

from wirefeed.dedup.keys import is_notice, keys
from wirefeed.errors import Conflict
from wirefeed.model.delivery import Fault, FaultKind
from wirefeed.model.ids import ItemKey, ItemRef
from wirefeed.model.item import Item, Kind, PubStatus
from wirefeed.model.match import Copy, Kill, Near, NearDuplicate, New, Repeat, Revision, Stale
from wirefeed.pipeline.ports import Applied, Change
from wirefeed.store.near import fingerprints
from wirefeed.store.rows import Values, key_number, pack_numbers, pack_words, ref_row, unpack_numbers, version_row
from wirefeed.store.standing import Standing, open_standing

SAME_TEXT: Final = 0.5
"""A revision that keeps less than this share of the longer text's shingles tells of so much else that it is placed anew."""

Bodies = Mapping[int, tuple[Item, bytes]]


class Plan:
    """The rows a batch comes to, in the order the changes were given."""

    def __init__(
        self,
        standings: dict[ItemKey, Standing],
        *,
        numbers: Iterator[int],
        feeds: Mapping[str, int],
        deliveries: Mapping[str, int],
        bodies: Bodies,
        now: datetime,
    ) -> None:
        self.standings = standings
        self.counts: dict[str, Any] = {}
        self.versions: list[Values] = []
        self.keys: set[tuple[int, int]] = set()
        self.pairs: dict[tuple[int, int], Values] = {}
        self.unpaired: dict[int, None] = {}
        self.touched: dict[str, datetime] = {}
        self.events: list[tuple[str, str, object]] = []
        self.stale: list[tuple[Item, Fault]] = []
        self._numbers = numbers
        self._feeds = feeds
        self._deliveries = deliveries
        self._bodies = dict(bodies)
        self._now = now

    def add(self, change: Change) -> None:
        """Plan one change. Raises Conflict when it refers to what is not stored, ValueError when it cannot be stored."""
        item, verdict = change.item, change.judgement.verdict
        match verdict:
            case New() | NearDuplicate():
                self._count(self._arrive(change))
            case Revision(of=of, kind=kind):
                standing = self._standing(of)
                again = standing.version > of.version and standing.is_newest(replace(item, kind=kind))
                self._count(self._sight(standing, item) if again else self._revise(standing, change, kind, verdict.reasons))
            case Repeat(of=of):
                self._count(self._sight(self._standing(of), item))
            case Stale(newer=of, reasons=reasons):
                self._count(self._set_aside(self._standing(of), item, reasons))
            case Kill(of=of, reasons=reasons):
                self._count(self._kill(change, of, reasons))
            case _:
                assert_never(verdict)

    def applied(self) -> Applied:
        """The counts by verdict."""
        return Applied(**self.counts)

    def fresh(self) -> list[Values]:
        """Rows of items that are new."""
        return [standing.insert_row() for standing in self.standings.values() if standing.fresh]

    def moved(self) -> list[Values]:
        """New heads of items that were there."""
        return [standing.update_row() for standing in self.standings.values() if standing.moved and not standing.fresh]

    def forgotten(self) -> list[Values]:
        """Fingerprints that no longer hold."""
        changed = (one for one in self.standings.values() if not one.fresh and one.stored != one.shingles)
        rows = (row for one in changed for row in fingerprints(one.number, unpack_numbers(one.stored)))
        return [{"hash_": hashed, "item_": item} for hashed, item in rows]

    def fingerprints(self) -> list[tuple[int, int]]:
        """Fingerprints (hash, item) to be indexed, in the order of the index: neighbouring rows share a page."""
        changed = (one for one in self.standings.values() if one.fresh or one.stored != one.shingles)
        return sorted(row for one in changed for row in fingerprints(one.number, unpack_numbers(one.shingles)))

    # --- one verdict each

    def _arrive(self, change: Change) -> str:
        standing = self.standings.get(change.item.key)
        if standing is not None:
            if standing.is_newest(change.item):
                return self._sight(standing, change.item)
            return self._revise(standing, change, change.item.kind, ("its guid is known",))
        standing = self._open(change.item)
        self._write(standing, change.item, change.features)
        self._pair(standing, _with_verdict(change))
        for ref in change.judgement.corrects:
            self._correct(self._standing(ref), standing)
        return "new" if isinstance(change.judgement.verdict, New) else "near_duplicate"

    def _correct(self, wrong: Standing, right: Standing) -> None:
        wrong.corrected_by, wrong.moved = right.number, True
        self._tell(wrong, "corrected", (f"put right by {right.key.guid[:200]}",))

    def _revise(self, standing: Standing, change: Change, kind: Kind, reasons: tuple[str, ...]) -> str:
        before = standing.shingles
        item = replace(change.item, kind=kind)
        self._write(standing, item, change.features)
        if standing.shingles != before:
            self._unpair(standing.number)
        self._pair(standing, change.judgement.near)
        if standing.shown == standing.version:
            standing.unplaced = _placeable(standing) and (
                standing.unplaced or standing.story is None or _moved_on(before, standing.shingles)
            )
            self._tell(standing, "corrected" if kind is Kind.CORRECTION else "revised", reasons)
        return "revised"

    def _sight(self, standing: Standing, item: Item) -> str:
        self._seen(standing, item)
        if item.content_hash == standing.content_hash:
            standing.stale_since = None
        return "repeat"

    def _set_aside(self, standing: Standing, item: Item, reasons: tuple[str, ...]) -> str:
        self._seen(standing, item)
        standing.stale_since = standing.stale_since or item.received_at
        self.stale.append((item, Fault(kind=FaultKind.STALE, where=item.guid, message="; ".join(reasons), lost=True)))
        return "stale"

    def _kill(self, change: Change, of: Sequence[ItemRef], reasons: tuple[str, ...]) -> str:
        item = change.item
        if is_notice(item):
            killed = [self._withdraw(self._standing(ref), item, reasons) for ref in of if ref.key != item.key]
            own = self.standings.get(item.key)
        else:
            killed, own = [], self.standings.get(of[0].key if of else item.key)
        if own is not None and own.status is PubStatus.CANCELED and own.content_hash == item.content_hash:
            self._seen(own, item)
            return "killed" if any(killed) else "repeat"
        # A report withdrawn before it was placed is placed all the same, by the words it had: whenever the kill came, its story
        # comes out canceled.
        features = self._bodies[own.number][1] if own is not None and own.number in self._bodies else change.features
        own = own or self._open(item)
        self._write(own, replace(item, pubstatus=PubStatus.CANCELED), features)
        self._tell(own, "withdrawn", reasons)
        return "killed"

    def _withdraw(self, standing: Standing, notice: Item, reasons: tuple[str, ...]) -> bool:
        if standing.status is PubStatus.CANCELED:
            return False
        item, features = self._bodies[standing.number]
        at = notice.updated_at or notice.published_at
        last = replace(
            item, pubstatus=PubStatus.CANCELED, updated_at=at, received_at=notice.received_at, delivery_sha256=notice.delivery_sha256
        )
        self._write(standing, last, features)
        self._tell(standing, "withdrawn", reasons)
        return True

    # --- the rows

    def _standing(self, ref: ItemRef) -> Standing:
        standing = self.standings.get(ref.key)
        if standing is None:
            raise Conflict(f"the verdict refers to {ref.guid[:200]!r} of feed {ref.feed!r}, which is not stored")
        return standing

    def _open(self, item: Item) -> Standing:
        feed = self._feeds.get(item.feed)
        if feed is None:
            raise Conflict(f"feed {item.feed!r} is not stored")
        standing = open_standing(next(self._numbers), feed, item)
        self.standings[item.key] = standing
        return standing

    def _write(self, standing: Standing, item: Item, features: bytes) -> None:
        """One more version of an item, and what it is found by."""
        delivery = self._deliveries.get(item.delivery_sha256)
        if delivery is None:
            raise Conflict(f"delivery {item.delivery_sha256} was not kept before its items")
        held = item.embargoed_at(self._now)
        row = version_row(item)
        row.update(item=standing.number, version=standing.version + 1, held=held, delivery=delivery, features=features)
        self.versions.append(row)
        standing.version += 1
        standing.status, standing.kind, standing.source_version = item.pubstatus, item.kind.value, item.source_version
        standing.content_hash, standing.shingles = item.content_hash, pack_numbers(item.shingles)
        standing.fingerprinted = True
        standing.stale_since = standing.corrected_by = None
        if held:
            if standing.shown is None:
                standing.published_at = item.published_at
        else:
            standing.shown, standing.shown_status, standing.published_at = standing.version, item.pubstatus, item.published_at
            standing.unplaced = standing.unplaced or (standing.story is None and _placeable(standing))
        if not held or standing.shown is None:
            self._bodies[standing.number] = (item, features)
        self._seen(standing, item)

    def _seen(self, standing: Standing, item: Item) -> None:
        standing.last_seen_at = max(standing.last_seen_at, item.received_at)
        standing.moved = True
        feed = standing.key.feed
        self.keys.update((key_number(feed, *key), standing.number) for key in keys(item))

    def _pair(self, standing: Standing, near: Iterable[Near]) -> None:
        for one in near:
            other = self.standings.get(one.of.key)
            if other is None or other is standing:  # the other may have been refused: no reason to lose this one as well
                continue
            later, earlier = max(other.number, standing.number), min(other.number, standing.number)
            self.pairs[later, earlier] = {
                "later": later,
                "earlier": earlier,
                "kind": one.copy.value,
                "containment": one.containment,
                "reasons": pack_words(one.reasons),
            }

    def _unpair(self, number: int) -> None:
        """Pairs found by an earlier text hold no longer; those that still do are found again."""
        self.unpaired[number] = None
        self.pairs = {pair: row for pair, row in self.pairs.items() if number not in pair}

    def _tell(self, standing: Standing, kind: str, reasons: tuple[str, ...]) -> None:
        """A seated item has a new text that is shown: its story is to be composed again."""
        if standing.story is None or standing.shown != standing.version:
            return
        at = self.touched.get(standing.story, standing.published_at)
        self.touched[standing.story] = max(at, standing.published_at)
        ref = ItemRef(feed=standing.key.feed, guid=standing.key.guid, version=standing.version)
        self.events.append((standing.story, kind, {"item": ref_row(ref), "reasons": reasons}))

    def _count(self, what: str) -> None:
        self.counts[what] = self.counts.get(what, 0) + 1


def _placeable(standing: Standing) -> bool:
    return standing.shown is not None and standing.shown_status is not PubStatus.CANCELED


def _moved_on(before: bytes, after: bytes) -> bool:
    """Whether a text has so little in common with the one before that it must be placed anew. Two texts without shingles have not."""
    if before == after:
        return False
    old, new = frozenset(unpack_numbers(before)), frozenset(unpack_numbers(after))
    return len(old & new) < SAME_TEXT * max(len(old), len(new))


def _with_verdict(change: Change) -> tuple[Near, ...]:
    """The pairs found, that of the verdict among them."""
    verdict, near = change.judgement.verdict, change.judgement.near
    if not isinstance(verdict, NearDuplicate) or any(one.of.key == verdict.of.key for one in near):
        return near
    containment = min(max(verdict.match.score, 0.0), 1.0)
    return (*near, Near(of=verdict.of, copy=Copy.REPRINT, containment=containment, reasons=verdict.reasons))
