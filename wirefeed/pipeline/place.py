"""Stop 6: seat every item that has no story, then let the repair pass mend what arrived in a bad order. It composes nothing."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import structlog

from wirefeed.cluster import LiveIndex, Rulings, Tellings, Weights, is_live
from wirefeed.cluster.rules import ClusterRules
from wirefeed.model.cluster import Join, Merge, Move, Open, Placement
from wirefeed.model.ids import ItemKey
from wirefeed.model.match import Match
from wirefeed.pipeline.listener import Listener
from wirefeed.pipeline.ports import Placeable, Seat, Store, Unit

log = structlog.get_logger(module=__name__)
BATCH = 500
NEVER = datetime.min.replace(tzinfo=UTC)
REPAIR_ITEMS, REPAIR_AFTER = 200, timedelta(hours=6)
"""Repair after so many items or so long: rarer passes decide on more evidence (docs/decisions)."""
RECENT = 5000
"""How many of the items stored last stay candidates for items without a time of their own."""
SLACK = timedelta(hours=12)
"""How much earlier than asked the live stories reach: an item a little late is no reason to read the week's members once more."""
_WINDOWS = 4
"""At most so many windows are covered when late items come in: what is later is read again when it is needed."""
_RULED = Match(score=1.0, reasons=("seated by the desk",))


@dataclass(slots=True, kw_only=True)
class Seating:
    """The live stories in memory between two placements.

    It is only a copy: read from the store's members when somebody else changed a seat (``stamp``), and where it does not reach far
    enough in time (``since``, ``until``; ``newest`` is how far it ever reached). ``changed`` are stories waiting for repair,
    ``since_repair`` the items seated meanwhile. With a ``listener`` a story may be told in several languages; without one all items are
    in one index.
    """

    rules: ClusterRules
    weights: Weights
    listener: Listener | None = None
    index: LiveIndex | Tellings | None = None
    since: datetime = NEVER
    until: datetime = NEVER
    newest: datetime = NEVER
    stamp: int = -1
    changed: dict[str, None] = field(default_factory=dict)
    since_repair: int = 0
    repaired_at: datetime = NEVER

    @property
    def window(self) -> timedelta:
        """How far apart two members of one story may lie and still find each other."""
        return timedelta(days=self.rules.window)

    def add(self, members: Iterable[tuple[str, Placeable]]) -> None:
        """Take seated items into the index. Live blogs stay out: theirs is a story of its own, and none joins it."""
        if self.index is not None:
            self.index.add_all(
                (story, item.number, item.published_at, item.features, item.agency) for story, item in members if not is_live(item.features)
            )

    def covering(self, unit: Unit, since: datetime, until: datetime) -> LiveIndex | Tellings:
        """The index of all stories alive between ``since`` and ``until``, and of those of the items that came in last.

        The latter are there for items without a time of their own: they belong with what arrives about when they do, which in an
        archive may bear any date.
        """
        index = self.index
        if index is None or self.stamp != unit.seat_stamp():
            index = self.index = (Tellings if self.listener else LiveIndex)(self.rules, self.weights)
            index.rulings = Rulings(unit.rulings())
            self.since, self.until = since - SLACK, until
            self.newest = until
            self.add(unit.seated(self.since, until))
            self.add(_new(index, unit.seated_lately(RECENT)))
        else:
            self._reach(index, unit, since, until)
        return index

    def _reach(self, index: LiveIndex | Tellings, unit: Unit, since: datetime, until: datetime) -> None:
        """Take in what was not covered before, and forget what need not be any more."""
        before, after = self.since, self.until
        if since > after or until < before:
            self.since, self.until = since - SLACK, until
            self.add(_new(index, unit.seated(self.since, until)))
        else:
            self.since = before if before <= since <= before + 2 * SLACK else since - SLACK
            self.until = max(until, min(after, self.since + _WINDOWS * self.window))
            if self.since < before:
                self.add(_new(index, unit.seated(self.since, before)))
            if after < min(self.until, self.newest):
                self.add(_new(index, unit.seated(after, self.until)))
        if self.since > before or self.until < after:
            index.expire(self.since, self.until, RECENT)
        self.newest = max(self.newest, self.until)


def _new(index: LiveIndex | Tellings, members: Iterable[tuple[str, Placeable]]) -> Iterable[tuple[str, Placeable]]:
    """Those of the members that the index does not hold yet."""
    return ((story, item) for story, item in members if item.number not in index)


