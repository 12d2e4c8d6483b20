"""Stops 2, 5 and 8 for one poll: archive the bytes, judge the items, store both and the cursor in one transaction.

It does not fetch or parse.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import unquote

from wirefeed.cluster import encode
from wirefeed.dedup.document import judge_document, reading_order
from wirefeed.dedup.rules import DedupRules
from wirefeed.errors import FormatError
from wirefeed.model.delivery import Delivery, Fault, FaultKind, Fetched, refuse
from wirefeed.model.feed import Cursor, Feed, FeedState, FullText
from wirefeed.model.ids import ItemKey
from wirefeed.model.match import NearDuplicate, New, Revision
from wirefeed.pipeline import pace
from wirefeed.pipeline.budget import Budget
from wirefeed.pipeline.ports import Applied, Change, FetchRecord, Prepared, Reading, Store, Unit
from wirefeed.text.habits import HEARD, habits, own, speaks_so
from wirefeed.text.shingles import fingerprint

MOST_TROUBLES: Final = 3
"""How many of what was wrong with a poll are told one by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What one poll brought, or a hub ``pushed``: the answer, the deliveries that could be read and those that could not."""

    fetched: Fetched
    readings: tuple[tuple[Delivery, Reading], ...]
    unread: tuple[tuple[Delivery, FormatError], ...] = ()
    pushed: bool = False

    @property
    def troubles(self) -> str | None:
        """What was wrong with it, in one line; None where nothing was. Of a drop the files are named, of very many the first."""
        told = [*(_trouble(delivery, error) for delivery, error in self.unread), *self.fetched.problems]
        more = [f"and {len(told) - MOST_TROUBLES} more: `dropped` has them"] if len(told) > MOST_TROUBLES else []
        return "; ".join((*told[:MOST_TROUBLES], *more)) or None


def _trouble(delivery: Delivery, error: FormatError) -> str:
    is_file = delivery.url.startswith(("file:", "sftp:"))
    return f"{unquote(delivery.url.rpartition('/')[2])}: {error}" if is_file else str(error)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What became of an intake, and the feed's state from now on."""

    applied: Applied
    state: FeedState


def ingest(
    store: Store, feed: Feed, state: FeedState, intake: Intake, *, rules: DedupRules, now: datetime, jitter: float, seconds: float
) -> Stored:
    """Store one poll whole or not at all: bytes, items, faults, validators and history share a transaction."""
    applied, waiting = Applied(), 0
    lagging = is_older(intake.fetched.cursor.last_modified, state.cursor.last_modified)
    owing = feed.full_text is FullText.PAGE
    with store.write() as unit:
        budget = Budget.of(unit, feed, sum(len(reading.items) for _, reading in intake.readings), now)
        for delivery, reading in intake.readings:
            unit.keep(delivery)
            items, over = budget.admit(unit, reading.items)
            unit.drop(feed.name, delivery.sha256, (*reading.faults, *budget.faults(over)), now)
            applied = add(applied, judge_and_apply(unit, items, rules=rules, now=now, lagging=lagging, owing=owing))
            waiting += over
        for delivery, error in intake.unread:
            unit.keep(delivery)
            unit.drop(feed.name, delivery.sha256, (_unreadable(delivery, error),), now)
        unit.drop(feed.name, None, _gap(feed, state, intake, applied), now)
        after = _state_after(feed, state, intake, applied, waiting, now=now, jitter=jitter)
        unit.save_feed(feed.name, after)
        unit.record_fetch(_record(feed, intake, applied, now, seconds))
    return Stored(applied=applied, state=after)


def is_older(last_modified: str | None, before: str | None) -> bool:
    """Whether a document's Last-Modified is before that of one read earlier: a lagging mirror's copy. False where either says nothing."""
    try:
        return bool(last_modified and before and parsedate_to_datetime(last_modified) < parsedate_to_datetime(before))
    except (TypeError, ValueError):
        return False


