"""Article pages: the text and nothing else, caption and credit apart, and no page too much to bear."""

import gzip
import time
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from lxml import html as lxml_html

from tests.hang import HANG
from wirefeed.config.load import load
from wirefeed.errors import FormatError, Malformed, UnknownFormat
from wirefeed.formats import parse
from wirefeed.formats.page.embedded import embedded_markup
from wirefeed.formats.page.tree import BODY
from wirefeed.model.delivery import Delivery, FaultKind
from wirefeed.model.feed import PageRules

GENERAL = PageRules()
NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
URL = "https://wire.example/news/crane"
PARAGRAPHS = (
    "A crane fell onto the main quay of Port Vell on Wednesday and closed the harbour, the port authority said.",
    "Nobody was hurt, but two warehouses were damaged and a freighter had to be towed away from the pier.",
    "Divers began to look for the crane's boom in the afternoon; the authority hopes to open one berth by the weekend.",
    "The crane was built in 1974 and had been inspected in November, according to the harbour master, Ana Lim.",
)
TEXT = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)


def parsed(html: str | bytes, rules: PageRules = GENERAL, url: str = URL):
    body = html.encode() if isinstance(html, str) else html
    return parse(Delivery(feed="wire", url=url, body=body, fetched_at=NOW, page=True), page=rules)


def entry(html: str | bytes, rules: PageRules = GENERAL):
    (found,) = parsed(html, rules).entries
    return found


def page(body: str, head: str = "", lang: str = "en") -> str:
    return f"<!DOCTYPE html><html lang='{lang}'><head><title>Crane falls | Wire</title>{head}</head><body>{body}</body></html>"


def shipped(agency: str) -> PageRules:
    return load(Path(__file__).parents[3] / "config" / "wirefeed.toml", environ={}).pages()[agency]


# --- the text ---------------------------------------------------------------------------------------------------------


def test_the_text_is_the_articles_paragraphs_without_what_stands_around_them():
    found = entry(
        page(
            "<nav><ul><li><a href='/'>Home</a></li><li><a href='/sport'>Sport</a></li></ul></nav>"
            f"<main><article><h1>Crane falls</h1><div class='byline'>By Jo Ro</div><div class='story-body'>{TEXT}</div>"
            "<aside class='related'><h3>Related</h3><ul><li><a href='/a'>Ferry sails again after a month in the dock</a></li></ul></aside>"
            "</article></main><footer><p>All rights reserved by the wire and its partners.</p></footer>"
        )
    )
    assert found.text.split("\n\n") == list(PARAGRAPHS)
    assert found.headline == "Crane falls"
    assert found.language == "en"


def test_paragraphs_parted_by_line_breaks_alone_are_paragraphs():
    found = entry(page(f"<article><h1>Crane falls</h1><div class='text'>{'<br><br>'.join(PARAGRAPHS)}</div></article>"))
    assert found.text.split("\n\n") == list(PARAGRAPHS)


def test_a_subheading_stays_and_a_link_to_another_story_goes():
    found = entry(
        page(
            f"<article><h1>Crane falls</h1><div class='body'><p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p>"
            "<p><a href='/x'>READ MORE: Ferry sails again after a month in the dock</a></p>"
            f"<h2>The search for the boom</h2><p>{PARAGRAPHS[2]}</p><p>{PARAGRAPHS[3]}</p></div></article>"
        )
    )
    assert "The search for the boom" in found.text
    assert "READ MORE" not in found.text


def test_of_a_page_without_end_only_the_first_story_is_read():
    other = "".join(f"<p>{line.replace('crane', 'train').replace('harbour', 'station')}</p>" for line in PARAGRAPHS * 2)
    found = entry(
        page(
            f"<article><h1>Crane falls in Port Vell harbour</h1><div>{TEXT}{TEXT.replace('A crane', 'The crane')}</div></article>"
            f"<article><h1>Train leaves</h1><div>{other}</div></article>",
            head="<meta property='og:title' content='Crane falls in Port Vell harbour'>",
        )
    )
    assert "station" not in found.text


