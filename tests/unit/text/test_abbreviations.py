"""Abbreviations a text explains."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hang import HANG
from wirefeed.text.abbreviations import abbreviation_mentions, abbreviations


def explained(text: str) -> dict[str, str]:
    return {short: text[span.start : span.end] for short, span in abbreviations(text).items()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They signed the Joint Comprehensive Plan of Action (JCPOA) in 2015.", {"JCPOA": "Joint Comprehensive Plan of Action"}),
        ("The JCPOA (Joint Comprehensive Plan of Action) was signed.", {"JCPOA": "Joint Comprehensive Plan of Action"}),
        ("The International Atomic Energy Agency (IAEA, based in Vienna) warned.", {"IAEA": "International Atomic Energy Agency"}),
        ("Food and Drug Administration (FDA) staff left.", {"FDA": "Food and Drug Administration"}),
        ("A distributed denial of service (DDoS) attack began.", {"DDoS": "distributed denial of service"}),
        ("A palpebral fissure length (PFL) of 2 cm.", {"PFL": "palpebral fissure length"}),
        ("Министерство иностранных дел (МИД) ответило.", {"МИД": "Министерство иностранных дел"}),
    ],
)
def test_a_long_form_is_found_beside_its_short_form(text, expected):
    assert explained(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Vladimir Putin (L) met Ebrahim Raisi (R).",
        "Sen. Joe Manchin (D-W.Va.) left.",
        "PARIS (AFP) - The talks began.",
        "It was approved.\nBRUSSELS, Belgium (AP) The talks began.",
        "The secretary of the Latin American Economic System (SELA) left.",
        "He said (in Moscow) that it was over.",
        "The plan failed. Others came after (TPF).",
        "(JCPOA)",
        "",
    ],
)
def test_asides_credits_and_chance_letters_explain_nothing(text):
    assert explained(text) == {}


def test_the_first_explanation_wins():
    text = "The Central Bank (CB) spoke to the Citizens Bureau (CB)."
    assert explained(text) == {"CB": "Central Bank"}


def test_mentions_are_words_in_capitals():
    sentence = "The JCPOA and two NGOs met U.N. staff in KIEV on I-95 with SP2."
    assert [sentence[span.start : span.end] for _, span in abbreviation_mentions(sentence)] == ["JCPOA", "NGO", "KIEV", "I-95", "SP2"]
    assert [short for short, _ in abbreviation_mentions(sentence)] == ["JCPOA", "NGO", "KIEV", "I-95", "SP2"]


@given(
    st.lists(
        st.sampled_from(["Joint", "plan", "of", "Action", "(JPA)", "JPA", "(Joint plan of Action)", ".", "\n", "(", ")", "J"]), max_size=20
    )
)
def test_a_long_form_begins_with_the_first_letter_of_the_short(words):
    text = " ".join(words)
    for short, long in explained(text).items():
        assert long[0].lower() == short[0].lower()
        assert "\n" not in long
        assert len(long.split()) > 1


@pytest.mark.parametrize("piece", ["(", "(AB) ", "Aa (AB) ", "AB (a b) ", "AB ", "(a b c d e f g h) ", "a" * 90 + " (AB) "])
def test_a_hostile_field_takes_no_time(piece):
    text = piece * (256_000 // len(piece))
    begun = process_time()
    abbreviations(text)
    abbreviation_mentions(text)
    assert process_time() - begun < HANG
