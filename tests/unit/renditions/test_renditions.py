"""Every outgoing format: readable by those who read it, empty of what does not stand, and deaf to what a text might order."""

import json
import shutil
import subprocess
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from lxml import etree

from tests.contract.wire import composite
from wirefeed.formats import parse
from wirefeed.model.ids import ItemRef
from wirefeed.model.item import ItemField, PubStatus
from wirefeed.model.story import Citation, Segment, SegmentKind, StoryTimes
from wirefeed.renditions import RENDITIONS, html, newsml_g2
from wirefeed.testing import NOON, a_delivery, an_item

TIMES = StoryTimes(first_seen_at=NOON, latest_item_at=NOON, updated_at=NOON)
VECTORS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='&#1;javascript:alert(1)'>x</a>",
    "</span><script>alert(1)</script><span>",
    "\"><iframe src='javascript:alert(1)'>",
    "' onmouseover='alert(1)",
    "]]><script>alert(1)</script>",
    "--><script>alert(1)</script><!--",
    "</title><script>alert(1)</script>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<form action='javascript:alert(1)'><button>x",
    "<video poster='javascript:alert(1)'>",
    "<style>@import 'https://evil.example/';</style>",
    "<base href='https://evil.example/'>",
    "\x00\x1b[31m\u202e\ufffe\x0b",
    "{{7*7}} ${7*7}",
)


def verbatim(text, item):
    """A segment of any text, as if an item had it."""
    source = Citation(item=item.ref(1), field=ItemField.TEXT, start=0, end=len(text))
    return Segment(kind=SegmentKind.VERBATIM, text=text, source=source)


@pytest.fixture
def story():
    item = an_item(headline="Crane falls in harbour")
    made = composite("s1", item, image_url="https://tass.example/crane.jpg", urgency=3, located="PORT VELL")
    caption = (verbatim("The quay on Wednesday (March 4).", item),)
    return replace(made, caption=caption, credit=(verbatim("Ana Lopes/TASS", item),))


