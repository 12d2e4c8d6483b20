"""Copies, reprints and partial matches, and what tells two bulletins of one template apart."""

import pytest

from wirefeed.dedup.near import Shelf, clash
from wirefeed.dedup.overlap import compare
from wirefeed.model.item import PubStatus
from wirefeed.model.match import Copy, NearDuplicate, New, Revision

HOAX = (
    "Fans were in shock on Friday when word spread that {} had died at home, aged 34. A page set up in memory of {} gathered a million "
    "likes within the day. A manager for {} said on Saturday that the star was alive and well, and asked people not to believe what they "
    "read. It is not the first time that such a report went round the world before anyone asked for proof of it."
)
QUAKE = (
    "A {}-magnitude earthquake struck near the town of {} on Monday, the seismological service said. The quake was recorded at a depth of "
    "{} kilometres. There were no immediate reports of casualties or damage. The region lies on the edge of two plates and is often shaken."
)


def test_containment_is_told_for_the_shorter_and_the_longer():
    overlap = compare(frozenset(range(10)), frozenset(range(5, 45)))
    assert (overlap.short, overlap.long, overlap.shared) == (0.5, 0.125, 5)


def test_nothing_overlaps_with_an_empty_text():
    assert compare(frozenset(), frozenset({1})).short == 0.0


def test_another_agencys_reprint_is_a_near_duplicate_of_the_original(desk, item, report):
    original = item(feed="afp")
    reprint = item("Forty aboard as ferry hits rocks", report + " The army joined the search. (AFP)", feed="toi", guid="7", minutes=30)
    judgement = desk.judgements(original, reprint)[-1]
    assert isinstance(judgement.verdict, NearDuplicate)
    assert judgement.verdict.of == original.ref(1)
    assert judgement.near[0].copy is Copy.REPRINT


def test_an_abridged_reprint_is_found_by_the_shorter_text(desk, item, report, other):
    original = item(text=report + " " + other, feed="afp")
    assert isinstance(desk.last(original, item("Brief", report, feed="toi", minutes=30)), NearDuplicate)


def test_a_quoted_passage_is_a_partial_match_and_no_verdict(desk, item, report, other):
    sentence = report.split(". ", 1)[0] + ". "
    quoting = item("Duty on steel", sentence + other, feed="toi", minutes=30)
    judgement = desk.judgements(item(feed="afp"), quoting)[-1]
    assert isinstance(judgement.verdict, New)
    assert judgement.near[0].copy is Copy.PARTIAL


def test_a_reprint_is_a_copy_of_the_agency_it_credits(desk, item, report):
    relay = item("Ferry on the rocks", report + " Tass reports.", feed="relay")
    afp = item(feed="afp", minutes=10)
    toi = item("Forty aboard", report, feed="toi", minutes=20, origin="AFP")
    verdict = desk.last(relay, afp, toi)
    assert isinstance(verdict, NearDuplicate)
    assert verdict.of.feed == "afp"
    assert "credits AFP" in verdict.reasons


def test_without_a_credit_a_reprint_is_a_copy_of_the_earliest(desk, item, report):
    texts = [item(f"Headline {name}", report, feed=name, minutes=minutes) for minutes, name in ((10, "b"), (20, "a"), (30, "c"))]
    assert desk.last(*texts).of.feed == "b"


def test_every_copy_of_a_text_is_reported_as_a_pair(desk, item, report):
    texts = [item(f"Headline {n}", report, feed=f"f{n}", minutes=n) for n in range(5)]
    assert [len(judgement.near) for judgement in desk.judgements(*texts)] == [0, 1, 2, 3, 4]


def test_the_same_hoax_about_another_celebrity_is_another_story(desk, item):
    one = item("Star dead?", HOAX.format(*["Marla Quill"] * 3), feed="a")
    two = item("Star dead?", HOAX.format(*["Dov Ferrant"] * 3), feed="b", minutes=10)
    judgement = desk.judgements(one, two)[-1]
    assert isinstance(judgement.verdict, New)
    assert judgement.near[0].copy is Copy.PARTIAL
    assert "names differ" in judgement.near[0].reasons[1]


