"""Whether two databases say the same, view by view. Times of our own work and row numbers are left out: only what came in and was made."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final

from sqlalchemy import text

from wirefeed.store import SqlStore

COMPARED: Final[Mapping[str, tuple[str, ...]]] = {
    "item_revisions": (
        *("feed", "guid", "version", "agency", "pubstatus", "kind", "headline", "summary", "text", "url", "language", "published_at"),
        *("received_at", "byline", "located", "caption", "credit", "urgency", "usageterms", "image_url", "delivery_sha256"),
    ),
    "deliveries": ("sha256", "feed", "url", "fetched_at", "content_type", "size"),
    "near_duplicates": ("guid_a", "feed_a", "guid_b", "feed_b", "kind"),
    "merged_story_items": ("story_id", "feed", "guid", "item_version", "relation", "origin_agency"),
    "merged_stories": (
        *("id", "slug", "headline", "body", "caption", "credit", "image_url", "reporting_line", "agencies", "language", "status"),
        *("item_count", "agency_count", "urgency", "located"),
    ),
}
_SHOWN: Final = 5
_KEYS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One view of which some rows stand in one database only; ``examples`` are the first columns of some of them."""

    view: str
    rows: int
    only_here: int
    only_there: int
    examples: tuple[str, ...] = ()


def compare(here: SqlStore, there: SqlStore) -> tuple[Difference, ...]:
    """Every view compared, the equal ones too. Rows are held as hashes: a view may be longer than memory."""
    return tuple(_compare(view, columns, here, there) for view, columns in COMPARED.items())


def _compare(view: str, columns: tuple[str, ...], here: SqlStore, there: SqlStore) -> Difference:
    left, right = _rows(here, view, columns), _rows(there, view, columns)
    lost, found = left.keys() - right.keys(), right.keys() - left.keys()
    examples = [f"here: {left[one]}" for one in list(lost)[:_SHOWN]] + [f"there: {right[one]}" for one in list(found)[:_SHOWN]]
    return Difference(view=view, rows=len(left), only_here=len(lost), only_there=len(found), examples=tuple(examples))


def _rows(store: SqlStore, view: str, columns: tuple[str, ...]) -> dict[bytes, str]:
    query = text(f"SELECT {', '.join(columns)} FROM {view}")  # noqa: S608 - our own words
    with store.read() as unit:
        return {
            sha256(repr([_plain(value) for value in row]).encode("utf-8", "surrogatepass")).digest()[:16]: " ".join(
                str(value)[:60] for value in row[:_KEYS]
            )
            for row in unit.connection.execution_options(yield_per=200).execute(query)
        }


def _plain(value: object) -> object:
    """A time as SQLite keeps it, for comparing with PostgreSQL."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ") if isinstance(value, datetime) else value
