"""The news item: one agency text, normalised and ready to be judged."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from wirefeed.model.ids import ItemKey, ItemRef
from wirefeed.model.portable import portable


class PubStatus(StrEnum):
    """IPTC pubstatus. ``canceled`` is a kill."""

    USABLE = "usable"
    WITHHELD = "withheld"
    CANCELED = "canceled"


class Kind(StrEnum):
    """The newsroom's kinds of item and revision."""

    NEWS = "news"
    ALERT = "alert"
    LEAD = "lead"
    UPDATE = "update"
    WRITE_THROUGH = "write-through"
    CORRECTION = "correction"
    KILL = "kill"
    HOLD = "hold"
    RELEASE = "release"
    REPEAT = "repeat"
    ADVISORY = "advisory"
    LIVE_BLOG = "live-blog"


class ItemField(StrEnum):
    """The fields of an item version that a composite may cite."""

    HEADLINE = "headline"
    SUMMARY = "summary"
    TEXT = "text"
    CAPTION = "caption"
    CREDIT = "credit"


def require_utc(moment: datetime | None, name: str) -> None:
    """Raise ValueError unless ``moment`` is None or aware with offset zero."""
    if moment is not None and moment.utcoffset() != timedelta(0):
        raise ValueError(f"{name} must be aware and in UTC, not {moment!r}")


@portable
@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One delivered version of a news item, normalised.

    ``headline``, ``summary`` and ``text`` are plain text as published, boilerplate included; ``text`` is the fullest there is
    (page, content, else summary), paragraphs parted by newlines. ``text`` may be empty only when ``headline`` is not.
    ``published_at`` is never later than one day after ``received_at``. ``dated`` is False where the source gave no usable time
    (then ``published_at`` is ``received_at``); ``utc_offset`` is how many minutes the clock it gave that time by is ahead of UTC, None
    where it said UTC or did not say. ``origin`` is the agency key or name the text itself credits (a reprint), if any.
    ``url_key`` is the canonical link, ``content_hash`` the hash of the normalised headline, summary and text,
    ``shingles`` the sampled fingerprints near-duplicates are found by (sorted, unsigned 63-bit).
    """

    feed: str
    agency: str
    guid: str
    headline: str
    summary: str
    text: str
    language: str
    published_at: datetime
    received_at: datetime
    content_hash: str
    delivery_sha256: str
    dated: bool = True
    utc_offset: int | None = None
    updated_at: datetime | None = None
    source_version: str | None = None
    pubstatus: PubStatus = PubStatus.USABLE
    kind: Kind = Kind.NEWS
    url: str | None = None
    url_key: str | None = None
    slugline: str | None = None
    byline: str | None = None
    dateline: str | None = None
    located: str | None = None
    urgency: int | None = None
    embargoed_until: datetime | None = None
    ednote: str | None = None
    creditline: str | None = None
    copyrightholder: str | None = None
    usageterms: str | None = None
    image_url: str | None = None
    caption: str | None = None
    credit: str | None = None
    photographer: str | None = None
    subjects: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    refers_to: tuple[str, ...] = ()
    origin: str | None = None
    shingles: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        """Refuse naive times and items that say nothing."""
        for name in ("published_at", "received_at", "updated_at", "embargoed_until"):
            require_utc(getattr(self, name), name)
        if not (self.headline or self.text):
            raise ValueError("an item needs a headline or a text")

    @property
    def key(self) -> ItemKey:
        """The item's name for life."""
        return ItemKey(feed=self.feed, guid=self.guid)

    def ref(self, version: int) -> ItemRef:
        """This item at a stored version."""
        return ItemRef(feed=self.feed, guid=self.guid, version=version)

    def cut(self, where: ItemField, start: int, end: int) -> str:
        """The characters of one field, as a citation names them."""
        return self.said(where)[start:end]

    def said(self, where: ItemField) -> str:
        """All characters of one field; none where it is absent."""
        return self.text if where is ItemField.TEXT else getattr(self, where.value) or ""

    def embargoed_at(self, now: datetime) -> bool:
        """Whether the text must not appear in any output yet."""
        return self.embargoed_until is not None and self.embargoed_until > now
