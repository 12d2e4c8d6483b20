"""What real feeds were seen to do, and what is to come of it."""

from datetime import timedelta

import pytest

from wirefeed.model.item import Kind, PubStatus
from wirefeed.model.match import Kill, NearDuplicate, New, Repeat, Revision, Stale
from wirefeed.text.urls import url_key

STANDFIRST = "The island reports the largest daily rise since the outbreak began, and says that hospitals are close to their limits."


def types(verdicts):
    """The kinds of verdicts, in order."""
    return [type(verdict) for verdict in verdicts]


def test_a_number_mended_inside_a_title_is_a_revision(desk, item):
    assert isinstance(desk.last(item("330 new cases", STANDFIRST), item("328 new cases", STANDFIRST, minutes=9)), Revision)


def test_a_slug_that_follows_the_title_under_the_same_guid_is_a_revision_of_one_item(desk, item):
    first = item("Seven hurt", STANDFIRST, url_key="https://a.example/news/3001/seven-hurt")
    verdict = desk.last(first, item("Eight hurt", STANDFIRST, minutes=9, url_key="https://a.example/news/3001/eight-hurt"))
    assert isinstance(verdict, Revision)


def test_an_article_moved_to_another_section_is_a_repeat(desk, item):
    moved = item(minutes=9, url_key="https://a.example/world/3001/story")
    assert isinstance(desk.last(item(url_key="https://a.example/news/3001/story"), moved), Repeat)


def test_tracking_words_that_appear_in_a_link_later_change_nothing(desk, item, noon):
    plain, tracked = "https://a.example/news/x-1", "https://a.example/news/x-1?at_medium=RSS&at_campaign=KARANGA"
    first = item(guid=plain, url_key=url_key(plain), published_at=noon)
    assert isinstance(desk.last(first, item(guid=tracked, url_key=url_key(tracked), minutes=9, published_at=noon)), Repeat)


def test_a_report_whose_rubric_in_the_address_changes_is_one_item(desk, item, noon):
    """The rubric is part of guid and link; only the number at the end stays."""
    told = {"published_at": noon}
    first = item("Talks held", STANDFIRST, guid="https://t.example/politics/2198879", url_key="https://t.example/politics/2198879", **told)
    moved = item(
        "Talks held", STANDFIRST, guid="https://t.example/world/2198879", url_key="https://t.example/world/2198879", minutes=9, **told
    )
    assert isinstance(desk.last(first, moved), Repeat)


def test_a_guid_that_is_the_address_changes_with_the_slug_and_the_item_stays(desk, item, noon):
    first = item("Ferry runs aground", guid="https://m.example/ferry-runs-aground.html", published_at=noon)
    second = item("Ferry runs aground, five hurt", guid="https://m.example/ferry-runs-aground-five-hurt.html", minutes=9, published_at=noon)
    verdict = desk.last(first, second)
    assert isinstance(verdict, Revision)
    assert verdict.of.guid == first.guid


def test_the_link_stands_in_for_a_missing_guid(desk, item, noon):
    link = "https://n.example/story/8PK2/"
    assert isinstance(desk.last(item(guid=link, published_at=noon), item("New title", guid=link, minutes=9, published_at=noon)), Revision)


def test_an_item_that_comes_back_after_days_is_the_same_item(desk, item, noon):
    assert isinstance(desk.last(item(published_at=noon), item(minutes=60 * 24 * 5, published_at=noon)), Repeat)


def test_the_same_id_twice_in_one_snapshot_is_one_item_at_every_poll(desk, item, noon):
    first, second = item("Ferry aground", published_at=noon), item("Ferry aground: latest", published_at=noon)
    later = [item(one.headline, minutes=9, published_at=noon) for one in (first, second)]
    assert types(desk.verdicts(first, second, *later)) == [New, Revision, Stale, Repeat]


def test_a_title_that_vanishes_and_returns_leaves_one_version(desk, item, noon):
    polls = [item(title, minutes=minute, published_at=noon) for minute, title in enumerate(("Ferry aground", "", "Ferry aground"))]
    assert types(desk.verdicts(*polls)) == [New, Repeat, Repeat]


def test_mojibake_that_comes_and_goes_leaves_one_version(desk, item, noon):
    titles = ("Ferry aground — five hurt", "Ferry aground â€” five hurt") * 2
    polls = [item(title, minutes=minute, published_at=noon) for minute, title in enumerate(titles)]
    assert types(desk.verdicts(*polls)) == [New, Repeat, Repeat, Repeat]


def test_a_live_page_that_becomes_a_summary_is_a_revision(desk, item, noon):
    live = item("Live: storm reaches the coast", STANDFIRST, kind=Kind.LIVE_BLOG, published_at=noon)
    assert isinstance(desk.last(live, item("As it happened: storm reaches the coast", STANDFIRST, minutes=90, published_at=noon)), Revision)