def test_the_same_hoax_about_the_same_celebrity_is_a_copy(desk, item):
    one = item("Star dead?", HOAX.format(*["Marla Quill"] * 3), feed="a")
    two = item("Is she dead?", "From our reporters. " + HOAX.format(*["Marla Quill"] * 3), feed="b", minutes=10)
    assert isinstance(desk.last(one, two), NearDuplicate)


@pytest.mark.parametrize("feed", ["a", "b"])
def test_two_earthquakes_told_in_one_template_are_two_events(desk, item, feed):
    one = item("5.1-magnitude quake hits Varaville", QUAKE.format("5.1", "Varaville", "10"), feed="a")
    two = item("4.8-magnitude quake hits Kelestad", QUAKE.format("4.8", "Kelestad", "35"), feed=feed, guid="g2", minutes=90)
    assert isinstance(desk.last(one, two), New)


def test_the_same_place_shaken_again_with_other_figures_is_another_event(desk, item):
    one = item("5.1-magnitude quake hits Varaville", QUAKE.format("5.1", "Varaville", "10"))
    two = item("4.8-magnitude quake hits Varaville", QUAKE.format("4.8", "Varaville", "35"), guid="g2", minutes=90)
    assert isinstance(desk.last(one, two), New)


def test_names_one_side_adds_do_not_clash(item, report, rules):
    wrapped = item("Ferry", "Reporting from Osterport, Ines Kovar and Piet Strand. " + report)
    assert clash(item(), wrapped, rules) is None


def test_scripts_without_capitals_are_compared_by_their_figures(item, rules):
    text = "زلزال بقوة {} درجات وعلى عمق {} كيلومترا يضرب المنطقة الشمالية من البلاد دون وقوع إصابات بحسب ما أعلن المعهد الجيولوجي اليوم"
    one, two = (item("زلزال", text.format(*figures)) for figures in (("5.1", "10"), ("6.3", "35")))
    assert clash(one, two, rules)
    assert clash(one, one, rules) is None


def test_a_toll_that_rose_does_not_make_a_reprint_another_story(desk, item, report):
    early = item("7 hurt as ferry runs aground", report + " At least 7 people were hurt.", feed="toi", minutes=20)
    late = item("8 hurt as ferry runs aground", report + " At least 8 people were hurt.", feed="afp")
    assert isinstance(desk.last(late, early), NearDuplicate)


def test_numbered_updates_of_one_report_are_no_clash_of_figures(desk, item, report, other):
    text = report + "\n\n" + other
    first = item("UPDATE 1-Ferry runs aground off northern coast", text)
    second = item("UPDATE 2-Ferry runs aground off northern coast", text + " More follows.", guid="g2", minutes=50)
    assert isinstance(desk.last(first, second), Revision)


def test_equal_slugs_of_a_few_words_are_no_copies(desk, item):
    assert isinstance(desk.last(item("Weather", "Sunny all day."), item("Weather", "Sunny all day.", feed="b")), New)


def test_a_copy_of_a_withdrawn_text_is_not_filed_under_it(desk, item, report):
    gone = item(feed="afp", pubstatus=PubStatus.CANCELED, minutes=2)
    verdict = desk.last(item(feed="afp"), gone, item("Other words", report, feed="toi", minutes=5))
    assert isinstance(verdict, New)


def test_what_the_samples_rule_out_is_not_measured(desk, item, other):
    """A short quotation in two long texts: the samples say partial at most, and so does the pair, without a full comparison."""
    words = [f"word{n}" for n in range(4000)]
    first, second = " ".join(words[:2000] + other.split()), " ".join(words[1400:3400])
    near = desk.judgements(item("A", first), item("B", second, feed="b", minutes=1))[-1].near
    assert [(one.copy, one.reasons[0].startswith("about ")) for one in near] == [(Copy.PARTIAL, True)]
    assert near[0].containment == pytest.approx(0.3, abs=0.05)


def test_very_long_texts_are_measured_in_full(desk, item):
    """Their samples are cut, and would tell too little."""
    words = " ".join(f"word{n}" for n in range(9000))
    copy = desk.judgements(item("A", words), item("B", words + " and some more", feed="b", minutes=1))[-1]
    assert copy.near[0].copy is Copy.EXACT


def test_full_shingles_of_a_text_are_cut_once(item):
    shelf = Shelf()
    assert shelf.shingles(item()) is shelf.shingles(item(guid="g2"))
