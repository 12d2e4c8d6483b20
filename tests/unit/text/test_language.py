"""Language tags in order, doubted where the letters contradict, guessed where nobody says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirefeed.text.language import UNKNOWN, fits, guess, tidy


@pytest.mark.parametrize(
    ("tag", "tidied"),
    [
        ("en", "en"),
        ("ru-ru", "ru-RU"),
        ("EN_us", "en-US"),
        ("zh-hans-cn", "zh-Hans-CN"),
        ("es-419", "es-419"),
        ("English", "en"),
        ("iw", "he"),
        ("eng", "en"),
        ("en-GB-oxendict", "en-GB"),
        ("und", UNKNOWN),
        ("x", UNKNOWN),
        ("de_DE@euro", UNKNOWN),
        ("<b>", UNKNOWN),
        ("", UNKNOWN),
        (None, UNKNOWN),
    ],
)
def test_tags_are_put_in_order(tag, tidied):
    assert tidy(tag) == tidied


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The ferry ran aground off the coast on Monday, the coast guard said.", "en"),
        ("Паром сел на мель у северного побережья в понедельник вечером.", "ru"),
        ("Le ferry s'est échoué lundi au large de la côte nord, selon les secours.", "fr"),
        ("המעבורת עלתה על שרטון מול החוף הצפוני ביום שני בערב", "he"),
        ("جنحت العبارة قبالة الساحل الشمالي مساء الاثنين", "ar"),
        ("Ferry", UNKNOWN),
        ("", UNKNOWN),
    ],
)
def test_a_language_is_guessed_from_enough_text(text, language):
    assert guess(text) == language


@pytest.mark.parametrize(
    ("tag", "text", "fitting"),
    [
        ("ru-RU", "The ferry ran aground off the coast on Monday", False),
        ("ru", "Паром сел на мель у северного побережья", True),
        ("en", "Паром сел на мель у северного побережья", False),
        ("en", "“Ferry” ran aground — near Gdańsk", True),
        ("he", "The ferry ran aground off the coast on Monday", False),
        ("ru", "Ferry", True),
        ("sr", "The ferry ran aground off the coast on Monday", True),
        ("xx", "anything at all in any language there is", True),
    ],
)
def test_a_tag_the_letters_contradict_is_not_believed(tag, text, fitting):
    assert fits(tag, text) is fitting


@given(st.text())
def test_any_tag_and_text_can_be_judged(text):
    tag = tidy(text)
    assert tidy(tag) == tag
    fits(tag, text)