def test_a_page_that_shows_nothing_is_read_from_its_json_ld():
    body = "\\n".join(PARAGRAPHS)
    head = f'<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Crane falls", "articleBody": "{body}"}}</script>'
    assert entry(page("<div id='root'></div>", head=head)).text.split("\n\n") == list(PARAGRAPHS)


def test_a_page_that_shows_nothing_is_read_from_what_its_script_carries():
    escaped = TEXT.replace("<", "\\\\u003c").replace(">", "\\\\u003e")
    script = f'<script>self.__next_f.push([1,"{{\\"title\\":\\"Crane\\",\\"html\\":\\"{escaped}\\"}}"])</script>'
    found = entry(page(f"<div id='root'></div>{script}"))
    assert found.text.split("\n\n") == list(PARAGRAPHS)


def test_html_where_a_feed_was_due_stays_an_error_and_a_feed_is_no_page():
    with pytest.raises(UnknownFormat, match="HTML page where a feed was due"):
        parse(Delivery(feed="wire", url=URL, body=page(TEXT).encode(), fetched_at=NOW))
    with pytest.raises(UnknownFormat, match="no HTML page"):
        parsed("<rss version='2.0'><channel><title>x</title></channel></rss>")
    with pytest.raises(UnknownFormat):
        parsed('{"a": 1}')


# --- what the page says of itself -------------------------------------------------------------------------------------


def test_structured_data_gives_byline_dates_address_and_subjects():
    head = (
        '<link rel="canonical" href="https://wire.example/news/2026/crane"><script type="application/ld+json">'
        '{"@context": "https://schema.org", "@graph": [{"@type": "WebPage", "name": "x"}, {"@type": "NewsArticle", "headline": "Crane",'
        '"author": [{"@type": "Person", "name": "Jo Ro"}, {"name": "Ana Lim"}], "datePublished": "2026-03-04T10:00:00+01:00",'
        '"dateModified": "2026-03-04T11:00:00+01:00", "keywords": ["harbour", "crane"], "articleSection": "Ports"}]}</script>'
    )
    found = entry(page(f"<article><h1>Crane falls</h1>{TEXT}</article>", head=head))
    zone = timezone(timedelta(hours=1))
    assert (found.byline, found.url) == ("Jo Ro, Ana Lim", "https://wire.example/news/2026/crane")
    assert (found.published, found.updated) == (datetime(2026, 3, 4, 10, tzinfo=zone), datetime(2026, 3, 4, 11, tzinfo=zone))
    assert found.subjects == ("harbour", "crane", "Ports")


def test_broken_structured_data_costs_nothing_but_itself():
    head = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": </script><meta property="og:title" content="Crane falls">'
    )
    assert entry(page(f"<article><h1>Crane falls</h1>{TEXT}</article>", head=head)).text.split("\n\n") == list(PARAGRAPHS)


# --- the picture ------------------------------------------------------------------------------------------------------

FIGURES = (
    ("<figcaption>The quay. (Ana LIM / AFP)</figcaption>", "The quay.", "Ana LIM / AFP"),
    (
        "<figcaption>The quay on Wednesday. <span class='credit'>Photo: Ana Lim/AP</span></figcaption>",
        "The quay on Wednesday.",
        "Ana Lim/AP",
    ),
    ("<figcaption><span>The quay on Wednesday.</span><span>Ana Lim/dpa</span></figcaption>", "The quay on Wednesday.", "Ana Lim/dpa"),
    ("<figcaption>The quay on Wednesday. | Foto: Ana Lim</figcaption>", "The quay on Wednesday.", "Ana Lim"),
    (
        "<span class='image-copyright'>Getty Images</span><figcaption>The quay on Wednesday.</figcaption>",
        "The quay on Wednesday.",
        "Getty Images",
    ),
    ("<figcaption>The quay on Wednesday.</figcaption>", "The quay on Wednesday.", None),
    ("<small>Ana Lim</small>", None, "Ana Lim"),
    ("", None, None),
)


