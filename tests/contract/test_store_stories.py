"""The contract of the store, continued: seats, repairs, composites, embargoes, and what the desk reads of them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from tests.contract.wire import a_copy, apply, compose, composite, kill, near, place, ready, revision, rows, values, whole
from wirefeed.errors import Conflict, InputError, ProvenanceError
from wirefeed.model.cluster import Join, Merge, Move, Open, Relation
from wirefeed.model.ids import story_id
from wirefeed.model.item import ItemField, Kind, PubStatus
from wirefeed.model.match import Judgement, Match, New
from wirefeed.model.story import Citation, Note, Segment, SegmentKind, Story
from wirefeed.pipeline.ports import Change, Seat
from wirefeed.store import open_store
from wirefeed.testing import NOON, a_feed, an_agency, an_item

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WHY = Match(score=0.7, reasons=("same slugline", "12 minutes apart"))
BEFORE, AFTER = " ".join(f"alpha{n}" for n in range(80)), " ".join(f"omega{n}" for n in range(80))


def two(store):
    """Two items of two agencies, stored."""
    one, other = an_item("a"), an_item("b", feed="afp-en", published_at=NOON + HOUR, received_at=NOON + HOUR)
    apply(ready(store), one, other)
    return one, other


def dirty(store):
    with store.read() as unit:
        return unit.dirty(100)


def settle(store):
    with store.write() as unit:
        unit.settle(unit.dirty(100))


def number_of(store, item):
    with store.read() as unit:
        return next(member.number for _, member in unit.seated(NOON - 99 * DAY, NOON + 99 * DAY) if member.ref.key == item.key)


def repair(store, *repairs):
    with store.write() as unit:
        unit.repair(repairs, NOON + DAY)


# --- seats


def test_unplaced_items_come_in_order_of_publication_whenever_they_arrived(store):
    late, early = an_item("b", published_at=NOON), an_item("a", feed="toi-en", published_at=NOON - HOUR)
    same, last = an_item("a", published_at=NOON), an_item("z", published_at=NOON + timedelta(microseconds=1))
    apply(ready(store), last, late, early, same)
    with store.read() as unit:
        assert [one.ref.key for one in unit.unplaced(10)] == [early.key, same.key, late.key, last.key]
        assert [one.ref.key for one in unit.unplaced(2)] == [early.key, same.key]


def test_an_unplaced_copy_says_what_it_is_a_copy_of(store):
    one, other = an_item("a"), an_item("b", feed="afp-en")
    apply(ready(store), one, a_copy(other, one, 0.9))
    with store.read() as unit:
        first, second = unit.unplaced(10)
        assert (first.near, second.near) == (((second.number, 0.9),), ((first.number, 0.9),)) or second.near == ((first.number, 0.9),)


def test_a_seated_item_is_unplaced_no_more_and_its_story_is_dirty(store):
    one, other = two(store)
    (story,) = place(store, [one, other])
    assert story == story_id(one.key)
    assert dirty(store) == (story,)
    with store.read() as unit:
        assert unit.unplaced(10) == ()
        seated = list(unit.seated(NOON, NOON))
        assert [(named, member.ref, member.story, member.agency) for named, member in seated] == [
            (story, one.ref(1), story, "tass"),
            (story, other.ref(1), story, "afp"),
        ]
        assert list(unit.seated(NOON + 2 * HOUR, NOON + DAY)) == []
        assert list(unit.seated_items([seated[1][1].number, 999])) == seated[1:]
        assert list(unit.seated_items([])) == []


def test_the_same_seats_again_change_nothing_but_the_stamp(store):
    one, other = two(store)
    place(store, [one, other])
    settle(store)
    history = values(store, "SELECT seq FROM story_events ORDER BY seq")
    with store.write() as unit:
        before = unit.seat_stamp()
        seats = [
            Seat(number=member.number, placement=Open() if member.ref.key == one.key else Join(cluster=story, match=WHY), story=story)
            for story, member in unit.seated(NOON, NOON)
        ]
        unit.seat(seats, NOON)
        assert unit.seat_stamp() > before
    assert values(store, "SELECT seq FROM story_events ORDER BY seq") == history
    assert values(store, "SELECT count(*) FROM merged_story_items") == [2]


def test_a_story_id_is_free_until_somebody_else_sits_there(store):
    one, other = two(store)
    with store.read() as unit:
        assert unit.free_story_ids([one.key, other.key, one.key]) == {key: story_id(key) for key in (one.key, other.key)}
    place(store, [one])
    with store.read() as unit:
        assert unit.free_story_ids([one.key]) == {one.key: story_id(one.key)}
    place(store, [one, other])
    with store.read() as unit:
        assert unit.free_story_ids([one.key]) == {one.key: story_id(one.key, 1)}


def test_an_open_cannot_take_the_story_of_others(store):
    one, other = two(store)
    (story,) = place(store, [one, other])
    repair(store, Move(item=number_of(store, one), old=story, into=None, match=WHY))
    seat = Seat(number=number_of(store, one), placement=Open(), story=story)
    with store.write() as unit, pytest.raises(Conflict, match=story):
        unit.seat([seat], NOON)


@pytest.mark.parametrize("number", [1, 99])
def test_a_seat_that_cannot_be_is_refused(store, number):
    two(store)
    with store.write() as unit, pytest.raises(Conflict):
        unit.seat([Seat(number=number, placement=Join(cluster="s-nowhere", match=WHY), story="s-nowhere")], NOON)


def test_a_story_knows_when_it_was_first_seen_and_its_latest_item(store):
    one, other = two(store)
    old = an_item("old", feed="toi-en", published_at=NOON - DAY, received_at=NOON + 2 * HOUR)
    apply(store, old)
    (story,) = place(store, [one, other, old])
    compose(store, composite(story, one))
    with store.read() as unit:
        times = unit.story_times(story)
    assert (times.first_seen_at, times.latest_item_at) == (NOON, NOON + HOUR)


def test_a_revision_dirties_the_story_and_keeps_the_seat(store):
    one, other = two(store)
    (story,) = place(store, [one, other])
    settle(store)
    apply(store, revision(an_item("a", headline="A new headline"), one.ref(1)), now=NOON + DAY)
    assert dirty(store) == (story,)
    with store.read() as unit:
        assert unit.unplaced(10) == ()


def test_a_text_that_became_another_is_placed_anew_from_the_seat_it_has(store):
    item = an_item("a", text=BEFORE)
    apply(ready(store), item)
    (story,) = place(store, item)
    apply(store, revision(an_item("a", text=AFTER), item.ref(1)))
    with store.read() as unit:
        (waiting,) = unit.unplaced(10)
    assert (waiting.ref, waiting.story) == (item.ref(2), story)


def test_a_seat_elsewhere_leaves_the_old_story_dirty(store):
    one, other = two(store)
    together, apart = place(store, one, other)
    settle(store)
    number = number_of(store, other)
    with store.write() as unit:
        unit.seat([Seat(number=number, placement=Join(cluster=together, match=WHY), story=together)], NOON)
    assert set(dirty(store)) == {together, apart}
    assert values(store, "SELECT DISTINCT story_id FROM merged_story_items") == [together]
    kinds = rows(store, "SELECT story_id, kind FROM story_events ORDER BY seq")
    assert [(row["story_id"], row["kind"]) for row in kinds][-2:] == [(together, "joined"), (apart, "left")]


# --- repairs


def test_merged_stories_are_one_and_the_other_id_leads_there(store):
    one, other = two(store)
    into, old = place(store, one, other)
    settle(store)
    with store.write() as unit:
        before = unit.seat_stamp()
    repair(store, Merge(old=old, into=into, match=WHY))
    assert dirty(store) == (into,)
    assert values(store, "SELECT DISTINCT story_id FROM merged_story_items") == [into]
    (alias,) = rows(store, "SELECT old_id, story_id, reason FROM story_aliases")
    assert tuple(alias.values()) == (old, into, "same slugline; 12 minutes apart")
    with store.read() as unit:
        assert unit.seat_stamp() > before
        assert unit.resolve(old) == into
        assert [event.kind for event in unit.story_events(old)] == ["opened", "opened", "merged", "merged_away"]


def test_aliases_of_aliases_lead_to_the_last_story_at_once(store):
    items = [an_item(name, text=f"Text of {name}.") for name in "abc"]
    apply(ready(store), *items)
    first, second, third = place(store, *items)
    repair(store, Merge(old=third, into=second, match=WHY), Merge(old=second, into=first, match=WHY))
    assert rows(store, "SELECT old_id, story_id FROM story_aliases ORDER BY old_id") == [
        {"old_id": old, "story_id": first} for old in sorted((second, third))
    ]
    with store.read() as unit:
        assert {unit.resolve(story) for story in (first, second, third)} == {first}
        assert unit.free_story_ids([items[2].key]) == {items[2].key: story_id(items[2].key, 1)}


def test_a_join_to_an_alias_is_seated_where_it_leads(store):
    one, other = two(store)
    into, old = place(store, one, other)
    repair(store, Merge(old=old, into=into, match=WHY))
    late = an_item("c", feed="toi-en")
    apply(store, late)
    with store.write() as unit:
        (waiting,) = unit.unplaced(10)
        unit.seat([Seat(number=waiting.number, placement=Join(cluster=old, match=WHY), story=old)], NOON)
    assert values(store, "SELECT DISTINCT story_id FROM merged_story_items") == [into]


def test_a_repair_that_no_longer_applies_is_passed_over(store):
    one, other = two(store)
    into, old = place(store, one, other)
    repair(store, Merge(old=old, into=into, match=WHY))
    settle(store)
    events = values(store, "SELECT count(*) FROM story_events")
    repair(
        store,
        Merge(old=old, into=into, match=WHY),
        Merge(old="s-nowhere", into=into, match=WHY),
        Merge(old=into, into=old, match=WHY),
        Move(item=number_of(store, one), old="s-nowhere", into=None, match=WHY),
    )
    assert dirty(store) == ()
    assert values(store, "SELECT count(*) FROM story_events") == events


def test_an_item_moved_out_founds_a_story_of_its_own(store):
    one, other = two(store)
    (story,) = place(store, [one, other])
    settle(store)
    repair(store, Move(item=number_of(store, other), old=story, into=None, match=WHY))
    assert set(dirty(store)) == {story, story_id(other.key)}
    repair(store, Move(item=number_of(store, other), old=story_id(other.key), into=story, match=WHY))
    assert values(store, "SELECT DISTINCT story_id FROM merged_story_items") == [story]


def test_a_founder_moved_out_of_its_own_story_gets_the_next_id(store):
    one, other = two(store)
    (story,) = place(store, [one, other])
    repair(store, Move(item=number_of(store, one), old=story, into=None, match=WHY))
    found = rows(store, "SELECT story_id, guid FROM merged_story_items ORDER BY guid")
    assert [tuple(row.values()) for row in found] == [(story_id(one.key, 1), "a"), (story, "b")]


def test_an_item_moved_out_beside_another_goes_to_the_story_that_one_founded(store):
    one, other = two(store)
    third = an_item("c", published_at=NOON + 2 * HOUR, received_at=NOON + 2 * HOUR)
    apply(store, third)
    (story,) = place(store, [one, other, third])
    first, second = number_of(store, other), number_of(store, third)
    repair(store, Move(item=first, old=story, into=None, match=WHY), Move(item=second, old=story, into=None, match=WHY, beside=first))
    found = rows(store, "SELECT story_id, guid FROM merged_story_items ORDER BY guid")
    assert [tuple(row.values()) for row in found] == [(story, "a"), (story_id(other.key), "b"), (story_id(other.key), "c")]
    assert set(dirty(store)) == {story, story_id(other.key)}


def test_an_item_moved_beside_one_that_did_not_move_founds_a_story_itself(store):
    one, other = two(store)
    (story,) = place(store, [one, other])
    move = Move(item=number_of(store, other), old=story, into=None, match=WHY, beside=number_of(store, one))
    repair(store, move)
    assert set(dirty(store)) == {story, story_id(other.key)}


# --- members and composites


def test_the_members_of_a_story_come_oldest_first_with_whose_voice_they_are(store):
    one, copy = an_item("a", feed="afp-en"), an_item("b", feed="toi-en", published_at=NOON + HOUR)
    credited = an_item("c", feed="toi-en", published_at=NOON - HOUR, origin="Tass")
    apply(ready(store), one, a_copy(copy, one), credited)
    (story,) = place(store, [one, copy, credited])
    with store.read() as unit:
        (found,) = unit.story_members([story])
    assert (found.story, found.previous) == (story, None)
    assert [member.item for member in found.members] == [credited, one, copy]
    assert [member.origin for member in found.members] == ["tass", "afp", "afp"]
    assert [member.duplicate_of for member in found.members] == [None, None, one.ref(1)]
    assert [member.agency.key for member in found.members] == ["toi", "afp", "toi"]
    assert not any(member.withdrawn for member in found.members)


def test_a_reprint_that_came_first_is_the_voice_of_the_agency_it_reprints(store):
    """The Times of Israel has AFP's text at ten, AFP gives it the time of its last edit, eleven: it is AFP's all the same."""
    toi = a_feed("toi-en", agency=an_agency("toi", parents=("afp",)))
    ready(store)
    with store.write() as unit:
        unit.sync_feeds([a_feed("tass-en"), a_feed("afp-en"), toi])
    reprint, own = an_item("a", feed="toi-en"), an_item("b", feed="afp-en", published_at=NOON + HOUR)
    third = an_item("c", published_at=NOON + 2 * HOUR)
    apply(store, reprint, a_copy(own, reprint), a_copy(third, reprint))
    (story,) = place(store, [reprint, own, third])
    with store.read() as unit:
        members = {member.ref.feed: (member.origin, member.duplicate_of) for member in unit.story_members([story])[0].members}
        relations = {item.ref.feed: item.relation.value for item in unit.story_items(story)}
    assert members["afp-en"] == ("afp", None)
    assert members["toi-en"] == ("afp", own.ref(1))
    assert relations == {
        "afp-en": "contributing",
        "toi-en": "duplicate",
        "tass-en": "duplicate" if members["tass-en"][1] else "contributing",
    }
    with store.write() as unit:
        unit.sync_feeds([a_feed(name) for name in ("tass-en", "afp-en", "toi-en")])
    with store.read() as unit:
        members = {member.ref.feed: member.origin for member in unit.story_members([story])[0].members}
    assert members["afp-en"] == "toi", "without a word of it in the configuration the earlier text is the original"


def test_a_copy_of_a_withdrawn_or_absent_text_stands_for_itself(store):
    one, copy, apart = an_item("a"), an_item("b", feed="toi-en"), an_item("c", feed="afp-en")
    apply(ready(store), one, a_copy(copy, one), a_copy(apart, one))
    story, elsewhere = place(store, [one, copy], apart)
    with store.read() as unit:
        assert [member.duplicate_of for member in unit.story_members([elsewhere])[0].members] == [None]
    apply(store, kill(an_item("kill", text="Withdraw.", kind=Kind.KILL), one.ref(1)))
    with store.read() as unit:
        (found,) = unit.story_members([story])
    assert [(member.withdrawn, member.duplicate_of) for member in found.members] == [(True, None), (False, None)]


def test_a_kill_dirties_the_story_in_the_same_unit_and_the_member_is_withdrawn(store):
    one, other = two(store)
    (story,) = place(store, [one, other])
    settle(store)
    apply(store, kill(an_item("kill", text="Withdraw.", kind=Kind.KILL), one.ref(1)))
    assert dirty(store) == (story,)
    assert rows(store, "SELECT guid, relation FROM merged_story_items ORDER BY guid") == [
        {"guid": "a", "relation": "withdrawn"},
        {"guid": "b", "relation": "contributing"},
    ]
    with store.read() as unit:
        assert [event.kind for event in unit.story_events(story)] == ["opened", "joined", "withdrawn"]


def test_a_correction_under_its_own_guid_withdraws_what_it_puts_right(store):
    wrong, copy = an_item("a"), an_item("b", feed="toi-en", published_at=NOON + HOUR)
    right = an_item("c", headline="CORRECTED: Crane falls", kind=Kind.CORRECTION, published_at=NOON + DAY)
    apply(ready(store), wrong, a_copy(copy, wrong))
    (story,) = place(store, [wrong, copy])
    settle(store)
    judged = Judgement(verdict=New(), near=(near(wrong),), corrects=(wrong.ref(1),))
    apply(store, Change(item=right, features=b"", judgement=judged))
    assert dirty(store) == (story,)
    with store.read() as unit:
        (waiting,) = unit.unplaced(10)
        assert [containment for _, containment in waiting.near] == [1.0, 0.8]
    with store.write() as unit:
        unit.seat([Seat(number=waiting.number, placement=Join(cluster=story, match=WHY), story=story)], NOON)
    with store.read() as unit:
        members = unit.story_members([story])[0].members
        assert [event.kind for event in unit.story_events(story)] == ["opened", "joined", "corrected", "joined"]
    assert [(member.ref, member.withdrawn, member.duplicate_of) for member in members] == [
        (wrong.ref(1), True, None),
        (copy.ref(1), False, None),
        (right.ref(1), False, None),
    ]
    assert values(store, "SELECT relation FROM merged_story_items ORDER BY published_at") == ["withdrawn", "contributing", "contributing"]
    assert values(store, "SELECT pubstatus FROM items WHERE guid = 'a'") == ["usable"]
    apply(store, revision(an_item("a", text="Put right in place."), wrong.ref(1)))
    assert values(store, "SELECT relation FROM merged_story_items WHERE guid = 'a'") == ["contributing"]


def test_a_composite_comes_back_as_it_was_saved_with_all_its_versions(store):
    one, other = two(store)
    (story,) = place(store, [one, other])
    first, second = composite(story, one), composite(story, one, other, version=2, status=PubStatus.WITHHELD)
    compose(store, first)
    compose(store, second)
    with store.read() as unit:
        assert unit.story_members([story])[0].previous == second
        assert unit.get_story(story) == second
        assert [unit.get_story(story, version) for version in (1, 2)] == [first, second]
        with pytest.raises(InputError, match="no version 3"):
            unit.get_story(story, 3)
    assert dirty(store) == ()


def test_a_story_whose_composite_did_not_change_is_settled(store):
    one, other = two(store)
    place(store, one, other)
    settle(store)
    assert dirty(store) == ()


def test_the_story_that_waits_longest_is_composed_first(store):
    one, other = two(store)
    late, early = place(store, one, other, now=NOON)
    settle(store)
    apply(store, revision(an_item("b", feed="afp-en", text="More."), other.ref(1)), now=NOON + HOUR)
    apply(store, revision(an_item("a", text="More."), one.ref(1)), now=NOON + DAY)
    apply(store, revision(an_item("b", feed="afp-en", text="Yet more."), other.ref(2)), now=NOON + 2 * DAY)
    assert dirty(store) == (early, late)


def test_the_number_of_a_change_grows_and_the_time_of_update_moves_with_the_content_only(store):
    one, other = two(store)
    (story, apart) = place(store, one, other)
    compose(store, composite(story, one), composite(apart, other), now=NOON)
    compose(store, composite(story, one, version=2, voices=3), now=NOON + HOUR)
    after = rows(store, "SELECT id, version, updated_at, change_seq FROM merged_stories ORDER BY change_seq")
    assert [(row["id"], row["version"], row["change_seq"]) for row in after] == [(apart, 1, 2), (story, 2, 3)]
    assert after[0]["updated_at"] == after[1]["updated_at"]
    compose(store, composite(story, one, other, version=3), now=NOON + HOUR)
    with store.read() as unit:
        assert unit.story_times(story).updated_at == NOON + HOUR


def test_a_composite_that_cites_what_is_not_stored_is_refused(store):
    one, other = two(store)
    (story,) = place(store, [one, other])
    for bad in (an_item("nobody"), an_item("a")):
        segment = whole(bad, version=7)
        with store.write() as unit, pytest.raises(ProvenanceError, match="version 7"):
            unit.save_stories([composite(story, one, headline=(segment,))], NOON)


def test_a_story_that_was_never_opened_cannot_be_composed(store):
    one, _ = two(store)
    with store.write() as unit, pytest.raises(ProvenanceError, match="s-nowhere"):
        unit.save_stories([composite("s-nowhere", one)], NOON)


def save(store, story):
    with store.write() as unit:
        unit.save_stories([story], NOON)


def test_a_version_can_be_stored_once(store):
    one, _ = two(store)
    (story,) = place(store, one)
    save(store, composite(story, one))
    with pytest.raises(Conflict):
        save(store, composite(story, one, slug="another"))


def test_a_quotation_that_is_not_as_long_as_its_span_cannot_be_stored(store):
    one, _ = two(store)
    (story,) = place(store, one)
    cut = Segment(kind=SegmentKind.VERBATIM, text="Crane", source=Citation(item=one.ref(1), field=ItemField.HEADLINE, start=0, end=9))
    with pytest.raises(Conflict, match="verbatim"):
        save(store, composite(story, one, headline=(cut,)))


@pytest.mark.parametrize(
    ("column", "value"),
    [("source", None), ("field", None), ("source_start", None), ("kind", "'frame'"), ("kind", "'invented'"), ("source", 999_999)],
)
def test_an_uncited_segment_cannot_be_stored_by_any_road(store, column, value):
    one, _ = two(store)
    (story,) = place(store, one)
    save(store, composite(story, one))

    def tamper():
        with store.write() as unit:
            unit.connection.exec_driver_sql(f"UPDATE segment SET {column} = {value or 'NULL'} WHERE kind = 'verbatim'")

    with pytest.raises(Conflict):
        tamper()


# --- embargoes


def held(guid="a", **overrides):
    return an_item(guid, **{"embargoed_until": NOON + HOUR, **overrides})


def test_an_item_under_embargo_is_stored_known_and_seen_nowhere(store):
    apply(ready(store), held(), a_copy(an_item("b", feed="afp-en"), held()))
    with store.read() as unit:
        assert [known.ref for known in unit.known("tass-en", [held()])] == [held().ref(1)]
        assert [placeable.ref.guid for placeable in unit.unplaced(10)] == ["b"]
        assert unit.held_count() == 1
    assert values(store, "SELECT guid FROM item_versions") == ["b"]
    assert values(store, "SELECT guid FROM items") == ["b"]
    assert values(store, "SELECT guid_a FROM near_duplicates") == []


def test_an_embargo_that_has_passed_frees_the_item(store):
    apply(ready(store), held())
    with store.write() as unit:
        assert unit.release_embargoes(NOON + HOUR - timedelta(microseconds=1)) == 0
        assert unit.release_embargoes(NOON + HOUR) == 1
        assert unit.release_embargoes(NOON + DAY) == 0
        assert [placeable.ref.guid for placeable in unit.unplaced(10)] == ["a"]
    assert values(store, "SELECT guid FROM items") == ["a"]


def test_a_held_revision_leaves_the_public_version_standing_until_its_time(store):
    public = an_item("a", text="Known to all.")
    secret = held(text="Not yet.", headline="Secret")
    apply(ready(store), public)
    (story,) = place(store, public)
    settle(store)
    apply(store, revision(secret, public.ref(1)))
    assert dirty(store) == ()
    assert values(store, "SELECT text FROM items") == ["Known to all."]
    with store.read() as unit:
        assert [member.item.text for member in unit.story_members([story])[0].members] == ["Known to all."]
    with store.write() as unit, pytest.raises(ProvenanceError, match="embargoed"):
        unit.save_stories([composite(story, secret, headline=(whole(secret, 2),), paragraphs=(), lead=None)], NOON)
    with store.write() as unit:
        unit.release_embargoes(NOON + DAY)
    assert dirty(store) == (story,)
    assert values(store, "SELECT headline FROM merged_story_items") == ["Secret"]


def test_killing_an_item_with_a_held_revision_withdraws_what_was_public_at_once(store):
    public = an_item("a", text="Known to all.")
    apply(ready(store), public)
    place(store, public)
    apply(store, revision(held(text="Not yet."), public.ref(1)))
    apply(store, kill(an_item("kill", text="Withdraw.", kind=Kind.KILL), public.ref(2)))
    assert values(store, "SELECT relation FROM merged_story_items") == ["withdrawn"]
    with store.write() as unit:
        unit.release_embargoes(NOON + DAY)
    assert values(store, "SELECT pubstatus FROM items WHERE guid = 'a'") == ["canceled"]


def test_killing_an_item_that_was_never_public_shows_nothing_of_it(store):
    apply(ready(store), held())
    apply(store, kill(an_item("kill", text="Withdraw.", kind=Kind.KILL), held().ref(1)))
    assert values(store, "SELECT guid FROM item_versions") == ["kill"]
    with store.write() as unit:
        unit.release_embargoes(NOON + DAY)
        assert unit.unplaced(10) == ()


# --- what the desk reads


def test_stories_are_listed_latest_change_first_and_found_by_their_words(store):
    one, other = two(store)
    quake = an_item("c", headline="100% of Quake_Town shaken", text="A quake.")
    apply(store, quake)
    crane, calm, shaken = place(store, one, other, quake)
    compose(store, composite(crane, one), now=NOON)
    compose(store, composite(shaken, quake, slug="Quake"), now=NOON + HOUR)
    with store.read() as unit:
        assert [story.id for story in unit.list_stories()] == [shaken, crane]
        assert [story.id for story in unit.list_stories(1)] == [shaken]
        assert [story.id for story in unit.list_stories(since=NOON + HOUR)] == [shaken]
        assert [story.id for story in unit.list_stories(status=PubStatus.CANCELED)] == []
        assert [story.id for story in unit.list_stories(query="HARBOUR crane")] == [crane]
        assert [story.id for story in unit.list_stories(query="100%")] == [shaken]
        assert [story.id for story in unit.list_stories(query="e_T")] == [shaken]
        assert unit.story_ids() == tuple(sorted((crane, shaken)))
        assert unit.headlines([crane, calm]) == {crane: one.headline}
        summary = unit.list_stories(query="quake")[0]
    assert (summary.headline, summary.agencies, summary.item_count, summary.agency_count) == (quake.headline, ("TASS", "AFP"), 1, 1)
    assert store.read_headlines([shaken]) == {shaken: quake.headline}


def test_a_story_says_what_its_items_are_to_it_and_why(store):
    one, copy = an_item("a"), an_item("b", feed="afp-en", published_at=NOON + HOUR)
    apply(ready(store), one, a_copy(copy, one, 0.75))
    (story,) = place(store, [one, copy])
    compose(store, composite(story, one))
    with store.read() as unit:
        lead, duplicate = unit.story_items(story)
        (pair,) = unit.copy_pairs(story)
    assert (lead.ref, lead.relation, lead.score, lead.reasons) == (one.ref(1), Relation.LEAD, None, ())
    assert (duplicate.ref, duplicate.relation, duplicate.score, duplicate.reasons) == (
        copy.ref(1),
        Relation.DUPLICATE,
        0.9,
        ("same event",),
    )
    assert (pair.earlier, pair.later, pair.containment, pair.reasons) == (one.ref(1), copy.ref(1), 0.75, ("shingles",))


def test_a_story_nobody_knows_is_named_in_the_error(store):
    with store.read() as unit:
        for ask in (unit.get_story, unit.story_items, unit.story_events, unit.story_times, unit.copy_pairs):
            with pytest.raises(InputError, match="s-nowhere"):
                ask("s-nowhere")


def test_a_story_that_was_merged_away_is_read_where_it_leads_and_its_old_versions_where_they_were(store):
    one, other = two(store)
    into, old = place(store, one, other)
    before = composite(old, other)
    compose(store, composite(into, one), before)
    repair(store, Merge(old=old, into=into, match=WHY))
    with store.read() as unit:
        assert unit.get_story(old).id == into
        assert unit.get_story(old, 1) == before
        assert unit.story_ids() == (into,)


# --- any story at all


SOURCE = an_item(
    "source", headline="A headline of some length", summary="A summary", text="Plain text – with “quotes” and 🗞 beyond.\nTwo lines."
)
REFS = some.sampled_from([SOURCE.ref(1), SOURCE.ref(2)])
WORDS = some.text(some.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)


@some.composite
def citations(draw):
    field = draw(some.sampled_from([ItemField.HEADLINE, ItemField.SUMMARY, ItemField.TEXT]))
    length = len(SOURCE.cut(field, 0, 999))
    start = draw(some.integers(0, length))
    return Citation(item=draw(REFS), field=field, start=start, end=draw(some.integers(start, length)))


@some.composite
def segments(draw):
    kind = draw(some.sampled_from(SegmentKind))
    if kind is SegmentKind.FRAME:
        return Segment(kind=kind, text=draw(WORDS), operation="reporting")
    source = draw(citations())
    if kind is SegmentKind.VERBATIM:
        return Segment(kind=kind, text=SOURCE.cut(source.field, source.start, source.end), source=source)
    return Segment(kind=kind, text=draw(WORDS), source=source, operation="drop:dateline")


PARTS = some.lists(segments(), max_size=4).map(tuple)
STORIES = some.builds(
    Story,
    id=some.just(story_id(SOURCE.key)),
    slug=WORDS,
    headline=PARTS,
    paragraphs=some.lists(PARTS, max_size=4).map(tuple),
    caption=PARTS,
    credit=PARTS,
    image_url=some.none() | WORDS,
    reporting_line=WORDS,
    agencies=some.lists(WORDS, max_size=3).map(tuple),
    voices=some.integers(0, 9),
    language=some.sampled_from(["en", "und"]),
    status=some.sampled_from(PubStatus),
    urgency=some.none() | some.integers(1, 9),
    located=some.none() | WORDS,
    lead=some.none() | REFS,
    notes=some.lists(some.builds(Note, kind=WORDS, message=WORDS, sources=some.lists(citations(), max_size=2).map(tuple)), max_size=2).map(
        tuple
    ),
)


@pytest.fixture(scope="module")
def library():
    """A store in memory with one item in two versions, seated."""
    opened = open_store("sqlite://")
    apply(ready(opened), SOURCE, revision(replace(SOURCE, source_version="2"), SOURCE.ref(1)))
    place(opened, SOURCE)
    yield opened
    opened.close()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(versions=some.lists(STORIES, min_size=1, max_size=3))
def test_any_story_comes_back_equal(library, versions):
    numbered = [replace(story, version=number) for number, story in enumerate(versions, 1)]
    with library.write() as unit:
        before = unit.connection.begin_nested()
        for story in numbered:
            unit.save_stories([story], NOON)
        assert [unit.get_story(story.id, story.version) for story in numbered] == numbered
        assert unit.story_members([numbered[-1].id])[0].previous == numbered[-1]
        before.rollback()
