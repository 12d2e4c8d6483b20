"""Reports grouped anew: by the mean over every two, held where they sit, never parted from what the desk has seated."""

from random import Random

import numpy as np
import pytest

from wirefeed.cluster import ClusterRules
from wirefeed.cluster.regroup import grouped, kept

RULES = ClusterRules(kin=0.0, held=1.0, lone=1.0)


def kin_of(size, pairs, default=-4.0):
    """Logits of all pairs: those given, by their places, and one for all others."""
    kin = np.full((size, size), default, np.float32)
    for (one, other), logit in pairs.items():
        kin[one, other] = kin[other, one] = logit
    return kin


def test_two_lone_reports_come_together_when_they_are_surer_than_a_mean_would_have_to_be():
    assert grouped(kin_of(2, {(0, 1): 1.0}), [0, 1], [False] * 2, RULES) == [[0, 1]]
    assert grouped(kin_of(2, {(0, 1): 0.9}), [0, 1], [False] * 2, RULES) == [[0], [1]]


def test_groups_of_several_come_together_by_the_mean_over_their_reports():
    near = {(0, 1): 3.0, (2, 3): 3.0}
    assert grouped(kin_of(4, {**near, (0, 2): 3.5}, default=-1.0), [0, 0, 1, 1], [False] * 4, RULES) == [[0, 1, 2, 3]]
    assert grouped(kin_of(4, {**near, (0, 2): 3.5}, default=-1.5), [0, 0, 1, 1], [False] * 4, RULES) == [[0, 1], [2, 3]]


def test_what_sits_together_stays_together_unless_it_is_much_less_kin():
    assert grouped(kin_of(3, {(0, 1): 3.0}, default=-0.9), [0, 0, 0], [False] * 3, RULES) == [[0, 1, 2]]
    assert grouped(kin_of(3, {(0, 1): 3.0}, default=-1.1), [0, 0, 0], [False] * 3, RULES) == [[0, 1], [2]]


def test_what_holds_two_events_comes_apart_into_both():
    kin = kin_of(5, {(0, 2): 3.0, (1, 3): 3.0, (1, 4): 3.0, (3, 4): 3.0})
    assert sorted(grouped(kin, [0] * 5, [False] * 5, RULES)) == [[0, 2], [1, 3, 4]]


def test_of_reports_too_far_apart_in_time_nothing_is_said_and_nothing_is_counted():
    long = kin_of(3, {(0, 1): 1.0, (1, 2): 1.0, (0, 2): np.nan})
    assert grouped(long, [0, 1, 0], [False] * 3, RULES) == [[0, 1, 2]]
    assert grouped(kin_of(2, {(0, 1): np.nan}), [0, 0], [False] * 2, RULES) == [[0], [1]]


def test_what_the_desk_has_seated_in_one_story_is_never_parted():
    kin = kin_of(4, {(0, 3): 3.0, (1, 2): 3.0})
    groups = grouped(kin, [0, 0, 0, 1], [True, True, False, False], RULES)
    assert any({0, 1} <= set(group) for group in groups)
    assert kept([[2, 3], [0], [1]], [0, 0, 0, 1], [False, True, False, False])[0] == 2


def test_a_story_is_the_group_with_most_of_its_reports_or_the_first_of_them():
    assert kept([[0, 1, 3], [2]], [0, 0, 1, 1], [False] * 4) == [0, 1]
    assert kept([[0, 1, 3], [2, 4]], [0, 0, 0, 1, 1], [False] * 5) == [0, 0]
    assert kept([[0, 1], [2, 3, 4]], [0, 0, 0, 1, 1], [False] * 5) == [0, 1]


@pytest.mark.parametrize("seed", range(20))
def test_the_order_of_the_reports_decides_nothing(seed):
    draw = Random(seed)  # noqa: S311 - the same cases every time
    size = draw.randint(2, 9)
    kin = kin_of(size, {(one, other): draw.uniform(-4, 4) for one in range(size) for other in range(one)})
    home = [draw.randrange(3) for _ in range(size)]
    order = draw.sample(range(size), size)
    found = {frozenset(group) for group in grouped(kin, home, [False] * size, RULES)}
    again = grouped(kin[np.ix_(order, order)], [home[at] for at in order], [False] * size, RULES)
    assert {frozenset(order[at] for at in group) for group in again} == found
    assert sorted(at for group in found for at in group) == list(range(size))
