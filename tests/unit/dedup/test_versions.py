"""Which of two versions of one item is the later, and what follows."""

from dataclasses import replace
from datetime import timedelta

import pytest

from wirefeed.dedup.judge import judge
from wirefeed.dedup.keys import keys
from wirefeed.model.item import Item, Kind, PubStatus
from wirefeed.model.match import Kill, Known, New, Repeat, Revision, Stale


def known_of(item: Item, *hashes: str, **fields) -> Known:
    """The item as the store would return it."""
    names = ("content_hash", "pubstatus", "kind", "headline", "text", "url_key", "published_at", "updated_at", "received_at")
    taken = {name: getattr(item, name) for name in (*names, "source_version", "dated")}
    return Known(**{"ref": item.ref(1), "matched": frozenset(keys(item)), "hashes": (*hashes, item.content_hash), **taken, **fields})


def test_an_item_nobody_knows_is_new(desk, item):
    assert isinstance(desk.last(item()), New)


def test_the_same_guid_with_the_same_text_is_a_repeat(desk, item):
    verdict = desk.last(item(), item(minutes=5))
    assert isinstance(verdict, Repeat)
    assert verdict.of.version == 1


def test_a_title_edit_is_a_revision_not_a_new_item(desk, item):
    verdict = desk.last(item("Seven hurt as ferry runs aground"), item("Eight hurt as ferry runs aground", minutes=5))
    assert isinstance(verdict, Revision)
    assert verdict.kind is Kind.UPDATE
    assert verdict.of.guid == "g1"


def test_a_correction_keeps_its_kind(desk, item):
    verdict = desk.last(item(), item("CORRECTED-Ferry runs aground", minutes=5, kind=Kind.CORRECTION))
    assert isinstance(verdict, Revision)
    assert verdict.kind is Kind.CORRECTION


def test_the_full_story_after_an_alert_is_its_lead(desk, item):
    verdict = desk.last(item(text="", kind=Kind.ALERT), item(minutes=5))
    assert isinstance(verdict, Revision)
    assert verdict.kind is Kind.LEAD


def test_a_rewrite_from_end_to_end_under_the_same_guid_is_still_a_revision(desk, item, other):
    assert isinstance(desk.last(item(), item("Duty on steel to rise", other, minutes=5)), Revision)


def test_a_version_the_item_had_before_is_a_lagging_mirror(desk, item):
    old, new = item("A"), item("B", minutes=5)
    verdict = desk.last(old, new, replace(old, delivery_sha256="mirror"))
    assert isinstance(verdict, Stale)
    assert verdict.newer.version == 2


def test_a_lagging_mirror_does_not_undo_what_follows_it(desk, item):
    old, new = item("A"), item("B", minutes=5)
    assert isinstance(desk.last(old, new, old, replace(new, delivery_sha256="again")), Repeat)


def test_a_title_that_flips_back_with_a_later_update_time_is_a_revision(desk, item, noon):
    versions = [item(title, minutes=m, published_at=noon, updated_at=noon + timedelta(minutes=m)) for m, title in enumerate("ABA")]
    verdicts = desk.verdicts(*versions)
    assert [type(verdict) for verdict in verdicts] == [New, Revision, Revision]
    assert verdicts[-1].reasons[1] == "back to an earlier text"


def test_a_title_that_flips_back_with_a_bumped_pubdate_is_a_revision(desk, item, noon):
    versions = [item(title, minutes=m + 1, published_at=noon + timedelta(minutes=m)) for m, title in enumerate("ABA")]
    assert isinstance(desk.last(*versions), Revision)


def test_a_title_that_flips_back_under_an_unchanged_pubdate_is_held_to_be_a_mirror(desk, item, noon):
    versions = [item(title, minutes=m, published_at=noon) for m, title in enumerate("ABA")]
    assert isinstance(desk.last(*versions), Stale)


def test_an_earlier_version_shown_alone_for_hours_is_what_the_desk_went_back_to(item, noon, rules):
    first, second = item("A", published_at=noon), item("B", minutes=5, published_at=noon)
    shown_since = noon + timedelta(minutes=30)
    known = known_of(second, first.content_hash, matched=frozenset(keys(first)), stale_since=shown_since)
    again = item("A", minutes=200, published_at=noon)
    soon, late = (judge(again, (known,), (), rules, shown_since + timedelta(hours=h)).verdict for h in (1, 2.5))
    assert isinstance(soon, Stale)
    assert isinstance(late, Revision)