def test_a_live_blog_is_one_item_however_often_its_title_changes(desk, item, noon):
    link = "https://a.example/liveblog-march-2-2026"
    entries = [f"Entry {n}: minister number {n} speaks" for n in range(6)]
    polls = [
        item(title, f"{title}. And more of it.", guid=link, url_key=link, minutes=n, published_at=noon, kind=Kind.LIVE_BLOG)
        for n, title in enumerate(entries)
    ]
    assert types(desk.verdicts(*polls)) == [New] + [Revision] * 5


def test_a_live_blog_does_not_become_the_article_whose_title_it_shows(desk, item, noon):
    article = item("Ferry runs aground", url_key="https://a.example/ferry-runs-aground", published_at=noon)
    blog = item(
        guid="liveblog", url_key="https://a.example/liveblog-march-2-2026", kind=Kind.LIVE_BLOG, minutes=5, text="Ferry runs aground."
    )
    assert isinstance(desk.last(article, blog), New)


def test_a_collection_page_whose_story_changes_is_one_item(desk, item, other):
    link = "https://c.example/collections/intl-top-0302"
    assert isinstance(desk.last(item(guid=link, url_key=link), item("Steel", other, guid=link, url_key=link, minutes=60)), Revision)


def test_a_date_bumped_without_an_edit_is_a_repeat(desk, item):
    assert isinstance(desk.last(item(), item(minutes=60)), Repeat)


def test_a_date_bumped_with_an_edit_is_a_revision_and_the_old_copy_is_stale(desk, item, noon):
    first = item(published_at=noon)
    edited = item("Ferry runs aground, five hurt", minutes=60)
    missed = item("Ferry runs aground, three hurt", minutes=61, published_at=noon + timedelta(minutes=30))
    assert types(desk.verdicts(first, edited, missed)) == [New, Revision, Stale]


def test_a_feed_without_dates_keeps_its_items_apart_and_their_versions_together(desk, item, other):
    polls = [
        item("Ferry", guid="a", dated=False),
        item("Steel", other, guid="b", dated=False),
        item("Ferry", guid="a", dated=False, minutes=5),
        item("Steel dearer", other, guid="b", dated=False, minutes=5),
    ]
    assert types(desk.verdicts(*polls)) == [New, New, Repeat, Revision]


def test_one_podcast_under_two_short_links_is_one_item(desk, item, report, other):
    episode = report + "\n\n" + other
    first = item("Daily briefing: ferry and steel", episode, guid="https://s.example/1Ab", url_key="https://s.example/1Ab")
    second = item("Daily briefing: ferry and steel", episode, guid="https://s.example/2Cd", url_key="https://s.example/2Cd", minutes=300)
    assert isinstance(desk.last(first, second), Repeat)


def test_yesterdays_briefing_under_the_same_title_is_another_item(desk, item):
    day = 60 * 24
    polls = [item("What to know today", "Here is what happened while you slept.", guid=f"b{n}", minutes=n * day) for n in range(3)]
    assert types(desk.verdicts(*polls)) == [New, New, New]


def test_three_leads_of_one_agency_filed_as_three_links_are_copies_at_least(desk, item, report):
    leads = ["", " The crew is safe.", " The crew is safe. A tug pulled the ferry free at dawn."]
    polls = [item(f"Ferry aground, lead {n}", report + more, guid=f"l{n}", minutes=n * 40) for n, more in enumerate(leads)]
    assert types(desk.verdicts(*polls)) == [New, NearDuplicate, NearDuplicate]


def test_a_wire_story_inside_another_feed_is_its_agencys(desk, item, report):
    wire = item(feed="reuters", text="OSTERPORT, March 2 (Reuters) - " + report)
    relayed = item("Ferry hits rocks", "OSTERPORT (Reuters) - " + report, feed="monitor", origin="Reuters", minutes=20)
    verdict = desk.last(wire, relayed)
    assert isinstance(verdict, NearDuplicate)
    assert "credits Reuters" in verdict.reasons


def test_an_afp_update_that_arrives_as_a_new_id_and_says_so_is_a_revision(desk, item, other):
    first = item(guid="urn:newsml:afp.com:20231126T081338Z:TX-PAR-EXB04:1", source_version="1")
    update = item(
        "Ferry freed",
        other,
        guid="urn:newsml:afp.com:20231126T093338Z:TX-PAR-EXB11:1",
        source_version="1",
        minutes=80,
        kind=Kind.UPDATE,
        refers_to=(first.guid,),
    )
    assert isinstance(desk.last(first, update), Revision)


def test_a_reuters_delete_withdraws_the_item(desk, item, noon):
    first = item(source_version="978556838", updated_at=noon, published_at=noon)
    delete = item(source_version="1927777166", updated_at=noon + timedelta(minutes=9), minutes=9, pubstatus=PubStatus.CANCELED)
    verdict = desk.last(first, delete)
    assert isinstance(verdict, Kill)
    assert verdict.of == (first.ref(1),)


@pytest.mark.parametrize("feed", ["wire", "other"])
def test_a_guid_of_ten_thousand_characters_is_a_guid(desk, item, feed):
    long = "x" * 10_000
    verdicts = desk.verdicts(item(guid=long), item("Ferry runs aground again", guid=long, minutes=5, feed=feed))
    assert types(verdicts)[1] is (Revision if feed == "wire" else NearDuplicate)
