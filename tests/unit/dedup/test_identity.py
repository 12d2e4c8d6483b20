"""Which known item an arriving one is, when its guid is new."""

from dataclasses import replace
from datetime import timedelta

import pytest

from wirefeed.dedup.keys import is_article_link
from wirefeed.model.item import Kind
from wirefeed.model.match import Copy, NearDuplicate, New, Repeat, Revision

ARTICLE = "https://wire.example/world/ferry-runs-aground-8123"
HOME = "https://wire.example/"


def test_a_new_guid_at_the_same_link_is_the_same_item(desk, item):
    verdict = desk.last(item(url_key=ARTICLE), item("Ferry runs aground: six hurt", guid="g2", url_key=ARTICLE, minutes=5))
    assert isinstance(verdict, Revision)
    assert verdict.of.guid == "g1"
    assert verdict.reasons[0] == "same link"


def test_a_new_guid_at_the_same_link_with_the_same_text_is_a_repeat(desk, item):
    assert isinstance(desk.last(item(url_key=ARTICLE), item(guid="g2", url_key=ARTICLE, minutes=5)), Repeat)


def test_after_a_guid_change_both_guids_lead_to_the_item(desk, item, noon):
    told = {"url_key": ARTICLE, "published_at": noon}
    first, second = item(**told), item(**told, guid="g2", minutes=5)
    third = item("Ferry afloat again", guid="g2", minutes=9, published_at=noon)
    verdicts = desk.verdicts(first, second, third, replace(first, delivery_sha256="mirror"))
    assert isinstance(verdicts[2], Revision)
    assert verdicts[2].of.guid == "g1"
    assert verdicts[3].newer.guid == "g1"


def test_a_page_whose_story_changes_under_a_new_guid_is_a_new_item(desk, item, other):
    assert isinstance(desk.last(item(url_key=ARTICLE), item("Duty on steel", other, guid="g2", url_key=ARTICLE, minutes=5)), New)


def test_a_feed_whose_every_link_is_the_home_page_does_not_collapse(desk, item, other, report):
    texts = (("Ferry runs aground", report), ("Duty on steel to rise", other), ("Museum opens its doors", "The museum opened on Monday."))
    verdicts = desk.verdicts(*(item(*text, guid=f"g{n}", url_key=HOME) for n, text in enumerate(texts)))
    assert [type(verdict) for verdict in verdicts] == [New, New, New]


def test_a_home_page_link_is_no_name_even_for_the_next_poll(desk, item, other):
    assert isinstance(desk.last(item(url_key=HOME), item("Duty on steel to rise", other, guid="g2", url_key=HOME, minutes=5)), New)


def test_an_article_link_that_several_guids_share_in_one_document_is_no_name(desk, item):
    """A live page that gives each of its posts a guid but all of them its own address."""
    posts = [item(f"Post {n}", f"Entry number {n} of the day.", guid=f"p{n}", url_key=ARTICLE) for n in range(3)]
    assert [type(verdict) for verdict in desk.verdicts(*posts)] == [New, New, New]


def test_a_revision_that_says_what_it_replaces_is_that_items_revision(desk, item, other):
    later = item("Duty on steel", other, guid="g2", minutes=5, refers_to=("g1",), kind=Kind.WRITE_THROUGH)
    verdict = desk.last(item(), later)
    assert isinstance(verdict, Revision)
    assert verdict.kind is Kind.WRITE_THROUGH


def test_what_another_feeds_item_replaces_is_none_of_ours(desk, item, other):
    later = item("Duty on steel", other, feed="elsewhere", minutes=5, refers_to=("g1",), kind=Kind.UPDATE)
    assert isinstance(desk.last(item(), later), New)


def test_the_same_text_under_a_new_guid_and_link_is_a_repeat_within_days(desk, item, report, other):
    text = report + "\n\n" + other
    first, again, late = (item(text=text, guid=f"g{n}", url_key=f"{ARTICLE}-{n}", minutes=60 * 24 * n) for n in (0, 1, 30))
    assert isinstance(desk.last(first, again), Repeat)
    assert isinstance(desk.last(first, late), NearDuplicate)


