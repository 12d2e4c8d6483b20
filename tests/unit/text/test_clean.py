"""Characters no store, log or terminal should meet: replaced one for one, so that offsets hold."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirefeed.text.clean import clean_line, clean_text, printable

HOSTILE = st.text(alphabet=st.characters(exclude_categories=()))


@given(HOSTILE)
def test_cleaning_keeps_the_length_and_is_done_once(text):
    cleaned = clean_text(text)
    assert len(cleaned) == len(text)
    assert clean_text(cleaned) == cleaned


@given(HOSTILE)
def test_clean_text_can_be_stored_anywhere(text):
    for character in clean_text(text):
        assert unicodedata.category(character) not in {"Cc", "Cs"} or character in "\n\t"
        assert character not in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    clean_text(text).encode("utf-8")


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("a\x00b\x1b[31mc", "a b [31mc"),
        ("one\r\ntwo\rthree", "one \ntwo\nthree"),
        ("one\u2028two", "one\ntwo"),
        ("\x90\x81", "  "),
        ("\x93Don\x92t\x94 \x96 a \x85", "“Don’t” – a …"),
        ("\ud800\udfff", "\ufffd\ufffd"),
        ("\ufffe\ufdd0\U0010ffff", "\ufffd\ufffd\ufffd"),
        ("\u202eevil\u202c", "\u200bevil\u200b"),
        ("tab\tand\nline", "tab\tand\nline"),
        ("Việt Nam, 東京, שלום, \U0001f600, \u00a0no-break", "Việt Nam, 東京, שלום, \U0001f600, \u00a0no-break"),
    ],
)
def test_each_kind_of_unwanted_character_has_its_substitute(dirty, clean):
    assert clean_text(dirty) == clean


def test_a_line_is_folded_stripped_and_capped():
    assert clean_line("  Ferry \n runs\taground\u200b\u202e ") == "Ferry runs aground"
    assert clean_line("word " * 1000, most=9) == "word word"
    assert clean_line(None) == ""
    assert clean_line("\u200b\u00ad") == ""


@given(HOSTILE)
def test_a_terminal_is_never_shown_a_control_character(text):
    shown = printable(text)
    assert not any(unicodedata.category(character) in {"Cc", "Cs"} for character in shown)
    assert "\u202e" not in shown


def test_a_terminal_sees_escapes_where_controls_were():
    assert printable("\x1b]0;title\x07 done\nnext") == "\\x1b]0;title\\x07 done next"
    assert printable("\u202eabc") == "\\u202eabc"
    assert printable("10\u00a0000 – “Straße”") == "10\u00a0000 – “Straße”"
