"""A writer's own voice is told from a report, and printed as the writer's where it is all an agency has."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from wirefeed.compose import compose
from wirefeed.compose.rules import ComposeRules
from wirefeed.compose.voice import is_columnist, is_comment, is_opinion, judges, may_be_quoted, reflects, speaks_of_itself, title_opines
from wirefeed.model.story import plain
from wirefeed.testing import an_item

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
        ("The mayor has been wrong about the harbour all of her life.", True),
        ("The mayor said she had been wrong about the harbour.", False),
        ("Was it the ice or the lorries?", True),
        ('"Was it the ice or the lorries?" the governor asked.', False),
        ("The owners, of course, deny it.", True),
        ("This is a welcome first step towards a ferry that sails.", True),
        ("The letter offers a fascinating insight into the owner.", True),
        ("The harbour offers a look at the new ferry on Sunday.", False),
        ("‘We, of course, deny it,’ the owners said.", False),
        ("What a bridge that was!", True),
        ("The bridge fell on Wednesday.", False),
        ("It is hard to overstate what the bridge meant.", True),
        ("Imagine a bridge without lorries.", True),
        ("Don’t expect a new one before spring.", True),
        ('"Forget the bridge," the governor said.', False),
        ("Remembrance services were held on the bank.", False),
        ("Thankfully, nobody was on it.", True),
    ],
)
def test_comment_is_told_from_a_report(text, comment):
    assert is_comment(text, "en") is comment


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("Bridges are as mortal as those who build them.", True),
        ("Life without a bridge is hard for everyone on the far bank.", True),
        ("Engineers found cracks.", False),
        ("The bridge is 90 years old.", False),
        ("The river is wide at Saratov.", False),
        ("Prosecutors will look into it.", False),
        ("The owners say nothing.", False),
    ],
)
def test_a_reflection_names_nobody_and_tells_of_nothing_that_happened(text, own):
    assert reflects(text) is own


@pytest.mark.parametrize(
    ("fields", "opinion"),
    [
        ({"headline": "Opinion: the bridge had to fall"}, True),
        ({"headline": "The bridge had to fall | Editorial"}, True),
        ({"headline": "Opinion polls favour a bridge"}, False),
        ({"headline": "Bridge falls", "url": "https://wire.example/opinion/bridge"}, True),
        ({"headline": "Bridge falls", "url": "https://wire.example/world/opinion-polls"}, False),
        ({"headline": "Bridge falls", "feed": "wire-opinion"}, True),
        ({"headline": "Bridge falls", "feed": "guest-writer-north"}, True),
        ({"headline": "Bridge falls", "feed": "wire-en"}, False),
        ({"headline": "Bridge falls", "feed": "wire-editorial", "url": "https://wire.example/editorial/bridge"}, False),
    ],
)
def test_an_item_says_itself_that_it_is_opinion(fields, opinion):
    assert is_opinion(an_item("g1", **fields)) is opinion


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("Maria Ilieva", True),
        ("John McDowell", True),
        ("Austin Chronicle", False),
        ("Virginia Press", False),
        ("AFP", False),
        ("The Times of Israel", False),
    ],
)
def test_an_agency_that_is_a_person_writes_columns(name, person):
    assert is_columnist(name) is person


@pytest.mark.parametrize(
    ("title", "opines"),
    [
        ("The council's dishonest bridge budget", True),
        ("Council is wrong to close the bridge", True),
        ("Stop blaming the frost", True),
        ("What you need to know about the bridge", False),
        ("The bridge fell. Here's what we know", False),
        ("Council closes the bridge", False),
        ("League was wrong", False),
    ],
)
def test_a_title_that_judges_makes_its_text_opinion_and_one_that_explains_does_not(title, opines):
    assert title_opines(title) is opines


def test_of_an_opinion_what_is_quoted_and_what_happened_on_a_day_are_reports(member):
    text = (
        "The bridge is a disgrace.\n\nA train of coal stopped before the bridge and its cracked piers on Tuesday.\n\nNo pier was painted."
    )
    opinion = member("toi", guid="o", headline="Stop blaming the frost for the Volga bridge", text=text)
    made = compose("s1", (member(guid="t", text=TASS, headline="Bridge falls in frost"), opinion), None, ComposeRules(), NOW)
    assert "A train of coal stopped before the bridge and its cracked piers on Tuesday (Jan. 18)" in made.body
    assert "No pier" not in made.body.replace("wrote: ‘No pier was painted.’", "")


def test_where_every_title_judges_none_makes_its_text_opinion(member):
    one = member(guid="t", text=TASS, headline="Stop blaming the frost for the Volga bridge")
    other = member("afp", guid="a", text=AFP, headline="Blame the council for the Volga bridge")
    assert "wrote: ‘" not in compose("s1", (one, other), None, ComposeRules(), NOW).body


def test_opinion_is_never_printed_as_a_report_and_gives_no_headline(member):
    opinion = member(
        "toi",
        guid="o",
        headline="Opinion: A bridge over the Volga fell in Saratov",
        text=f"{AFP}\n\nThe governor built nothing in ten years.",
    )
    made = compose("s1", (member(guid="t", text=TASS, headline="Bridge falls in frost"), opinion), None, ComposeRules(), NOW)
    assert "built nothing" not in made.body.replace("The Times of Israel wrote: ‘The governor built nothing in ten years.’", "")
    assert plain(made.headline) == "Bridge falls in frost"


def test_opinion_does_not_lead_where_anybody_reports(member):
    opinion = member(guid="o", headline="Opinion: Bridge falls in Saratov", text=f"{AFP}\n\nThe bridge over the Volga fell twice.")
    made = compose("s1", (opinion, member("afp", guid="a", text=TASS, hours=1)), None, ComposeRules(), NOW)
    assert made.lead.guid == "a"


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
    made = compose("s1", (member(guid="t", text=TASS), blog), None, ComposeRules(coverage=0.8), NOW)
    assert "The Times of Israel wrote: ‘We all knew of the cracks in the piers of the bridge.’" in made.body


def test_a_comment_whose_words_are_scattered_over_a_long_text_is_not_printed(member):
    blog = member("toi", guid="b", text="We all say that nobody loves a river or piers.")
    made = compose("s1", (member(guid="t", text=TASS), blog), None, ComposeRules(), NOW)
    assert made.agencies == ("TASS",)


def test_a_comment_is_not_printed_under_a_name_that_is_a_code(member):
    blog = member("toi", guid="b", text="We all knew of the cracks in the piers of the bridge.")
    blog = replace(blog, agency=replace(blog.agency, name="S2", quoted_as="S2"))
    made = compose("s1", (member(guid="t", text=TASS), blog), None, ComposeRules(), NOW)
    assert made.agencies == ("TASS",)


def test_comment_on_something_else_is_not_printed(member):
    blog = member("toi", guid="b", text="We all love the smell of bread on a Sunday morning in the kitchen.")
    made = compose("s1", (member(guid="t", text=TASS), blog), None, ComposeRules(), NOW)
    assert made.agencies == ("TASS",)


@pytest.mark.parametrize(
    ("title", "judged"),
    [
        ("Stop Closing Our Harbours", True),
        ("The port is full. Keep it that way.", True),
        ("The ugly answer to a captain's speech", True),
        ("Port board is wrong to close the quay", True),
        ("Port board gets it right on the quay", True),
        ("The mayor's harbour debacle", True),
        ("Yes, the ferry is late", True),
        ("What we know about the ferry", True),
        ("Port board closes the quay", False),
        ("Owner calls ruling on the quay absurd", False),
        ("Ana Lund: I saw no plan for the harbour", False),
        ('Lund hears "our harbour is full" at every door', False),
        ("U.S. navy leaves Harstad", False),
    ],
)
def test_a_title_that_judges_or_calls_on_the_reader_is_told_from_one_that_says_who_does(title, judged):
    assert judges(title) is judged
