"""The contract of the store: what a desk decides by hand, and taking it back."""

from datetime import timedelta

import pytest

from tests.contract.wire import apply, place, ready, rows
from wirefeed.errors import InputError
from wirefeed.model.cluster import Merge
from wirefeed.model.match import Match
from wirefeed.testing import NOON, an_item

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WHY = Match(score=1.2, reasons=("0.61 words",))


def three(store):
    """Three items of three agencies in three stories, a's the oldest; returns their ids."""
    items = [
        an_item(guid, feed=feed, published_at=NOON + at * HOUR, received_at=NOON + at * HOUR)
        for at, (guid, feed) in enumerate((("a", "tass-en"), ("b", "afp-en"), ("c", "toi-en")))
    ]
    apply(ready(store), *items)
    return tuple(place(store, *items)), tuple(item.key for item in items)


def homes(store):
    return {row["guid"]: row["story_id"] for row in rows(store, "SELECT guid, story_id FROM merged_story_items")}


def aliases(store):
    return {row["old_id"]: row["story_id"] for row in rows(store, "SELECT old_id, story_id FROM story_aliases")}


def test_a_desk_makes_one_story_of_several_and_the_oldest_keeps_its_id(store):
    (a, b, c), _ = three(store)
    with store.write() as unit:
        assert unit.unite((c, a, b), NOON + DAY) == a
    assert set(homes(store).values()) == {a}
    assert aliases(store) == {b: a, c: a}
    with store.read() as unit:
        assert all(ruling.together for ruling in unit.rulings())
        assert set(unit.dirty(9)) >= {a}


def test_undoing_a_merge_restores_the_story_its_members_and_its_id(store):
    (a, b, _), _ = three(store)
    before = homes(store)
    with store.write() as unit:
        unit.unite((a, b), NOON + DAY)
    with store.write() as unit:
        assert unit.undo(a, NOON + DAY) == ("merged", a, b)
    assert homes(store) == before
    assert aliases(store) == {}
    with store.read() as unit:
        assert unit.rulings() == ()
    with store.write() as unit, pytest.raises(InputError, match="no merge or split"):
        unit.undo(a, NOON + DAY)


def test_undoing_a_merge_of_merges_takes_back_the_last_one_only(store):
    (a, b, c), _ = three(store)
    with store.write() as unit:
        unit.unite((b, c), NOON + DAY)
        unit.unite((a, b), NOON + DAY)
    assert aliases(store) == {b: a, c: a}
    with store.write() as unit:
        assert unit.undo(a, NOON + DAY) == ("merged", a, b)
    assert aliases(store) == {c: b}
    assert homes(store) == {"a": a, "b": b, "c": b}
    with store.write() as unit:
        assert unit.undo(b, NOON + DAY) == ("merged", b, c)
    assert homes(store) == {"a": a, "b": b, "c": c}


def test_a_machine_merge_that_a_desk_undoes_becomes_a_ruling_against_it(store):
    (a, b, _), _ = three(store)
    with store.write() as unit:
        unit.repair([Merge(old=b, into=a, match=WHY)], NOON + DAY)
    with store.write() as unit:
        assert unit.undo(b, NOON + DAY) == ("merged", a, b)
    with store.read() as unit:
        (ruling,) = unit.rulings()
    assert not ruling.together
    assert len(ruling.one) == len(ruling.other) == 1


def test_a_desk_divides_a_story_and_takes_it_back(store):
    (a, b, c), (_, key_b, key_c) = three(store)
    with store.write() as unit:
        unit.unite((a, b, c), NOON + DAY)
        new = unit.divide(a, (key_b, key_c), NOON + DAY)
    assert new not in (a, b, c)
    assert homes(store) == {"a": a, "b": new, "c": new}
    with store.read() as unit:
        (apart,) = [ruling for ruling in unit.rulings() if not ruling.together]
        assert (len(apart.one), len(apart.other)) == (1, 2)
    with store.write() as unit:
        assert unit.undo(new, NOON + DAY) == ("split", a, new)
    assert set(homes(store).values()) == {a}
    assert aliases(store)[new] == a
    with store.read() as unit:
        assert all(ruling.together for ruling in unit.rulings())


def test_uniting_what_was_divided_lifts_the_ruling_that_kept_it_apart(store):
    (a, b, _), (_, key_b, _) = three(store)
    with store.write() as unit:
        unit.unite((a, b), NOON + DAY)
        new = unit.divide(a, (key_b,), NOON + DAY)
        unit.unite((a, new), NOON + DAY)
    with store.read() as unit:
        assert {ruling.together for ruling in unit.rulings()} == {True}


def test_what_cannot_be_done_says_why(store):
    (a, b, _), (key_a, key_b, _) = three(store)
    with store.write() as unit:
        with pytest.raises(InputError, match="no story 'nowhere'"):
            unit.unite((a, "nowhere"), NOON)
        with pytest.raises(InputError, match="one and the same"):
            unit.unite((a, a), NOON)
        with pytest.raises(InputError, match="has no item"):
            unit.divide(a, (key_b,), NOON)
        with pytest.raises(InputError, match="leave at least one"):
            unit.divide(a, (key_a,), NOON)
        with pytest.raises(InputError, match="no merge or split"):
            unit.undo(b, NOON)


def test_a_ruling_changes_the_stamp_so_that_every_process_reads_it(store):
    (a, b, _), _ = three(store)
    with store.read() as unit:
        before = unit.seat_stamp()
    with store.write() as unit:
        unit.unite((a, b), NOON + DAY)
    with store.read() as unit:
        assert unit.seat_stamp() > before


def test_stories_of_the_items_stored_last_are_found_whatever_their_dates(store):
    (a, b, c), _ = three(store)
    with store.read() as unit:
        assert {story for story, _ in unit.seated_lately(1)} == {c}
        assert {story for story, _ in unit.seated_lately(2)} == {b, c}
        assert {story for story, _ in unit.seated_lately(99)} == {a, b, c}


def test_members_are_found_by_their_stories(store):
    (a, b, _), (_, key_b, _) = three(store)
    with store.read() as unit:
        assert [(story, item.ref.key) for story, item in unit.seated_in((b,))] == [(b, key_b)]
        assert {story for story, _ in unit.seated_in((a, b))} == {a, b}
        assert list(unit.seated_in(())) == []