@pytest.mark.parametrize(("words", "caption", "credit"), FIGURES)
def test_caption_and_credit_are_told_apart(words, caption, credit):
    figure = f"<figure><img src='https://img.example/quay.jpg' alt='A quay seen from above'>{words}</figure>"
    picture = entry(page(f"<article><h1>Crane falls</h1>{figure}<div>{TEXT}</div></article>")).picture
    assert (picture.caption, picture.credit) == (caption, credit)


def test_the_picture_the_page_names_is_the_main_one_whatever_its_size():
    head = "<meta property='og:image' content='https://img.example/big/quay-1234567.jpg?w=1200'>"
    figures = (
        "<figure><img src='https://img.example/logo.png'><figcaption>Our weekly letter</figcaption></figure>"
        "<figure><img src='https://img.example/small/quay-1234567.jpg?w=320'><figcaption>The quay on Wednesday.</figcaption></figure>"
    )
    picture = entry(page(f"<article><h1>Crane falls</h1>{figures}<div>{TEXT}</div></article>", head=head)).picture
    assert (picture.url, picture.caption) == ("https://img.example/big/quay-1234567.jpg?w=1200", "The quay on Wednesday.")


def test_the_rights_of_the_site_are_no_credit_and_a_script_address_no_picture():
    body = f"<article><h1>Crane falls</h1><figure><img src='javascript:alert(1)'></figure>{TEXT}</article>"
    picture = entry(page(body + "<footer><img src='/f.png'><p class='copyright'>© 2026 Wire. All rights reserved.</p></footer>")).picture
    assert (picture.url, picture.caption, picture.credit) == (None, None, None)


# --- publishers' rules ------------------------------------------------------------------------------------------------


def test_a_page_laid_out_as_tass_does():
    found = entry(
        page(
            "<div class='news-header'><h1 class='news-header__title'>Crane falls in Port Vell — authority</h1>"
            "<div class='news-header__lead'>The harbour of Port Vell is closed to all traffic</div></div>"
            "<div class='news-media'><img src='/i/quay.jpg'><div class='news-media__title'>The quay of Port Vell</div>"
            "<div class='news-media__copyright'>© Ana Lim/TASS</div></div>"
            f"<div class='text-content'><div class='text-block'><p>PORT VELL, March 4. /TASS/. {PARAGRAPHS[0]}</p>"
            f"{TEXT[TEXT.index('</p>') + 4 :]}"
            "</div></div><div class='news-topics'><p>Harbours and the sea, a long list of other things to read in here.</p></div>"
        ),
        shipped("tass"),
    )
    assert found.headline == "Crane falls in Port Vell — authority"
    assert found.text.split("\n\n") == [
        "The harbour of Port Vell is closed to all traffic",
        f"PORT VELL, March 4. /TASS/. {PARAGRAPHS[0]}",
        *PARAGRAPHS[1:],
    ]
    assert (found.picture.caption, found.picture.credit) == ("The quay of Port Vell", "Ana Lim/TASS")


def test_a_page_laid_out_as_the_times_of_israel_does():
    found = entry(
        page(
            "<header><h1 class='headline'>Crane falls in Port Vell</h1>"
            "<h2 class='underline'>Harbour closed as divers search for the boom</h2>"
            "<div class='byline'>By <a href='/w/jo'>Jo Ro</a></div><span class='date'>8 January 2026, 3:51 pm</span></header>"
            "<div class='media'><img src='https://static.example/AFP__20260108__B92U33K.jpg'>"
            "<div class='caption'>The quay of Port Vell, January 8, 2026. (Ana LIM / AFP)</div></div>"
            f"<div class='the-content'>{TEXT}<div class='newsletter'><p>Get our Daily Edition by email, never miss a story</p></div>"
            "</div><div class='comments'><p>Already a member? Sign in to stop seeing this long line of words.</p></div>"
        ),
        shipped("toi"),
    )
    assert (found.headline, found.byline, found.published) == ("Crane falls in Port Vell", "Jo Ro", datetime(2026, 1, 8, 15, 51))  # noqa: DTZ001 - the page gives no zone
    assert found.text.split("\n\n") == ["Harbour closed as divers search for the boom", *PARAGRAPHS]
    assert (found.picture.caption, found.picture.credit) == ("The quay of Port Vell, January 8, 2026.", "Ana LIM / AFP")


