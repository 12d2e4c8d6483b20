"""Sentences without a verb, and words run together, are told from reports."""

import pytest

from wirefeed.text.fragments import is_fragment, run_together


@pytest.mark.parametrize(
    "sentence",
    [
        "The mayor's long way along the quay on Thursday night.",
        "Liv Aune, a captain at the port of Harstad who worked on the ferry.",
        "Not from a tree, from a mast.",
        "A close encounter, with a threat of a collision at sea.",
        "Captain Ola Brandt in the harbour of Vik, before his boat went out again.",
    ],
)
def test_what_states_nothing_is_a_fragment(sentence):
    """A clause told of a name does not make it a statement."""
    assert is_fragment(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The ferry sank.",
        "Owners who did not pay were fined.",
        "Captains who are at sea can vote by letter.",
        "Residents remain on the quay into the evening.",
        "It's a big boat.",
        '"Never again," from the bridge of the ferry.',
        "Critics of the plan say no.",
        "The mayor didn’t come.",
        "The boat sank in the harbour of Vik, before the captain came.",
    ],
)
def test_what_may_have_a_verb_is_none(sentence):
    """Whatever might be a verb counts as one."""
    assert not is_fragment(sentence)


def test_words_run_together_are_found_by_the_words_of_their_text():
    words = frozenset(
        [
            "the",
            "that",
            "shell",
            "milliondollars",
            "shellof",
            "thatthe",
            "heis",
            "Aune",
            "Auneannounced",
            "into",
            "breathe",
            "thousands",
            "profits",
            "prof",
        ]
    )
    assert run_together(words) == {"milliondollars", "shellof", "thatthe", "heis", "Auneannounced"}
