"""The report inside a text: everything else is lifted off, by offsets, with the reason."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hang import HANG
from wirefeed.text.body import Body, lift


def printed(text: str, body: Body) -> list[str]:
    return [text[span.start : span.end] for span in body.paragraphs]


def reasons(body: Body) -> list[str]:
    return [dropped.reason for dropped in body.dropped]


def test_a_wire_text_leaves_only_its_report():
    text = (
        "UPDATES with quotes from minister\n\n"
        "STOCKHOLM, Aug 29, 2014 (AFP) - The ferry ran aground on Friday.\n\n"
        "Forty people were on board.\n\n"
        "(Graphic+Picture)\n\n"
        "ab-cd/ef/gh\n"
    )
    body = lift(text)
    assert printed(text, body) == ["The ferry ran aground on Friday.", "Forty people were on board."]
    assert (body.dateline.place, body.dateline.agency) == ("STOCKHOLM", "AFP")
    assert reasons(body) == ["desk note", "desk note", "desk note"]


def test_a_standfirst_before_the_dateline_goes_when_the_lede_repeats_it():
    text = (
        "Russian gas supplies to Turkey by pipeline reached 12.1 bln cubic meters\n\n"
        "MOSCOW, October 7. /TASS/. Russian gas supplies to Turkey by pipeline reached 12.1 bln cubic meters in August, a report says.\n\n"
        "They fell by 17%.\n\n(c) ITAR-TASS 2019"
    )
    body = lift(text)
    assert printed(text, body)[0].startswith("Russian gas supplies to Turkey by pipeline reached 12.1 bln cubic meters in August")
    assert reasons(body) == ["standfirst", "rights"]


def test_a_first_line_that_repeats_the_headline_goes():
    text = "Brazil backs China on trade bid\n\nThe minister said so on Monday in the capital."
    assert printed(text, lift(text, "en", "Brazil backs China on trade bid")) == ["The minister said so on Monday in the capital."]


def test_a_first_line_that_only_resembles_the_headline_stays():
    text = "Brazil said on Monday that it backs China's bid to join the trade body.\n\nThe minister spoke in the capital."
    assert len(lift(text, "en", "Brazil backs China on trade bid").paragraphs) == 2


def test_pleas_in_the_middle_and_footers_at_the_end_go():
    text = (
        "The ferry ran aground.\n\n"
        "Get The Times of Israel's Daily Edition by email and never miss our top stories Free Sign Up\n\n"
        "Nobody was hurt. The post Ferry runs aground appeared first on The Times of Israel."
    )
    assert printed(text, lift(text)) == ["The ferry ran aground.", "Nobody was hurt."]


def test_a_byline_is_told_apart_with_or_without_a_dateline_behind_it():
    text = "By Ana Lim and Jo Ro\n\nThe ferry ran aground."
    body = lift(text)
    assert (text[body.byline.start : body.byline.end], printed(text, body)) == ("By Ana Lim and Jo Ro", ["The ferry ran aground."])
    text = "(Adds details) By Ana Lim and Jo Ro BEIJING/SEOUL, Oct 9 (Reuters) - The ferry ran aground.\n(Reporting by Ana Lim)"
    body = lift(text)
    assert text[body.byline.start : body.byline.end] == "By Ana Lim and Jo Ro"
    assert (body.dateline.agency, printed(text, body)) == ("Reuters", ["The ferry ran aground."])


def test_an_insert_parts_its_paragraph():
    text = "The harbour (AP Photo/Ana Lim) was empty on Monday."
    assert printed(text, lift(text)) == ["The harbour", "was empty on Monday."]


def test_headings_and_labels_are_no_paragraphs():
    text = "What is known\nThe ferry ran aground.\nDivers at work\nDivers are on site.\n"
    text += "Minister Accuses Coast Guard of Failing to Follow Rules"
    assert printed(text, lift(text)) == ["The ferry ran aground.", "Divers are on site."]


def test_a_text_that_is_one_line_without_a_full_stop_is_the_report():
    text = "A total of $17.55 mln is expected to be allocated to the leasing program next year"
    assert printed(text, lift(text)) == [text]


def test_a_sentence_that_was_cut_short_goes_with_its_ellipsis():
    text = "The ferry ran aground.\n\nDivers are on the site. The captain, who was..."
    assert printed(text, lift(text)) == ["The ferry ran aground.", "Divers are on the site."]


@pytest.mark.parametrize("credit", [" (AFP)", " EFE", " — AP", " /ritzau/", " (Reuters)"])
def test_an_agency_at_the_very_end_is_a_credit(credit):
    text = "The ferry ran aground.\nNobody was hurt." + credit
    assert printed(text, lift(text))[-1] == "Nobody was hurt."


def test_what_the_desk_keeps_to_itself_goes_with_all_that_follows():
    report = "Berlin (dpa) - Die Fähre fuhr.\n\n"
    text = report + "Die folgenden Informationen sind nicht zur Veröffentlichung bestimmt\n\nAna Lim, +49 30 000000\n\nNoch ein Satz."
    body = lift(text, "de")
    assert printed(text, body) == ["Die Fähre fuhr."]
    assert reasons(body) == ["private"]


def test_a_correction_notice_is_a_remark_and_no_paragraph():
    text = "The ferry ran aground.\n\nThis story has been corrected to show that nobody was hurt."
    assert reasons(lift(text)) == ["correction"]


LINES = st.sampled_from(
    [
        "The ferry ran aground.",
        "MOSCOW, May 5. /TASS/. The talks resumed.",
        "By Ana Lim",
        "Advertisement",
        "Read more: x",
        "(Adds details) Text.",
        "Mail a@b.example now.",
        "A (AP Photo/Ana Lim) b.",
        "cut off...",
        "not for publication: tel",
        "Heading",
        "\u00a0",
        "",
        "---",
        "pic.twitter.com/x1",
        "Ж",
    ]
)


@given(st.lists(LINES | st.text(max_size=40), max_size=12).map("\n".join), st.text(max_size=30))
def test_spans_are_in_order_apart_and_inside_the_text(text, headline):
    body = lift(text, "en", headline)
    spans = [*body.paragraphs]
    assert all(0 <= span.start < span.end <= len(text) for span in (*spans, *(dropped.span for dropped in body.dropped)))
    assert all(left.end <= right.start for left, right in pairwise(spans))
    assert all(any(map(str.isalnum, text[span.start : span.end])) and "\n" not in text[span.start : span.end] for span in spans)
    for dropped in body.dropped:
        assert all(dropped.span.end <= span.start or span.end <= dropped.span.start for span in spans)


@pytest.mark.parametrize(
    "text", ["a\n" * 200_000, "A. " * 130_000, "By A " * 80_000, "..." * 130_000, "A, B - C\n" * 40_000, "\u00a0" * 400_000]
)
def test_no_text_takes_long(text):
    before = time.process_time()
    lift(text)
    assert time.process_time() - before < HANG
