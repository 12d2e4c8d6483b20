"""Boilerplate as a table: every row catches its own example, and no row catches a report."""

import json
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hang import HANG
from wirefeed.text.boilerplate import ends_sentence, head_length, inserts, is_plain, line_reason, private_from
from wirefeed.text.boilerplate_forms import PATTERNS
from wirefeed.text.boilerplate_openings import OPENINGS, PRIVATE

WHOLE = [form for form in PATTERNS if form.scope in ("line", "short", "label")]
HEADS = [form for form in PATTERNS if form.scope == "head"]
INSIDE = [form for form in PATTERNS if form.scope in ("inline", "footer")]
ROWS = [
    (reason, row[0], opening) for reason, rows in OPENINGS.items() for row in rows.strip().splitlines() for opening in row[2:].split(" | ")
]


@pytest.mark.parametrize("form", WHOLE, ids=lambda form: form.example)
def test_a_pattern_drops_the_line_it_was_made_for(form):
    assert line_reason(form.example) == form.reason


@pytest.mark.parametrize("form", HEADS, ids=lambda form: form.example)
def test_a_head_is_cut_where_the_report_begins(form):
    assert form.example[head_length(form.example) :].startswith(("The ferry", "This story"))


@pytest.mark.parametrize("form", INSIDE, ids=lambda form: form.example)
def test_an_insert_is_cut_out_of_its_paragraph(form):
    (found,) = inserts(form.example)
    left = form.example[: found.span.start] + form.example[found.span.end :]
    assert found.reason == form.reason
    assert left.rstrip() in (
        "The harbour was empty.",
        "It sailed.",
        "It sailed. It came back.",
        "The ferry sailed.",
        "Il part.",
        "Паром ушёл.",
        "Sie fährt.",
    )


@pytest.mark.parametrize(("reason", "sign", "opening"), ROWS, ids=lambda value: value if len(value) > 1 else "")
def test_every_opening_of_the_table_is_reached(reason, sign, opening):
    line = opening if sign == "=" else opening + " Ana Lim and the harbour"
    found = line_reason(line.strip())
    assert found is not None, reason
    assert line_reason(line.strip().capitalize()) == found


@pytest.mark.parametrize(
    "sentence",
    [
        "The ferry ran aground off the coast on Monday, the coast guard said.",
        "Follow the money, the prosecutor told the court on Tuesday.",
        "Support for the bill has grown since the storm, a poll found.",
        "Related charges were dropped in May, court papers show.",
        "Read more than ten books a year and you are an exception, she said.",
        "Photographs of the ferry were shown to the jury.",
        "Copyright lawyers said the ruling would be appealed.",
        "No sales were made on the first day of the fair.",
        "Watch makers in Geneva reported falling orders.",
        "Share prices fell by 3 percent after the report.",
        "Contact with the vessel was lost at 04:10, the operator said.",
        "Correction of the course came too late, investigators found.",
        "More from the same reef may break off this winter, he warned.",
        "Image processing showed that the hull was torn.",
        "Tell us the truth, the families shouted.",
        "This article of faith has divided the party for years.",
        "This story of survival has moved the country.",
        "Get up early and you see the fleet leave, the mayor said.",
        "Comments by the minister were met with silence.",
        "Source code of the system was published in March.",
        "Sign language interpreters were on board.",
        "Call it what you like, it is a defeat, he said.",
        "Reach for the top is their motto, but results are poor.",
        "First published reports of the accident were wrong, the navy said.",
        "The photo: a ferry on the rocks, seen by millions.",
        "He paid 5/6 of the sum and/or promised the rest.",
        "Reporting by local media suggested that the captain had left.",
        "AP exams will be held in May, the board said.",
        "“We are on Twitter: everybody is,” she said.",
        "Updated figures are due on Friday.",
        "On Sunday, May 3, 2020, two ferries collided.",
        "12 people died.",
    ],
)
def test_a_sentence_of_a_report_stays(sentence):
    assert line_reason(sentence) is None
    assert head_length(sentence) == 0
    assert inserts(sentence) == ()


