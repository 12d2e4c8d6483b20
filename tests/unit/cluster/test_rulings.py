"""What the desk has ruled: who is pinned, which stories may not be one."""

from wirefeed.cluster import Rulings
from wirefeed.model.cluster import Ruling


def merged(number, one, other):
    return Ruling(number=number, together=True, one=frozenset(one), other=frozenset(other))


def split(number, one, other):
    return Ruling(number=number, together=False, one=frozenset(one), other=frozenset(other))


def test_without_rulings_nothing_is_pinned_and_nothing_kept_apart():
    rulings = Rulings()
    assert rulings.pinned == frozenset()
    assert not rulings.part([1, 2], [3])


def test_items_of_every_ruling_are_pinned():
    assert Rulings([merged(-1, {1}, {2}), split(-2, {3}, {4})]).pinned == {1, 2, 3, 4}


def test_a_split_keeps_its_two_sides_apart_whichever_is_asked_first():
    rulings = Rulings([split(-1, {1, 2}, {3})])
    assert rulings.part([2, 9], [3, 8])
    assert rulings.part([3], [1])
    assert not rulings.part([1], [2])
    assert not rulings.part([1, 2], [4])


def test_sides_of_two_different_splits_are_not_opposed():
    rulings = Rulings([split(-1, {1}, {2}), split(-2, {3}, {4})])
    assert not rulings.part([1], [4])


def test_a_merge_keeps_nothing_apart():
    assert not Rulings([merged(-1, {1}, {2})]).part([1], [2])
