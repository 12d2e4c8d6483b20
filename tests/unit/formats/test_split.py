"""A document is taken apart into its items without changing what any of them says."""

import pytest

from wirefeed.formats.scan import outline
from wirefeed.formats.split import portion, without
from wirefeed.model.ids import digest

ITEM = "<title>Item {0}</title><guid isPermaLink='false'>{0}</guid><description>&lt;p&gt;Text {0}&lt;/p&gt;</description>"


@pytest.fixture
def document(rss):
    return rss(*(ITEM.format(i) for i in range(20)), head="<language>en</language>")


def test_an_item_read_alone_is_the_item_read_with_all_others(parsed, document):
    everything = parsed(document)
    assert len(everything.entries) == len(everything.digests) == 20
    for mark in everything.digests:
        alone = parsed(document, everything.digests - {mark})
        assert len(alone.entries) == 1
        assert alone.entries[0] in everything.entries
        assert alone.skipped == 19
        assert alone.digests == everything.digests


def test_a_document_seen_before_costs_no_parsing_but_still_says_how_long_to_wait(parsed, rss, monkeypatch):
    document = rss(ITEM.format(1), head="<ttl>7</ttl>")
    first = parsed(document)
    monkeypatch.setattr("feedparser.parse", None)
    again = parsed(document, first.digests)
    assert (again.entries, again.skipped, again.ttl) == ((), 1, 420)


def test_digests_mean_the_same_in_every_document_and_after_every_start(parsed, rss):
    one, other = parsed(rss(ITEM.format(1), ITEM.format(2))), parsed(rss(ITEM.format(2), head="<lastBuildDate>now</lastBuildDate>"))
    assert other.digests < one.digests
    assert digest(b"wire").hex() == "cd2c9bc0a7536c209f61fad73f2d4dae"


def test_counters_of_comments_and_views_make_no_new_item(parsed):
    def feed(comments, views):
        return (
            "<rss xmlns:slash='http://purl.org/rss/1.0/modules/slash/' xmlns:media='http://search.yahoo.com/mrss/'><channel><item>"
            f"<title>Read me</title><slash:comments>{comments}</slash:comments><media:group><media:community>"
            f"<media:statistics views='{views}'/></media:community></media:group></item></channel></rss>"
        )

    first = parsed(feed(1, 10))
    assert parsed(feed(2, 99), first.digests).skipped == 1


def test_a_changed_item_is_read_again(parsed, rss):
    first = parsed(rss(ITEM.format(1), ITEM.format(2)))
    second = parsed(rss(ITEM.format(1), ITEM.format(2).replace("Text", "New text")), first.digests)
    assert [entry.summary for entry in second.entries] == ["New text 2"]


@pytest.mark.parametrize(
    "inside",
    [
        "<item/>",
        "<item></item>",
        "<item a='>'/>",
        "<item><item/></item>",
        "<item>text ending in /></item>",
        "<item><b/></item>",
        "<item\n a='1' />",
        '<item a="/>" b=\'"\'>x</item>',
    ],
)
def test_the_bytes_of_an_item_are_exactly_its_element(inside):
    body = f"<rss><channel>{inside}<x/></channel></rss>".encode()
    span = outline(body).spans[0]
    assert body[span.start : span.end] == inside.encode()


def test_cuts_may_touch_nest_and_overlap():
    assert without(b"0123456789", [(2, 5), (3, 4), (5, 6), (8, 99)], 1, 9) == b"167"


def test_what_follows_the_root_is_left_out():
    body = b"<rss><channel><item/></channel></rss><rss><item/></rss>"
    found = outline(body)
    assert (found.junk, body[: found.end]) == (True, b"<rss><channel><item/></channel></rss>")
    assert len(portion(body, found, frozenset()).spans) == 1


def test_a_document_of_nested_items_is_read_whole(parsed):
    found = parsed("<rss><channel><item><title>Outer</title><item><title>Inner</title></item></item></channel></rss>")
    assert [entry.headline for entry in found.entries] == ["Outer", "Inner"]
    assert found.digests == frozenset()
