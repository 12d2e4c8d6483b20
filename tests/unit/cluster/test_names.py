"""Names as placing compares them: titles before a name say nothing of who it is, sentences open with capitals that are no names."""

import pytest

from wirefeed.cluster.names import names


def found(text, language="en"):
    return [name for name, _ in names(text, language)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The fire was out by noon, Captain Anna Quist said.", ["anna quist"]),
        ("Cuts were defended by Finance Minister Jonas Arndt. Police Chief Arndt was silent.", ["jonas arndt", "jonas arndt"]),
        ("Nobody was hurt, the Captain said.", []),
        ("Budget talks went on with Arndt.", ["arndt"]),
    ],
)
def test_titles_and_opening_words_are_left_out_of_names(text, said):
    assert found(text) == said


def test_a_capital_behind_an_opening_title_or_article_is_a_name():
    assert found("Captain Quist was there. Others saw Quist leave.") == ["quist", "quist"]
