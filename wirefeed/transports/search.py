"""AFP's search as pure state: which page is asked for next, and how far that has read. It sends nothing and keeps nothing.

Pages come oldest first, from the last time seen on, so that a poll cut short anywhere has lost nothing: the next goes on from there. The
times of a page's last document and of the next page's first are the same; what comes twice is told apart where entries are.
"""

import json
from collections.abc import Generator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import parse_qsl

from wirefeed.model.ids import digest

OVERLAP: Final = timedelta(minutes=5)
"""How far behind its own last reading a poll begins: documents enter an index a little after the time they carry."""
WITHDRAWALS: Final = timedelta(days=7)
"""How far back each poll looks for documents that were withdrawn or withheld, whatever time they carry."""
_STATUSES: Final = ("Canceled", "WithHeld")
_CLASSES: Final = ("text", "factcheck", "multimedia")
_MOST_PAGES: Final = 20
_MOST_ROWS: Final = 1000
_TIME: Final = "%Y-%m-%dT%H:%M:%SZ"

Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What a feed wants of AFP: ``filters`` are fields with the values they may have, ``hours`` how far back the first poll goes."""

    filters: tuple[tuple[str, tuple[str, ...]], ...] = (("class", _CLASSES),)
    hours: float = 24.0
    rows: int = 100
    pages: int = _MOST_PAGES

    def body(self, since: datetime, until: datetime, *, start: int = 0) -> Body:
        """The search for everything between two times, oldest first."""
        wanted = [{"name": name, "in": list(values)} for name, values in self.filters]
        asked: dict[str, Any] = {
            "dateRange": {"from": since.strftime(_TIME), "to": until.strftime(_TIME)},
            "sortField": "published",
            "sortOrder": "asc",
            "maxRows": self.rows,
            "query": {"and": wanted},
        }
        return {**asked, "startAt": start} if start else asked

    def withdrawals(self, now: datetime) -> Body:
        """The search for what was withdrawn or withheld lately, newest first."""
        narrowed = replace(self, filters=(*self.filters, ("status", _STATUSES)))
        return {**narrowed.body(now - WITHDRAWALS, now), "sortOrder": "desc"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One answer: the marks of its documents (as ``model.ids.digest`` makes them) and the first and last time they carry."""

    marks: tuple[bytes, ...] = ()
    first: datetime | None = None
    last: datetime | None = None
    ascending: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """How far the pages came: the last time read, and what is left for the next poll, in words."""

    at: datetime
    left: str | None = None


def read_search(query: str) -> Search:
    """The search that the query of a feed's address asks for. Raises ValueError with the reason."""
    filters: dict[str, tuple[str, ...]] = {"class": _CLASSES}
    limits: dict[str, float] = {"hours": 24.0, "rows": 100.0}
    for name, value in parse_qsl(query, keep_blank_values=True):
        if name in limits:
            limits[name] = _number(name, value)
        elif not name.replace("_", "").isalnum():
            raise ValueError(f"{name[:40]!r} is no field of AFP's search")
        else:
            filters[name] = tuple(part.strip() for part in value.split(",") if part.strip())
    if not 1 <= limits["rows"] <= _MOST_ROWS:
        raise ValueError(f"rows is between 1 and {_MOST_ROWS}")
    chosen = tuple((name, values) for name, values in sorted(filters.items()) if values)
    return Search(filters=chosen, hours=limits["hours"], rows=int(limits["rows"]))


def _number(name: str, value: str) -> float:
    if not value.isdecimal() or len(value) > len(str(_MOST_ROWS)):
        raise ValueError(f"{name} is a number, not {value[:40]!r}")
    return float(value)


def walk(search: Search, reached: datetime | None, now: datetime) -> Generator[Body, Page, Reached]:
    """Every page of a search since ``reached`` (None: the feed's first hours). Raises ValueError when they come in another order."""
    since = now - timedelta(hours=search.hours) if reached is None else reached - OVERLAP
    newest, start = reached or since, 0
    for _ in range(search.pages):
        page = yield search.body(since, now, start=start)
        if not page.ascending:
            raise ValueError("documents come in another order than asked for")
        if page.last is not None:
            newest = max(newest, min(page.last, now))
        if len(page.marks) < search.rows or page.last is None:
            return Reached(at=newest)
        moved = page.last > since
        since, start = (page.last, 0) if moved else (since, start + len(page.marks))
    return Reached(at=newest, left="more documents wait for the next poll")


def read_page(body: bytes) -> Page:
    """What an answer holds, as far as paging needs to know. Raises ValueError where it is no answer of AFP's search."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        raise ValueError("an answer that is no JSON") from None
    response = data.get("response") if isinstance(data, dict) else None
    docs = response.get("docs", []) if isinstance(response, dict) else None
    if not isinstance(docs, list):
        raise ValueError("an answer without response.docs")  # noqa: TRY004 - an answer is wrong, not a caller
    times = [moment for doc in docs if (moment := published(doc)) is not None]
    return Page(
        marks=tuple(digest(json.dumps(doc, sort_keys=True).encode()) for doc in docs),
        first=times[0] if times else None,
        last=max(times, default=None),
        ascending=times == sorted(times),
    )


def published(doc: object) -> datetime | None:
    """The time a document carries, to the second; None where it carries none that can be read."""
    value = doc.get("published") if isinstance(doc, dict) else None
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
        if moment is None:
            return None
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return aware.astimezone(UTC).replace(microsecond=0)
    except (ValueError, OverflowError):
        return None


def mark(at: datetime) -> str:
    """How far a feed was read, as its cursor keeps it."""
    return "published|" + at.strftime(_TIME)


def position(marks: frozenset[str]) -> datetime | None:
    """How far a cursor's marks say the feed was read."""
    for one in marks:
        name, _, value = one.partition("|")
        if name == "published" and (at := published({"published": value})) is not None:
            return at
    return None
