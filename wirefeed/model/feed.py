"""Agencies, the feeds they supply, and how far each feed has been read."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from wirefeed.model.credentials import Basic, Credentials


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """Who supplies.

    ``name`` stands in the reporting line, ``quoted_as`` in attributions; ``parents`` are agencies whose copy it
    reprints.
    """

    key: str
    name: str
    quoted_as: str
    timezone: str = "UTC"
    parents: tuple[str, ...] = ()


class FullText(StrEnum):
    """Where the whole text of an item is found: in the feed document, or on the page it links to."""

    FEED = "feed"
    PAGE = "page"


class After(StrEnum):
    """What becomes of a file of a drop once its items are stored: it stays, or it moves to ``done/`` or ``failed/`` beside it."""

    KEEP = "keep"
    MOVE = "move"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRules:
    """Where a publisher's pages have what; CSS selectors, the first that finds something counts. Empty: general rules do.

    ``strip`` names what is cut away before anything is read. A date without a zone is read in the agency's.
    """

    headline: tuple[str, ...] = ()
    standfirst: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    byline: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    caption: tuple[str, ...] = ()
    credit: tuple[str, ...] = ()
    strip: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One subscription. ``url`` is https://, http://, file:///folder/*.xml, sftp://user@host/folder/*.xml or afp-api://host/.

    Intervals are in seconds. ``hourly_items`` is the budget of new items an hour (0: none); what is beyond it waits. ``after`` is for drops
    only. ``push`` says whether a hub may be asked to push it (WebSub).
    """

    name: str
    agency: Agency
    url: str
    language: str | None = None
    full_text: FullText = FullText.FEED
    interval_min: float = 300.0
    interval_max: float = 14400.0
    idle_alarm: float | None = None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    credentials: Credentials | None = None
    proxy: str | None = None
    proxy_credentials: Basic | None = None
    hourly_items: int = 2000
    after: After = After.KEEP
    push: bool = True
    page: PageRules = PageRules()


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """How a drop stands: files ``waiting`` to be whole or for the next poll, in ``failed``, and ``stuck`` (read, not moved: why)."""

    waiting: int = 0
    failed: int = 0
    stuck: int = 0
    why: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """How far a feed has been read; saved in the same transaction as the items it stands for.

    ``etag`` and ``last_modified`` go back to the server exactly as they came. ``body_sha256`` is the last whole document.
    ``digests`` are the 16-byte fingerprints of the entries in it (see formats.split). ``marks`` are the files of a drop
    already read, ``name|size|time`` each, and more where files are moved (see transports.drop), or how far an API has been read,
    ``published|time``. ``box`` only tells, and makes no cursor another.
    """

    etag: str | None = None
    last_modified: str | None = None
    body_sha256: str | None = None
    digests: frozenset[bytes] = frozenset()
    marks: frozenset[str] = frozenset()
    box: Box | None = field(default=None, compare=False)


class FeedStatus(StrEnum):
    """How a feed stands.

    Never polled, healthy, failing (backing off), flooding (more new items than its budget: the rest waits), retired (410), disabled
    (no credentials, not configured).
    """

    NEW = "new"
    OK = "ok"
    FAILING = "failing"
    FLOODING = "flooding"
    RETIRED = "retired"
    DISABLED = "disabled"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """What the store keeps of a feed between polls.

    ``failures`` counts polls failed in a row; ``penalty`` is their weighted sum;
    ``interval`` is the learned polling interval in seconds; ``moved_to`` the target of a permanent redirect. ``quiet_until`` is until
    when the server asked to be left alone (Retry-After): its whole host is, by whatever process comes next.
    """

    cursor: Cursor = Cursor()
    status: FeedStatus = FeedStatus.NEW
    last_polled_at: datetime | None = None
    last_success_at: datetime | None = None
    last_item_at: datetime | None = None
    next_due_at: datetime | None = None
    failures: int = 0
    penalty: float = 0.0
    polls: int = 0
    empty_streak: int = 0
    interval: float | None = None
    last_error: str | None = None
    moved_to: str | None = None
    quiet_until: datetime | None = None
