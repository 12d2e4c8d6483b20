"""The contract of the public views: the columns users script against, the same on both databases."""

import json
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from tests.contract.wire import a_copy, apply, compose, composite, kill, place, ready, repeat, revision, rows, values, whole
from wirefeed.model.item import ItemField, Kind
from wirefeed.model.story import Citation, Segment, SegmentKind
from wirefeed.testing import LEDE, NOON, an_item, the_delivery

HOUR = timedelta(hours=1)
DAY = "on Wednesday"
DAY_AT = LEDE.index(DAY)
STORY = (
    "slug headline body caption credit image_url reporting_line agencies language status version item_count agency_count urgency located "
    "first_seen_at latest_item_at updated_at change_seq"
)
COLUMNS = {
    "merged_stories": f"id {STORY}",
    "merged_story_versions": f"story_id id {STORY}",
    "story_aliases": "old_id story_id at reason",
    "merged_story_items": "story_id agency feed guid item_version headline url published_at relation origin_agency score reasons",
    "merged_story_provenance": (
        "story_id story_version part paragraph seq kind text agency feed guid item_version field source_start source_end operation url "
        "delivery_sha256 fetched_at"
    ),
    "near_duplicates": "guid_a feed_a guid_b feed_b kind containment",
    "item_versions": (
        "feed agency guid version pubstatus headline summary text url language published_at received_at byline located caption credit "
        "delivery_sha256"
    ),
    "item_revisions": (
        "feed agency guid version pubstatus headline summary text url language published_at received_at byline located caption credit "
        "delivery_sha256"
    ),
    "items": (
        "feed agency guid version pubstatus headline summary text url language published_at received_at byline located caption credit "
        "delivery_sha256"
    ),
    "feeds": "name agency url status last_success_at next_due_at failures last_error etag last_modified",
    "fetches": "feed at outcome status items error seconds",
    "subscriptions": "feed hub topic state lease_until pushed_at pushes refused failures last_error",
    "drops": "feed waiting failed stuck why",
    "deliveries": "sha256 feed url fetched_at content_type size",
    "story_events": "story_id at kind detail",
    "dropped": "feed delivery_sha256 kind location message lost first_at last_at times",
}


@pytest.fixture
def story(store):
    """Three items of three agencies in one story, one a copy, one killed; composed once, and once more after the kill."""
    one = an_item("a", caption="A crane lies on the quay.", credit="A. Photographer/TASS", ednote="secret note", published_at=NOON)
    copy = an_item("b", feed="toi-en", text=one.text, origin="TASS", published_at=NOON + HOUR, received_at=NOON + HOUR)
    killed = an_item("c", feed="afp-en", text="Wrong from the start.", published_at=NOON + 2 * HOUR)
    apply(ready(store), one, a_copy(copy, one), killed)
    (named,) = place(store, [one, copy, killed])
    caption, credit = whole(one, field=ItemField.CAPTION), whole(one, field=ItemField.CREDIT)
    gloss = Citation(item=one.ref(1), field=ItemField.TEXT, start=DAY_AT, end=DAY_AT + len(DAY))
    edited = Segment(kind=SegmentKind.EDIT, text="on Wednesday (March 4)", source=gloss, operation="date:2026-03-04")
    framed = Segment(kind=SegmentKind.FRAME, text=", TASS reported", operation="reported")
    paragraphs = ((whole(one, field=ItemField.TEXT), framed), (edited,))
    first = composite(
        named, one, killed, caption=(caption,), credit=(credit,), paragraphs=paragraphs, image_url="https://tass.example/1.jpg"
    )
    compose(store, first)
    apply(store, kill(an_item("kill", feed="afp-en", text="Withdraw it.", kind=Kind.KILL), killed.ref(1)))
    compose(store, composite(named, one, version=2, paragraphs=paragraphs, caption=(caption,), credit=(credit,)), now=NOON + HOUR)
    return named


@pytest.mark.parametrize("view", COLUMNS)
def test_every_view_has_the_columns_that_were_promised(store, view):
    with store.read() as unit:
        found = list(unit.connection.execute(text(f"SELECT * FROM {view}")).keys())
    promised = COLUMNS[view].split()
    assert [name for name in found if name in promised] == promised


def test_no_view_has_a_column_for_what_is_not_public(store):
    for view in COLUMNS:
        with store.read() as unit:
            found = set(unit.connection.execute(text(f"SELECT * FROM {view}")).keys())
        assert not found & {"ednote", "held", "embargoed_until", "features", "shingles", "body_sha256"}


def test_nothing_of_an_embargo_or_an_ednote_stands_in_any_view(store, story):
    apply(store, an_item("held", text="EMBARGOED", headline="EMBARGOED", embargoed_until=NOON + HOUR, ednote="EMBARGOED"))
    apply(store, revision(an_item("a", text="EMBARGOED", embargoed_until=NOON + HOUR), an_item("a").ref(1)))
    for view in COLUMNS:
        shown = json.dumps(rows(store, f"SELECT * FROM {view}"), default=str)
        assert "EMBARGOED" not in shown
        assert "secret note" not in shown
        assert f'"{story}"' in shown or view not in ("merged_stories", "merged_story_items")


