"""Who wrote it, without the means to call them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirefeed.text.byline import clean_byline, is_byline


@pytest.mark.parametrize(
    "line",
    [
        "By Ana Lim",
        "By ANA LIM and JO RO",
        "By Ana Lim of the Harbour News",
        "Par Ana Lim",
        "By Ana Lim, staff writer",
        "By Ana Lim  May 4, 2020",
        "Автор: Анна Лим",
    ],
)
def test_a_line_that_only_names_its_writers_is_a_byline(line):
    assert is_byline(line)


@pytest.mark.parametrize(
    "line",
    [
        "By noon the ferry had sunk.",
        "By 2030 emissions must fall",
        "By the time divers came, it was over.",
        "By",
        "",
        "By Ana Lim: why ferries sink?",
    ],
)
def test_a_sentence_that_begins_with_by_is_none(line):
    assert not is_byline(line)


@pytest.mark.parametrize(
    ("given_", "kept"),
    [
        ("By Ana Lim", "Ana Lim"),
        ("AFP and TOI STAFF", "AFP and TOI STAFF"),
        ("Ana Lim <ana.lim@wire.example>", "Ana Lim"),
        ("ana.lim@wire.example (Ana Lim)", "Ana Lim"),
        ("Ana Lim, Tel: +44 20 0000 0000, Jo Ro", "Ana Lim, , Jo Ro"),
        ("Ana Lim @analim", "Ana Lim"),
        ("Ana Lim https://wire.example/analim", "Ana Lim"),
        ("desk@wire.example", None),
        ("  ", None),
        (None, None),
    ],
)
def test_a_byline_keeps_names_and_loses_addresses_and_numbers(given_, kept):
    assert clean_byline(given_) == kept


@given(st.text())
def test_no_byline_holds_an_address(text):
    kept = clean_byline(text)
    assert kept is None or (len(kept) <= 200 and re.search(r"\w@\w+\.\w", kept) is None)