def padded(line: str) -> str:
    """The line made long enough to be taken for a paragraph, its end kept."""
    return line if len(line) > 90 else line + " ferry" * (16 - len(line) // 6) + line[-1]


@pytest.mark.parametrize("line", [*(form.example for form in WHOLE), *(opening + " Ana Lim." for _, sign, opening in ROWS if sign == "+")])
def test_no_line_a_rule_may_touch_is_taken_for_plain_text(line):
    for longer in (line, padded(line), line.capitalize(), padded(line.upper())):
        assert not is_plain(longer) or line_reason(longer) is None


def test_a_long_sentence_is_plain_text():
    assert is_plain("The ferry ran aground off the northern coast late on Monday with forty people on board, officials said.")
    assert not is_plain("The ferry ran aground.")


@pytest.mark.shared
def test_plain_lines_of_real_texts_are_no_boilerplate(shared):
    lines = (shared / "data" / "cluster" / "mix.jsonl").read_text(encoding="utf-8").splitlines()[::7]
    plain = [line for record in lines for line in map(str.strip, json.loads(record)["text"].split("\n")) if line and is_plain(line)]
    assert len(plain) > 1000
    assert [line for line in plain if line_reason(line) or head_length(line)] == []


@pytest.mark.parametrize(
    "stamp",
    [
        "Posted: 04/9/2012 8:33 am",
        "Friday, December 10, 2004",
        "Last updated 15:48 15/09/2013",
        "May 3, 2013, 9:56 AM ET",
        "21 января 2019, 10:27",
    ],
)
def test_a_line_of_nothing_but_time_is_dropped(stamp):
    assert line_reason(stamp) == "time stamp"


@pytest.mark.parametrize("line", ["---", "* * *", "___", "…", "• • •", "[...]"])
def test_a_line_without_letters_is_a_separator(line):
    assert line_reason(line) == "separator"


@pytest.mark.parametrize("remark", PRIVATE)
def test_what_a_desk_keeps_to_itself_is_found_in_any_case(remark):
    assert private_from("Report.\n" + remark.upper() + ":\n+44 20 0000 0000") == len("Report.\n")
    assert private_from("The publication of the report was put off.") is None


def test_the_sentence_with_an_address_goes_and_its_neighbours_stay():
    text = "The ferry sailed. Write to Ana Lim at ana@wire.example. It came back."
    (found,) = inserts(text)
    assert text[: found.span.start] + text[found.span.end :] == "The ferry sailed. It came back."


def test_inserts_are_in_order_and_apart():
    found = inserts(
        "A (AP Photo/Ana Lim) b pic.twitter.com/Ab12Cd c https://t.co/Ab12Cd. Mail a@b.example now. D (Ana Lim/AFP/Getty Images) e"
    )
    assert [one.reason for one in found] == ["credit", "link", "link", "contact", "credit"]
    assert all(left.span.end <= right.span.start for left, right in pairwise(found))


@pytest.mark.parametrize(
    ("line", "ends"), [("Done.", True), ('"Done."', True), ("Done.)”", True), ("Fertig", False), ("完了。", True), ("", False)]
)
def test_a_sentence_ends_before_its_closing_marks(line, ends):
    assert ends_sentence(line) is ends


@given(st.text(max_size=300))
def test_any_line_can_be_judged(line):
    line_reason(line)
    assert 0 <= head_length(line) <= len(line)
    assert all(0 <= one.span.start < one.span.end <= len(line) for one in inserts(line))


HOSTILE = {
    "brackets": "(" * 400_000,
    "credits": "(AP Photo/" * 40_000,
    "addresses": "a@b.cd " * 60_000,
    "at signs": "@" * 400_000,
    "posts": "The post " * 44_000 + " appeared first on x",
    "spaces": " " * 399_000 + " appeared first on x",
    "captions": "Getty Images" * 33_000,
    "slashes": "REUTERS/" * 50_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_takes_long(name):
    before = time.process_time()
    inserts(HOSTILE[name])
    for at in range(0, len(HOSTILE[name]), 700):
        line_reason(HOSTILE[name][at : at + 700])
    assert time.process_time() - before < HANG
