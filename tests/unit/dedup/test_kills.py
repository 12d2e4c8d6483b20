"""Kill notices: what they withdraw, whenever they come."""

from datetime import timedelta

import pytest

from wirefeed.model.item import Kind, PubStatus
from wirefeed.model.match import Kill, New, Repeat, Revision, Stale

KILL = {"guid": "k1", "minutes": 30, "kind": Kind.KILL}


def test_a_kill_by_guid_withdraws_the_item(desk, item):
    verdict = desk.last(item(), item(minutes=5, pubstatus=PubStatus.CANCELED))
    assert isinstance(verdict, Kill)
    assert [ref.guid for ref in verdict.of] == ["g1"]


def test_a_kill_names_its_report_by_reference(desk, item):
    verdict = desk.last(item(), item("Mandatory kill", "Editors: please kill.", refers_to=("g1",), **KILL))
    assert [ref.guid for ref in verdict.of] == ["g1"]


@pytest.mark.parametrize("word", ["KILL: {}", "WITHDRAWN: {}", "KILL-{}", "WITHDRAWN - {}", "RETRACTION: {}", "KILL {}"])
def test_a_kill_names_its_report_by_headline(desk, item, word):
    verdict = desk.last(item(), item(word.format("Ferry runs aground"), "Editors: do not publish.", **KILL))
    assert [ref.guid for ref in verdict.of] == ["g1"]


def test_a_kill_names_a_report_by_the_headline_it_had_before(desk, item):
    verdict = desk.last(item("A ferry sinks"), item(minutes=5), item("KILL: A ferry sinks", "Do not publish.", **KILL))
    assert [(ref.guid, ref.version) for ref in verdict.of] == [("g1", 2)]


def test_a_kill_names_its_report_by_a_guid_in_its_text(desk, item):
    verdict = desk.last(
        item(guid="urn:newsml:wire.example:20260302:77"),
        item("Kill notice", "Please withdraw urn:newsml:wire.example:20260302:77.", **KILL),
    )
    assert [ref.guid for ref in verdict.of] == ["urn:newsml:wire.example:20260302:77"]


def test_a_kill_stands_at_the_link_of_its_report(desk, item):
    link = "https://wire.example/ferry-aground-8123"
    verdict = desk.last(item(url_key=link), item("This story has been withdrawn", "It was wrong.", url_key=link, **KILL))
    assert [ref.guid for ref in verdict.of] == ["g1"]


def test_a_kill_by_headline_means_the_latest_report_of_that_headline(desk, item, other):
    old = item("Morning briefing", other, minutes=-60 * 24)
    new = item("Morning briefing", guid="g2", minutes=0)
    verdict = desk.last(old, new, item("KILL: Morning briefing", "Do not publish.", **KILL))
    assert [ref.guid for ref in verdict.of] == ["g2"]


def test_a_kill_does_not_reach_into_another_feed(desk, item):
    assert desk.last(item(feed="other"), item("KILL: Ferry runs aground", "Do not publish.", **KILL)).of == ()


def test_a_kill_at_the_home_page_does_not_withdraw_whatever_stands_there(desk, item):
    home = "https://wire.example"
    assert desk.last(item(url_key=home), item("KILL: Something else", "Do not publish.", url_key=home, **KILL)).of == ()


def test_a_kill_that_comes_late_does_not_withdraw_the_mended_report(desk, item, noon):
    mended = item(published_at=noon, updated_at=noon + timedelta(minutes=50), minutes=51)
    notice = item("KILL: Ferry runs aground", "Do not publish.", **KILL)
    assert desk.last(mended, notice).of == ()


def test_a_kill_of_what_was_never_seen_is_kept_as_a_notice(desk, item):
    verdict = desk.last(item("KILL: Something else", "Do not publish.", **KILL))
    assert isinstance(verdict, Kill)
    assert verdict.of == ()


def test_a_report_that_arrives_after_its_kill_is_withdrawn_at_once(desk, item, noon):
    notice = item("KILL: Ferry runs aground", "Do not publish.", **KILL)
    late = item(minutes=31, published_at=noon)
    verdict = desk.last(notice, late)
    assert isinstance(verdict, Kill)
    assert verdict.of == (late.ref(1),)