def _done() -> None:
    """Nothing follows a batch."""


def place(
    store: Store, seating: Seating, now: datetime, enough: Callable[[], bool] = lambda: False, after: Callable[[], object] = _done
) -> int:
    """Seat all unplaced items in the order of their publication; return how many. Restarts from the store alone at any point.

    ``after`` is called when a batch is stored, no transaction open.
    Where the store fails, the index in memory may hold seats that were never stored: it is made anew.
    """
    try:
        return _place(store, seating, now, enough, after)
    except BaseException:
        seating.index = None
        raise


def _place(store: Store, seating: Seating, now: datetime, enough: Callable[[], bool], after: Callable[[], object]) -> int:
    seated = 0
    while not enough():
        with store.write() as unit:
            batch = _stretch(unit.unplaced(BATCH), seating.window)
            if not batch:
                break
            index = seating.covering(unit, batch[0].published_at - seating.window, batch[-1].published_at + seating.window)
            ids = unit.free_story_ids([item.ref.key for item in batch])
            index.expect((item.features, item.published_at) for item in batch if not is_live(item.features))
            seats = [_seat(index, item, ids) for item in batch]
            unit.seat(seats, now)
            _note(seating, unit, seats)
            # The last batch is repaired in its own transaction: where the answer to its COMMIT is lost, nothing is left to be done.
            if len(batch) < BATCH or _repair_due(seating, batch[-1].published_at):
                _repair(seating, unit, batch[-1].published_at, now)
        seated += len(batch)
        after()
    if seated:
        if seating.changed:  # a last batch that was full, or what was heard after it
            with store.write() as unit:
                _repair(seating, unit, seating.until, now)
        log.info("place", items=seated)
    return seated


def _stretch(items: Sequence[Placeable], window: timedelta) -> tuple[Placeable, ...]:
    """The first items without a gap longer than the window: an archive of years is placed a stretch at a time."""
    for at, (left, right) in enumerate(pairwise(items), 1):
        if right.published_at - left.published_at > window:
            return tuple(items[:at])
    return tuple(items)


def _seat(index: LiveIndex | Tellings, item: Placeable, ids: Mapping[ItemKey, str]) -> Seat:
    """Decide one item's seat and put it there in the index; a live blog is a story of its own and never a candidate for others."""
    if is_live(item.features):
        return Seat(number=item.number, placement=Open(), story=ids[item.ref.key])
    if item.story and item.number in index.rulings.pinned:
        index.add(item.story, item.number, item.published_at, item.features, item.agency)
        return Seat(number=item.number, placement=Join(cluster=item.story, match=_RULED), story=item.story)
    before = item.story if item.number in index else None
    index.remove(item.number)
    placement = index.place(item.features, item.published_at, item.near, item.agency)
    story = placement.cluster if isinstance(placement, Join) else ids[item.ref.key]
    if before is not None and isinstance(placement, Open) and story != before:
        story, placement = before, _stay(before, placement)
    index.add(story, item.number, item.published_at, item.features, item.agency)
    return Seat(number=item.number, placement=placement, story=story)


def _stay(story: str, placement: Open) -> Placement:
    """A revision that fits no other story keeps the one it had: a story's members change on evidence only."""
    score = placement.match.score if placement.match else 0.0
    return Join(cluster=story, match=Match(score=score, reasons=("revised; fits no other story better",)))


def _note(seating: Seating, unit: Unit, seats: Sequence[Seat]) -> None:
    seating.stamp = unit.seat_stamp()
    seating.since_repair += len(seats)
    seating.changed.update((seat.story, None) for seat in seats)


def _repair_due(seating: Seating, at: datetime) -> bool:
    if seating.repaired_at is NEVER:
        seating.repaired_at = at
    return seating.since_repair >= REPAIR_ITEMS or at - seating.repaired_at >= REPAIR_AFTER


def _repair(seating: Seating, unit: Unit, at: datetime, now: datetime) -> None:
    if seating.index is None or not seating.changed:
        return
    repairs = seating.index.repairs(tuple(seating.changed), at)
    seating.changed, seating.since_repair, seating.repaired_at = {}, 0, at
    if repairs:
        unit.repair(repairs, now)
        seating.add(unit.seated_items([repair.item for repair in repairs if isinstance(repair, Move) and repair.into is None]))
        seating.stamp = unit.seat_stamp()
        log.info("repair", merged=sum(isinstance(repair, Merge) for repair in repairs), repairs=len(repairs))
