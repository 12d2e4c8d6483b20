"""The private tables, in the singular. Users read the views (``views.py``); nothing outside ``store`` names a table or a column.

::

    agency <- feed <- poll                                   polls and their history
              feed <- subscription, drop_box                 hubs that push it; how a drop stands
              feed <- delivery_sighting -> delivery          bytes as received, by hash
              feed <- item <- item_version -> delivery       every version of every text
                      item <- item_key                       (guid, link, text, headline) -> item, by hash
                              item_version <- lead_vector    what its lead says in any language
                      item <- owed_page                      article pages still to be fetched
                      item <- item_page -> delivery          ... and those that were
                      item <- fingerprint                    sampled shingles -> item
                      item <- near_duplicate -> item
                      item <- member -> story                one story an item, at most
                              story <- story_version <- segment -> item_version
                              story <- story_event, story_alias
                      item <- ruling                         what the desk decided of who sits together
    set_aside                                                what was set aside, and why
    counter                                                  change_seq

A guid or a link can be 10 kB long, more than a PostgreSQL index takes: unique indexes stand on hashes.
"""

from typing import Final

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from wirefeed.model.item import ItemField, PubStatus
from wirefeed.model.match import Copy
from wirefeed.model.story import SegmentKind
from wirefeed.model.subscription import SubscriptionState
from wirefeed.store.dialect import Moment, Number

metadata: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _one_of(name: str, words: type[PubStatus | Copy | SegmentKind | ItemField | SubscriptionState]) -> CheckConstraint:
    """The column holds one of an enumeration's values, or nothing where it may be null."""
    listed = ", ".join(f"'{word.value}'" for word in words)
    return CheckConstraint(f"{name} IN ({listed})", name=name)


