"""Figures: how many of what, and whether two of them agree."""

from math import inf
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hang import HANG
from wirefeed.text.figures import Comparison, Figure, Form, compare, find_figures


def figure(sentence: str) -> Figure:
    (found,) = (found for found in find_figures(sentence) if found.form in {Form.COUNT, Form.PERCENT, Form.MONEY, Form.MEASURE})
    return found


@pytest.mark.parametrize(
    ("sentence", "low", "high"),
    [
        ("12 people were killed.", 12, 12),
        ("Twelve people were killed.", 12, 12),
        ("Twenty-one people were killed.", 21, 21),
        ("At least 12 people were killed.", 12, inf),
        ("More than 1,200 people were killed.", 1200, inf),
        ("About 100 people were killed.", 85, 115),
        ("As many as 40 people were killed.", 0, 40),
        ("Nearly 100 people were killed.", 85, 100),
        ("Dozens of people were killed.", 24, inf),
        ("Tens of thousands of people fled.", 20_000, inf),
        ("Half a dozen people were killed.", 6, 6),
        ("10 to 15 people were killed.", 10, 15),
        ("1.2 million people fled.", 1_150_000, 1_250_000),
        ("12 or more people were killed.", 12, inf),
        ("5-6 million people fled.", 4_500_000, 6_500_000),
    ],
)
def test_a_figure_is_an_interval(sentence, low, high):
    found = figure(sentence)
    assert (found.low, found.high) == pytest.approx((low, high))


@pytest.mark.parametrize(
    ("sentence", "unit", "of"),
    [
        ("The blast killed at least 12 people.", "killed", ""),
        ("The blast left 12 people dead.", "killed", ""),
        ("The death toll rose to 12.", "killed", ""),
        ("12 soldiers died in the blast.", "killed", "soldier"),
        ("It wounded another 30.", "injured", ""),
        ("30 civilians were hurt.", "injured", "civilian"),
        ("Police arrested 30 protesters.", "arrested", "protester"),
        ("300 tractors blocked the road.", "tractor", "tractor"),
        ("Support fell to 40 percent of voters.", "percent", "voter"),
        ("The $1.2 billion bill was passed.", "usd", "bill"),
        ("The plant cost 5 million euros.", "eur", ""),
        ("The road is 40 kilometres long.", "kilometre", "long"),
        ("A magnitude 6.2 quake struck.", "magnitude", ""),
    ],
)
def test_a_figure_knows_what_it_counts(sentence, unit, of):
    found = figure(sentence)
    assert (found.unit, found.of) == (unit, of)


@pytest.mark.parametrize(
    ("sentence", "form"),
    [
        ("It began in 2015.", Form.YEAR),
        ("It began on Jan. 19.", Form.DATE),
        ("It began on 19 January.", Form.DATE),
        ("Ivanov, 54, was held.", Form.AGE),
        ("A 54-year-old man was held.", Form.AGE),
        ("It began at 10:30.", Form.TIME),
        ("It began at 5 p.m.", Form.TIME),
        ("They won 3-2.", Form.SCORE),
        ("Resolution 2231 was passed.", Form.LABEL),
        ("It was a 12-month rise.", Form.LABEL),
    ],
)
def test_dates_ages_times_scores_and_labels_are_marked(sentence, form):
    assert find_figures(sentence)[0].form is form


def test_a_number_like_a_year_counts_when_a_plural_follows():
    assert find_figures("Some 2000 soldiers left.")[0].form is Form.COUNT


def test_ratios_count_nothing():
    assert {found.form for found in find_figures("One in seven patients is young.")} == {Form.LABEL}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("The blast killed 12 people.", "Twelve people were killed in the blast.", Comparison.AGREE),
        ("The blast killed at least 12 people.", "15 people died in the blast.", Comparison.AGREE),
        ("The blast killed 12 people.", "15 people died in the blast.", Comparison.CONFLICT),
        ("The blast killed 12 people.", "At least 15 people died in the blast.", Comparison.CONFLICT),
        ("The blast killed 12 people.", "The blast injured 30 people.", Comparison.INCOMPARABLE),
        ("The blast killed 12 people.", "The blast killed three children.", Comparison.INCOMPARABLE),
        ("12 people were killed in Kabul.", "15 people were killed in Herat.", Comparison.INCOMPARABLE),
        ("12 people were killed.", "As many as 40 people are feared to have been killed.", Comparison.INCOMPARABLE),
        ("12 people were killed.", "Others said three more people were killed.", Comparison.INCOMPARABLE),
        ("40 percent of adults agreed.", "50 percent of children agreed.", Comparison.INCOMPARABLE),
        ("40 percent of adults agreed.", "50 percent of adults agreed.", Comparison.CONFLICT),
        ("The $1.2 trillion bill was passed.", "The $1.9 trillion bill was passed.", Comparison.CONFLICT),
        ("The $1.2 trillion bill was passed.", "The $1.21 trillion bill was passed.", Comparison.AGREE),
        ("The plant cost $5.", "The plant cost $6.", Comparison.INCOMPARABLE),
        ("It made seven flybys of Venus.", "It made 24 flybys of Mars.", Comparison.INCOMPARABLE),
        ("A magnitude 6.2 quake struck.", "A quake of magnitude 6.4 struck.", Comparison.CONFLICT),
    ],
)
def test_figures_are_compared_only_where_they_count_the_same(one, other, expected):
    assert compare(figure(one), figure(other)) is expected
    assert compare(figure(other), figure(one)) is expected


def test_a_part_is_not_the_whole():
    whole, part = find_figures("The blast killed 12 people, including three children.")
    assert (whole.unit, whole.part) == ("killed", False)
    assert (part.low, part.part) == (3, True)


def test_the_place_right_after_is_kept():
    assert figure("The blast killed 12 people in the city of Omsk.").place is None
    assert figure("The blast killed 12 people in northern Omsk.").place is None
    assert figure("The blast killed 12 people in Omsk on Monday.").place == "Omsk"
    assert figure("The blast killed 12 people in January.").place is None


def test_a_figure_says_where_it_stands():
    sentence = "Police said at least 1.2 million people fled."
    found = figure(sentence)
    assert sentence[found.start : found.end] == "at least 1.2 million"
    assert found.noun is not None
    assert sentence[found.noun.start : found.noun.end] == "people"


@given(
    st.lists(
        st.sampled_from(
            [
                "at least",
                "12",
                "1.2 million",
                "people",
                "killed",
                "$5",
                "percent",
                "of",
                "Jan.",
                "-",
                "a dozen",
                "ten",
                "in Omsk",
                ",",
                "more",
            ]
        ),
        max_size=25,
    )
)
def test_figures_are_ordered_and_compare_with_themselves(words):
    sentence = " ".join(words)
    end = 0
    for found in find_figures(sentence):
        assert end <= found.start < found.end <= len(sentence)
        assert found.low <= found.high
        assert compare(found, found) is not Comparison.CONFLICT
        end = found.end


@pytest.mark.parametrize(
    "piece", ["1", "1,", "1,111,", "12 ", "ten-", "$1 ", "at least ", "1-", "12 people killed ", "death toll ", "1.", "a dozen "]
)
def test_a_hostile_sentence_takes_no_time(piece):
    text = piece * (256_000 // len(piece))
    begun = process_time()
    find_figures(text)
    assert process_time() - begun < HANG
