"""Storing judged items: a batch in about a dozen statements; when the database refuses it, one by one. Nothing is judged here."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, case, delete, or_, update
from sqlalchemy.exc import SQLAlchemyError

from wirefeed.errors import Conflict, InputError, StoreUnavailable
from wirefeed.model.ids import ItemKey, ItemRef
from wirefeed.model.item import Item
from wirefeed.model.match import Kill, NearDuplicate, New, Repeat, Revision, Stale, Verdict
from wirefeed.pipeline.ports import Applied, Change
from wirefeed.store import tables as t
from wirefeed.store.archive import Archive
from wirefeed.store.dialect import Moment, first_line, insert_many, replacing
from wirefeed.store.ledger import Ledger
from wirefeed.store.near import FORGET
from wirefeed.store.plan import Plan
from wirefeed.store.standing import Standings

REFUSALS: Final = (SQLAlchemyError, Conflict, InputError, ValueError, OverflowError)
"""What one bad item can raise: a constraint, a missing feed or delivery, a NUL or a lone surrogate, a number too large."""


class Changes(Archive, Ledger, Standings):
    """The part of a unit that stores judged items."""

    def apply(self, changes: Sequence[Change], now: datetime) -> Applied:
        """Store judged items in one batch; when the database refuses the batch, one by one, each in a savepoint.

        Raises StoreUnavailable when it is not the items' fault.
        """
        if not changes:
            return Applied()
        savepoint = self.connection.begin_nested()
        try:
            applied = self._apply(changes, now)
        except REFUSALS as error:
            why = self._why(error)  # before the rollback: on a full disk SQLite has ended the transaction, savepoints and all
            savepoint.rollback()
        else:
            savepoint.commit()
            return applied
        if len(changes) == 1:
            return Applied(failed=((changes[0].item, why),))
        return _sum([self.apply((change,), now) for change in changes])

    def _apply(self, changes: Sequence[Change], now: datetime) -> Applied:
        plan = self._prepare(changes, now)
        for change in changes:
            plan.add(change)
        self._store(plan, now)
        return plan.applied()

    def _prepare(self, changes: Sequence[Change], now: datetime) -> Plan:
        items = [change.item for change in changes]
        standings = self.standings(_named(changes))
        missing = len({item.key for item in items} - standings.keys())
        targets = [standings[ref.key].number for change in changes for ref in _killed(change) if ref.key in standings]
        return Plan(
            standings,
            numbers=iter(self.backend.reserve(self.connection, t.item, missing) if missing else ()),
            feeds=self.feed_numbers(item.feed for item in items),
            deliveries=self.delivery_numbers([item.delivery_sha256 for item in items]),
            bodies=self.bodies(targets),
            now=now,
        )

    def _store(self, plan: Plan, now: datetime) -> None:
        insert_many(self.connection, t.item, plan.fresh())
        insert_many(self.connection, t.item_version, plan.versions)
        self.run(_HEAD, plan.moved())
        self.backend.post(self.connection, "item_key", sorted(plan.keys))
        self.run(FORGET, plan.forgotten())
        self.backend.post(self.connection, "fingerprint", plan.fingerprints())
        self.run(_UNPAIR, [{"item_": number} for number in plan.unpaired])
        self.run(replacing(self.backend, t.near_duplicate, "kind", "containment", "reasons"), list(plan.pairs.values()))
        self.touch(plan.touched, now)
        self.run(_LATEST, [{"id_": story, "at": at} for story, at in plan.touched.items()])
        self.tell(plan.events, now)
        for item, fault in plan.stale:
            self.drop(item.feed, item.delivery_sha256, (fault,), now)

    def _why(self, error: BaseException) -> str:
        """Why the database refused, for the ledger. Raises the error again when no item is to blame."""
        if isinstance(error, SQLAlchemyError) and isinstance(self.backend.translate(error), StoreUnavailable):
            raise error
        return first_line(error)


_HEAD: Final = update(t.item).where(t.item.c.number == bindparam("number_"))  # sets the columns of Standing.update_row
_UNPAIR: Final = delete(t.near_duplicate).where(
    or_(t.near_duplicate.c.later == bindparam("item_"), t.near_duplicate.c.earlier == bindparam("item_"))
)
_AT: Final = bindparam("at", type_=Moment)
_LATEST: Final = (
    update(t.story)
    .where(t.story.c.id == bindparam("id_"))
    .values(latest_item_at=case((t.story.c.latest_item_at < _AT, _AT), else_=t.story.c.latest_item_at))
)


def _named(changes: Sequence[Change]) -> dict[ItemKey, None]:
    """Every item the changes are about, in order."""
    named: dict[ItemKey, None] = {}
    for change in changes:
        named[change.item.key] = None
        named.update((ref.key, None) for ref in _referred(change.judgement.verdict))
        named.update((near.of.key, None) for near in change.judgement.near)
        named.update((ref.key, None) for ref in change.judgement.corrects)
    return named


def _referred(verdict: Verdict) -> tuple[ItemRef, ...]:
    match verdict:
        case New():
            return ()
        case Kill(of=refs):
            return refs
        case Revision(of=ref) | Repeat(of=ref) | NearDuplicate(of=ref) | Stale(newer=ref):
            return (ref,)


def _killed(change: Change) -> tuple[ItemRef, ...]:
    verdict = change.judgement.verdict
    return verdict.of if isinstance(verdict, Kill) else ()


def _sum(parts: Sequence[Applied]) -> Applied:
    failed: list[tuple[Item, str]] = [one for part in parts for one in part.failed]
    names = ("new", "revised", "repeat", "near_duplicate", "killed", "stale")
    return Applied(**{name: sum(getattr(part, name) for part in parts) for name in names}, failed=tuple(failed))
