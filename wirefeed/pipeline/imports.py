"""Archived items in JSON lines through the same stops as a poll; ``published`` doubles as the time of arrival. It opens no file."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import islice
from typing import Any

import structlog

from wirefeed.cluster import encode
from wirefeed.errors import InputError
from wirefeed.model.delivery import Delivery
from wirefeed.model.feed import Agency, Feed
from wirefeed.model.item import Item
from wirefeed.pipeline.across import listen
from wirefeed.pipeline.ingest import add, judge_and_apply
from wirefeed.pipeline.merge import Merged, merge
from wirefeed.pipeline.place import Seating, place
from wirefeed.pipeline.ports import Applied, Composer, Prepared, Store
from wirefeed.pipeline.rules import Rules
from wirefeed.text.normalise import normalise_record, read_fields

log = structlog.get_logger(module=__name__)
BATCH = 200
EPOCH = datetime(1990, 1, 1, tzinfo=UTC)
# "(Online News)" behind an agency's name says which of its desks or sites a collection was made from; no article is credited so.
_SECTION = re.compile(r"(?<=\w)\s*\((?:(?:online|web|website|digital|print|news)\s?)+\)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import did."""

    applied: Applied
    placed: int
    merged: Merged


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of an import file: its bytes, its feed and the item it holds."""

    raw: bytes
    feed: Feed
    item: Item


def read_lines(lines: Iterable[bytes], agencies: Mapping[str, Agency], name: str) -> Iterator[Line]:
    """Parse the lines of the file ``name``. Raises InputError naming file and line; blank lines are passed over."""
    arrival = EPOCH
    for number, raw in enumerate(lines, 1):
        if not raw.strip():
            continue
        with _named(name, number):
            record = read_record(raw)
            arrival = arrival_of(record, arrival)
            feed = feed_of(record, agencies)
            item = replace(normalise_record(record, feed, arrival), delivery_sha256=sha256(raw).hexdigest())
        yield Line(raw=raw, feed=feed, item=item)


def check_lines(lines: Iterable[bytes], name: str) -> None:
    """Raise InputError, naming file and line, where ``read_lines`` would; what the lines say is not read, which takes far longer."""
    for number, raw in enumerate(lines, 1):
        if raw.strip():
            with _named(name, number):
                record = read_record(raw)
                feed_of(record, {})
                read_fields(record, arrival_of(record, EPOCH))


@contextmanager
def _named(name: str, number: int) -> Iterator[None]:
    try:
        yield
    except InputError as error:
        raise InputError(f"{name}, line {number}: {error}") from error


def import_lines(
    store: Store,
    seating: Seating,
    lines: Iterable[Line],
    *,
    rules: Rules,
    now: datetime,
    told: Callable[[int], None] = lambda _: None,
    composer: Composer | None = None,
) -> Imported:
    """Archive, judge and place line by line in batches, then compose. A batch is stored whole or not at all; importing again is a no-op."""
    applied, placed, rest = Applied(), 0, iter(lines)
    while batch := list(islice(rest, BATCH)):
        with store.write() as unit:
            unit.add_feeds(tuple({line.feed.name: line.feed for line in batch}.values()))
            unit.keep_all([delivery_of(line) for line in batch])
            prepared = [Prepared(item=line.item, features=encode(line.item)) for line in batch]
            applied = add(applied, judge_and_apply(unit, prepared, rules=rules.dedup, now=batch[-1].item.received_at))
        placed += _place(store, seating, batch[-1].item.received_at)
        told(len(batch))
    merged = merge(store, rules, now, composer=composer)
    log.info(
        "import", new=applied.new, near_duplicate=applied.near_duplicate, revised=applied.revised, repeat=applied.repeat, placed=placed
    )
    return Imported(applied=applied, placed=placed, merged=merged)


def _place(store: Store, seating: Seating, now: datetime) -> int:
    return place(store, seating, now, after=lambda: listen(store, seating, now))


def read_record(raw: bytes) -> Mapping[str, Any]:
    """One JSON object. Raises InputError."""
    try:
        record = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise InputError(f"not valid JSON: {error}") from error
    if not isinstance(record, dict):
        raise InputError(f"expected a JSON object, found {type(record).__name__}")
    return record


def arrival_of(record: Mapping[str, Any], before: datetime) -> datetime:
    """When the item came in: its time of publication, or one second after the line before where it has none."""
    published = record.get("published")
    if published is None:
        return before + timedelta(seconds=1)
    try:
        moment = datetime.fromisoformat(published)
    except (TypeError, ValueError) as error:
        raise InputError(f'"published" must be an ISO 8601 time or null, not {published!r}') from error
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


def feed_of(record: Mapping[str, Any], agencies: Mapping[str, Agency]) -> Feed:
    """The feed imported items of this source belong to; an agency no configuration knows is made from the source's name."""
    source = record.get("source")
    if not isinstance(source, str) or not source.strip():
        raise InputError('"source" must name the agency')
    named = next((agency for agency in agencies.values() if source in (agency.key, agency.name)), None)
    name = _SECTION.sub("", source.strip())[:80]
    agency = named or Agency(key=slug(source), name=name, quoted_as=name)
    return Feed(name=f"import-{agency.key}", agency=agency, url=f"import:{agency.key}")


def slug(name: str) -> str:
    """A key made of a name: lower case letters, digits and hyphens; a name without any keeps its code points."""
    plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:64]
    return plain or "u" + "-".join(f"{ord(letter):x}" for letter in name[:12])


def delivery_of(line: Line) -> Delivery:
    """The line as a delivery, to be archived first like any other."""
    return Delivery(
        feed=line.feed.name, url=line.feed.url, body=line.raw, fetched_at=line.item.received_at, content_type="application/json"
    )