def judge_and_apply(
    unit: Unit, prepared: Sequence[Prepared], *, rules: DedupRules, now: datetime, lagging: bool = False, owing: bool = False
) -> Applied:
    """Load what is known of these items, judge them oldest first, store the verdicts; the items may come from several feeds.

    ``owing``: the article pages of those that are new or changed are to be fetched, which is noted in the same transaction.
    """
    if not prepared:
        return Applied()
    prepared = _plain(unit, [prepared[place] for place in reading_order([one.item for one in prepared])])
    items = [one.item for one in prepared]
    feeds = dict.fromkeys(item.feed for item in items)
    known = tuple(known for feed in feeds for known in unit.known(feed, [item for item in items if item.feed == feed]))
    near = unit.candidates(items, min(item.published_at for item in items) - timedelta(days=rules.window_days), rules)
    judgements = judge_document(items, known, near, rules, now, lagging=lagging)
    changes = [Change(item=one.item, features=one.features, judgement=verdict) for one, verdict in zip(prepared, judgements, strict=True)]
    applied = unit.apply(changes, now)
    for item, why in applied.failed:
        fault = Fault(kind=FaultKind.STORE, where=item.guid[:200], message=why, lost=True)
        unit.drop(item.feed, item.delivery_sha256, (fault,), now)
    if owing:
        unit.owe_pages([key for change in changes if (key := _grown(change))], now)
    return applied


def _plain(unit: Unit, prepared: Sequence[Prepared]) -> list[Prepared]:
    """Items without what their feeds say under every report: it makes no copies, and tells of no event. The text itself stays."""
    reports = defaultdict[str, list[tuple[str, str]]](list)
    for one in prepared:
        reports[one.item.feed].append((one.item.headline, one.item.text))
    said = {feed: habits([*unit.heard(feed, HEARD), *brought[-HEARD:]]) for feed, brought in reports.items()}
    return [_without(one, said[one.item.feed]) if speaks_so(one.item.text, said[one.item.feed]) else one for one in prepared]


def _without(prepared: Prepared, said: frozenset[str]) -> Prepared:
    item = prepared.item
    item = replace(item, shingles=fingerprint(item.headline, own(item.text, said), item.language))
    return Prepared(item=item, features=encode(item, said))


def _grown(change: Change) -> ItemKey | None:
    """The item a change adds a version to; None where there is nothing new to read."""
    match change.judgement.verdict:
        case New() | NearDuplicate():
            return change.item.key
        case Revision(of=known):
            return known.key
        case _:
            return None


def _state_after(
    feed: Feed, state: FeedState, intake: Intake, applied: Applied, waiting: int, *, now: datetime, jitter: float
) -> FeedState:
    """Where the feed stands now; where nothing could be read the old cursor stays, so that the next poll asks for it all again."""
    new_items = applied.new + applied.near_duplicate + applied.revised
    if intake.pushed:
        return _state_after_push(state, intake, applied, waiting, now=now, new_items=new_items)
    if intake.unread and not intake.readings:
        error = intake.unread[0][1]
        failed = pace.after_failure(feed, state, error, now=now, jitter=jitter)
        marks = _marks_after(intake, applied, intake.fetched.cursor.marks)
        return replace(failed, last_error=intake.troubles, cursor=replace(failed.cursor, marks=marks, box=intake.fetched.cursor.box))
    readings = [reading for _, reading in intake.readings]
    asked = max((wish for wish in (intake.fetched.max_age, *(reading.ttl for reading in readings)) if wish), default=None)
    success = pace.after_success(
        feed,
        state,
        _cursor_after(intake.fetched.cursor, state.cursor, readings, stale=applied.stale > 0, waiting=waiting > 0),
        now=now,
        new_items=new_items,
        entries=sum(len(reading.items) + reading.skipped for reading in readings),
        asked=asked,
        jitter=jitter,
    )
    success = replace(
        success,
        cursor=replace(success.cursor, marks=_marks_after(intake, applied, success.cursor.marks)),
        moved_to=intake.fetched.moved_to or state.moved_to,
    )
    return pace.after_flood(feed, success, waiting, now=now) if waiting else success


def _state_after_push(state: FeedState, intake: Intake, applied: Applied, waiting: int, *, now: datetime, new_items: int) -> FeedState:
    """A push that could not be taken in whole leaves no digest, and the next poll asks without validators."""
    readings = [reading for _, reading in intake.readings]
    partly = waiting or any(fault.kind is FaultKind.TOO_MANY for reading in readings for fault in reading.faults)
    digests = frozenset[bytes]().union(*(reading.digests for reading in readings)) if not (partly or applied.stale) else frozenset[bytes]()
    after = pace.after_push(state, digests, now=now, new_items=new_items)
    return replace(after, cursor=replace(after.cursor, etag=None, body_sha256=None)) if partly else after


