"""The slug of a story: the desk's two words."""

import pytest

from wirefeed.compose.rules import ComposeRules
from wirefeed.compose.slug import slug_of
from wirefeed.compose.source import Annotations, sources_of


def slug(member, headline: str, *texts: str, language: str = "en") -> str:
    members = [member(text=text, guid=f"g{n}") for n, text in enumerate(texts)]
    return slug_of(headline, sources_of(members, Annotations(), ComposeRules()), language)


TALKS = "Russian President Vladimir Putin received Iranian President Ebrahim Raisi in Moscow, the Kremlin said."
STORM = "The storm reached Los Angeles on Monday. Schools in Los Angeles were closed. The storm weakened later."
COURT = "The Supreme Court struck down the statute on Monday. Judges of the Supreme Court were divided over the statute."


@pytest.mark.parametrize(
    ("headline", "texts", "expected"),
    [
        pytest.param("Putin and Iran's Raisi talk trade in Moscow", (TALKS,), "Putin Raisi", id="two surnames"),
        pytest.param("Vladimir Putin receives guests in Moscow", (TALKS,), "Putin Moscow", id="a given name is no second word"),
        pytest.param("Old bridge over the Volga falls", ("The old bridge over the Volga fell.",), "bridge Volga", id="a name and a word"),
        pytest.param("Los Angeles shuts schools", (STORM,), "Los Angeles", id="a place of two words stays whole"),
        pytest.param("Supreme Court voids statute", (COURT,), "Supreme Court", id="a body of two words stays whole"),
        pytest.param("Storm Shuts Los Angeles Schools", (STORM,), "Los Angeles", id="capitals of a headline make no name"),
        pytest.param(
            "Gov. Lee visits Oslo on Jan. 6", ("Gov. Anna Lee went to Oslo on Jan. 6, she said.",), "Lee Oslo", id="no office, no month"
        ),
        pytest.param("", ("Nothing.",), "", id="no headline"),
        pytest.param("12 345", ("Nothing.",), "", id="no words"),
    ],
)
def test_a_slug_is_two_words_a_desk_would_file_the_story_under(member, headline, texts, expected):
    assert slug(member, headline, *texts) == expected


def test_a_word_most_members_print_comes_before_one_of_a_single_member(member):
    texts = ("The ferry sank off Bergen.", "The ferry lay off Bergen.", "A whale was seen, then a ferry.")
    assert slug(member, "Whale delays ferry rescue", *texts) == "Whale ferry"
    assert slug(member, "Whale delays ferry rescue at Bergen", *texts) == "ferry Bergen"


def test_a_script_without_capitals_takes_its_commonest_words(member):
    assert slug(member, "הסופה הגיעה אל החוף", "הסופה הגיעה אל החוף ביום שני. הסופה נחלשה.", language="he") != ""