class Seen(HTMLParser):
    """The tags and attributes of a page, and its text."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.attributes, self.words = set(), [], ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):  # noqa: D102 - the parser's own
        self.tags.add(tag)
        self.attributes += attrs

    def handle_data(self, data):  # noqa: D102 - the parser's own
        self.words += data


@pytest.mark.parametrize("form", ["ninjs", "newsml-g2", "atom", "jsonfeed"])
def test_what_goes_out_is_read_back_by_our_own_readers(story, form):
    (entry,) = parse(a_delivery(RENDITIONS[form](story, TIMES).encode())).entries
    assert entry.guid == "urn:wirefeed:story:s1"
    assert entry.headline == "Crane falls in harbour"
    assert story.body in entry.text
    assert entry.text.endswith(story.reporting_line)
    assert entry.published == NOON


def test_a_newsml_item_has_its_elements_in_the_order_of_the_schema(story):
    news = etree.fromstring(RENDITIONS["newsml-g2"](story, TIMES).encode())
    order = [[etree.QName(one).localname for one in news.find(f"{{{newsml_g2.NAMESPACE}}}{name}")] for name in ("itemMeta", "contentMeta")]
    assert order[0] == ["itemClass", "provider", "versionCreated", "firstCreated", "pubStatus"]
    assert [name for name in order[1] if name not in ("infoSource", "description")] == [
        "urgency",
        "contentCreated",
        "located",
        "language",
        "slugline",
        "headline",
    ]


@pytest.mark.parametrize("form", ["ninjs", "newsml-g2"])
def test_wire_formats_carry_version_urgency_and_status(story, form):
    (entry,) = parse(a_delivery(RENDITIONS[form](replace(story, version=4), TIMES).encode())).entries
    assert (entry.version, entry.urgency, entry.slugline, entry.language) == ("4", 3, "Crane-Harbour", "en")
    assert entry.pubstatus is PubStatus.USABLE


@pytest.mark.parametrize("form", sorted(RENDITIONS))
@pytest.mark.parametrize("status", [PubStatus.CANCELED, PubStatus.WITHHELD])
def test_a_story_that_does_not_stand_has_a_status_and_no_words(story, form, status):
    written = RENDITIONS[form](replace(story, status=status), TIMES)
    assert status.value in written
    assert form == "json" or "Crane falls" not in written
    assert form == "json" or "port authority" not in written


@pytest.mark.parametrize("vector", VECTORS)
def test_a_page_holds_no_tag_or_attribute_of_a_text(story, vector):
    item = an_item(guid=vector or "g", headline=vector)
    hostile = replace(
        story,
        slug=vector,
        headline=(verbatim(vector, item),),
        paragraphs=((verbatim(vector, item),),),
        caption=(verbatim(vector, item),),
        credit=(verbatim(vector, item),),
        reporting_line=f"With reporting by {vector}",
        agencies=(vector,),
        language='en"><script>alert(1)</script>',
        located=vector,
        image_url="javascript:alert(1)",
    )
    seen = Seen(RENDITIONS["html"](hostile, TIMES))
    assert seen.tags <= {
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "article",
        "p",
        "h1",
        "span",
        "figure",
        "figcaption",
        "footer",
        "time",
    }
    assert not [name for name, _ in seen.attributes if name.startswith("on") or name in ("href", "src", "style", "action")]
    for form in ("newsml-g2", "atom"):
        root = etree.fromstring(RENDITIONS[form](hostile, TIMES).encode())
        assert not list(root.iter("{*}script", "{*}img", "{*}svg", "{*}iframe"))
    for form in ("ninjs", "jsonfeed"):
        assert "javascript:" not in json.loads(RENDITIONS[form](hostile, TIMES)).get("image", "")


def test_a_browser_runs_nothing_even_where_no_policy_forbids_it(story, tmp_path):
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        pytest.skip("no chromium is installed")
    vectors = [vector.replace("alert(1)", "document.title='executed'") for vector in VECTORS]
    item = an_item()
    hostile = replace(story, headline=(verbatim("x", item),), paragraphs=tuple((verbatim(vector, item),) for vector in vectors))
    page = tmp_path / "page.html"
    page.write_text(RENDITIONS["html"](hostile, TIMES).replace(html.POLICY, ""), encoding="utf-8")
    control = tmp_path / "control.html"
    control.write_text("<title>x</title>" + vectors[0], encoding="utf-8")
    titles = []
    for file in (page, control):
        command = [
            browser,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            f"--user-data-dir={tmp_path}/profile",
            "--dump-dom",
            file.as_uri(),
        ]
        shown = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120).stdout
        titles.append("<title>executed</title>" in shown)
    assert titles == [False, True], "nothing runs in the page; the same words run where they are not escaped"


def test_a_page_keeps_every_word_and_says_where_each_is_from(story):
    page = html.article(story, TIMES)
    seen = Seen(page)
    assert story.body in seen.words.replace("\n", "\n\n")
    assert any("tass-en g1 v1 text[" in (value or "") for _, value in seen.attributes)
    assert 'rel="noopener noreferrer nofollow"' in page


def test_the_style_of_a_page_is_the_one_its_policy_allows(story):
    page = RENDITIONS["html"](story, TIMES)
    assert html.POLICY in page
    assert f"<style>{html.STYLE}</style>" in page
    assert "unsafe-inline" not in page


def test_a_message_of_many_items_is_read_back_item_by_item(story):
    other = replace(story, id="s2")
    written = "".join(newsml_g2.message(((story, TIMES), (other, TIMES)), NOON))
    assert [entry.guid for entry in parse(a_delivery(written.encode())).entries] == ["urn:wirefeed:story:s1", "urn:wirefeed:story:s2"]


def test_ninjs_keeps_to_the_members_of_the_standard(story):
    found = json.loads(RENDITIONS["ninjs"](story, TIMES))
    assert found["standard"]["version"] == "2.1"
    assert found["associations"][0]["renditions"] == [{"name": "original", "href": "https://tass.example/crane.jpg"}]
    assert found["bodies"][0]["charcount"] == len(found["bodies"][0]["value"])


def test_a_source_that_is_quoted_needs_no_trust(story):
    """A guid is untrusted text too, and stands in an attribute."""
    source = Citation(item=ItemRef(feed="f", guid='"><script>', version=1), field=ItemField.TEXT, start=0, end=1)
    odd = replace(story, headline=(Segment(kind=SegmentKind.VERBATIM, text="x", source=source),))
    assert "<script" not in html.article(odd, TIMES)