def _marks_after(intake: Intake, applied: Applied, marks: frozenset[str]) -> frozenset[str]:
    """``marks``, those of files that were no use say why, for whoever moves them."""
    refused = {item.delivery_sha256: why for item, why in applied.failed}
    unread = {delivery.mark: str(error) for delivery, error in intake.unread if delivery.mark}
    useless = {
        delivery.mark: why
        for delivery, reading in intake.readings
        if delivery.mark and (why := refused.get(delivery.sha256) or _why_useless(reading))
    }
    reasons = {**unread, **useless}
    return frozenset(refuse(mark, reasons[mark]) if mark in reasons else mark for mark in marks)


def _why_useless(reading: Reading) -> str | None:
    """Why nothing came of a document that could be read; None where something did, or where nothing was meant to."""
    if reading.items or reading.skipped:
        return None
    meant = (FaultKind.NOT_AN_ARTICLE, FaultKind.EXCLUDED, FaultKind.STALE, FaultKind.DUPLICATE_GUID)
    return next((f"{fault.where}: {fault.message}" for fault in reading.faults if fault.lost and fault.kind not in meant), None)


def _cursor_after(cursor: Cursor, before: Cursor, readings: Sequence[Reading], *, stale: bool, waiting: bool = False) -> Cursor:
    """The cursor with this document's digests.

    Without validators where the document held more entries than one pass may read (and with the old marks, so that files and pages are
    read on), or was a lagging copy (whose Last-Modified must not stand); without digests where versions were set aside as old, so that
    they are looked at again; without either, and with the old marks, where new items are waiting.
    """
    if waiting:
        return replace(cursor, digests=frozenset(), etag=None, last_modified=before.last_modified, body_sha256=None, marks=before.marks)
    digests = frozenset[bytes]().union(*(reading.digests for reading in readings)) if not stale else frozenset[bytes]()
    if is_older(cursor.last_modified, before.last_modified):
        return replace(cursor, digests=digests, etag=None, last_modified=before.last_modified, body_sha256=None)
    if any(fault.kind is FaultKind.TOO_MANY for reading in readings for fault in reading.faults):
        return replace(cursor, digests=digests, etag=None, last_modified=None, body_sha256=None, marks=before.marks)
    if stale:
        return replace(cursor, digests=digests, etag=None, body_sha256=None)
    return replace(cursor, digests=digests)


def _unreadable(delivery: Delivery, error: FormatError) -> Fault:
    return Fault(kind=FaultKind.UNREADABLE, where=delivery.url, message=str(error), lost=True)


def _gap(feed: Feed, state: FeedState, intake: Intake, applied: Applied) -> tuple[Fault, ...]:
    """A warning in the ledger where items may have scrolled off between two polls. A push shows nothing but what is new."""
    if intake.pushed:
        return ()
    entries = sum(len(reading.items) + reading.skipped for _, reading in intake.readings)
    if not pace.may_have_missed(feed, state, applied.new + applied.near_duplicate, entries):
        return ()
    message = "every entry was new: others may have come and gone since the last poll; lower `interval_max` if this repeats"
    return (Fault(kind=FaultKind.GAP, where="document", message=message),)


def _record(feed: Feed, intake: Intake, applied: Applied, now: datetime, seconds: float) -> FetchRecord:
    deliveries = tuple(delivery.sha256 for delivery, _ in (*intake.readings, *intake.unread))
    return FetchRecord(
        feed=feed.name,
        at=now,
        outcome="failed" if intake.unread else "changed",
        status=intake.fetched.status,
        items=applied.new + applied.near_duplicate + applied.revised + applied.killed,
        error=intake.troubles,
        seconds=seconds,
        delivery_sha256=deliveries,
    )


def add(left: Applied, right: Applied) -> Applied:
    """Two counts as one."""
    return Applied(
        new=left.new + right.new,
        revised=left.revised + right.revised,
        repeat=left.repeat + right.repeat,
        near_duplicate=left.near_duplicate + right.near_duplicate,
        killed=left.killed + right.killed,
        stale=left.stale + right.stale,
        failed=left.failed + right.failed,
    )