def test_the_reporting_line_is_the_last_paragraph_of_the_body(store, story):
    (row,) = rows(store, "SELECT * FROM merged_stories")
    assert row["id"] == story
    assert row["body"].split("\n\n")[-1] == row["reporting_line"] == "With reporting by TASS, AFP"
    assert (row["version"], row["status"], row["agency_count"], row["item_count"]) == (2, "usable", 1, 3)
    assert json.loads(row["agencies"]) == ["TASS", "AFP"]


def test_every_version_of_a_story_stays_readable(store, story):
    versions = rows(store, "SELECT story_id, version, change_seq, agency_count FROM merged_story_versions ORDER BY version")
    assert [tuple(row.values()) for row in versions] == [(story, 1, 1, 2), (story, 2, 2, 1)]


def test_every_placed_item_is_listed_once_with_what_it_is_to_its_story(store, story):
    listed = rows(store, "SELECT * FROM merged_story_items ORDER BY published_at")
    assert [(row["story_id"], row["guid"], row["relation"]) for row in listed] == [
        (story, "a", "lead"),
        (story, "b", "duplicate"),
        (story, "c", "withdrawn"),
    ]
    assert [row["origin_agency"] for row in listed] == ["tass", "TASS", "afp"]
    assert [row["agency"] for row in listed] == ["tass", "toi", "afp"]
    assert [json.loads(row["reasons"]) for row in listed] == [[], ["same event"], ["same event"]]


def test_the_provenance_of_a_story_rebuilds_its_text(store, story):
    query = "SELECT * FROM merged_story_provenance WHERE story_version = 2 ORDER BY part, paragraph, seq"
    found = rows(store, query)
    parts = {part: {} for part in ("headline", "caption", "credit", "body")}
    for row in found:
        assert row["story_id"] == story
        paragraph = parts[row["part"]]
        paragraph[row["paragraph"]] = paragraph.get(row["paragraph"], "") + row["text"]
    (current,) = rows(store, "SELECT * FROM merged_stories")
    assert {part: "\n\n".join(texts.values()) for part, texts in parts.items()} == {
        part: current[part] for part in ("headline", "caption", "credit", "body")
    }
    assert [row["text"] for row in found if row["part"] == "body"][-1] == current["reporting_line"]


@pytest.mark.usefixtures("story")
def test_the_provenance_of_a_segment_leads_to_the_bytes_it_came_in(store):
    (row,) = rows(store, "SELECT * FROM merged_story_provenance WHERE story_version = 2 AND kind = 'edit'")
    assert (row["feed"], row["agency"], row["guid"], row["item_version"]) == ("tass-en", "tass", "a", 1)
    assert (row["field"], row["source_start"], row["source_end"], row["operation"]) == (
        "text",
        DAY_AT,
        DAY_AT + len(DAY),
        "date:2026-03-04",
    )
    assert row["delivery_sha256"] == the_delivery("tass-en").sha256
    (fetched,) = values(store, "SELECT fetched_at FROM deliveries WHERE sha256 = :sha", sha=row["delivery_sha256"])
    assert row["fetched_at"] == fetched
    (item,) = rows(store, "SELECT text, url FROM item_versions WHERE guid = 'a'")
    assert (item["text"][row["source_start"] : row["source_end"]], item["url"]) == (DAY, row["url"])


def test_a_frame_leads_to_nobody(store, story):
    found = rows(store, "SELECT * FROM merged_story_provenance WHERE kind = 'frame' AND story_version = 2 ORDER BY paragraph")
    assert [row["text"] for row in found] == [", TASS reported", "With reporting by TASS, AFP"]
    assert {(row["guid"], row["feed"], row["agency"], row["field"], row["delivery_sha256"]) for row in found} == {(None,) * 5}
    assert {row["story_id"] for row in found} == {story}


def test_the_events_of_a_story_tell_its_life(store, story):
    events = rows(store, "SELECT kind, detail FROM story_events WHERE story_id = :story ORDER BY seq", story=story)
    assert [event["kind"] for event in events] == ["opened", "joined", "joined", "composed", "withdrawn", "composed"]
    assert json.loads(events[4]["detail"])["item"] == {"feed": "afp-en", "guid": "c", "version": 2}


def test_times_in_sqlite_sort_as_text_and_carry_their_zone(store):
    if store.backend.engine().dialect.name != "sqlite":
        pytest.skip("PostgreSQL has a type for it")
    moments = [NOON, NOON + timedelta(microseconds=1), NOON + HOUR, NOON - timedelta(days=9000)]
    apply(ready(store), *(an_item(f"g{n}", published_at=moment) for n, moment in enumerate(moments)))
    shown = values(store, "SELECT published_at FROM items ORDER BY published_at")
    assert [datetime.fromisoformat(moment) for moment in shown] == sorted(moments)
    assert shown[1] == "2026-03-04T12:00:00.000000Z"


def test_the_current_item_is_its_newest_version_with_when_it_was_last_seen(store):
    item, later = an_item("a"), an_item("a", text="Later.", received_at=NOON + HOUR)
    apply(ready(store), item, revision(later, item.ref(1)), repeat(an_item("a", text="Later.", received_at=NOON + 3 * HOUR), item.ref(2)))
    (row,) = rows(store, "SELECT version, text, first_seen_at, last_seen_at, received_at FROM items")
    assert (row["version"], row["text"]) == (2, "Later.")
    assert row["first_seen_at"] < row["received_at"] < row["last_seen_at"]
