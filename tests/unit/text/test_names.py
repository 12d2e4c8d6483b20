"""Persons' names: found, introduced, compared."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hang import HANG
from wirefeed.text.names import find_names, introductions, same_name, surname_mentions


def found(text: str, language: str = "en") -> list[tuple[str, str]]:
    return [(text[name.whole.start : name.whole.end], name.surname) for name in find_names(text, language)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Russian President Vladimir Putin left.", ("Russian President Vladimir Putin", "Putin")),
        ("On Monday President Putin left.", ("President Putin", "Putin")),
        ("Iran’s Foreign Minister Hossein Amirabdollahian left.", ("Foreign Minister Hossein Amirabdollahian", "Amirabdollahian")),
        ("The plan of Secretary of State Antony Blinken failed.", ("Secretary of State Antony Blinken", "Blinken")),
        ("He met former prime minister Ehud Olmert.", ("former prime minister Ehud Olmert", "Olmert")),
        ("Kremlin spokesman Dmitry Peskov left.", ("spokesman Dmitry Peskov", "Peskov")),
        ("Chief Strategist Steve Bannon left.", ("Chief Strategist Steve Bannon", "Bannon")),
        ("New Jersey Gov. Phil Murphy left.", ("New Jersey Gov. Phil Murphy", "Murphy")),
        ("U.S. Sen. John Kerry left.", ("U.S. Sen. John Kerry", "Kerry")),
        ("Crown Prince Mohammed bin Salman left.", ("Crown Prince Mohammed bin Salman", "Salman")),
        ("Syrian President Bashar al-Assad left.", ("Syrian President Bashar al-Assad", "Assad")),
        ("Chinese President Xi Jinping left.", ("Chinese President Xi Jinping", "Xi")),
        ("Kim Jong Un watched.", ("Kim Jong Un", "Kim")),
        ("Zabihullah Mujahid, a Taliban spokesman, left.", ("Zabihullah Mujahid", "Mujahid")),
        ("Branko Crvenkovski, 54, left.", ("Branko Crvenkovski", "Crvenkovski")),
        ("Then Rachel O’Connell spoke.", ("Rachel O’Connell", "O’Connell")),
        ("Robert F. Kennedy Jr. left.", ("Robert F. Kennedy Jr.", "Kennedy")),
        ("Mr. Netanyahu left.", ("Mr. Netanyahu", "Netanyahu")),
    ],
)
def test_a_person_is_told_by_title_given_name_or_what_follows(text, expected):
    assert found(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "The White House and the Supreme Court declined to comment on Black Friday.",
        "In January, Saudi Arabia and South Korea met in New York.",
        "WASHINGTON PUTIN RAISI",
        "Wall Street fell. Apple Watch sales rose. The Islamic State fled Tel Aviv.",
        "The United Nations Security Council met on Monday in Los Angeles.",
        "The Amber Alert and the Thomas Travel Journalism Competition went on.",
        "But In The End Nothing Happened",
        "Abu Ghraib was closed.",
        "Putin Raisi",
        "",
    ],
)
def test_places_days_bodies_and_headlines_are_no_persons(text):
    assert found(text) == []


def test_a_surname_alone_is_known_after_its_full_name():
    text = "Vladimir Putin met Ebrahim Raisi. Raisi thanked Putin. Moscow was cold."
    assert [surname for _, surname in found(text)] == ["Putin", "Raisi", "Raisi", "Putin"]


def test_scripts_without_capitals_have_no_names():
    assert find_names("ראש הממשלה בנימין נתניהו", "he") == ()


def test_a_name_is_introduced_where_it_is_first_given_in_full():
    text = "Putin met Raisi. Russian President Vladimir Putin and Iranian President Ebrahim Raisi met. Vladimir Putin spoke."
    assert {surname: text[span.start : span.end] for surname, span in introductions(text).items()} == {
        "Putin": "Russian President Vladimir Putin",
        "Raisi": "Iranian President Ebrahim Raisi",
    }


def test_a_surname_two_persons_share_is_introduced_by_nobody():
    assert "Clinton" not in introductions("Bill Clinton came with Hillary Clinton and Joe Biden.")
    assert "Biden" in introductions("Bill Clinton came with Hillary Clinton and Joe Biden.")


def test_two_spellings_of_one_name_are_one_person():
    assert "Raisi" in introductions("President Ebrahim Raisi left. Ebrahim Raisi came back.")


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Putin met President Raisi.", ["Putin", "President Raisi"]),
        ("Vladimir Putin spoke, then Putin left.", []),
        ("He met van Beurden in Paris.", ["van Beurden"]),
        ("He met al-Assad.", ["al-Assad"]),
        ("Putin’s plane landed.", ["Putin"]),
    ],
)
def test_bare_surnames_are_found_with_title_and_particle(sentence, expected):
    known = {"Putin", "Raisi", "Beurden", "Assad"}
    assert [sentence[name.whole.start : name.whole.end] for name in surname_mentions(sentence, known)] == expected


def test_without_known_surnames_any_capital_may_be_one():
    assert [name.surname for name in surname_mentions("Then Putin flew to Sochi on Monday.")] == ["Putin", "Sochi"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Putin", "Vladimir Putin"),
        ("President Putin", "Vladimir Putin"),
        ("V. Putin", "Vladimir Putin"),
        ("Raisi", "Raissi"),
        ("Zelensky", "Volodymyr Zelenskyy"),
        ("Mohammed", "Muhammad"),
        ("Lukashenko", "Lukashenka"),
        ("al-Assad", "Bashar Assad"),
        ("Yossi Cohen", "Yosi Cohen"),
        ("Orbán", "Viktor Orban"),
    ],
)
def test_one_person_under_two_spellings(one, other):
    assert same_name(one, other)
    assert same_name(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bill Clinton", "Hillary Clinton"),
        ("Johnson", "Johnston"),
        ("Martin", "Morton"),
        ("Putin", "Peskov"),
        ("Xi", "Li"),
        ("", "Putin"),
        ("President", "Putin"),
    ],
)
def test_two_persons_stay_two(one, other):
    assert not same_name(one, other)


@given(
    st.lists(
        st.sampled_from(
            ["Vladimir", "Putin", "President", "Gen.", "J.", "al-Assad", "bin", "said", "The", "’s", ",", "PUTIN", "Xi", "\n", "-", "."]
        ),
        max_size=25,
    )
)
def test_names_are_ordered_and_their_surname_is_in_them(words):
    text = " ".join(words)
    end = 0
    for name in find_names(text):
        assert end <= name.whole.start <= name.start < name.end
        assert name.surname in text[name.start : name.end]
        end = name.end
    for surname, span in introductions(text).items():
        assert surname in text[span.start : span.end]


@pytest.mark.parametrize(
    "piece", ["A", "Aa ", "Aa bin ", "A. ", "President ", "Aa Bb, a c ", "Joe Aa ", "Aa-", "Aa’", "al-Aa ", "prime ", "Joe Ab, who "]
)
def test_a_hostile_field_takes_no_time(piece):
    text = piece * (256_000 // len(piece))
    begun = process_time()
    introductions(text)
    surname_mentions(text)
    assert process_time() - begun < HANG


def test_spelling_is_compared_in_no_time():
    begun = process_time()
    same_name("Ab" * 50_000, "Ab" * 50_001)
    assert process_time() - begun < HANG
