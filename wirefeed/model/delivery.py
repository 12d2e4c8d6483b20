"""What comes in: bytes exactly as received, and what a format said of them."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from wirefeed.model.feed import Cursor
from wirefeed.model.item import Item, Kind, PubStatus
from wirefeed.model.subscription import Announcement


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One document as received. ``url`` is where it was finally read from; ``content_type`` as the server said it (None from a folder).

    ``mark`` is what the cursor calls the file it was, where that file is to be moved once its items are stored.
    ``page`` says that it was asked for as an article's page, ``page_of`` of which item, at its current version (None: of none that is
    known).
    """

    feed: str
    url: str
    body: bytes
    fetched_at: datetime
    content_type: str | None = None
    mark: str | None = None
    page: bool = False
    page_of: Item | None = None

    @property
    def sha256(self) -> str:
        """The address of these bytes in the archive."""
        return sha256(self.body).hexdigest()


def refuse(mark: str, reason: str) -> str:
    """The mark of a file that could not be used, with the reason in one line."""
    return f"{mark}\t{' '.join(reason.encode('utf-8', 'replace').decode().split())[:300]}"


def refusal_of(mark: str) -> tuple[str, str | None]:
    """The mark as the transport gave it, and the reason the file could not be used (None: it could)."""
    plain, tab, reason = mark.partition("\t")
    return plain, reason if tab else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A poll that brought documents.

    ``cursor`` is valid once their items are stored. ``max_age`` is the server's wish in seconds; ``moved_to`` is the target of a
    permanent redirect. ``problems`` names single files that could not be picked up. ``announced`` is the hub the feed names.
    """

    deliveries: tuple[Delivery, ...]
    cursor: Cursor
    status: int | None = None
    max_age: float | None = None
    moved_to: str | None = None
    problems: tuple[str, ...] = ()
    announced: Announcement | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotModified:
    """A poll that found nothing changed (304, an equal body, an unchanged folder)."""

    cursor: Cursor
    status: int | None = None
    max_age: float | None = None
    announced: Announcement | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deferred:
    """No poll now: the host asked for quiet until ``until``."""

    until: datetime
    why: str


Outcome = Fetched | NotModified | Deferred


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """The main picture. Caption and credit are kept apart and never merged; no name is invented.

    Agency and distributors are parts of the credit and read from it when asked for (``text.credit``).
    """

    url: str | None = None
    caption: str | None = None
    credit: str | None = None
    photographer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a format said: untrusted, every field optional, text already plain (no mark-up, entities resolved).

    ``text`` has its paragraphs parted by a blank line. Times are aware where the document gave a zone and naive where it did not
    (read later in the agency's zone). ``version`` is the source's own version or revision label, ``refers_to`` the guids of items
    this one corrects, replaces or kills, ``links`` the addresses and names (``urn:``, ``tag:``, ``story:`` for the agency's own
    story id) of whatever else it stands with. ``source`` is the feed's statement of origin (RSS ``<source>``, atom:source).
    """

    guid: str | None = None
    version: str | None = None
    pubstatus: PubStatus | None = None
    kind: Kind | None = None
    headline: str | None = None
    slugline: str | None = None
    byline: str | None = None
    dateline: str | None = None
    located: str | None = None
    published: datetime | None = None
    updated: datetime | None = None
    language: str | None = None
    summary: str | None = None
    text: str | None = None
    url: str | None = None
    picture: Picture = Picture()
    urgency: int | None = None
    embargoed: datetime | None = None
    ednote: str | None = None
    creditline: str | None = None
    copyrightholder: str | None = None
    usageterms: str | None = None
    subjects: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    refers_to: tuple[str, ...] = ()
    source: str | None = None


class FaultKind(StrEnum):
    """Why something was set aside. The words of the ``dropped`` ledger."""

    BAD_ENTRY = "bad_entry"
    EMPTY_ENTRY = "empty_entry"
    BAD_DATE = "bad_date"
    BAD_CHARSET = "bad_charset"
    TRUNCATED = "truncated"
    ILL_FORMED = "ill_formed"
    TOO_MANY = "too_many"
    TOO_LONG = "too_long"
    NOT_AN_ARTICLE = "not_an_article"
    EXCLUDED = "excluded"
    DUPLICATE_GUID = "duplicate_guid"
    STALE = "stale"
    STORE = "store"
    UNREADABLE = "unreadable"
    BAD_FIELD = "bad_field"
    FLOOD = "flood"
    GAP = "gap"
    POOR_PAGE = "poor_page"
    NO_PAGE = "no_page"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something in a delivery that was set aside or mended: a value, never an exception.

    ``where`` names entry, field or line.
    ``lost`` says whether an entry was dropped (ledger) or only a detail mended (a warning).
    """

    kind: FaultKind
    where: str
    message: str
    lost: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """What a format made of one delivery.

    ``digests`` fingerprint every entry of the document, read now or skipped as seen;
    ``skipped`` counts the latter. ``marks`` are the digests of ``entries`` one by one, empty where the document has none.
    ``ttl`` is the seconds the document asks to be left alone.
    """

    format: str
    entries: tuple[Entry, ...] = ()
    faults: tuple[Fault, ...] = ()
    digests: frozenset[bytes] = field(default=frozenset())
    marks: tuple[bytes, ...] = ()
    skipped: int = 0
    ttl: float | None = None
