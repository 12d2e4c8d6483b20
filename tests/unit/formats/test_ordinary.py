"""Ordinary items read by lxml say what feedparser says of them, whatever they hold; odd ones are left to it."""

from datetime import UTC, datetime
from html import escape
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wirefeed.errors import FormatError
from wirefeed.formats import ordinary, syndication
from wirefeed.formats.detect import look
from wirefeed.formats.feed_entry import Channel, entry_of
from wirefeed.formats.fields import Remarks
from wirefeed.formats.ordinary import read_ordinary
from wirefeed.formats.scan import OverLimit
from wirefeed.model.delivery import Delivery

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
BASE = "https://feeds.example/news/rss.xml"
NOW = datetime(2026, 10, 7, 12, tzinfo=UTC)
SPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:slash="http://purl.org/rss/1.0/modules/slash/"'
)
WORDS = st.text(st.sampled_from("Ab é’\x85\u0085Ð¢Â« <>&;#/'\"@.(): \n\t\u00a0пр8"), max_size=30)
MARKUP = st.one_of(WORDS, st.sampled_from(["<p>One</p>", "A &amp; B", "&#8216;x&#8217;", "a </b> c", "<script>x</script>", "AT&T", ""]))
LINKS = st.one_of(
    WORDS,
    st.sampled_from(
        ["https://wire.example/1?a=b&c=d", "/2", "?q", "#f", "http:///wire.example/3", "HTTPS://W.example/;p", "tag:x,2026:1", "urn:a",
         "https://w.example/a?", "https://w.example/a#", "//w.example/x", "javascript:x", "https://[::1", "https://w.example/&copy;=1"]
    ),
)  # fmt: skip
DATES = st.one_of(WORDS, st.sampled_from(["Wed, 07 Oct 2026 12:00:00 +0300", "2026-10-07T09:00:00Z"]))
RSS = st.one_of(
    *(st.tuples(st.just(f"<{name}>"), MARKUP, st.just(f"</{name}>")) for name in ("title", "description", "content:encoded", "source")),
    *(st.tuples(st.just(f"<{name}>"), LINKS, st.just(f"</{name}>")) for name in ("link", "guid", "comments")),
    st.tuples(
        st.sampled_from(['<guid isPermaLink="false">', '<guid isPermaLink="true">', '<guid isPermaLink="x">']), LINKS, st.just("</guid>")
    ),
    *(st.tuples(st.just(f"<{name}>"), WORDS, st.just(f"</{name}>")) for name in ("author", "dc:creator", "category", "dc:subject")),
    st.tuples(st.just('<category domain="d">'), WORDS, st.just("</category>")),
    *(st.tuples(st.just(f"<{name}>"), DATES, st.just(f"</{name}>")) for name in ("pubDate", "dc:date")),
    st.tuples(st.just('<enclosure type="image/PNG" url="'), LINKS, st.just('"/>')),
    st.tuples(st.sampled_from(['<atom:link rel="Related" href="', '<atom:link href="']), LINKS, st.just('"/>')),
    st.tuples(st.just("<slash:comments>"), WORDS, st.just("</slash:comments>")),
)
ATOM = st.one_of(
    *(
        st.tuples(st.just(f"<{name}{kind}>"), MARKUP, st.just(f"</{name}>"))
        for name in ("title", "summary", "content", "rights")
        for kind in ("", ' type="text"', ' type="HTML"')
    ),
    st.tuples(
        st.sampled_from(['<link rel="alternate" href="', '<link href="', '<link rel="self" href="', '<link type="x/y" href="']),
        LINKS,
        st.just('"/>'),
    ),
    st.tuples(st.just("<id>"), LINKS, st.just("</id>")),
    *(st.tuples(st.just(f"<{name}>"), DATES, st.just(f"</{name}>")) for name in ("published", "updated")),
    st.tuples(st.just("<author><name>"), WORDS, st.just("</name><email>a@b.example</email></author>")),
    st.tuples(st.just("<author><name>"), WORDS, st.just("</name></author>")),
    st.tuples(st.just('<category term="'), WORDS, st.just('" label="L"/>')),
)  # fmt: skip