agency: Final = Table(
    "agency",
    metadata,
    Column("key", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("quoted_as", Text, nullable=False),
    Column("timezone", Text, nullable=False),
    Column("parents", Text),
)

feed: Final = Table(
    "feed",
    metadata,
    Column("number", Number, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("agency", Text, ForeignKey("agency.key"), nullable=False),
    Column("url", Text, nullable=False),
    Column("status", String(16), nullable=False),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("body_sha256", Text),
    Column("digests", LargeBinary, nullable=False),
    Column("marks", Text),
    Column("last_polled_at", Moment),
    Column("last_success_at", Moment),
    Column("last_item_at", Moment),
    Column("next_due_at", Moment),
    Column("failures", Integer, nullable=False),
    Column("penalty", Float, nullable=False),
    Column("polls", Integer, nullable=False),
    Column("empty_streak", Integer, nullable=False),
    Column("interval", Float),
    Column("last_error", Text),
    Column("moved_to", Text),
    Column("quiet_until", Moment),
)

poll: Final = Table(
    "poll",
    metadata,
    Column("number", Number, primary_key=True),
    Column("feed", Number, ForeignKey("feed.number"), nullable=False),
    Column("at", Moment, nullable=False, index=True),
    Column("outcome", String(16), nullable=False),
    Column("status", Integer),
    Column("items", Integer, nullable=False),
    Column("error", Text),
    Column("seconds", Float, nullable=False),
    Column("delivery_sha256", Text),
    CheckConstraint("outcome IN ('changed', 'not_modified', 'waiting', 'failed', 'refused')", name="outcome"),
)

subscription: Final = Table(
    "subscription",
    metadata,
    Column("token", Text, primary_key=True),
    Column("feed", Number, ForeignKey("feed.number"), nullable=False),
    Column("hub", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("callback", Text, nullable=False),
    Column("secret", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("asked_at", Moment),
    Column("next_try_at", Moment),
    Column("renew_at", Moment),
    Column("lease_until", Moment),
    Column("pushed_at", Moment),
    Column("pushes", Integer, nullable=False),
    Column("refused", Integer, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("last_error", Text),
    _one_of("state", SubscriptionState),
)

drop_box: Final = Table(
    "drop_box",
    metadata,
    Column("feed", Number, ForeignKey("feed.number"), primary_key=True, autoincrement=False),
    Column("waiting", Integer, nullable=False),
    Column("failed", Integer, nullable=False),
    Column("stuck", Integer, nullable=False),
    Column("why", Text),
)

delivery: Final = Table(
    "delivery",
    metadata,
    Column("number", Number, primary_key=True),
    Column("sha256", String(64), nullable=False, unique=True),
    Column("size", Number, nullable=False),
    Column("packing", String(8), nullable=False),
    Column("body", LargeBinary, nullable=False),
    CheckConstraint("packing IN ('raw', 'zlib')", name="packing"),
)

delivery_sighting: Final = Table(
    "delivery_sighting",
    metadata,
    Column("number", Number, primary_key=True),
    Column("delivery", Number, ForeignKey("delivery.number"), nullable=False),
    Column("feed", Number, ForeignKey("feed.number"), nullable=False),
    Column("url", Text, nullable=False),
    Column("url_hash", LargeBinary(16), nullable=False),
    Column("fetched_at", Moment, nullable=False, index=True),
    Column("content_type", Text),
    UniqueConstraint("delivery", "feed", "fetched_at", "url_hash"),
)

item: Final = Table(
    "item",
    metadata,
    Column("number", Number, primary_key=True),
    Column("feed", Number, ForeignKey("feed.number"), nullable=False),
    Column("guid", Text, nullable=False),
    Column("name_hash", LargeBinary(16), nullable=False, unique=True),  # of feed and guid
    Column("version", Integer, nullable=False),  # the newest stored
    Column("shown", Integer),  # the newest not under embargo; null: none yet
    Column("unplaced", Boolean, nullable=False),
    Column("published_at", Moment, nullable=False, index=True),
    Column("first_seen_at", Moment, nullable=False),
    Column("last_seen_at", Moment, nullable=False),
    Column("stale_since", Moment),
    Column("corrected_by", Number, ForeignKey("item.number")),  # a correction under a guid of its own; until the item's next version
    Column("fingerprinted", Boolean, nullable=False),
    CheckConstraint("version >= 1 AND (shown IS NULL OR shown BETWEEN 1 AND version)", name="version"),
    CheckConstraint("shown IS NOT NULL OR NOT unplaced", name="unplaced"),
)
Index("ix_item_fingerprinted", item.c.last_seen_at, sqlite_where=item.c.fingerprinted, postgresql_where=item.c.fingerprinted)
Index(
    "ix_item_corrected_by",
    item.c.corrected_by,
    sqlite_where=item.c.corrected_by.is_not(None),
    postgresql_where=item.c.corrected_by.is_not(None),
)
Index("ix_item_guid", item.c.guid, postgresql_using="hash")  # for who asks the views by guid; a guid may be too long for a btree
Index("ix_item_unplaced", item.c.published_at, sqlite_where=item.c.unplaced, postgresql_where=item.c.unplaced)

item_key: Final = Table(
    "item_key",
    metadata,
    Column("hash", Number, primary_key=True),  # of feed, kind and value
    Column("item", Number, ForeignKey("item.number"), primary_key=True),
    sqlite_with_rowid=False,
)

item_version: Final = Table(
    "item_version",
    metadata,
    Column("number", Number, primary_key=True),
    Column("item", Number, ForeignKey("item.number"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("held", Boolean, nullable=False),  # under embargo: in no view
    Column("agency", Text, ForeignKey("agency.key"), nullable=False),
    Column("delivery", Number, ForeignKey("delivery.number"), nullable=False),
    Column("content_hash", Text, nullable=False),
    Column("pubstatus", String(16), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("language", Text, nullable=False),
    Column("published_at", Moment, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("dated", Boolean, nullable=False),
    Column("updated_at", Moment),
    Column("embargoed_until", Moment),
    Column("urgency", Integer),
    Column("source_version", Text),
    Column("url_key", Text),
    Column("url", Text),
    Column("slugline", Text),
    Column("byline", Text),
    Column("dateline", Text),
    Column("located", Text),
    Column("ednote", Text),  # never in a view
    Column("creditline", Text),
    Column("copyrightholder", Text),
    Column("usageterms", Text),
    Column("image_url", Text),
    Column("caption", Text),
    Column("credit", Text),
    Column("photographer", Text),
    Column("origin", Text),
    Column("subjects", Text),
    Column("links", Text),
    Column("refers_to", Text),
    Column("headline", Text, nullable=False),
    Column("shingles", LargeBinary, nullable=False),
    Column("features", LargeBinary, nullable=False),
    Column("summary", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("utc_offset", Integer),  # minutes its source's clock is ahead of UTC
    UniqueConstraint("item", "version"),
    CheckConstraint("headline <> '' OR text <> ''", name="says_something"),
    CheckConstraint("NOT held OR embargoed_until IS NOT NULL", name="held"),
    _one_of("pubstatus", PubStatus),
)
Index("ix_item_version_held", item_version.c.embargoed_until, sqlite_where=item_version.c.held, postgresql_where=item_version.c.held)

lead_vector: Final = Table(
    # What a multilingual model made of a lead, kept so that a restart reads none anew; empty: it cannot be read.
    "lead_vector",
    metadata,
    Column("version", Number, ForeignKey("item_version.number"), primary_key=True, autoincrement=False),
    Column("vector", LargeBinary, nullable=False),
)

owed_page: Final = Table(
    # An article page still to be fetched: one row an item, gone in the transaction that stores what the page said.
    "owed_page",
    metadata,
    Column("item", Number, ForeignKey("item.number"), primary_key=True),
    Column("version", Integer, nullable=False),  # the item version that asked for it
    Column("due_at", Moment, nullable=False, index=True),
    Column("attempts", Integer, nullable=False),
    Column("last_error", Text),
)

item_page: Final = Table(
    # Which archived bytes are the page of which item: a replay reads them as such.
    "item_page",
    metadata,
    Column("delivery", Number, ForeignKey("delivery.number"), primary_key=True),
    Column("item", Number, ForeignKey("item.number"), primary_key=True),
    Column("fetched_at", Moment, nullable=False),
    sqlite_with_rowid=False,
)

fingerprint: Final = Table(
    # A derived index, rebuilt from item_version.shingles: a foreign key here would cost more than the row.
    "fingerprint",
    metadata,
    Column("hash", Number, primary_key=True),
    Column("item", Number, primary_key=True),
    sqlite_with_rowid=False,
)

near_duplicate: Final = Table(
    "near_duplicate",
    metadata,
    Column("later", Number, ForeignKey("item.number"), primary_key=True),
    Column("earlier", Number, ForeignKey("item.number"), primary_key=True, index=True),
    Column("kind", String(16), nullable=False),
    Column("containment", Float, nullable=False),
    Column("reasons", Text),
    CheckConstraint("earlier < later", name="order"),
    CheckConstraint("containment BETWEEN 0 AND 1", name="containment"),
    _one_of("kind", Copy),
    sqlite_with_rowid=False,
)

story: Final = Table(
    "story",
    metadata,
    Column("id", Text, primary_key=True),
    Column("version", Integer),  # the current one; null: never composed
    Column("first_seen_at", Moment, nullable=False),
    Column("latest_item_at", Moment, nullable=False, index=True),
    Column("dirty_at", Moment),
    Column("merged_into", Text, ForeignKey("story.id")),
)
Index("ix_story_dirty", story.c.dirty_at, sqlite_where=story.c.dirty_at.is_not(None), postgresql_where=story.c.dirty_at.is_not(None))

member: Final = Table(
    "member",
    metadata,
    Column("item", Number, ForeignKey("item.number"), primary_key=True),
    Column("story", Text, ForeignKey("story.id"), nullable=False, index=True),
    Column("score", Float),
    Column("reasons", Text, nullable=False),
    Column("seated_at", Moment, nullable=False),
)

story_version: Final = Table(
    "story_version",
    metadata,
    Column("story", Text, ForeignKey("story.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("slug", Text, nullable=False),
    Column("headline", Text, nullable=False),
    Column("body", Text, nullable=False),  # the reporting line is its last paragraph
    Column("caption", Text, nullable=False),
    Column("credit", Text, nullable=False),
    Column("image_url", Text),
    Column("reporting_line", Text, nullable=False),
    Column("agencies", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("status", String(16), nullable=False),
    Column("item_count", Integer, nullable=False),
    Column("agency_count", Integer, nullable=False),
    Column("urgency", Integer),
    Column("located", Text),
    Column("first_seen_at", Moment, nullable=False),
    Column("latest_item_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False, index=True),
    Column("change_seq", Number, nullable=False, unique=True),
    Column("paragraphs", Integer, nullable=False),  # without the reporting line
    Column("lead", Number, ForeignKey("item_version.number")),
    Column("notes", Text, nullable=False),
    CheckConstraint("version >= 1", name="version"),
    CheckConstraint("status IN ('usable', 'withheld', 'canceled')", name="status"),
)

segment: Final = Table(
    "segment",
    metadata,
    Column("story", Text, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("part", String(16), primary_key=True),
    Column("paragraph", Integer, primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("text", Text, nullable=False),
    Column("source", Number, ForeignKey("item_version.number")),
    Column("field", String(16)),
    Column("source_start", Integer),
    Column("source_end", Integer),
    Column("operation", Text),
    ForeignKeyConstraint(["story", "version"], ["story_version.story", "story_version.version"]),
    CheckConstraint("part IN ('headline', 'caption', 'credit', 'body')", name="part"),
    _one_of("kind", SegmentKind),
    _one_of("field", ItemField),
    # What cannot be traced cannot be stored: a frame cites nothing and is named, everything else cites a span.
    CheckConstraint(
        "(kind = 'frame' AND source IS NULL AND field IS NULL AND source_start IS NULL AND source_end IS NULL AND operation IS NOT NULL)"
        " OR (kind <> 'frame' AND source IS NOT NULL AND field IS NOT NULL AND source_start >= 0 AND source_end >= source_start"
        " AND source_start IS NOT NULL AND source_end IS NOT NULL)",
        name="cited",
    ),
    CheckConstraint("kind <> 'verbatim' OR length(text) = source_end - source_start", name="verbatim"),
    CheckConstraint("kind <> 'edit' OR operation IS NOT NULL", name="operation"),
)

story_event: Final = Table(
    "story_event",
    metadata,
    Column("number", Number, primary_key=True),
    Column("story", Text, ForeignKey("story.id"), nullable=False, index=True),
    Column("at", Moment, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("detail", Text, nullable=False),
)

story_alias: Final = Table(
    "story_alias",
    metadata,
    Column("old_id", Text, ForeignKey("story.id"), primary_key=True),
    Column("story_id", Text, ForeignKey("story.id"), nullable=False, index=True),
    Column("at", Moment, nullable=False),
    Column("reason", Text, nullable=False),
    CheckConstraint("old_id <> story_id", name="elsewhere"),
)

ruling: Final = Table(
    # The desk's decisions in force: the items of a ruling are of one story (together) or its sides are kept apart.
    "ruling",
    metadata,
    Column("number", Number, primary_key=True),
    Column("item", Number, ForeignKey("item.number"), primary_key=True),
    Column("together", Boolean, nullable=False),
    Column("side", Boolean, nullable=False),
    sqlite_with_rowid=False,
)

set_aside: Final = Table(
    "set_aside",
    metadata,
    Column("number", Number, primary_key=True),
    Column("hash", LargeBinary(16), nullable=False, unique=True),  # of what makes two faults the same
    Column("feed", Number, ForeignKey("feed.number"), nullable=False),
    Column("delivery_sha256", Text),
    Column("kind", String(32), nullable=False),
    Column("location", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("lost", Boolean, nullable=False, server_default=false()),
    Column("first_at", Moment, nullable=False),
    Column("last_at", Moment, nullable=False),
    Column("times", Integer, nullable=False, server_default=text("1")),
)

counter: Final = Table(
    "counter",
    metadata,
    Column("name", String(16), primary_key=True),
    Column("value", Number, nullable=False),
)
