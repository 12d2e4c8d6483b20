"""The items of one document, each judged in the light of the earlier ones."""

from datetime import timedelta

import pytest

from wirefeed.dedup import judge_document, reading_order
from wirefeed.dedup.document import shared_with_earlier
from wirefeed.model.item import Kind
from wirefeed.model.match import Kill, NearDuplicate, New, Repeat, Revision, Stale


def test_every_item_gets_a_judgement_in_the_order_given(desk, item, other):
    verdicts = desk.verdicts(item(), item("Duty on steel", other, guid="g2"), item())
    assert [type(verdict) for verdict in verdicts] == [New, New, Repeat]


def test_every_entry_shown_twice_is_one_item(desk, item, other):
    twice = [one for one in (item(), item("Duty on steel", other, guid="g2")) for _ in range(2)]
    assert [type(verdict) for verdict in desk.verdicts(*twice)] == [New, Repeat, New, Repeat]


def test_a_guid_given_to_two_texts_in_one_document_is_one_item_with_two_versions(desk, item, noon):
    older, newer = item("A", published_at=noon, updated_at=noon), item("B", published_at=noon, updated_at=noon + timedelta(minutes=1))
    assert [type(verdict) for verdict in desk.verdicts(older, newer)] == [New, Revision]
    assert [type(verdict) for verdict in desk.verdicts(newer, older)] == [New, Stale]


def test_a_reprint_in_the_same_batch_is_found(desk, item, report):
    assert isinstance(desk.last(item(feed="afp"), item("Ferry on rocks", report + " (AFP)", feed="toi")), NearDuplicate)


def test_a_revision_in_the_batch_is_what_later_copies_are_compared_with(desk, item, report, other):
    first, second = item("Steel", other, feed="afp"), item(feed="afp", minutes=1)
    copy = desk.judgements(first, second, item("Ferry on rocks", report, feed="toi", minutes=2))[-1]
    assert copy.verdict.of == first.ref(2)
    old = desk.judgements(first, second, item("Duty", other, feed="toi", minutes=2))[-1]
    assert isinstance(old.verdict, New)


def test_references_run_on_through_the_batch(desk, item):
    verdicts = desk.verdicts(
        item("A"), item("B", minutes=1), item("C", minutes=2), item("KILL: C", "Stop.", guid="k", minutes=3, kind=Kind.KILL)
    )
    assert [verdict.of.version for verdict in verdicts[1:3]] == [1, 2]
    assert isinstance(verdicts[3], Kill)
    assert verdicts[3].of[0].version == 3


def test_a_document_is_read_oldest_first(item, noon):
    items = [item(guid="c", minutes=5), item(guid="b"), item(guid="a"), item(guid="a", updated_at=noon + timedelta(minutes=1))]
    assert reading_order(items) == (2, 1, 3, 0)


def test_read_oldest_first_the_original_is_the_earlier_text(desk, item, report):
    listed = [item("Ferry on rocks", report, feed="toi", minutes=30), item(feed="afp")]
    ordered = [listed[place] for place in reading_order(listed)]
    assert [type(verdict) for verdict in desk.verdicts(*ordered)] == [New, NearDuplicate]


def test_items_of_several_feeds_in_one_batch_do_not_mix(desk, item, other):
    """Feeds whose guids are small integers collide all the time."""
    verdicts = desk.verdicts(
        item(guid="1", feed="a"), item("Steel", other, guid="1", feed="b"), item("Museum", "It opened.", guid="1", feed="c")
    )
    assert [type(verdict) for verdict in verdicts] == [New, New, New]


def test_shared_shingles_are_counted_for_pairs_of_the_batch(item, other, report):
    items = [item(), item("Steel", other), item("Ferry", report)]
    shared = shared_with_earlier(items)
    assert shared[0] == shared[1] == ()
    assert shared[2] == ((0, len(items[0].shingles)),)


def test_what_half_a_batch_shares_is_a_set_phrase_not_a_copy(item, report):
    items = [item(f"Headline {n}", report, guid=f"g{n}") for n in range(60)]
    assert not any(shared_with_earlier(items))


def test_a_batch_without_texts_shares_nothing():
    assert shared_with_earlier([]) == ()


def test_an_empty_document_has_no_judgements(rules, noon):
    assert judge_document((), (), (), rules, noon) == ()


def test_each_item_needs_its_candidates(item, rules, noon):
    with pytest.raises(ValueError, match="shorter"):
        judge_document((item(),), (), (), rules, noon)


def test_a_lagging_document_revises_nothing_that_cannot_prove_its_age(item, rules, noon):
    new, old = item("C", published_at=noon), item("B", minutes=5, published_at=noon)
    verdict = judge_document((new, old), (), ((), ()), rules, noon, lagging=True)[1].verdict
    assert isinstance(verdict, Stale)
    assert "older than one read before" in verdict.reasons[1]


def test_a_lagging_document_still_brings_items_nobody_saw(item, rules, noon):
    assert isinstance(judge_document((item(),), (), ((),), rules, noon, lagging=True)[0].verdict, New)


def test_of_very_many_items_under_one_name_the_latest_count_and_a_guid_always_does(desk, item):
    """Two thousand items with one link and one text would otherwise each be compared with all before them."""
    many = [item(guid=f"g{number}", headline="", url_key="example.org/") for number in range(200)]
    again = item(guid="g3", headline="", url_key="example.org/", minutes=5)
    *first, last = desk.verdicts(*many, again)
    assert [type(verdict) for verdict in first] == [New] * 200
    assert isinstance(last, Repeat)
    assert last.of.key == many[3].key
    renamed = item(guid="new", headline="", url_key="example.org/", minutes=5)
    assert isinstance(desk.last(*many, renamed), New)
