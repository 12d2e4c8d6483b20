"""The sample that copies are found by."""

import json
import random
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from wirefeed.store.near import COARSEST, FULL, fingerprints, sample
from wirefeed.testing import shingles_of

SHINGLES = some.sets(some.integers(0, 2**63 - 1), max_size=300).map(lambda numbers: tuple(sorted(numbers)))


@given(SHINGLES)
def test_an_item_is_looked_up_by_all_it_is_indexed_by_and_more(shingles):
    indexed, asked = sample(shingles), sample(shingles, finer=1)
    assert set(indexed) <= set(asked) <= set(shingles)
    assert indexed == sorted(indexed)


@given(SHINGLES)
def test_a_short_text_is_indexed_whole(shingles):
    assert sample(shingles[:FULL]) == list(shingles[:FULL])


@given(SHINGLES, some.integers(0, 2**63 - 1))
def test_the_sample_of_a_longer_text_is_never_finer_than_that_of_a_part(shingles, one):
    whole, part = set(sample(shingles)), set(sample(shingles[::3]))
    assert whole & set(shingles[::3]) <= part
    assert {number for _, number in fingerprints(one, shingles)} <= {one}


@pytest.mark.parametrize("step", [1, 4, 64])
def test_an_index_row_is_one_shingle_in_eight_whatever_sample_the_shingles_are(step):
    drawn = random.Random(5)  # noqa: S311 - a test
    shingles = tuple(sorted(drawn.getrandbits(56) * step for _ in range(20_000)))
    assert len(sample(shingles)) == pytest.approx(20_000 / 2**COARSEST, rel=0.1)


@pytest.mark.shared
@pytest.mark.parametrize("name", ["fnc1", "mix"])
def test_nearly_every_reprint_shares_an_index_row(shared, name):
    """Of the pairs with 40 % of the shorter and 30 % of the longer text in common at least 98 % are met, with at most 16 rows an item."""
    lines = (shared / "data/cluster" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [tuple(one for one in shingles_of(json.loads(line)["text"]) if one % 4 == 0) for line in lines[:1500]]
    indexed, asked = [set(sample(text)) for text in texts], [set(sample(text, finer=1)) for text in texts]
    assert sum(map(len, indexed)) / len(texts) < 16
    met = missed = 0
    sets = [frozenset(text) for text in texts]
    for one, other in combinations(range(len(texts)), 2):
        shared_count = len(sets[one] & sets[other])
        short, long = sorted((len(sets[one]), len(sets[other])))
        if shared_count >= 3 and shared_count >= 0.4 * short and shared_count >= 0.3 * long:
            met, missed = (met + 1, missed) if indexed[one] & asked[other] else (met, missed + 1)
    assert met > 50
    assert met / (met + missed) >= 0.98
