"""One delivery, decoded and looked at, as every format receives it. What it means is the formats' business."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from wirefeed.errors import Malformed
from wirefeed.model.delivery import Fault, Parsed
from wirefeed.model.feed import PageRules


class Shape(StrEnum):
    """What the bytes are, before asking what they mean."""

    XML = "xml"
    JSON = "json"
    HTML = "html"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A decoded document.

    ``body`` is UTF-8 without byte order mark; XML starts at its root element (declaration, comments and DOCTYPE are gone, the
    document's own harmless entities are resolved). ``root`` and ``namespace`` are those of the root element as written.
    ``data`` is what JSON holds. ``faults`` are what had to be mended so far. ``sha256`` addresses the delivery, ``url`` is where it
    came from. ``page`` holds the publisher's rules where an article page was asked for, and is None for a document of a feed.
    """

    url: str
    sha256: str
    fetched_at: datetime
    shape: Shape
    body: bytes
    root: str = ""
    namespace: str = ""
    data: object = None
    faults: tuple[Fault, ...] = ()
    page: PageRules | None = None

    def malformed(self, why: str) -> Malformed:
        """The error to raise when this document is broken beyond use."""
        return Malformed(why, delivery=self.sha256)


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One line of the table of formats.

    ``recognises`` looks at root, namespace or data only and never raises. ``read`` makes entries, leaving out those whose digest it
    is given; it raises Malformed, nothing else on purpose.
    """

    name: str
    recognises: Callable[[Document], bool]
    read: Callable[[Document, frozenset[bytes]], Parsed]