def test_a_text_never_seen_whose_update_time_is_older_is_stale(desk, item, noon):
    now = item("C", minutes=9, published_at=noon, updated_at=noon + timedelta(minutes=9))
    late = item("B", minutes=10, published_at=noon, updated_at=noon + timedelta(minutes=5))
    assert isinstance(desk.last(now, late), Stale)


def test_of_two_texts_with_the_same_times_the_one_that_arrives_later_is_later(desk, item, noon):
    assert isinstance(desk.last(item("A", published_at=noon), item("B", minutes=1, published_at=noon)), Revision)


def test_an_update_time_is_not_held_against_a_feed_that_gives_none(desk, item, noon):
    page = item("A", published_at=noon, updated_at=noon + timedelta(minutes=30), minutes=31)
    edited = item("B", published_at=noon, minutes=60)
    assert isinstance(desk.last(page, edited), Revision)


def test_source_versions_that_count_outrank_the_clock(desk, item, noon):
    third = item("C", minutes=9, source_version="3", updated_at=noon + timedelta(minutes=3))
    second = item("B", minutes=10, source_version="2", updated_at=noon + timedelta(minutes=9))
    tenth = item("D", minutes=11, source_version="10", updated_at=noon)
    assert isinstance(desk.last(third, second), Stale)
    assert isinstance(desk.last(third, tenth), Revision)


def test_source_versions_that_do_not_count_leave_it_to_the_time(desk, item, noon):
    """Reuters' version attribute is no counter: 978556838 was followed by 1927777166, and it falls as well."""
    early = item("A", source_version="1927777166", updated_at=noon)
    late = item("B", minutes=9, source_version="978556838", updated_at=noon + timedelta(minutes=9))
    assert isinstance(desk.last(early, late), Revision)


def test_equal_source_versions_prove_nothing(desk, item):
    """AFP's RevisionId is 1 in every delivery."""
    assert isinstance(desk.last(item("A", source_version="1"), item("B", minutes=5, source_version="1")), Revision)


def test_undated_items_have_no_time_to_be_older_by(desk, item):
    first, second = item("A", dated=False), item("B", minutes=5, dated=False)
    again = item("A", minutes=9, dated=False)
    assert [type(v) for v in desk.verdicts(first, second, again)] == [New, Revision, Stale]


def test_a_missing_headline_does_not_replace_the_known_one(desk, item):
    verdict = desk.last(item(), item("", minutes=5))
    assert isinstance(verdict, Repeat)
    assert "headline is missing" in verdict.reasons[0]


def test_a_headline_that_comes_back_is_the_one_that_is_known(desk, item):
    assert isinstance(desk.last(item(), item("", minutes=5), item(minutes=10)), Repeat)


def test_a_headline_that_was_missing_at_first_is_a_revision(desk, item):
    assert isinstance(desk.last(item(""), item(minutes=5)), Revision)


def test_a_missing_text_does_not_replace_the_known_one(desk, item):
    assert isinstance(desk.last(item(), item(text="", minutes=5)), Repeat)


def test_straight_for_typographic_quotes_is_no_revision(desk, item):
    first = item("“Never again”, says the captain’s wife")
    assert isinstance(desk.last(first, item('"Never again", says the captain\'s wife', minutes=5)), Repeat)


def test_a_comma_more_is_a_revision(desk, item):
    assert isinstance(desk.last(item("Ferry aground crew safe"), item("Ferry aground, crew safe", minutes=5)), Revision)


def test_a_new_summary_alone_is_a_revision(desk, item):
    assert isinstance(desk.last(item(summary="One."), item(summary="Two.", minutes=5)), Revision)


def test_a_garbled_copy_does_not_replace_the_clean_one(desk, item):
    clean = "Ferry aground — all safe"
    garbled = clean.encode().decode("cp1252")
    assert isinstance(desk.last(item(clean), item(garbled, minutes=5)), Repeat)


def test_a_clean_copy_replaces_the_garbled_one(desk, item):
    clean = "Ferry aground — all safe"
    assert isinstance(desk.last(item(clean.encode().decode("cp1252")), item(clean, minutes=5)), Revision)


