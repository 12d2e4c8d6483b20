"""Whether what is stored is what came in: hashes of bytes and items, and rows that must agree. It mends nothing; it tells."""

from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any, Final
from zlib import error as ZlibError  # noqa: N812 - zlib names its error like a variable

from sqlalchemy import Select, bindparam, select, text

from wirefeed.store import tables as t
from wirefeed.store.archive import unpack
from wirefeed.store.rows import Row
from wirefeed.store.session import Session
from wirefeed.text.normalise import content_hash

PAGE: Final = 200
"""Rows in memory at a time: a body may have megabytes."""

Told = Callable[[int], None]


class Soundness(Session):
    """The part of a unit that checks."""

    def unsound_rows(self) -> list[str]:
        """Rows that contradict one another, by the named rules below."""
        found = []
        for rule, query in _RULES.items():
            found += [f"{rule}: {row[0]}" for row in self.connection.execute(text(query)).fetchmany(PAGE)]
        return found

    def unsound_bodies(self, told: Told = lambda _: None) -> Iterator[str]:
        """Archived bodies that are not what their hash says."""
        for row in self._pages(_BODIES, told):
            try:
                body = unpack(row)
            except ZlibError as error:
                yield f"archived body {row['sha256']}: cannot be unpacked ({error})"
                continue
            if len(body) != row["size"] or sha256(body).hexdigest() != row["sha256"]:
                yield f"archived body {row['sha256']}: its bytes have changed"

    def unsound_items(self, told: Told = lambda _: None) -> Iterator[str]:
        """Item versions whose words are not what their hash says."""
        for row in self._pages(_ITEMS, told):
            if content_hash(row["headline"], row["summary"], row["text"]) != row["content_hash"]:
                yield f"item {row['guid'][:200]!r} of {row['feed']}, version {row['version']}: its words have changed"

    def table_counts(self) -> dict[str, int]:
        """How many rows each table has."""
        return {
            table.name: self.connection.scalar(text(f"SELECT count(*) FROM {table.name}")) or 0  # noqa: S608 - our own table names
            for table in t.metadata.sorted_tables
        }

    def _pages(self, query: Select[Any], told: Told) -> Iterator[Row]:
        after = 0
        while rows := self.connection.execute(query, {"after": after, "limit": PAGE}).mappings().all():
            yield from rows
            after = rows[-1]["number"]
            told(len(rows))


_d, _v, _i, _f = t.delivery, t.item_version, t.item, t.feed
_BODIES: Final = (
    select(_d.c.number, _d.c.sha256, _d.c.size, _d.c.packing, _d.c.body)
    .where(_d.c.number > bindparam("after"))
    .order_by(_d.c.number)
    .limit(bindparam("limit"))
)
_ITEMS: Final = (
    select(_v.c.number, _f.c.name.label("feed"), _i.c.guid, _v.c.version, _v.c.headline, _v.c.summary, _v.c.text, _v.c.content_hash)
    .join_from(_v, _i, _i.c.number == _v.c.item)
    .join(_f, _f.c.number == _i.c.feed)
    .where(_v.c.number > bindparam("after"))
    .order_by(_v.c.number)
    .limit(bindparam("limit"))
)
_RULES: Final = {
    "an item whose newest version is missing": """
SELECT i.guid FROM item i LEFT JOIN item_version v ON v.item = i.number AND v.version = i.version WHERE v.number IS NULL""",
    "an item that shows a version under embargo": """
SELECT i.guid FROM item i JOIN item_version v ON v.item = i.number AND v.version = i.shown WHERE v.held""",
    "a story whose current version is missing": """
SELECT s.id FROM story s LEFT JOIN story_version c ON c.story = s.id AND c.version = s.version
 WHERE s.version IS NOT NULL AND c.story IS NULL""",
    "a member seated in a story that was merged away": """
SELECT m.story FROM member m JOIN story s ON s.id = m.story WHERE s.merged_into IS NOT NULL""",
    "an alias that leads to another alias": """
SELECT a.old_id FROM story_alias a JOIN story s ON s.id = a.story_id WHERE s.merged_into IS NOT NULL""",
    "a delivery nobody received": """
SELECT d.sha256 FROM delivery d LEFT JOIN delivery_sighting w ON w.delivery = d.number WHERE w.number IS NULL""",
    "a change number beyond the counter": """
SELECT v.story FROM story_version v WHERE v.change_seq > COALESCE((SELECT value FROM counter WHERE name = 'changes'), 0)""",
}
