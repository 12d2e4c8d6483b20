"""HTML fragments as plain text: what a reader would see, in paragraphs, whatever the mark-up is like."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hang import HANG
from wirefeed.text.markup import LONGEST, Image, images, read_fragment, to_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("Ferry runs aground", "Ferry runs aground"),
        ("One.\n\nTwo &amp; three.", "One.\n\nTwo & three."),
        ("<p>One\n  line.</p><p>Two.</p>", "One line.\n\nTwo."),
        ("<div>One.</div>\n<div><div>Two.</div></div>", "One.\n\nTwo."),
        ("One.<br><br/>Two.<br>Three.", "One.\n\nTwo.\nThree."),
        ("The <b>mini</b>ster <a href='/x'>said</a>.", "The minister said."),
        ("<ul><li>one</li><li>two<li>three</ul>", "one\ntwo\nthree"),
        ("<table><tr><th>Team</th><th>Points</th></tr><tr><td>A</td><td>3</td></tr></table>", "Team\tPoints\nA\t3"),
        ("<h1>Head</h1>Text<blockquote>Quote</blockquote>Tail", "Head\n\nText\n\nQuote\n\nTail"),
        ("<pre>a\n  b</pre>", "a\nb"),
        ("<p>a</p><p>&nbsp;</p><p> </p><p></p><p>b</p>", "a\n\nb"),
        ("a<!-- <p>hidden</p> -->b", "ab"),
        ("<![CDATA[raw <text>]]>", "raw <text>"),
        ("<!DOCTYPE html><?php echo ?>x", "x"),
        ("<SCRIPT>if (a < b) { '</p>' }</SCRIPT>x<style>p{}</style>", "x"),
        ("<p>kept</p><script>never closed <p>gone", "kept"),
        ("<svg><title>t</title></svg>x<iframe src='//v'></iframe>", "x"),
        ("<button>kept where nothing closes it", "kept where nothing closes it"),
    ],
)
def test_a_fragment_reads_as_its_paragraphs(html, text):
    assert to_text(html) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("5 < 6 and 7 > 2", "5 < 6 and 7 > 2"),
        ("x <y and <b>z</b>", "x <y and z"),
        ('<img alt="a > b">x', "x"),
        ('<a href="x"<b>y</b>', "y"),
        ('cut off <a href="http://wire', "cut off"),
        ("cut off <!-- here", "cut off"),
        ("</p></div>x</b>", "x"),
        ("<p class=it's>x</p>", "x"),
        ('<p title="never closed>x</p>', "x"),
    ],
)
def test_broken_mark_up_loses_no_text_it_need_not(html, text):
    assert to_text(html) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("AT&T, Q&A, &unknown; &", "AT&T, Q&A, &unknown; &"),
        ("&lt;b&gt; &#8216;x&#x2019; &eacute;", "<b> ‘x’ é"),
        ("&amp;#8216;x&amp;#8217; and &amp;quot;y&amp;quot;", '‘x’ and "y"'),
        ("&amp;amp; x&amp;nbsp;y", "& x\u00a0y"),
        ("R&amp;D", "R&D"),
        ("&lt;p&gt;One &amp;amp; only&lt;/p&gt;&lt;p&gt;Two&lt;/p&gt;", "One & only\n\nTwo"),
        ("&#99999999999;&#0;&#xD800;", "&#99999999999;\ufffd\ufffd"),
    ],
)
def test_entities_are_resolved_once_and_those_escaped_twice_too(html, text):
    assert to_text(html) == text


def test_a_caption_belongs_to_its_picture_and_not_to_the_text():
    html = "<p>Lead.</p><figure><img src='a.jpg' alt='Ferry'><figcaption>The ferry.<br>(Ana Lim)</figcaption></figure><p>More.</p>"
    fragment = read_fragment(html)
    assert fragment.text == "Lead.\n\nMore."
    assert fragment.images == (Image(url="a.jpg", alt="Ferry", caption="The ferry. (Ana Lim)"),)


def test_a_caption_may_be_known_by_its_class_alone():
    html = "<div class='wp-caption aligncenter'>x</div><div><img src='a.jpg'><p class='wp-caption-text'>The ferry.</p></div>y"
    assert read_fragment(html).images == (Image(url="a.jpg", caption="The ferry."),)


def test_a_caption_that_never_ends_does_not_swallow_the_article():
    assert to_text("<figcaption>Ferry<p>The whole article.") == "Ferry\n\nThe whole article."


def test_pictures_are_found_behind_placeholders_and_pixels_are_none():
    html = "<img src='data:image/gif;base64,R0' data-src='/real.jpg'><img src='//count.example/p' width=1 height=1><img alt=x>"
    assert images(html) == (Image(url="/real.jpg"),)


HOSTILE = {
    "nesting": "<div>" * 100_000 + "x" + "</div>" * 100_000,
    "attributes": "<p " + " ".join(f'a{i}="1"' for i in range(100_000)) + ">x</p>",
    "open tags": "<a" * 200_000,
    "open attributes": '<a ="' * 100_000,
    "mixed quotes": "<a x=\"<b y='" * 40_000,
    "comments": "<!--" * 100_000,
    "sections": "<![CDATA[" * 50_000,
    "unclosed elements": "<svg>" * 80_000,
    "captions": "<figcaption>" * 40_000,
    "entities": "&a" * 200_000,
    "digits": "&#" + "9" * 400_000,
    "spaces": "<b>" + "\u00a0" * 390_000 + "x",
    "pre": "<pre>" + " " * 390_000 + "x",
    "escaped": "&lt;p&gt;" * 40_000 + "&lt;/p&gt;",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_mark_up_takes_long(name):
    before = time.process_time()
    read_fragment(HOSTILE[name])
    assert time.process_time() - before < HANG


def test_what_exceeds_the_cap_is_cut_off():
    assert len(to_text("x" * (LONGEST + 5))) == LONGEST


PIECES = st.sampled_from(
    ["<", ">", "</", "/>", "p", "div", "img", "figcaption", "script", "src=", '"', "'", "&amp;", "&#", ";", "--", "![CDATA[", " ", "x"]
)


@given(st.lists(PIECES, max_size=40).map("".join) | st.text())
def test_any_text_can_be_read(html):
    fragment = read_fragment(html)
    assert fragment.text == fragment.text.strip()
    assert "\n\n\n" not in fragment.text or "<" not in html
