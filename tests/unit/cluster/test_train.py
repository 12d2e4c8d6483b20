"""Learning: the same lessons come to the same file, held-out stories teach nothing, and what cannot be learned from says so."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.learning import require_lightgbm
from tests.unit.cluster.conftest import lesson, lessons_of
from wirefeed.cluster import ClusterRules, read_weights
from wirefeed.cluster.pairs import Pairs, connected
from wirefeed.cluster.train import Training, thin
from wirefeed.errors import InputError
from wirefeed.testing import NOON

require_lightgbm()


@pytest.fixture(scope="module")
def training():
    return Training({"one": lessons_of(5, 5), "two": lessons_of(6, 5)}, ClusterRules())


def test_what_is_learned_can_be_read_and_is_the_same_again(training):
    text = training.learn()
    read_weights(text)
    assert json.loads(text)["learned_from"] == {name: len(lessons) for name, lessons in training.sets.items()}
    assert Training(training.sets, ClusterRules()).learn() == text


def test_cross_fitted_scores_are_good_on_bulletins_and_name_every_set(training):
    scores = training.cross_fit({"thin": thin(training.sets["one"], 85)})
    assert set(scores) == {"one", "two", "thin"}
    assert all(each.f1 > 0.85 for each in scores.values())


def test_a_set_left_out_is_judged_by_the_others(training):
    assert set(training.leave_one_out(["two"])) == {"two"}


def test_pairs_of_groups_held_out_teach_nothing():
    pairs = Pairs()
    pairs.add([1.0], answer=True, groups=frozenset({"a"}), name="set")
    pairs.add([2.0], answer=False, groups=frozenset({"a", "b"}), name="set")
    rows, answers, weights = pairs.drawn({"b"}, {"set": 0.5})
    assert rows.tolist() == [[1.0]]
    assert answers.tolist() == [True]
    assert weights.tolist() == [0.5]


def test_stories_that_share_an_item_across_sets_are_one_group():
    one = [lesson(1, "x", "Head", "Words one", NOON), lesson(2, "y", "Head", "Words two", NOON)]
    two = [replace(one[0], story="z")]
    group = connected({"one": one, "two": two})
    assert group("x") == group("z") != group("y")


def test_a_thinned_copy_keeps_the_first_item_of_every_story():
    lessons = lessons_of(5, 3)
    kept = thin(lessons, 85)
    assert len(kept) < len(lessons)
    assert {each.story for each in kept} == {each.story for each in lessons}


def test_lessons_without_an_answer_are_refused():
    with pytest.raises(InputError, match="no labelled items"):
        Training({"empty": []}, ClusterRules())
    alone = [lesson(n, f"s{n}", f"Head {n}", f"Some words {n}", NOON + timedelta(hours=n)) for n in range(3)]
    with pytest.raises(InputError, match="nothing to learn"):
        Training({"alone": alone}, ClusterRules()).learn()
