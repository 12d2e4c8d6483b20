"""A story may have a telling in each language; within one, nothing is judged otherwise than where it is alone."""

from datetime import timedelta
from itertools import pairwise

import pytest

from tests.unit.cluster.test_index import BUDGET, FIRE, FIRE_AGAIN
from wirefeed.cluster import ClusterRules, LiveIndex, Rulings, Tellings, encode, shipped
from wirefeed.model.cluster import Join, Merge, Open, Ruling
from wirefeed.testing import NOON, an_item

INCENDIE = ("Incendie à la bibliothèque de Tolhaven", "Un incendie a détruit mardi la bibliothèque de Tolhaven, selon Anna Quist.")
MINUTE = timedelta(minutes=1)


def features(told, language="en"):
    return encode(an_item(headline=told[0], text=told[1], language=language))


@pytest.fixture
def tellings():
    return Tellings(ClusterRules(), shipped())


def test_items_of_one_language_are_placed_as_if_there_were_no_other(tellings):
    alone = LiveIndex(ClusterRules(), shipped())
    tellings.add("fire", 9, NOON, features(INCENDIE, "fr"))
    for number, told in enumerate((FIRE, BUDGET), 1):
        for index in (alone, tellings):
            index.add(f"s{number}", number, NOON, features(told))
    for told in (FIRE_AGAIN, FIRE, BUDGET):
        assert tellings.place(features(told), NOON + MINUTE) == alone.place(features(told), NOON + MINUTE)


def test_items_are_seated_and_expected_many_at_once_whatever_their_languages(tellings):
    told = [(FIRE, "en"), (INCENDIE, "fr"), (BUDGET, "en")]
    tellings.add_all((f"s{number}", number, NOON, features(*each), "") for number, each in enumerate(told))
    tellings.expect((features(*each), NOON + MINUTE) for each in (*told, (FIRE_AGAIN, "en")))
    joined = tellings.place(features(FIRE_AGAIN), NOON + MINUTE)
    assert isinstance(joined, Join)
    assert joined.cluster == "s0"
    assert all(number in tellings for number in range(3))
    assert tellings.spoken("s1") != tellings.spoken("s2") == tellings.spoken("s0")


def test_an_item_does_not_join_what_is_told_only_in_another_language(tellings):
    tellings.add("fire", 1, NOON, features(FIRE))
    assert isinstance(tellings.place(features(INCENDIE, "fr"), NOON), Open)


def test_a_copy_under_another_language_joins_its_original(tellings):
    tellings.add("fire", 1, NOON, features(FIRE))
    joined = tellings.place(features(FIRE, "fr"), NOON, near=[(1, 1.0)])
    assert isinstance(joined, Join)
    assert joined.cluster == "fire"


def test_stories_merged_in_one_language_are_merged_in_all(tellings):
    tellings.add("a", 1, NOON, features(FIRE))
    tellings.add("b", 2, NOON + MINUTE, features(FIRE))
    tellings.add("b", 3, NOON, features(INCENDIE, "fr"))
    (merge,) = tellings.repairs(["b"], NOON)
    assert isinstance(merge, Merge)
    assert (merge.old, merge.into) == ("b", "a")
    assert sorted(tellings.items("a")) == [1, 2, 3]
    assert len(tellings.spoken("a")) == 2
    assert tellings.items("b") == []


def test_the_desk_keeps_stories_apart_also_by_what_another_language_holds(tellings):
    tellings.rulings = Rulings([Ruling(number=-1, together=False, one=frozenset({3}), other=frozenset({1}))])
    tellings.add("a", 1, NOON, features(FIRE))
    tellings.add("b", 2, NOON + MINUTE, features(FIRE))
    tellings.add("b", 3, NOON, features(INCENDIE, "fr"))
    assert tellings.repairs(["b"], NOON) == ()


def test_what_is_folded_is_one_story_and_what_is_taken_out_is_gone(tellings):
    tellings.add("a", 1, NOON, features(FIRE))
    tellings.add("b", 2, NOON, features(INCENDIE, "fr"))
    tellings.fold("b", "a")
    assert sorted(tellings.items("a")) == [1, 2]
    tellings.remove(1)
    assert 1 not in tellings
    assert tellings.items("a") == [2]
    assert tellings.languages == 1


def test_what_changed_is_told_and_old_stories_are_forgotten(tellings):
    for number, story in enumerate(("a", "b", "c"), 1):
        tellings.add(story, number, NOON + number * timedelta(days=30), features(FIRE))
    assert [story for story, _ in tellings.changed] == ["a", "b", "c"]
    assert len({language for _, language in tellings}) == 1
    assert all(tellings.told(one).first < tellings.told(other).first for one, other in pairwise(tellings))
    tellings.expire(NOON + timedelta(days=80), NOON + timedelta(days=100), 0)
    assert [story for story, _ in tellings] == ["c"]
    assert 1 not in tellings
