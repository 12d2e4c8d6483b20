"""The public read side: the views users script against, the same on SQLite and PostgreSQL. No view shows a text under embargo or an ednote.

Names and columns are promised in the public contract; columns may be added at the end, never renamed. JSON columns are text.
"""

from typing import Final

from sqlalchemy import Connection, text

_STORY_COLUMNS: Final = (
    "slug, headline, body, caption, credit, image_url, reporting_line, agencies, language, status, version, item_count, agency_count, "
    "urgency, located, first_seen_at, latest_item_at, updated_at, change_seq"
)

_VERSION_COLUMNS: Final = """
    f.name AS feed, v.agency, i.guid, v.version, v.pubstatus, v.headline, v.summary, v.text, v.url, v.language, v.published_at,
    v.received_at, v.byline, v.located, v.caption, v.credit, d.sha256 AS delivery_sha256, v.kind, v.slugline, v.dateline, v.updated_at,
    v.urgency, v.creditline, v.copyrightholder, v.usageterms, v.image_url, v.photographer, v.origin AS origin_agency
"""


_REVISIONS: Final = f"""
SELECT {_VERSION_COLUMNS}
  FROM item_version v
  JOIN item i ON i.number = v.item
  JOIN feed f ON f.number = i.feed
  JOIN delivery d ON d.number = v.delivery
 WHERE NOT v.held"""  # noqa: S608 - our own words


def _precedence(item: str, version: str, feed: str) -> str:
    """Of two copies in the story of ``m`` the lesser is the original; in Python ``stories._precedence``."""
    parents = f"""(SELECT max(xv.published_at)
                     FROM (SELECT parents FROM agency WHERE key = {version}.agency AND parents IS NOT NULL LIMIT 1) a
                     JOIN near_duplicate k ON (k.later = {item}.number OR k.earlier = {item}.number) AND k.kind IN ('exact', 'reprint')
                     JOIN member x ON x.item = CASE WHEN k.later = {item}.number THEN k.earlier ELSE k.later END AND x.story = m.story
                     JOIN item xi ON xi.number = x.item AND xi.corrected_by IS NULL
                     JOIN item_version xv ON xv.item = xi.number AND xv.version = xi.shown AND xv.pubstatus = 'usable'
                    WHERE replace(a.parents, '"' || xv.agency || '"', '') <> a.parents)"""  # noqa: S608 - our own words
    return f"""(CASE WHEN {version}.origin IS NULL THEN 0 ELSE 1 END,
        CASE WHEN {parents} > {version}.published_at THEN {parents} ELSE {version}.published_at END,
        CASE WHEN {parents} IS NULL THEN 0 ELSE 1 END, {feed}.name, {item}.guid)"""


