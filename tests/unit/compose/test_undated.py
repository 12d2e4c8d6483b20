"""Days nobody can date go out of a sentence where it can do without them."""

from dataclasses import replace

import pytest

from wirefeed.compose.change import rewrite
from wirefeed.compose.cite import edited
from wirefeed.compose.undated import day_drops
from wirefeed.errors import ProvenanceError
from wirefeed.model.story import plain


def printed(member, text, *, dated=False):
    one = member(text=text)
    one = replace(one, item=replace(one.item, dated=dated))
    return plain(rewrite(one, 0, len(text), day_drops(one, 0, len(text), "en")))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("The bridge fell into the river on Tuesday, the mayor said Wednesday.", "The bridge fell into the river, the mayor said."),
        ("The mayor said late Monday night that ferries would sail.", "The mayor said that ferries would sail."),
        ("On Friday morning, divers found a lorry.", "Divers found a lorry."),
        ("Last week, Anna Berg closed the yard.", "Anna Berg closed the yard."),
        ("The port was closed at 5 p.m. Tuesday by order of the mayor.", "The port was closed at 5 p.m. by order of the mayor."),
        ("The mayor, on Tuesday, blamed the frost.", "The mayor blamed the frost."),
    ],
)
def test_a_day_goes_with_what_leads_it_in(member, text, left):
    assert printed(member, text) == left


@pytest.mark.parametrize(
    "text",
    [
        "The bridge stays closed until Friday.",
        "Tuesday's fall blocked the harbour.",
        "A vote is scheduled for Tuesday.",
        "The decision is expected on Tuesday.",
        "Divers did not work on Tuesday.",
        "It was the third fall on Tuesday.",
        "The yard opens on Monday and Tuesday.",
        "The Monday ferry sank in the harbour.",
        'The mayor said: "We knew it on Tuesday."',
        "The book goes on sale Tuesday.",
        "The port handled 400,000 tonnes of grain last year.",
        "The ferry is as full today as ever.",
    ],
)
def test_a_sentence_that_turns_on_its_day_keeps_it(member, text):
    assert printed(member, text) == text


def test_a_day_that_can_be_dated_stays(member):
    assert printed(member, "The bridge fell on Tuesday.", dated=True) == "The bridge fell on Tuesday."


def test_only_a_day_can_be_dropped_as_one(member):
    with pytest.raises(ProvenanceError):
        edited("drop:day", member(text="The bridge did not fall."), 11, 14, "en")