def both_ways(body, base=BASE):
    """The entries of a document by either way, or None where it is not ordinary or no XML."""
    document = look(Delivery(feed="f", url=base, body=body, fetched_at=NOW))
    remarks = Remarks()
    text, found = syndication._outlined(document, remarks)
    if found is None:
        return None
    spans = tuple(span for span in found.spans if not span.problem)
    part = syndication.reduced(text, found, spans)
    raws = read_ordinary(part, document.url)
    if raws is None or len(raws) != len(spans):
        return None
    theirs = syndication._ask(document, part)[0]
    channel = Channel(url=document.url, language=None, atom=document.root == "feed")

    def entries(raws):
        noted = Remarks()
        return [entry_of(raw, span, channel, noted) for raw, span in zip(raws, spans, strict=True)], noted.faults

    return entries(raws), entries(theirs)


def document(items, kind):
    inside = "".join(f"<item>{item}</item>" if kind == "rss" else f"<entry>{item}</entry>" for item in items)
    if kind == "rss":
        return f'<rss version="2.0" {SPACES}><channel><title>T</title><link>https://w.example/</link>{inside}</channel></rss>'.encode()
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><id>x</id>{inside}</feed>'.encode()


@pytest.mark.parametrize("kind", ["rss", "atom"])
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_an_ordinary_document_says_the_same_either_way(kind, data):
    """Whatever texts and addresses its elements hold, in whatever order."""
    elements = st.lists(RSS if kind == "rss" else ATOM, max_size=7)
    items = [
        "".join(f"{start}{escape(text)}{end}" for start, text, end in one) for one in data.draw(st.lists(elements, min_size=1, max_size=2))
    ]
    try:
        found = both_ways(document(items, kind))
    except (FormatError, OverLimit):
        return
    if found is not None:
        assert found[0] == found[1]


PLAIN = "<title>Ferry &amp; crew</title><link>https://w.example/1</link><guid>1</guid><description>&lt;p&gt;Text.&lt;/p&gt;</description>"


def test_a_usual_item_is_ordinary():
    """So that the test above tests something."""
    assert both_ways(document([PLAIN], "rss")) is not None
    assert (
        both_ways(document(["<title>T</title><id>tag:a,2026:1</id><content type='html'>&lt;p&gt;T&lt;/p&gt;</content>"], "atom"))
        is not None
    )


@pytest.mark.parametrize(
    "item",
    [
        PLAIN + "<title>Another</title>",
        PLAIN + "<image>https://w.example/i.png</image>",
        PLAIN.replace("<title>", '<title type="html">'),
        PLAIN.replace("Ferry", "<b>Ferry</b>"),
        PLAIN + '<category xmlns="urn:x">c</category>',
        PLAIN + "<pubDate>Среда, 7 октября</pubDate>",
        PLAIN + "<author>a@b.example</author><author>c</author>",
    ],
)
def test_whatever_is_odd_is_left_to_feedparser(item):
    """One thing that is not in the tables makes the document odd."""
    assert read_ordinary(document([item], "rss"), BASE) is None


def test_a_prefix_that_means_something_else_is_odd():
    """Feedparser goes by prefixes where it knows the namespace."""
    body = document([PLAIN], "rss")
    assert read_ordinary(body.replace(b"http://purl.org/dc/elements/1.1/", b"http://purl.org/dc/terms/"), BASE) is None


def test_entities_and_external_documents_are_never_resolved():
    """The DOCTYPE never gets here; a reference that is left makes the document no XML."""
    assert read_ordinary(document([PLAIN.replace("Ferry", "&secret;")], "rss"), BASE) is None
    assert "resolve_entities=False" in Path(ordinary.__file__).read_text("utf-8")


def test_the_corpora_say_the_same_either_way(shared):
    """Every feed of the shared corpora and of the project's own, as far as they are ordinary."""
    files = [path for folder in (CORPUS, shared / "data" / "feeds") for path in sorted(folder.rglob("*")) if path.is_file()]
    alike = 0
    for path in files:
        body = path.read_bytes()
        try:
            known = syndication.recognises(look(Delivery(feed="f", url=BASE, body=body, fetched_at=NOW)))
            found = both_ways(body) if known else None
        except (FormatError, OverLimit):
            continue
        if found is not None:
            assert found[0] == found[1], path
            alike += len(found[0][0])
    assert alike > 300
