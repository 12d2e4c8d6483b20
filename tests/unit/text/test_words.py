"""Words in any script: what counts as a word, what says nothing, which inflections meet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirefeed.text.words import content_words, is_stop, stem, tokens


def test_tokens_are_lower_case_words_in_order_without_punctuation():
    assert tokens("The EU's 27 leaders — met_again.") == ["the", "eu", "s", "27", "leaders", "met", "again"]


def test_a_decomposed_accent_is_the_same_word_as_a_composed_one():
    assert tokens("Việt Nam") == tokens("Viê\u0323t Nam") == ["việt", "nam"]


def test_scripts_without_spaces_are_cut_into_pairs():
    assert tokens("東京で地震 M5") == ["東京", "京で", "で地", "地震", "m5"]


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [
        ("en", "announced", "announces"),
        ("en", "countries", "country"),
        ("en", "stopped", "stopping"),
        ("ru", "президента", "президентом"),
        ("ru", "переговоры", "переговоров"),
        ("fr", "présidente", "présidents"),
        ("ar", "الرئيس", "والرئيس"),
        ("ar", "الحكومة", "حكومة"),
        ("he", "הממשלה", "ממשלה"),
        ("he", "שרים", "השרים"),
    ],
)
def test_inflections_of_one_word_meet(language, first, second):
    assert stem(first, language) == stem(second, language)


@pytest.mark.parametrize(("language", "first", "second"), [("en", "nation", "national"), ("en", "news", "new"), ("ru", "мир", "мера")])
def test_different_words_stay_apart(language, first, second):
    assert stem(first, language) != stem(second, language)


@pytest.mark.parametrize(
    ("language", "word"), [("en", "said"), ("ru", "который"), ("fr", "avec"), ("he", "של"), ("ar", "الذي"), ("vi", "những")]
)
def test_each_supported_language_has_stop_words(language, word):
    assert is_stop(word, language)
    assert content_words(word, language) == []


def test_a_language_without_a_list_keeps_every_word_of_two_letters_or_more():
    assert content_words("Der Kanzler a trat", "de") == ["der", "kanzler", "trat"]


def test_the_region_of_a_language_does_not_matter():
    assert content_words("the ministers met", "en-GB") == content_words("the ministers met", "en") == ["minister", "met"]


@given(st.text(), st.sampled_from(["en", "ru", "fr", "he", "ar", "vi", "zh", "und", ""]))
def test_any_text_gives_words_of_bounded_length(text, language):
    assert all(0 < len(word) <= 48 for word in content_words(text, language))
