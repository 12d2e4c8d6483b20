"""What is fit to print of a text whose lines or whose end are not what they seem."""

import pytest

from tests.unit.compose.conftest import WEDNESDAY
from wirefeed.compose.annotate import annotate
from wirefeed.compose.compose import compose
from wirefeed.compose.rules import ComposeRules
from wirefeed.compose.verify import verify
from wirefeed.model.item import Kind
from wirefeed.model.story import plain

CUT_OFF = (
    "The ferry Solvi sank off Harstad on Wednesday and 70 people were saved by the coast guard.\n\n"
    "The ferry was on its way to the islands with the winter's mail, which the..."
)
ACROSS_LINES = (
    "The police shot a boy of 16 in Harstad on Wednesday.\n"
    'According to their statement the officers saw him "break away from the group.\n'
    "The male adjusted his belt and pointed a gun at them.\n"
    'Both officers fired at him. "\n'
    "A crowd met in the square in the evening to mourn the boy."
)


def printed(member):
    """The sentences of a member that can be printed."""
    text = member.item.text
    return [text[one.start : one.end] for one in annotate(member.item).sentences if one.chain is not None]


def test_what_the_feed_cut_off_is_a_sentence_up_to_the_clause_that_lacks_its_end(member):
    one = member(text=CUT_OFF, headline="Ferry sinks off Harstad")
    last = annotate(one.item).sentences[-1]
    assert one.item.text[last.start : last.end] == "The ferry was on its way to the islands with the winter's mail"
    assert one.item.text[last.end : last.end + last.cut] == ", which the..."


def test_its_full_stop_is_an_edit_that_cites_what_was_cut_off(member):
    one = member(text=CUT_OFF, headline="Ferry sinks off Harstad")
    made = compose("s1", (one,), None, ComposeRules(), WEDNESDAY)
    closing = made.paragraphs[-1][-1]
    assert (closing.operation, closing.text) == ("close", ".")
    assert plain(made.paragraphs[-1]).endswith("with the winter's mail.")
    assert verify(made, {one.ref: one.item}.__getitem__) == ()


def test_what_follows_on_a_quotation_that_the_feed_cut_off_is_still_said_by_somebody(member):
    """Nobody closes it any more; printed, it would be the agency's own word."""
    one = member(text='Mayor Ana Lim closed the quay.\n\n"This is a tragedy. People have died who need not have died. If you are...')
    assert printed(one) == ["Mayor Ana Lim closed the quay."]


def test_a_speech_over_some_paragraphs_opens_each_and_closes_the_last(member):
    speech = '"We sold the boats in May. Nobody of the council asked us.\n\n"Harstad has no quay now. Boats will go to Vik," Lim said.'
    one = member(text=f"Mayor Ana Lim closed the quay.\n\n{speech}\n\nThe quay was built in 1921.")
    assert printed(one)[1:] == ['"Harstad has no quay now. Boats will go to Vik," Lim said.', "The quay was built in 1921."]


def test_a_quotation_over_several_lines_has_lost_its_marks_in_the_lines_between(member):
    found = printed(member(text=ACROSS_LINES))
    assert len(found) == 2
    assert not any("adjusted" in one or "fired" in one for one in found)


def test_a_mark_that_is_never_closed_is_a_slip(member):
    found = printed(member(text=ACROSS_LINES.replace('fired at him. "', "fired at him.")))
    assert "The male adjusted his belt and pointed a gun at them." in found


def test_of_a_live_blog_that_stands_alone_its_first_entry_is_told(member):
    text = "The ferry Solvi has reached the port of Harstad.\n\nThe council has approved the budget of school buses by nine votes to six."
    one = member(text=text, headline="Liveblog: Ferry reaches port", kind=Kind.LIVE_BLOG)
    made = compose("s1", (one,), None, ComposeRules(), WEDNESDAY)
    assert (plain(made.headline), made.body) == ("Ferry reaches port", "The ferry Solvi has reached the port of Harstad.")


@pytest.mark.parametrize(
    ("last", "kept"),
    [
        ("The U.S. Maritime Court will hear the owners of the ferry in June, which has caused...", "The U.S. Maritime Court will hear"),
        ("The mayor of Vik and Gov. Ana Lim met on Friday to speak of the boats, which have...", "The mayor of Vik and Gov. Ana Lim met"),
        ("The ferry was built in the U.S. The owners of it say that it will be...", "The ferry was built in the U.S."),
        ("The ferry was built in Vik. The owners of it say that it will be...", "The ferry was built in Vik."),
        ("It was for Lim v. Harstad that the judges of the court had to...", None),
    ],
)
def test_a_sentence_that_was_cut_off_begins_at_no_short_form(member, last, kept):
    found = printed(member(text=f"The ferry Solvi sank off Harstad on Wednesday.\n\n{last}"))
    assert found[0] == "The ferry Solvi sank off Harstad on Wednesday."
    assert [one.startswith(kept or "-") for one in found[1:]] == ([True] if kept else [])
