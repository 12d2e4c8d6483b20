"""A writer's own voice is told from a report, and printed as the writer's where it is all an agency has."""

from datetime import UTC, datetime

import pytest

from wirefeed.compose import compose
from wirefeed.compose.rules import ComposeRules
from wirefeed.compose.voice import is_comment, may_be_quoted, speaks_of_itself

NOW = datetime(2022, 2, 1, tzinfo=UTC)
TASS = (
    "A bridge over the Volga fell into the river on Wednesday, the regional governor said.\n\n"
    '"Nobody was on the bridge when it fell," Governor Roman Belov said.\n\n'
    "The bridge was closed to lorries two years ago because of cracks in its piers."
)
AFP = (
    "A bridge over the Volga collapsed in the city of Saratov on Wednesday and cut the town in two.\n\n"
    "Ferries will carry people across the river from Friday, the port said."
)


@pytest.mark.parametrize(
    ("text", "own"),
    [("I think we should go.", True), ('"We should go," he said.', False), ("The U.S. left.", False), ("Ask us about it.", True)],
)
def test_a_writer_who_says_i_is_told_from_a_speaker_who_does(text, own):
    assert speaks_of_itself(text) is own


@pytest.mark.parametrize(
    ("text", "comment"),
    [
        ("Was it the ice or the lorries?", True),
        ('"Was it the ice or the lorries?" the governor asked.', False),
        ("The owners, of course, deny it.", True),
        ("‘We, of course, deny it,’ the owners said.", False),
        ("What a bridge that was!", True),
        ("The bridge fell on Wednesday.", False),
        ("It is hard to overstate what the bridge meant.", True),
    ],
)
def test_comment_is_told_from_a_report(text, comment):
    assert is_comment(text, "en") is comment


def test_only_english_words_are_known_to_comment():
    assert not is_comment("Le maire me dit que le pont est tombé.", "fr")
    assert is_comment("Le pont est-il tombé ?", "fr")


@pytest.mark.parametrize(("text", "able"), [("We deny it.", True), ('We call it "mad".', False), ("Do we?", False)])
def test_a_statement_without_marks_may_be_quoted(text, able):
    assert may_be_quoted(text) is able


def test_an_agency_that_reports_is_not_printed_as_commenting(member):
    text = AFP + "\n\nWe all know that the bridge over the Volga was old."
    made = compose("s1", (member(guid="t", text=TASS), member("afp", guid="a", text=text)), None, ComposeRules(), NOW)
    assert "We all know" not in made.body


def test_an_agency_that_only_comments_is_printed_as_writing_so(member):
    blog = member("toi", guid="b", text="We all knew of the cracks in the piers of the bridge.")
    made = compose("s1", (member(guid="t", text=TASS), blog), None, ComposeRules(), NOW)
    assert "The Times of Israel wrote: ‘We all knew of the cracks in the piers of the bridge.’" in made.body


def test_comment_on_something_else_is_not_printed(member):
    blog = member("toi", guid="b", text="We all love the smell of bread on a Sunday morning in the kitchen.")
    made = compose("s1", (member(guid="t", text=TASS), blog), None, ComposeRules(), NOW)
    assert made.agencies == ("TASS",)
