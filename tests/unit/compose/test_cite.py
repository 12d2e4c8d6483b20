"""Segments: what can be built, and what cannot."""

import pytest

from wirefeed.compose.cite import edited, framed, redo, stands_for, verbatim
from wirefeed.errors import ProvenanceError
from wirefeed.model.item import ItemField
from wirefeed.model.story import SegmentKind


@pytest.mark.parametrize(
    ("operation", "cut", "printed"),
    [
        ("drop:connective", "However, ", ""),
        ("drop:connective", "But ", ""),
        ("drop:connective", "In addition, ", ""),
        ("drop:parenthesis", " (his third in a row)", ""),
        ("drop:attribution", " said", ""),
        ("drop:attribution", "he said", ""),
        ("drop:attribution", " added ", ""),
        ("drop:dateline", "MOSCOW, January 19. /TASS/. ", ""),
        ("drop:dateline", "WARSAW (AFP) - ", ""),
        ("drop:suffix", " - Reuters", ""),
        ("drop:label", "CORRECTED: ", ""),
        ("drop:day", " late on Monday", ""),
        ("drop:day", "Last week, ", ""),
        ("drop:dateline", "VIK — ", ""),
        ("capital", "t", "T"),
        ("name:Raisi", "Iranian President Ebrahim Raisi", "Iranian President Ebrahim Raisi"),
        ("expand:JCPOA", "Joint Comprehensive Plan of Action (JCPOA)", "Joint Comprehensive Plan of Action (JCPOA)"),
        ("clarify", "Russia and Iran", " [Russia and Iran]"),
        ("date:2022-01-19", "Wednesday", "Wednesday (Jan. 19)"),
        ("date:2022-01-19", "today", "on Wednesday (Jan. 19)"),
        ("date-after:2022-01-19", "today", "Wednesday (Jan. 19)"),
        ("date:2022-01-18", "Yesterday", "On Tuesday (Jan. 18)"),
        ("date:2022-01-03@2021", "Monday", "Monday (Jan. 3, 2022)"),
        ("date-short:2022-01-19", "Wednesday", "Jan. 19"),
        ("date-bracket:2022-01-20", "tomorrow", " [Jan. 20]"),
        ("date:2022-01-10/2022-01-16", "last week", "last week (Jan. 10-16)"),
    ],
)
def test_an_edit_does_what_its_name_says(operation, cut, printed):
    assert redo(operation, cut, "en") == printed


@pytest.mark.parametrize(
    ("operation", "cut"),
    [
        ("drop:connective", "not "),
        ("drop:connective", "But he "),
        ("drop:parenthesis", " (14 dead)"),
        ("drop:parenthesis", ' ("no")'),
        ("drop:attribution", " denied"),
        ("drop:dateline", "Officials in Moscow - "),
        ("drop:label", "Not CORRECTED: "),
        ("drop:anything", "words"),
        ("capital", "T"),
        ("capital", "to"),
        ("name:Raisi", "Raisi"),
        ("name:Raisi", "Hassan Rouhani"),
        ("name:Raisi", "Ebrahim Raisin"),
        ("expand:JCPOA", "the accord"),
        ("clarify", "two\nlines"),
        ("date:2022-01-20", "Wednesday"),
        ("date:2022-01-19", "the meeting"),
        ("date:Wednesday", "Wednesday"),
        ("replace:words", "words"),
    ],
)
def test_an_edit_that_does_not_fit_its_characters_cannot_be_built(operation, cut):
    with pytest.raises(ProvenanceError):
        redo(operation, cut, "en")


def test_a_date_is_printed_in_the_language_of_the_story():
    assert redo("date:2022-01-19", "mercredi", "fr") == "mercredi (19 janvier)"


def test_a_segment_carries_where_it_was_cut_from(member):
    one = member(text="The bridge fell on Monday.")
    segment = verbatim(one, 4, 10)
    assert (segment.kind, segment.text) == (SegmentKind.VERBATIM, "bridge")
    assert segment.source.item == one.ref
    assert (segment.source.field, segment.source.start, segment.source.end) == (ItemField.TEXT, 4, 10)


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (3, 3), (5, 4), (0, 1000)])
def test_nothing_can_be_cut_from_where_a_text_has_no_characters(member, start, end):
    with pytest.raises(ProvenanceError):
        verbatim(member(text="Short."), start, end)


def test_an_edit_keeps_the_span_it_was_made_of(member):
    segment = edited("drop:connective", member(text="But it rained in the whole north."), 0, 4, "en")
    assert (segment.kind, segment.text, segment.source.end) == (SegmentKind.EDIT, "", 4)


@pytest.mark.parametrize("agency", ["", 'TASS" said', "two\nlines", "{agency}", "x" * 61, "<b>TASS</b>", " "])
def test_a_frame_takes_nothing_for_an_agency_that_is_no_name(agency):
    with pytest.raises(ProvenanceError):
        framed("reported", "en", agency)


def test_only_frames_of_the_closed_list_can_be_built():
    assert framed("reported", "en", "TASS").text == ", TASS reported"
    assert framed("reported", "fr", "l’AFP").text == ", rapporte l’AFP"
    with pytest.raises(ProvenanceError):
        framed("allegedly", "en")


@pytest.mark.parametrize(
    ("full", "alone", "fits"),
    [("Ali al-Badri", "Al-Badri", True), ("Al Badri", "al-Badri", False), ("Badri", "Badri", False), ("Ali\nBadri", "Badri", False)],
)
def test_a_full_name_holds_the_surname_as_it_was_printed(full, alone, fits):
    """Asked before an edit is built, so that no story is withheld for a name written in two ways."""
    assert stands_for(full, alone) is fits
