"""Labelled items as lessons: each comes whole and in brief, as a feed of summaries would have given it."""

from wirefeed.pipeline.lessons import BRIEF, in_brief
from wirefeed.testing import an_item

SENTENCE = "The council of Tolhaven met on Tuesday to hear about the library that burned down last week. "


def test_an_item_in_brief_ends_with_a_sentence_within_the_bound():
    brief = in_brief(an_item("a", headline="Council meets", text=SENTENCE * 9))
    assert brief.text == (SENTENCE * 4).strip()
    assert len(brief.text) <= BRIEF
    assert brief.headline == "Council meets"
    assert brief.shingles == ()


def test_an_item_of_one_long_sentence_is_cut_where_the_bound_is():
    assert in_brief(an_item("a", text="word " * 200)).text == ("word " * 200)[:BRIEF]


def test_a_short_item_is_itself_in_brief():
    item = an_item("a", headline="Council meets", text=SENTENCE.strip())
    assert in_brief(item).text == item.text