def test_a_text_cut_in_mid_sentence_does_not_replace_the_whole_one(desk, item, report, noon):
    whole = item(published_at=noon)
    assert isinstance(desk.last(whole, item(text=report[:90], minutes=5, published_at=noon)), Repeat)
    assert isinstance(desk.last(whole, item(text=report[:90] + " […]", minutes=5, published_at=noon)), Repeat)


def test_a_text_the_desk_shortened_by_a_sentence_is_a_revision(desk, item, report, noon):
    shorter = report[: report.index(" The operator")]
    assert isinstance(desk.last(item(published_at=noon), item(text=shorter, minutes=5, published_at=noon)), Revision)


def test_the_standfirst_seen_again_after_the_page_changes_nothing(desk, item, noon):
    standfirst = item(text="Divers searched the hull.", published_at=noon)
    page = item(minutes=1, published_at=noon)
    assert [type(v) for v in desk.verdicts(standfirst, page, replace(standfirst, delivery_sha256="x"))] == [New, Revision, Repeat]


def test_the_page_of_a_standfirst_is_a_revision_even_if_it_says_it_is_older(desk, item, noon):
    standfirst = item(text="Divers searched the hull.", minutes=5)
    assert isinstance(desk.last(standfirst, item(minutes=6, published_at=noon)), Revision)


def test_a_hold_and_its_release_are_revisions_of_an_unchanged_text(desk, item, noon):
    times = {"published_at": noon}
    usable = item(**times, updated_at=noon)
    held = item(**times, minutes=5, updated_at=noon + timedelta(minutes=5), pubstatus=PubStatus.WITHHELD)
    freed = item(**times, minutes=9, updated_at=noon + timedelta(minutes=9))
    verdicts = desk.verdicts(usable, held, freed)
    assert [verdict.kind for verdict in verdicts[1:]] == [Kind.HOLD, Kind.RELEASE]


def test_a_lagging_copy_does_not_lift_a_hold(desk, item, noon):
    usable = item(published_at=noon)
    held = item(minutes=5, published_at=noon, pubstatus=PubStatus.WITHHELD)
    assert isinstance(desk.last(usable, held, usable), Stale)


def test_a_withdrawn_item_stays_withdrawn_when_an_old_copy_comes_again(desk, item, noon):
    told = {"published_at": noon}
    old = item(**told, updated_at=noon)
    killed = item(**told, minutes=5, updated_at=noon + timedelta(minutes=5), pubstatus=PubStatus.CANCELED)
    verdicts = desk.verdicts(old, killed, old)
    assert isinstance(verdicts[1], Kill)
    assert verdicts[1].of == (old.ref(1),)
    assert isinstance(verdicts[2], Repeat)


def test_a_version_later_than_its_withdrawal_revives_an_item(desk, item, noon):
    told = {"published_at": noon}
    old = item(**told, updated_at=noon)
    killed = item(**told, minutes=5, updated_at=noon + timedelta(minutes=5), pubstatus=PubStatus.CANCELED)
    back = item("Ferry runs aground, no one hurt", **told, minutes=9, updated_at=noon + timedelta(minutes=9))
    verdict = desk.last(old, killed, back)
    assert isinstance(verdict, Revision)
    assert verdict.kind is Kind.RELEASE


def test_a_withdrawal_that_was_lifted_is_stale_when_a_mirror_shows_it(desk, item, noon):
    told = {"published_at": noon}
    old = item(**told, updated_at=noon)
    killed = item(**told, minutes=5, updated_at=noon + timedelta(minutes=5), pubstatus=PubStatus.CANCELED)
    back = item("Ferry runs aground, no one hurt", **told, minutes=9, updated_at=noon + timedelta(minutes=9))
    assert isinstance(desk.last(old, killed, back, killed), Stale)


@pytest.mark.parametrize("other_feed", ["elsewhere", "wire2"])
def test_another_feeds_item_of_the_same_guid_and_link_is_left_alone(desk, item, other, other_feed):
    mine = item(url_key="https://a.example/ferry-aground-8")
    theirs = item("Replaced", other, feed=other_feed, minutes=5, url_key="https://a.example/ferry-aground-8")
    assert isinstance(desk.last(mine, theirs), New)