def test_the_same_short_text_under_a_new_guid_and_link_must_have_kept_its_time(desk, item, noon):
    """Two firms merge twice a year in the same words; a report that only changed its address keeps its date."""
    first = item(url_key=ARTICLE)
    moved = item(guid="g2", url_key=ARTICLE + "-2", minutes=40, published_at=noon)
    twin = item(guid="g2", url_key=ARTICLE + "-2", minutes=40)
    assert isinstance(desk.last(first, moved), Repeat)
    assert isinstance(desk.last(first, twin), NearDuplicate)


def test_a_bulletin_that_reads_the_same_every_morning_is_new_every_morning(desk, item):
    first = item("Morning briefing", "Here is what you need to know today.", url_key=HOME)
    next_day = item("Morning briefing", "Here is what you need to know today.", guid="g2", url_key=HOME, minutes=60 * 24)
    assert isinstance(desk.last(first, next_day), New)


def test_the_same_bulletin_under_a_new_guid_at_the_same_hour_is_a_repeat(desk, item, noon):
    first = item("Morning briefing", "Here is what you need to know today.", published_at=noon)
    again = item("Morning briefing", "Here is what you need to know today.", guid="g2", minutes=60, published_at=noon)
    assert isinstance(desk.last(first, again), Repeat)


def test_equal_texts_without_a_headline_are_copies_not_one_item(desk, item):
    """Where neither headline nor link names a text, its guid is all the name it has."""
    verdict = desk.last(item(""), item("", guid="g2", minutes=5))
    assert isinstance(verdict, NearDuplicate)


@pytest.mark.parametrize(("long", "bumped"), [(True, True), (True, False), (False, False)])
def test_an_article_whose_slug_follows_its_title_is_a_revision(desk, item, report, other, noon, long, bumped):
    text = report + "\n\n" + other if long else report
    first = item("Ferry runs aground off northern coast", text, url_key="https://wire.example/ferry-runs-aground-off-northern-coast")
    more = text + " A second ferry was sent to take the passengers on board."
    moved = {"guid": "g2", "url_key": "https://wire.example/ferry-aground-divers-search", "minutes": 40}
    second = item("Ferry aground off northern coast, divers search", more, **moved, **({} if bumped else {"published_at": noon}))
    verdict = desk.last(first, second)
    assert isinstance(verdict, Revision)
    assert verdict.of.guid == "g1"


def test_two_articles_of_one_document_are_two_items_however_alike(desk, item, report):
    first = item("Ferry runs aground off northern coast")
    second = item("Ferry aground off northern coast", report + " A second ferry was sent.", guid="g2")
    verdict = desk.last(first, second)
    assert isinstance(verdict, NearDuplicate)


def test_a_correction_under_its_own_guid_is_an_item_that_names_what_it_corrects(desk, item, report):
    wrong = item("Ferry with forty on board runs aground")
    right = item("CORRECTION: Ferry with forty on board runs aground", report, guid="g2", minutes=40, kind=Kind.CORRECTION)
    judgement = desk.judgements(wrong, right)[-1]
    assert isinstance(judgement.verdict, New)
    assert judgement.corrects == (wrong.ref(1),)
    assert judgement.near[0].copy is Copy.EXACT


def test_the_same_bulletin_with_other_figures_is_a_new_item(desk, item):
    text = (
        "The index of the main exchange closed at {} points on Monday after {} shares changed hands, the exchange said in its daily note."
    )
    first = item("Shares close at 4,120 points", text.format("4,120", "310,000"))
    second = item("Shares close at 4,205 points", text.format("4,205", "287,000"), guid="g2", minutes=60 * 24)
    assert isinstance(desk.last(first, second), New)


@pytest.mark.parametrize(
    ("link", "is_article"),
    [
        ("https://a.example/", False),
        ("https://a.example", False),
        ("https://a.example/news", False),
        ("https://a.example/world/middle-east", False),
        ("https://a.example/world/2198879", True),
        ("https://a.example/iran-and-russia-sign-deal/", True),
        ("https://a.example/read?id=77", True),
        ("a.example/world/ferry_runs_aground", True),
    ],
)
def test_an_article_link_has_a_number_or_a_slug(link, is_article):
    assert is_article_link(link) is is_article


def test_a_renamed_article_must_be_later_than_the_one_it_continues(desk, item, report, noon):
    first = item("Ferry runs aground off northern coast", minutes=60)
    lead = report[:-60]
    earlier = item("Ferry runs aground off the northern coast", lead, guid="g2", minutes=90, published_at=noon + timedelta(minutes=10))
    assert isinstance(desk.last(first, earlier), NearDuplicate)