def test_rules_that_find_nothing_leave_the_general_ones_in_force():
    rules = PageRules(headline=(".none",), body=(".nowhere",), caption=("figure.none figcaption",), strip=(".nothing",))
    assert entry(page(f"<article><h1>Crane falls</h1>{TEXT}</article>"), rules).text.split("\n\n") == list(PARAGRAPHS)


# --- hostile pages ----------------------------------------------------------------------------------------------------

HOSTILE = {
    "attributes": "<p " + " ".join(f"a{i}='x'" for i in range(100_000)) + ">x</p>",
    "attributes of many": "<p " + " ".join(f"a{i}='x'" for i in range(900)) + ">x</p>" * 200,
    "paragraphs": "<p>one more line of text that says nothing much at all" * 30_000,
    "links": "<a href='/x'>hello there</a> " * 50_000,
    "nesting": "<div>" * 100_000 + "deep",
    "tables": "<table><tr><td>" * 30_000,
    "bold": "<b><i><u>" * 20_000 + "x",
    "figures": "<figure><img src='/a.jpg'><figcaption>x" * 8_000,
    "images": "<div class='caption'>" + "<img src='/a.jpg'>" * 20_000,
    "json": "<script type='application/ld+json'>" + "[" * 100_000 + "</script>",
    "quotes": "<script>" + '"' * 200_000 + "</script>",
    "backslashes": '<script>"' + "\\" * 200_000 + "</script>",
    "entities": "&amp;" * 200_000,
    "classes": "<p class='" + "a-b " * 100_000 + "'>x</p>",
    "one word": "x" * 1_000_000,
    "surrogates": "<p>" + "&#xD800;" * 1000 + "</p>",
    "brackets": "<" * 500_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_page_is_too_much_to_bear(name):
    started = time.process_time()
    try:
        found = parsed(page(HOSTILE[name]))
    except FormatError:
        found = None
    assert found is None or len(found.entries) == 1
    assert time.process_time() - started < HANG  # hangs, not milliseconds: a worker is stopped long before


@pytest.mark.parametrize("body", [b"", b"   ", b"<html></html>", b"\x00\x01\x02", b"<html><body><script>1</script>"])
def test_a_page_without_content_is_an_entry_without_text_or_a_named_error(body):
    try:
        (found,) = parsed(body).entries
    except FormatError:
        return
    assert not found.text


def test_a_page_beyond_its_size_is_refused():
    with pytest.raises(Malformed, match="page larger than 3 MiB"):
        parsed(b"<html><body>" + b"x" * BODY)


def test_what_is_cut_off_is_said():
    faults = parsed(page("<div>" * 300 + TEXT)).faults
    assert FaultKind.TOO_MANY in {fault.kind for fault in faults} or faults == ()


def test_mark_up_in_a_script_is_found_only_where_there_is_enough_of_it():
    assert embedded_markup(lxml_html.fromstring("<div><script>var a = '<p>x</p>'; var b = \"<p>y</p>\";</script></div>")) == ""


# --- real pages -------------------------------------------------------------------------------------------------------


def test_every_shared_page_reads_to_an_entry_or_a_named_error(shared):
    folder = shared / "data" / "feeds" / "article-html"
    files = sorted(path for path in folder.rglob("*") if path.name.endswith((".html", ".html.gz")))[::6]
    for path in files:
        body = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        try:
            found = parsed(body).entries
        except FormatError:
            continue
        assert len(found) == 1, path
