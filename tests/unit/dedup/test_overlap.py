"""What samples of two texts say of their overlap, and when they rule one out."""

from hypothesis import given
from hypothesis import strategies as st

from wirefeed.dedup.overlap import compare, reckon, sample_of, surely_apart
from wirefeed.dedup.rules import DedupRules
from wirefeed.text.shingles import MOST, RATE, SHORT

RULES = DedupRules()
SHORT_TEXT = st.sets(st.integers(0, 400), max_size=SHORT)
LONG_TEXT = st.sets(st.integers(0, 1200), min_size=SHORT + 1, max_size=600).map(lambda found: {4 * one for one in found})


def test_a_short_text_keeps_every_shingle():
    """What falls into the sample of a longer text is counted apart."""
    assert sample_of((1, 4, 6, 8)).whole
    assert sample_of((1, 4, 6, 8)).sampled == 2
    assert not sample_of(tuple(RATE * n for n in range(20))).whole


@given(SHORT_TEXT, SHORT_TEXT)
def test_two_whole_texts_are_measured(one, other):
    """Nothing is reckoned where both keep all they have."""
    mine, theirs = sample_of(sorted(one)), sample_of(sorted(other))
    if mine.whole and theirs.whole:
        assert reckon(mine, theirs, len(one & other)) == compare(one, other)
        assert surely_apart(mine, theirs, len(one & other), RULES) is (compare(one, other).short < RULES.partial_short)


@given(st.one_of(SHORT_TEXT, LONG_TEXT), LONG_TEXT)
def test_a_sample_that_holds_a_fifth_in_common_is_never_apart(one, other):
    """The threshold is lowered for what a sample may err by, never raised."""
    mine, theirs = sample_of(sorted(one)), sample_of(sorted(other))
    shared = len(one & other)
    if reckon(mine, theirs, shared).short >= RULES.partial_short:
        assert not surely_apart(mine, theirs, shared, RULES)


def test_a_text_cut_at_the_most_says_nothing():
    """Of longer texts only the smallest hashes are kept."""
    long = sample_of(tuple(range(MOST)))
    assert not surely_apart(long, sample_of((1, 2, 3)), 0, RULES)
