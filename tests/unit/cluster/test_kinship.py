"""How surely two reports tell of one event: the same for both, nothing where a window lies between them."""

from datetime import timedelta

import numpy as np

from tests.unit.cluster.conftest import lesson
from tests.unit.cluster.test_index import BUDGET, FIRE, FIRE_AGAIN, HOUR, seat
from wirefeed.cluster import ClusterRules, LiveIndex, Rulings, shipped
from wirefeed.cluster.kinship import LEAST, kin_match, kinship
from wirefeed.model.cluster import Merge, Move, Ruling
from wirefeed.testing import NOON


def kin_of(*told):
    """Every two of some reports, an hour apart unless they have a time."""
    index = LiveIndex(ClusterRules(), shipped())
    for number, (each, at) in enumerate(told):
        seat(index, f"s{number}", number, each, at)
    members = [index.stories[f"s{number}"].members[0] for number in range(len(told))]
    (kin,) = kinship([members], index._shelf, index.weights.kin, index.rules)
    return kin


def test_reports_of_one_event_are_kin_and_others_are_not():
    kin = kin_of((FIRE, NOON), (FIRE_AGAIN, NOON + HOUR), (BUDGET, NOON + HOUR))
    assert kin[0, 1] == kin[1, 0] > 1.0
    assert max(kin[0, 2], kin[1, 2]) < -2.0
    assert np.nanmin(kin) >= LEAST
    assert np.isnan(kin.diagonal()).all()


def test_nothing_is_said_of_reports_a_window_apart():
    kin = kin_of((FIRE, NOON), (FIRE_AGAIN, NOON + timedelta(days=8)))
    assert np.isnan(kin[0, 1])


def test_groups_do_not_see_each_other_and_none_is_too_small():
    index = LiveIndex(ClusterRules(), shipped())
    for number, each in enumerate((FIRE, FIRE_AGAIN, BUDGET)):
        seat(index, f"s{number}", number, each)
    one, two, three = (index.stories[f"s{number}"].members[0] for number in range(3))
    alone, pair, none = kinship([[three], [one, two], []], index._shelf, index.weights.kin, index.rules)
    assert alone.shape == (1, 1)
    assert none.shape == (0, 0)
    assert pair[0, 1] > 1.0
    assert kinship([], index._shelf, index.weights.kin, index.rules) == []


def test_an_editor_is_told_how_sure_it_is():
    kin = np.array([[np.nan, 2.0, 0.0], [2.0, np.nan, np.nan], [0.0, np.nan, np.nan]], np.float32)
    match = kin_match(kin, [0], [1, 2])
    assert match.score == 1.0
    assert match.reasons == ("report by report, 73% sure to be of one event",)
    assert kin_match(kin, [1], [2]).reasons == ("of another event than the rest of its story",)


def test_a_story_of_two_events_comes_apart_and_the_smaller_one_is_founded_once():
    index = LiveIndex(ClusterRules(weakest=0), shipped())
    told = (FIRE, FIRE_AGAIN, FIRE, BUDGET, BUDGET)
    for number, each in enumerate(told, 1):
        seat(index, "both", number, each, NOON + number * HOUR)
    repairs = index.repairs(["both"], NOON)
    assert [(move.item, move.into, move.beside) for move in repairs if isinstance(move, Move)] == [(4, None, None), (5, None, 4)]
    assert not any(isinstance(repair, Merge) for repair in repairs)
    assert [number for number in range(1, 6) if number in index] == [1, 2, 3]
    again = lesson(9, "", *FIRE, NOON + HOUR)
    assert index.place(again.features, again.published_at).cluster == "both"


def test_a_report_among_others_goes_to_the_story_it_is_kin_to():
    index = LiveIndex(ClusterRules(weakest=0), shipped())
    for number, (story, each) in enumerate((("fire", FIRE), ("fire", FIRE_AGAIN), ("budget", BUDGET), ("budget", FIRE)), 1):
        seat(index, story, number, each, NOON + number * HOUR)
    moved = [(move.item, move.old, move.into) for move in index.repairs(["budget"], NOON) if isinstance(move, Move)]
    assert moved == [(4, "budget", "fire")]
    assert index.story_of(4) == "fire"


def test_a_report_the_desk_has_seated_is_not_moved_nor_its_story_merged_away():
    index = LiveIndex(ClusterRules(weakest=0, neighbours=0), shipped())
    for number, (story, each) in enumerate((("fire", FIRE), ("fire", FIRE_AGAIN), ("held", FIRE)), 1):
        seat(index, story, number, each, NOON + number * HOUR)
    index.rulings = Rulings([Ruling(number=-1, together=False, one=frozenset({3}), other=frozenset({9}))])
    (merge,) = index.repairs(["fire"], NOON)
    assert isinstance(merge, Merge)
    assert (merge.old, merge.into) == ("fire", "held")


def test_a_story_too_long_to_be_heard_whole_loses_no_report():
    index = LiveIndex(ClusterRules(weakest=0, heard=6), shipped())
    for number, each in enumerate((FIRE, FIRE_AGAIN, FIRE, *[BUDGET] * 5), 1):
        seat(index, "both", number, each, NOON + number * HOUR)
    assert index.repairs(["both"], NOON) == ()
