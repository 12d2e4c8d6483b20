"""Terms keep the row they were given, like a dictionary's, however many there are and whatever their ids."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from wirefeed.cluster.terms import Terms

IDS = st.lists(st.integers(1, 2**32 - 1) | st.integers(1, 40), max_size=200)


def ask(terms, ids):
    return terms.rows_of(np.array(ids, np.uint32)).tolist()


@given(st.lists(IDS, max_size=5))
def test_a_term_has_the_row_of_its_turn(parts):
    terms, known = Terms(), {0: 0}
    for ids in parts:
        fresh = [one for one in dict.fromkeys(ids) if one not in known]
        known |= {one: row for row, one in enumerate(fresh, len(known))}
        terms.add(np.array(fresh, np.uint32))
    assert len(terms) == len(known) - 1
    assert ask(terms, [*known, 2**31 + 5]) == [*known.values(), known.get(2**31 + 5, 0)]


def test_thousands_of_terms_made_to_meet_in_one_place_are_found_in_a_few_steps():
    """Ids a hostile feed might choose: the same place for all of them. Each goes its own way from there."""
    inverse = pow(0x9E3779B1, -1, 2**32)
    ids = [number * inverse % 2**32 for number in range(1, 5000)]
    terms = Terms()
    terms.add(np.array(ids, np.uint32))
    assert ask(terms, ids) == list(range(1, 5000))


def test_terms_forgotten_are_new_again_and_the_others_close_up():
    terms = Terms()
    terms.add(np.arange(1, 10_001, dtype=np.uint32))
    terms.keep(np.array([3, 7000]))
    assert len(terms) == 2
    assert ask(terms, [3, 7000, 4, 0]) == [1, 2, 0, 0]
    terms.add(np.array([4], np.uint32))
    assert ask(terms, [4]) == [3]
