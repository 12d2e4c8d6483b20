"""Members are found by every term they were entered under, however they came in and however many came since."""

import numpy as np
import pytest

from wirefeed.cluster.postings import POSTED, Postings

TERMS = 600


def members(count):
    """Members' rows, their terms (none twice, the last three none at all) and weights."""
    draw = np.random.default_rng(1)
    terms = np.array([draw.choice(np.arange(1, TERMS), POSTED, replace=False) for _ in range(count)], np.int32)
    weights = draw.random((count, POSTED)).astype(np.float32)
    terms[:, -3:], weights[:, -3:] = 0, 0.0
    return np.arange(count, dtype=np.int32), terms, weights


def found(postings, terms, weights, count):
    """How much each member shares with a query; what was lent must come back clean."""
    scratch = np.zeros(2 * TERMS, np.float32)
    ((rows, worth),) = postings.found(terms[None], weights[None], scratch)
    assert not scratch.any()
    return np.bincount(rows, worth, count)


@pytest.mark.parametrize("parts", [1, 7, 300])
def test_members_are_found_however_they_came_in(parts):
    rows, terms, weights = members(900)
    postings = Postings()
    for some in np.array_split(rows, parts):
        postings.enter(some, terms[some], weights[some])
    asked, heft = np.zeros(TERMS), np.zeros(TERMS)
    asked[terms[17]] = weights[17]
    heft = (asked[terms] * weights).sum(axis=1)
    assert np.allclose(found(postings, terms[17], weights[17], len(rows)), heft, atol=1e-5)


def test_of_a_common_term_the_latest_members_are_found():
    rows = np.arange(1500, dtype=np.int32)
    terms, weights = np.zeros((len(rows), POSTED), np.int32), np.zeros((len(rows), POSTED), np.float32)
    terms[:, 0], weights[:, 0] = 5, 1.0
    postings = Postings()
    for some in np.split(rows, 15):
        postings.enter(some, terms[some], weights[some])
    shared = found(postings, terms[0], weights[0], len(rows))
    assert shared[-500:].all()
    assert not shared[:900].any()


def test_a_term_nobody_was_entered_under_finds_nobody():
    rows, terms, weights = members(20)
    postings = Postings()
    assert not found(postings, terms[0], weights[0], 20).any()
    postings.enter(rows, terms, weights)
    assert not found(postings, np.full(POSTED, TERMS + 1, np.int32), np.ones(POSTED, np.float32), 20).any()
