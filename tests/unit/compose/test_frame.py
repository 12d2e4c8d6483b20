"""The words that are ours."""

import pytest

from wirefeed.compose.frame import FRAMES, belongs, fill, reporting_line


def test_the_list_can_be_read_in_a_minute():
    assert sum(len(frames) for frames in FRAMES.values()) <= 40


@pytest.mark.parametrize("language", FRAMES)
def test_a_frame_has_at_most_one_slot(language):
    for key, template in FRAMES[language].items():
        assert template.count("{") <= 1, key


@pytest.mark.parametrize(
    ("language", "key"), [(language, key) for language, frames in FRAMES.items() for key in frames if key != "reporting"]
)
def test_what_a_frame_is_filled_to_belongs_to_it(language, key):
    text = fill(key, language, "TASS")
    assert belongs(key, language, text, {"TASS"})
    assert belongs(key, language, text, None)


def test_a_frame_with_another_word_in_it_does_not_belong():
    assert not belongs("reported", "en", ", TASS proved", None)
    assert not belongs("reported", "en", ", AFP reported", {"TASS"})
    assert not belongs("space", "en", "  ", None)
    assert not belongs("proved", "en", "proved", None)


def test_the_closing_line_names_the_agencies_in_the_order_given():
    assert reporting_line(("TASS", "AFP", "The Times of Israel"), "en") == "With reporting by TASS, AFP, The Times of Israel"
    assert reporting_line(("AFP",), "fr") == "Avec AFP"
    assert reporting_line(("AFP",), "vi") == "With reporting by AFP"
    assert reporting_line((), "en") == ""
