"""The contract of the store: what goes in comes out, whatever the database. Items, their versions and copies."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.contract.wire import FEATURES, FEEDS, a_copy, apply, change, kill, near, ready, repeat, revision, rows, stale, values
from wirefeed.dedup.keys import asked
from wirefeed.errors import InputError
from wirefeed.model.delivery import Fault, FaultKind
from wirefeed.model.feed import Cursor, FeedState, FeedStatus
from wirefeed.model.ids import ItemRef
from wirefeed.model.item import Kind, PubStatus
from wirefeed.model.match import Copy
from wirefeed.pipeline.ports import Applied, FetchRecord
from wirefeed.testing import LEDE, NOON, a_delivery, a_feed, an_agency, an_item, shingles_of, the_delivery

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LONG_AGO = NOON - 30 * DAY
STORED = (
    "SELECT * FROM item_versions ORDER BY feed, guid, version",
    "SELECT * FROM near_duplicates ORDER BY guid_a, guid_b",
    "SELECT * FROM deliveries ORDER BY sha256, fetched_at",
)


# --- feeds and polls


def test_a_feed_never_polled_has_a_state(store):
    with store.write() as unit:
        unit.sync_feeds([a_feed()])
        assert unit.feed_states() == {"tass-en": FeedState()}


def test_a_state_comes_back_as_it_was_saved(store):
    state = FeedState(
        cursor=Cursor(
            etag='W/"x"',
            last_modified="Wed, 04 Mar 2026 12:00:00 GMT",
            body_sha256="a" * 64,
            digests=frozenset({b"0" * 16, b"1" * 16}),
            marks=frozenset({"a.xml|12|99", "b.xml|1|2"}),
        ),
        status=FeedStatus.FAILING,
        last_polled_at=NOON,
        last_success_at=NOON - HOUR,
        last_item_at=NOON - DAY,
        next_due_at=NOON + HOUR,
        failures=3,
        penalty=1.75,
        polls=40,
        empty_streak=2,
        interval=612.5,
        last_error="timed out",
        moved_to="https://tass.example/new.xml",
    )
    with store.write() as unit:
        unit.sync_feeds([a_feed()])
        unit.save_feed("tass-en", state)
    with store.read() as unit:
        assert unit.feed_states() == {"tass-en": state}


def test_a_message_of_unknown_origin_is_stored_without_what_a_database_refuses(store):
    with store.write() as unit:
        unit.sync_feeds([a_feed()])
        unit.save_feed("tass-en", FeedState(last_error="cut\0off \ud800"))
        assert unit.feed_states()["tass-en"].last_error == "cut\ufffdoff ?"


def test_a_feed_that_is_no_longer_configured_is_disabled_and_comes_back_as_it_stood(store):
    kept = FeedState(status=FeedStatus.FAILING, last_success_at=NOON, failures=2, cursor=Cursor(etag="x"))
    with store.write() as unit:
        unit.sync_feeds([a_feed(), a_feed("afp-en")])
        unit.save_feed("tass-en", kept)
        unit.sync_feeds([a_feed("afp-en")])
        assert unit.feed_states()["tass-en"].status is FeedStatus.DISABLED
        unit.sync_feeds([a_feed(), a_feed("afp-en")])
        assert unit.feed_states()["tass-en"] == replace(kept, status=FeedStatus.OK)


def test_a_feed_with_a_new_address_forgets_the_validators_of_the_old_one(store):
    with store.write() as unit:
        unit.sync_feeds([a_feed()])
        unit.save_feed("tass-en", FeedState(status=FeedStatus.RETIRED, cursor=Cursor(etag="old"), polls=9))
        unit.sync_feeds([a_feed(url="https://tass.example/other.xml")])
        assert unit.feed_states()["tass-en"] == FeedState()


def test_an_agency_follows_the_configuration(store):
    with store.write() as unit:
        unit.sync_feeds([a_feed()])
        renamed = an_agency("tass", name="Tass", parents=("ria",), timezone="Europe/Moscow")
        unit.sync_feeds([a_feed(agency=renamed)])
        assert unit.agencies() == {"tass": renamed}


def test_feeds_an_import_adds_are_never_polled_and_leave_the_others_alone(store):
    with store.write() as unit:
        unit.sync_feeds([a_feed()])
        unit.add_feeds([a_feed(), a_feed("ria-import", agency=an_agency("ria"))])
        unit.add_feeds([a_feed("tass-import", agency=an_agency("tass", name="An impostor"))])
        states = {name: state.status.value for name, state in unit.feed_states().items()}
        assert states == {"tass-en": "new", "ria-import": "disabled", "tass-import": "disabled"}
        assert unit.agencies()["tass"].name == "TASS"


def test_a_poll_leaves_a_line_in_the_history(store):
    ready(store)
    record = FetchRecord(
        feed="tass-en", at=NOON, outcome="failed", status=503, items=0, error="busy", seconds=1.5, delivery_sha256=("a" * 64,)
    )
    with store.write() as unit:
        unit.record_fetch(record)
    (row,) = rows(store, "SELECT feed, outcome, status, items, error, seconds, delivery_sha256 FROM fetches")
    assert row == {
        "feed": "tass-en",
        "outcome": "failed",
        "status": 503,
        "items": 0,
        "error": "busy",
        "seconds": 1.5,
        "delivery_sha256": f'["{"a" * 64}"]',
    }


@pytest.mark.parametrize("ask", [lambda unit: unit.save_feed("nobody", FeedState()), lambda unit: unit.keep(a_delivery(feed="nobody"))])
def test_a_feed_nobody_knows_is_named_in_the_error(store, ask):
    with pytest.raises(InputError, match="nobody"), store.write() as unit:
        ask(unit)


# --- the archive


@pytest.mark.parametrize("body", [b"", b"<rss>" + b"word " * 4000 + b"</rss>", bytes(range(256))])
def test_bytes_come_back_exactly_as_received(store, body):
    delivery = a_delivery(body)
    with store.write() as unit:
        unit.sync_feeds([a_feed()])
        unit.keep(delivery)
    with store.read() as unit:
        assert unit.body(delivery.sha256) == body
        assert list(unit.sightings(NOON, NOON)) == [delivery]


def test_the_same_bytes_are_kept_once_and_every_sighting_of_them(store):
    ready(store)
    once, later = a_delivery(b"same"), a_delivery(b"same", fetched_at=NOON + HOUR, url="https://tass.example/moved.xml")
    with store.write() as unit:
        unit.keep_all([once, later, a_delivery(b"same", feed="afp-en")])
        unit.keep(once)
    seen = rows(store, "SELECT feed, url, size FROM deliveries WHERE sha256 = :sha ORDER BY fetched_at, feed", sha=once.sha256)
    assert [(row["feed"], row["url"]) for row in seen] == [("afp-en", once.url), ("tass-en", once.url), ("tass-en", later.url)]
    assert {row["size"] for row in seen} == {4}


def test_an_address_of_ten_kilobytes_is_no_obstacle(store):
    with store.write() as unit:
        unit.sync_feeds([a_feed()])
        unit.keep(a_delivery(url="https://tass.example/?" + "q" * 10_000))
    assert len(values(store, "SELECT url FROM deliveries")[0]) > 10_000


def test_bytes_that_were_never_archived_are_missed_by_name(store):
    with store.read() as unit, pytest.raises(InputError, match="f" * 64):
        unit.body("f" * 64)


# --- the ledger


def test_a_fault_that_comes_with_every_poll_is_one_line_that_counts(store):
    ready(store)
    fault = Fault(kind=FaultKind.BAD_DATE, where="entry 3\0", message="no such day: \udcff", lost=True)
    with store.write() as unit:
        unit.drop("tass-en", "a" * 64, (fault,), NOON)
        unit.drop("tass-en", "b" * 64, (fault, replace(fault, lost=False)), NOON + HOUR)
        (line,) = unit.ledger()
    assert (line.times, line.first_at, line.last_at, line.delivery_sha256) == (2, NOON, NOON + HOUR, "b" * 64)
    assert (line.feed, line.kind, line.where, line.message) == ("tass-en", "bad_date", "entry 3\ufffd", "no such day: ?")
    assert sorted(values(store, "SELECT times FROM dropped")) == [1, 2]


# --- new items, and what they are known by


def test_a_new_item_comes_back_as_it_was(store):
    ready(store)
    item = an_item(
        "tag:tass.example,2026:1",
        summary="A standfirst.",
        language="en-GB",
        updated_at=NOON + HOUR,
        source_version="2",
        kind=Kind.ALERT,
        slugline="Crane-Harbour",
        byline="By A. Reporter",
        dateline="PORT VELL, March 4.",
        located="Port Vell",
        urgency=2,
        ednote="not for the public",
        creditline="TASS",
        copyrightholder="TASS",
        usageterms="none",
        image_url="https://tass.example/1.jpg",
        caption="A crane.",
        credit="A. Photographer/TASS",
        photographer="A. Photographer",
        subjects=("disaster", "transport"),
        links=("https://tass.example/0",),
        refers_to=("g0",),
        origin="AFP",
        dated=False,
        utc_offset=-420,
    )
    assert apply(store, item) == Applied(new=1)
    with store.read() as unit:
        assert unit.item_versions([item.ref(1), item.ref(2), ItemRef(feed="tass-en", guid="no", version=1)]) == {item.ref(1): item}


def test_an_item_is_known_by_each_of_its_names_and_to_its_own_feed_alone(store):
    ready(store)
    item = an_item()
    apply(store, item)
    strangers = {
        "guid": an_item(url=None, headline="Another", text="Another text."),
        "url": an_item("g2", url=item.url, headline="Another", text="Another text."),
        "content": an_item("g2", text=item.text),
        "headline": an_item("g2", text="Another text.", kind=Kind.CORRECTION),
    }
    with store.read() as unit:
        for kind, stranger in strangers.items():
            (known,) = unit.known("tass-en", [stranger])
            assert known.ref == item.ref(1)
            assert kind in {name for name, _ in known.matched}
            assert known.matched <= set(asked(stranger))
            assert unit.known("afp-en", [replace(stranger, feed="afp-en")]) == ()
        assert unit.known("tass-en", [an_item("g9", headline="Nothing alike", text="Not a word of it.", url=None)]) == ()


def test_a_known_item_tells_the_judge_all_it_asks(store):
    ready(store)
    first = an_item(source_version="1", text="One.")
    second = an_item(source_version="2", text="Two.", updated_at=NOON + HOUR, received_at=NOON + HOUR, kind=Kind.UPDATE)
    apply(store, first)
    apply(store, revision(second, first.ref(1)))
    with store.read() as unit:
        (known,) = unit.known("tass-en", [first])
    assert known.ref == first.ref(2)
    assert known.hashes == (first.content_hash, second.content_hash)
    assert (known.content_hash, known.text, known.headline) == (second.content_hash, "Two.", second.headline)
    assert (known.pubstatus, known.kind, known.url_key) == (PubStatus.USABLE, Kind.UPDATE, second.url_key)
    assert (known.published_at, known.updated_at, known.received_at) == (NOON, NOON + HOUR, NOON + HOUR)
    assert (known.source_version, known.dated, known.stale_since) == ("2", True, None)


def test_what_a_feed_brought_last_is_heard_as_it_stands_now(store):
    ready(store)
    first, second, third = (an_item(guid, headline=f"Headline {guid}", text=f"Report {guid}.", url=None) for guid in "123")
    apply(store, first, second, third, an_item("4", feed="afp-en", text="Another wire.", url=None))
    apply(store, revision(replace(first, text="Report 1, longer.", content_hash="1" * 64), first.ref(1)))
    with store.read() as unit:
        assert unit.heard("tass-en", 2) == (("Headline 3", "Report 3."), ("Headline 2", "Report 2."))
        assert unit.heard("tass-en", 9)[2] == ("Headline 1", "Report 1, longer.")
        assert unit.heard("no-feed", 9) == ()


def test_items_of_two_feeds_may_carry_the_same_guid(store):
    ready(store)
    assert apply(store, an_item("1"), an_item("1", feed="afp-en", text="Another text.")) == Applied(new=2)
    assert values(store, "SELECT text FROM items ORDER BY feed") == ["Another text.", f"{LEDE} Report 1."]


def test_a_guid_and_a_link_of_ten_kilobytes_are_no_obstacle(store):
    ready(store)
    item = an_item("g" * 10_000, url="https://tass.example/" + "x" * 10_000)
    assert apply(store, item) == Applied(new=1)
    with store.read() as unit:
        assert [known.ref.guid for known in unit.known("tass-en", [item])] == [item.guid]


def test_a_headline_that_comes_every_day_leads_to_the_newest_items_only(store):
    ready(store)
    days = [an_item(f"day {n}", headline="Morning briefing", text=f"Text of day {n}.", url=None) for n in range(100)]
    apply(store, *days)
    with store.read() as unit:
        known = unit.known("tass-en", [an_item("new", headline="Morning briefing", text="x y z", url=None, kind=Kind.CORRECTION)])
    assert {one.ref.guid for one in known} == {f"day {n}" for n in range(68, 100)}


def test_storing_the_same_changes_again_after_a_lost_answer_changes_nothing(store):
    ready(store)
    first, other = an_item(), an_item("g2", feed="afp-en")
    second = an_item(text="Two words more.", updated_at=NOON + HOUR)
    batch = [change(first), a_copy(other, first), revision(second, first.ref(1))]
    assert apply(store, *batch) == Applied(new=1, near_duplicate=1, revised=1)
    before = [rows(store, view) for view in STORED]
    assert apply(store, batch[1], batch[2]) == Applied(repeat=2)
    with store.write() as unit:
        unit.keep(the_delivery("tass-en"))
    assert before == [rows(store, view) for view in STORED]


# --- revisions, repeats, late arrivals


def test_a_title_edit_is_a_further_version_of_the_same_item(store):
    ready(store)
    item, edited = an_item(), an_item(headline="Crane falls in harbour, 3 hurt")
    apply(store, item)
    assert apply(store, revision(edited, item.ref(1))) == Applied(revised=1)
    assert rows(store, "SELECT version, headline FROM item_versions ORDER BY version") == [
        {"version": 1, "headline": item.headline},
        {"version": 2, "headline": edited.headline},
    ]
    assert values(store, "SELECT headline FROM items") == [edited.headline]


@pytest.mark.parametrize(
    ("change", "versions"),
    [
        ({"text": "A text of more words."}, [2]),  # amended in place
        ({"text": "A text of more words.", "kind": Kind.UPDATE}, [2]),
        ({"text": "A text of more words.", "headline": "Another"}, [1, 2]),
        ({"text": "A text of more words.", "summary": "Another."}, [1, 2]),
        ({"text": "A text of more words.", "kind": Kind.CORRECTION}, [1, 2]),
    ],
)
def test_a_version_amended_in_place_is_shown_as_it_stands_and_every_revision_stays_readable(store, change, versions):
    ready(store)
    item = an_item(summary="A crane fell.")
    changed = an_item(**{"summary": "A crane fell.", **change})
    apply(store, item)
    apply(store, revision(changed, item.ref(1), kind=changed.kind))
    assert values(store, "SELECT version FROM item_versions ORDER BY version") == versions
    assert values(store, "SELECT text FROM item_revisions ORDER BY version") == [item.text, changed.text]


def test_an_amendment_under_embargo_leaves_the_version_before_it_in_view(store):
    ready(store)
    item = an_item(summary="A crane fell.")
    apply(store, item)
    apply(store, revision(an_item(summary="A crane fell.", text="Not yet.", embargoed_until=NOON + HOUR), item.ref(1)))
    assert values(store, "SELECT text FROM item_versions") == [item.text]
    assert values(store, "SELECT text FROM item_revisions") == [item.text]


def test_without_a_summary_another_text_is_another_version(store):
    ready(store)
    item = an_item(summary="")
    apply(store, item)
    apply(store, revision(an_item(summary="", text="A text of more words."), item.ref(1)))
    assert values(store, "SELECT version FROM item_versions ORDER BY version") == [1, 2]


def test_a_revision_under_a_new_guid_stays_with_the_item_and_both_guids_lead_to_it(store):
    ready(store)
    item, renamed = an_item("old"), an_item("new", text="A text with a new guid.", url=None)
    apply(store, item)
    apply(store, revision(renamed, item.ref(1)))
    with store.read() as unit:
        for guid in ("old", "new"):
            asked_for = an_item(guid, headline="x", text="y", url=None)
            assert [known.ref for known in unit.known("tass-en", [asked_for])] == [item.ref(2)]
        assert unit.item_versions([item.ref(2)]) == {item.ref(2): replace(renamed, guid="old")}


def test_a_revision_says_of_what_kind_it_is(store):
    ready(store)
    item, mended = an_item(), an_item(text="Mended.")
    apply(store, item)
    apply(store, revision(mended, item.ref(1), kind=Kind.CORRECTION))
    assert values(store, "SELECT kind FROM items") == ["correction"]


def test_a_repeat_is_only_seen_and_leaves_its_names(store):
    ready(store)
    item = an_item()
    again = an_item("other guid", text=item.text, url="https://tass.example/short", received_at=NOON + HOUR)
    apply(store, item)
    assert apply(store, repeat(again, item.ref(1))) == Applied(repeat=1)
    assert values(store, "SELECT count(*) FROM item_versions") == [1]
    with store.read() as unit:
        for name in ({"guid": "other guid", "url": None}, {"guid": "third", "url": "https://tass.example/short"}):
            assert [known.ref for known in unit.known("tass-en", [an_item(headline="x", text="y", **name)])] == [item.ref(1)]
    with store.read() as unit:
        since = NOON + HOUR
        assert [found.ref for found in unit.candidates([an_item("g3", feed="afp-en", text=item.text)], since)[0]] == [item.ref(1)]


def test_a_late_older_version_is_noted_with_the_time_since_the_feed_has_shown_it(store):
    ready(store)
    item, newer = an_item(text="One."), an_item(text="Two.")
    late = replace(item, received_at=NOON + HOUR)
    apply(store, item)
    apply(store, revision(newer, item.ref(1)))
    assert apply(store, stale(late, item.ref(2))) == Applied(stale=1)
    apply(store, stale(replace(late, received_at=NOON + 2 * HOUR), item.ref(2)))

    def since():
        with store.read() as unit:
            return unit.known("tass-en", [item])[0].stale_since

    assert since() == NOON + HOUR
    assert rows(store, "SELECT kind, location, lost FROM dropped") == [{"kind": "stale", "location": "g1", "lost": True}]
    apply(store, repeat(newer, item.ref(2)))
    assert since() is None


# --- kills


def test_a_killed_item_keeps_its_text_and_is_canceled(store):
    ready(store)
    item = an_item()
    notice = an_item("kill-1", headline="KILL: Crane falls", text="Withdraw it.", kind=Kind.KILL, received_at=NOON + HOUR)
    apply(store, item)
    assert apply(store, kill(notice, item.ref(1))) == Applied(killed=1)
    versions = rows(store, "SELECT guid, version, pubstatus, text FROM item_versions ORDER BY guid, version")
    assert [tuple(row.values()) for row in versions] == [
        ("g1", 1, "usable", item.text),
        ("g1", 2, "canceled", item.text),
        ("kill-1", 1, "canceled", notice.text),
    ]
    with store.read() as unit:
        killed = next(known for known in unit.known("tass-en", [item]) if known.ref.guid == "g1")
        assert (killed.pubstatus, killed.updated_at, killed.received_at) == (PubStatus.CANCELED, NOON, NOON + HOUR)


def test_a_report_killed_before_it_was_placed_is_placed_all_the_same_and_the_notice_never(store):
    ready(store)
    item, notice = an_item(), an_item("kill-1", text="Withdraw it.", kind=Kind.KILL)
    apply(store, item, kill(notice, item.ref(1)), kill(an_item("kill-2", text="Nobody knows what.", kind=Kind.KILL)))
    with store.read() as unit:
        assert [placeable.ref for placeable in unit.unplaced(10)] == [item.ref(2)]
    assert values(store, "SELECT pubstatus FROM items ORDER BY guid") == ["canceled"] * 3


def test_an_item_that_withdraws_itself_gets_the_text_of_its_notice(store):
    ready(store)
    item = an_item()
    notice = an_item(text="This report is withdrawn.", pubstatus=PubStatus.CANCELED)
    apply(store, item)
    assert apply(store, kill(notice, item.ref(1))) == Applied(killed=1)
    assert apply(store, kill(notice, item.ref(2))) == Applied(repeat=1)
    assert values(store, "SELECT text FROM item_versions ORDER BY version") == [item.text, notice.text]


def test_a_report_that_comes_after_its_kill_is_stored_and_never_live(store):
    ready(store)
    item = an_item()
    assert apply(store, kill(item, item.ref(1))) == Applied(killed=1)
    assert rows(store, "SELECT version, pubstatus FROM item_versions") == [{"version": 1, "pubstatus": "canceled"}]


def test_a_report_that_comes_under_another_guid_after_its_kill_is_a_version_of_the_killed_one(store):
    ready(store)
    item, again = an_item(), an_item("another guid", text="The same report in other words.")
    apply(store, item)
    assert apply(store, kill(again, item.ref(1))) == Applied(killed=1)
    assert apply(store, kill(again, item.ref(2))) == Applied(repeat=1)
    versions = rows(store, "SELECT guid, version, pubstatus, text FROM item_versions ORDER BY version")
    assert [tuple(row.values()) for row in versions] == [("g1", 1, "usable", item.text), ("g1", 2, "canceled", again.text)]


def test_a_killed_item_can_be_released_again(store):
    ready(store)
    item = an_item()
    back = an_item(text="It was true after all.", updated_at=NOON + HOUR, kind=Kind.RELEASE)
    apply(store, item)
    apply(store, kill(an_item(text="Withdrawn.", pubstatus=PubStatus.CANCELED), item.ref(1)))
    apply(store, revision(back, item.ref(2)))
    with store.read() as unit:
        assert [placeable.ref for placeable in unit.unplaced(10)] == [item.ref(3)]


# --- copies


HALF = " ".join(f"alpha{n} beta{n % 7}" for n in range(60))
OTHER_HALF = " ".join(f"gamma{n} delta{n % 5}" for n in range(60))


def test_candidates_are_the_texts_of_any_feed_that_share_the_most(store):
    ready(store)
    original = an_item("a", text=HALF + " " + OTHER_HALF)
    half = an_item("b", feed="afp-en", text=HALF)
    stranger = an_item("c", text=" ".join(f"word{n}" for n in range(120)))
    apply(store, original, half, stranger)
    copy, alone = an_item("d", feed="toi-en", text=HALF + " " + OTHER_HALF), an_item("e", text="A short text nobody else has at all.")
    with store.read() as unit:
        (found, nothing) = unit.candidates([copy, alone], NOON - DAY)
    assert nothing == ()
    assert [candidate.ref for candidate in found] == [original.ref(1), half.ref(1)]
    assert found[0].shared == len(original.shingles)
    assert found[1].shared == len(half.shingles)
    assert (found[0].text, found[0].headline, found[0].agency) == (original.text, original.headline, "tass")
    assert (found[0].shingles, found[0].content_hash) == (original.shingles, original.content_hash)
    assert (found[0].published_at, found[0].pubstatus) == (NOON, PubStatus.USABLE)


def test_an_item_is_no_candidate_of_itself_and_old_ones_are_none_at_all(store):
    ready(store)
    old = an_item("old", text=HALF, published_at=NOON - 9 * DAY, received_at=NOON - 9 * DAY)
    item = an_item("a", text=HALF)
    apply(store, old, item)
    with store.read() as unit:
        assert unit.candidates([item], NOON - 7 * DAY) == ((),)
        assert [found.ref for found in unit.candidates([item], NOON - 10 * DAY)[0]] == [old.ref(1)]


def test_at_most_eight_candidates_and_a_set_phrase_does_not_hide_the_copy(store):
    ready(store)
    footer = " ".join(f"footer{n}" for n in range(40))
    crowd = [an_item(f"f{n}", text=f"{footer} number {n} of many") for n in range(60)]
    original = an_item("a", feed="afp-en", text=f"{HALF} {footer}")
    apply(store, original, *crowd)
    with store.read() as unit:
        (found,) = unit.candidates([an_item("z", feed="toi-en", text=f"{HALF} {footer}")], NOON - DAY)
    assert len(found) == 8
    assert found[0].ref == original.ref(1)


def test_a_revised_text_is_found_by_its_new_words_only(store):
    ready(store)
    item, rewritten = an_item("a", text=HALF), an_item("a", text=OTHER_HALF)
    apply(store, item)
    apply(store, revision(rewritten, item.ref(1)))
    with store.read() as unit:
        by_old, by_new = unit.candidates([an_item("b", text=HALF), an_item("c", text=OTHER_HALF)], NOON - DAY)
    assert by_old == ()
    assert [found.ref for found in by_new] == [item.ref(2)]


def test_a_pair_is_reported_once_whoever_found_it(store):
    ready(store)
    one, other = an_item("a", text=HALF), an_item("b", feed="afp-en", text=HALF)
    apply(store, one, a_copy(other, one, 0.9))
    apply(store, change(one, repeat(one, one.ref(1)).judgement.verdict, near(other, 0.9)))
    pairs = rows(store, "SELECT guid_a, feed_a, guid_b, feed_b, kind, containment FROM near_duplicates")
    assert [tuple(pair.values()) for pair in pairs] == [("a", "tass-en", "b", "afp-en", "reprint", 0.9)]


def test_partial_copies_are_reported_of_items_that_are_new_all_the_same(store):
    ready(store)
    one, other = an_item("a", text=HALF), an_item("b", feed="afp-en", text=OTHER_HALF)
    assert apply(store, one, change(other, None, near(one, 0.25, Copy.PARTIAL))) == Applied(new=2)
    assert values(store, "SELECT kind FROM near_duplicates") == ["partial"]


def test_a_rewritten_text_is_no_longer_the_copy_it_was(store):
    ready(store)
    one, other = an_item("a", text=HALF), an_item("b", feed="afp-en", text=HALF)
    apply(store, one, a_copy(other, one))
    apply(store, revision(an_item("b", feed="afp-en", headline="New title", text=HALF), other.ref(1)))
    assert values(store, "SELECT guid_b FROM near_duplicates") == ["b"]
    apply(store, revision(an_item("b", feed="afp-en", text=OTHER_HALF), other.ref(2)))
    assert values(store, "SELECT guid_b FROM near_duplicates") == []


def test_forgetting_drops_history_and_fingerprints_and_nothing_else(store):
    ready(store)
    old = an_item("old", text=HALF, received_at=LONG_AGO, published_at=LONG_AGO)
    apply(store, old, an_item("new", text=HALF))
    record = FetchRecord(feed="tass-en", at=LONG_AGO, outcome="changed", status=200, items=1, error=None, seconds=0.1)
    with store.write() as unit:
        unit.record_fetch(record)
        unit.record_fetch(replace(record, at=NOON))
        assert unit.forget(NOON - DAY) > 1
        assert unit.forget(NOON - DAY) == 0
    with store.read() as unit:
        assert [found.ref.guid for found in unit.candidates([an_item("x", text=HALF)], LONG_AGO)[0]] == ["new"]
        assert unit.known("tass-en", [old])[0].text == HALF
    assert values(store, "SELECT count(*) FROM fetches") == [1]


# --- batches


def test_one_bad_item_fails_alone(store):
    ready(store)
    nul, surrogate = an_item("nul", text="cut\0off"), an_item("surrogate", text="half \ud800 a pair")
    homeless, unkept = an_item("homeless", feed="nobody-en", agency="tass"), an_item("unkept", delivery_sha256="f" * 64)
    nobodys, orphan = an_item("nobodys", agency="nobody"), an_item("orphan", text="Later.")
    huge = an_item("huge", urgency=2**70)
    good = [an_item(f"good {n}") for n in range(3)]
    bad = [nul, surrogate, homeless, unkept, nobodys, huge]
    batch = [good[0], nul, surrogate, homeless, good[1], unkept, nobodys, huge, revision(orphan, orphan.ref(1)), good[2]]
    applied = apply(store, *batch)
    assert applied.new == 3
    assert [item.guid for item, _ in applied.failed] == ["nul", "surrogate", "homeless", "unkept", "nobodys", "huge", "orphan"]
    reasons = dict(zip([item.guid for item in (*bad, orphan)], [why for _, why in applied.failed], strict=True))
    assert "NUL" in reasons["nul"]
    assert "surrogate" in reasons["surrogate"]
    assert "nobody-en" in reasons["homeless"]
    assert "not kept" in reasons["unkept"]
    assert "not stored" in reasons["orphan"]
    assert values(store, "SELECT guid FROM items ORDER BY guid") == ["good 0", "good 1", "good 2"]


def test_a_verdict_may_refer_to_an_item_earlier_in_the_batch(store):
    ready(store)
    item, edited, copy = an_item("a", text=HALF), an_item("a", text=f"{HALF} more"), an_item("b", feed="afp-en", text=HALF)
    notice = an_item("kill", text="Withdraw.", kind=Kind.KILL)
    batch = (item, a_copy(copy, item), revision(edited, item.ref(1)), repeat(edited, item.ref(2)), kill(notice, item.ref(2)))
    assert apply(store, *batch) == Applied(new=1, near_duplicate=1, revised=1, repeat=1, killed=1)
    versions = rows(store, "SELECT version, pubstatus, text FROM item_versions WHERE guid = 'a' ORDER BY version")
    assert [(row["pubstatus"], row["text"]) for row in versions] == [
        ("usable", item.text),
        ("usable", edited.text),
        ("canceled", edited.text),
    ]


def test_nothing_of_a_unit_that_failed_is_there(store):
    ready(store)

    def fail_half_way():
        with store.write() as unit:
            unit.save_feed("tass-en", FeedState(cursor=Cursor(etag="new")))
            unit.apply([change(an_item())], NOON)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_half_way()
    with store.read() as unit:
        assert unit.feed_states()["tass-en"] == FeedState()
        assert unit.known("tass-en", [an_item()]) == ()


def test_many_items_are_stored_like_few(store):
    ready(store)
    items = [an_item(f"g{n}", feed=FEEDS[n % 3], text=f"{HALF} {n}") for n in range(600)]
    assert apply(store, *items) == Applied(new=600)
    with store.read() as unit:
        found = unit.item_versions([item.ref(1) for item in items])
        assert found == {item.ref(1): item for item in items}
        assert [placeable.features for placeable in unit.unplaced(1000)] == [FEATURES] * 600


def test_shingles_of_the_builder_are_what_the_store_expects():
    assert shingles_of(HALF) == tuple(sorted(shingles_of(HALF)))
    assert all(0 <= shingle < 2**63 for shingle in shingles_of(HALF))