def test_a_report_that_arrives_after_the_kill_that_refers_to_it_is_withdrawn_at_once(desk, item, noon):
    notice = item("Mandatory kill", "Editors: please kill.", refers_to=("g1",), **KILL)
    assert isinstance(desk.last(notice, item(minutes=31, published_at=noon)), Kill)


def test_a_later_report_of_the_same_headline_is_not_the_one_that_was_killed(desk, item):
    notice = item("KILL: Ferry runs aground", "Do not publish.", **KILL)
    assert isinstance(desk.last(notice, item(minutes=90)), New)


def test_a_killed_report_stays_killed_when_a_mirror_shows_it_again(desk, item):
    verdicts = desk.verdicts(item(), item("KILL: Ferry runs aground", "Do not publish.", **KILL), item())
    assert isinstance(verdicts[-1], Repeat)


def test_a_version_that_was_missed_before_the_kill_does_not_revive_the_report(desk, item, noon):
    notice = item("KILL: Ferry runs aground", "Do not publish.", **KILL)
    missed = item("Ferry runs aground, two hurt", minutes=40, published_at=noon, updated_at=noon + timedelta(minutes=20))
    assert isinstance(desk.last(item(published_at=noon), notice, missed), Stale)


def test_a_version_later_than_the_kill_revives_the_report(desk, item, noon):
    notice = item("KILL: Ferry runs aground", "Do not publish.", **KILL)
    mended = item("Ferry runs aground, none hurt", minutes=60, published_at=noon, updated_at=noon + timedelta(minutes=50))
    assert isinstance(desk.last(item(published_at=noon), notice, mended), Revision)


def test_a_late_version_whose_headline_was_killed_withdraws_its_item(desk, item, noon):
    """The notice quotes a headline that came while nobody looked."""
    first = item("Ferry aground, five hurt", published_at=noon)
    notice = item("KILL: Ferry aground, seven hurt", "Do not publish.", **KILL)
    missed = item("Ferry aground, seven hurt", minutes=40, published_at=noon)
    verdicts = desk.verdicts(first, notice, missed)
    assert verdicts[1].of == ()
    assert verdicts[2].of == (first.ref(1),)


def test_a_notice_seen_again_is_a_repeat(desk, item):
    notice = item("KILL: Ferry runs aground", "Do not publish.", **KILL)
    assert isinstance(desk.last(item(), notice, notice), Repeat)


def test_a_notice_posted_anew_under_another_guid_is_a_repeat(desk, item):
    notice = item("KILL: Ferry runs aground", "Do not publish.", **KILL)
    again = item("KILL: Ferry runs aground", "Do not publish.", **{**KILL, "guid": "k2", "minutes": 35})
    assert isinstance(desk.last(item(), notice, again), Repeat)


def test_a_killed_text_under_a_new_guid_and_link_stays_killed(desk, item, noon):
    notice = item("KILL: Ferry runs aground", "Do not publish.", **KILL)
    again = item(guid="g2", url_key="https://wire.example/ferry-2", minutes=40, published_at=noon)
    assert not isinstance(desk.last(item(published_at=noon), notice, again), New)


def test_a_kill_names_its_report_by_a_path_of_its_own_site(desk, item):
    told = item(url_key="https://wire.example/a/ferry-8123.html")
    notice = item("Kill notice", "Reference /a/ferry-8123.html ends.", url="https://wire.example/kills/9", **KILL)
    assert [ref.guid for ref in desk.last(told, notice).of] == ["g1"]


@pytest.mark.parametrize("notice_first", [True, False])
def test_a_notice_and_its_report_in_one_document_end_alike(desk, item, notice_first, noon):
    report, notice = item(minutes=30, published_at=noon), item("KILL: Ferry runs aground", "Do not publish.", **KILL)
    verdicts = desk.verdicts(*((notice, report) if notice_first else (report, notice)))
    assert report.ref(1) in {ref for verdict in verdicts if isinstance(verdict, Kill) for ref in verdict.of}