VIEWS: Final[dict[str, str]] = {
    # One row a story, its current version. Members and times are those of now, the rest is as composed.
    "merged_stories": """
SELECT s.id, c.slug, c.headline, c.body, c.caption, c.credit, c.image_url, c.reporting_line, c.agencies, c.language, c.status, c.version,
       (SELECT count(*) FROM member m JOIN item i ON i.number = m.item WHERE m.story = s.id AND i.shown IS NOT NULL) AS item_count,
       c.agency_count, c.urgency, c.located, s.first_seen_at, s.latest_item_at, c.updated_at, c.change_seq
  FROM story s
  JOIN story_version c ON c.story = s.id AND c.version = s.version
 WHERE s.merged_into IS NULL
""",
    "merged_story_versions": f"SELECT story AS story_id, story AS id, {_STORY_COLUMNS} FROM story_version",  # noqa: S608 - our own words
    "story_aliases": "SELECT old_id, story_id, at, reason FROM story_alias",
    # Every item that has a place, withdrawn ones (killed, withheld, put right by a correction) too.
    # A duplicate is a copy of an item of the same story that still stands and goes before it.
    "merged_story_items": f"""
SELECT m.story AS story_id, v.agency, f.name AS feed, i.guid, v.version AS item_version, v.headline, v.url, v.published_at,
       CASE WHEN v.pubstatus <> 'usable' OR i.corrected_by IS NOT NULL THEN 'withdrawn'
            WHEN l.item = m.item THEN 'lead'
            WHEN EXISTS (SELECT 1
                           FROM (SELECT later AS copy, earlier AS other FROM near_duplicate WHERE kind IN ('exact', 'reprint')
                                 UNION ALL
                                 SELECT earlier, later FROM near_duplicate WHERE kind IN ('exact', 'reprint')) n
                           JOIN member o ON o.item = n.other AND o.story = m.story
                           JOIN item oi ON oi.number = n.other AND oi.corrected_by IS NULL
                           JOIN item_version ov ON ov.item = oi.number AND ov.version = oi.shown AND ov.pubstatus = 'usable'
                           JOIN feed fo ON fo.number = oi.feed
                          WHERE n.copy = m.item
                            AND {_precedence("oi", "ov", "fo")} < {_precedence("i", "v", "f")}) THEN 'duplicate'
            ELSE 'contributing' END AS relation,
       COALESCE(v.origin, v.agency) AS origin_agency, m.score, m.reasons, m.seated_at
  FROM member m
  JOIN item i ON i.number = m.item
  JOIN item_version v ON v.item = i.number AND v.version = i.shown
  JOIN feed f ON f.number = i.feed
  JOIN story s ON s.id = m.story
  LEFT JOIN story_version c ON c.story = s.id AND c.version = s.version
  LEFT JOIN item_version l ON l.number = c.lead
""",  # noqa: S608 - our own words
    "merged_story_provenance": """
SELECT g.story AS story_id, g.version AS story_version, g.part, g.paragraph, g.seq, g.kind, g.text, v.agency, f.name AS feed, i.guid,
       v.version AS item_version, g.field, g.source_start, g.source_end, g.operation, v.url, d.sha256 AS delivery_sha256,
       (SELECT min(w.fetched_at) FROM delivery_sighting w WHERE w.delivery = v.delivery AND w.feed = i.feed) AS fetched_at
  FROM segment g
  LEFT JOIN item_version v ON v.number = g.source
  LEFT JOIN item i ON i.number = v.item
  LEFT JOIN feed f ON f.number = i.feed
  LEFT JOIN delivery d ON d.number = v.delivery
""",
    "near_duplicates": """
SELECT a.guid AS guid_a, fa.name AS feed_a, b.guid AS guid_b, fb.name AS feed_b, n.kind, n.containment, n.reasons
  FROM near_duplicate n
  JOIN item a ON a.number = n.earlier
  JOIN feed fa ON fa.number = a.feed
  JOIN item b ON b.number = n.later
  JOIN feed fb ON fb.number = b.feed
 WHERE a.shown IS NOT NULL AND b.shown IS NOT NULL
""",
    # Everything an agency sent of an item, each with the number that provenance cites.
    "item_revisions": _REVISIONS,
    # The same without those that were amended in place: the next one is out, keeps headline, summary and status, and is no correction.
    "item_versions": f"""{_REVISIONS}
   AND NOT EXISTS (SELECT 1
                     FROM item_version n
                    WHERE n.item = v.item AND n.version = v.version + 1 AND n.version <= i.shown
                      AND n.headline = v.headline AND n.summary = v.summary AND v.summary <> ''
                      AND n.pubstatus = v.pubstatus AND 'correction' NOT IN (v.kind, n.kind))
""",  # noqa: S608 - our own words
    "items": f"""
SELECT {_VERSION_COLUMNS}, i.first_seen_at, i.last_seen_at
  FROM item i
  JOIN item_version v ON v.item = i.number AND v.version = i.shown
  JOIN feed f ON f.number = i.feed
  JOIN delivery d ON d.number = v.delivery
""",  # noqa: S608 - our own words
    "feeds": """
SELECT name, agency, url, status, last_success_at, next_due_at, failures, last_error, etag, last_modified, last_polled_at, last_item_at,
       polls, empty_streak, moved_to
  FROM feed
""",
    # What hubs push, without the secrets and the addresses they push to.
    "subscriptions": """
SELECT f.name AS feed, s.hub, s.topic, s.state, s.lease_until, s.pushed_at, s.pushes, s.refused, s.failures, s.last_error
  FROM subscription s
  JOIN feed f ON f.number = s.feed
""",
    # Drops whose files move: files left for later, files in failed/, files read but not moved (and why).
    "drops": """
SELECT f.name AS feed, b.waiting, b.failed, b.stuck, b.why
  FROM drop_box b
  JOIN feed f ON f.number = b.feed
""",
    "fetches": """
SELECT f.name AS feed, p.at, p.outcome, p.status, p.items, p.error, p.seconds, p.delivery_sha256
  FROM poll p
  JOIN feed f ON f.number = p.feed
""",
    "deliveries": """
SELECT d.sha256, f.name AS feed, w.url, w.fetched_at, w.content_type, d.size
  FROM delivery_sighting w
  JOIN delivery d ON d.number = w.delivery
  JOIN feed f ON f.number = w.feed
""",
    "story_events": "SELECT number AS seq, story AS story_id, at, kind, detail FROM story_event",
    "dropped": """
SELECT f.name AS feed, s.delivery_sha256, s.kind, s.location, s.message, s.lost, s.first_at, s.last_at, s.times
  FROM set_aside s
  JOIN feed f ON f.number = s.feed
""",
}


def drop(connection: Connection) -> None:
    """Remove every view, so that tables may change under them."""
    for name in VIEWS:
        connection.execute(text(f"DROP VIEW IF EXISTS {name}"))


def create(connection: Connection) -> None:
    """Make every view anew."""
    for name, query in VIEWS.items():
        connection.execute(text(f"CREATE VIEW {name} AS {query}"))
