"""Documents made to hurt cost themselves, or the one entry that hurts; never the others, never the machine."""

import contextlib
import time

import feedparser
import pytest

from wirefeed.errors import Malformed
from wirefeed.formats import duplicates
from wirefeed.formats.limits import ITEMS
from wirefeed.model.delivery import FaultKind

GOOD = "<title>Good</title><guid>good</guid>"


def seconds(work):
    """Processor time of a call, and what it returned."""
    started = time.process_time()
    result = work()
    return time.process_time() - started, result


def kinds(parsed):
    return [fault.kind for fault in parsed.faults]


def test_of_a_hundred_thousand_entries_the_first_are_read(parsed, rss):
    found = parsed(rss(*(f"<guid>{i}</guid>" for i in range(100_000))))
    assert [entry.guid for entry in found.entries] == [str(i) for i in range(ITEMS)]
    assert len(found.digests) == ITEMS
    (fault,) = [fault for fault in found.faults if fault.kind is FaultKind.TOO_MANY]
    assert fault.message == "98000 entries are left for the next pass, 2000 read in this"


def test_one_guid_for_a_thousand_articles_names_none_of_them_and_they_are_not_all_compared(parsed, rss, monkeypatch):
    compared = []
    same = duplicates._same_article
    monkeypatch.setattr(duplicates, "_same_article", lambda *pair: compared.append(1) or same(*pair))
    items = (f"<guid>0</guid><link>https://e.example/{i}</link><title>Report {i} of crane {i}{i}</title>" for i in range(1000))
    found = parsed(rss(*(item.replace("Report", f"word{i} other{i} third{i}") for i, item in enumerate(items))))
    assert len(found.entries) == 1000
    assert {entry.guid for entry in found.entries} == {None}
    assert len(compared) <= 1000 * duplicates._COMPARED


def test_the_entries_left_are_read_in_the_next_pass(parsed, rss):
    document = rss(*(f"<guid>{i}</guid>" for i in range(ITEMS + 20)))
    first = parsed(document)
    second = parsed(document, first.digests)
    assert [entry.guid for entry in second.entries] == [str(ITEMS + i) for i in range(20)]
    assert (second.skipped, len(second.digests), second.faults) == (ITEMS, ITEMS + 20, ())


def test_entries_too_large_for_one_pass_are_read_in_several(parsed, rss):
    document = rss(*(f"<guid>{i}</guid><description>{'word ' * 20_000}</description>" for i in range(60)))
    read, seen, passes, left = [], frozenset(), 0, True
    while left:
        found = parsed(document, seen)
        read += [entry.guid for entry in found.entries]
        left = any(fault.kind is FaultKind.TOO_MANY for fault in found.faults)
        seen, passes = found.digests, passes + 1
    assert read == [str(i) for i in range(60)]
    assert passes == 3


def test_too_many_entries_of_a_broken_document_are_cut_off(parsed, rss):
    document = rss(*(f"<guid>{i}</guid>" for i in range(ITEMS + 30)), head="<b>")
    found = parsed(document)
    assert len(found.entries) == ITEMS
    assert FaultKind.TOO_MANY in kinds(found)
    assert found.digests == frozenset()


@pytest.mark.parametrize(
    "item",
    [
        f"<author>{'a' * 80_000}</author><guid>x</guid>",
        f"<author><name>{'a' * 80_000}</name></author><guid>x</guid>",
        f"<dc:creator xmlns:dc='http://purl.org/dc/elements/1.1/'><![CDATA[{'a' * 80_000}]]></dc:creator><guid>x</guid>",
        "<guid>x</guid>" + "".join(f"<category>{i}</category>" for i in range(20_000)),
    ],
)
def test_an_oversized_author_or_twenty_thousand_categories_are_trimmed(parsed, rss, item):
    spent, found = seconds(lambda: parsed(rss(item, GOOD)))
    assert [entry.guid for entry in found.entries] == ["x", "good"]
    assert kinds(found) == [FaultKind.TOO_LONG]
    assert found.entries[0].byline is None
    assert spent < 2


def test_an_oversized_author_of_the_channel_is_trimmed(parsed, rss):
    spent, found = seconds(lambda: parsed(rss(GOOD, head=f"<managingEditor>{'a' * 80_000}</managingEditor>")))
    assert [entry.guid for entry in found.entries] == ["good"]
    assert spent < 2


@pytest.mark.parametrize(
    "item",
    [
        "<title " + " ".join(f"a{i}='x'" for i in range(40_000)) + ">Many attributes</title>",
        "<description>" + "<b>" * 150_000 + "</b>" * 150_000 + "</description>",
        "".join(f"<n{i}>x</n{i}>" for i in range(100_000)),
        "<link>https://e.example/</link>" * 100_000,
    ],
)
def test_an_entry_nested_or_decorated_beyond_measure_is_lost_alone(parsed, rss, item):
    spent, found = seconds(lambda: parsed(rss(item, GOOD)))
    assert [entry.guid for entry in found.entries] == ["good"]
    assert [(fault.kind, fault.lost) for fault in found.faults] == [(FaultKind.BAD_ENTRY, True)]
    assert len(found.digests) == 2
    assert spent < 3


@pytest.mark.parametrize(
    "body",
    [
        "<rss " + " ".join(f"a{i}='x'" for i in range(40_000)) + "><channel/></rss>",
        "<rss>" + "<b>" * 200_000 + "</b>" * 200_000 + "</rss>",
        "<rss>" + "".join(f"<b xmlns:n{i}='urn:{i}'/>" for i in range(5000)) + "</rss>",
        "<rss>" + "<b>" * 200_000 + "</rss>",
        "<rss>" + "<b/>" * 200_001 + "</rss>",
        "<rss><channel><i><item><author>" + "a" * 80_000 + "</author></item></channel></rss>",
        "<rss><channel><i><item><title " + " ".join(f"a{i}='x'" for i in range(40_000)) + ">t</title></item></channel></rss>",
        "<rss><channel><i><item>" + "<category>c</category>" * 20_000 + "</item></channel></rss>",
    ],
)
def test_a_document_beyond_the_limits_is_refused_quickly(parsed, body):
    def read():
        with pytest.raises(Malformed):
            parsed(body)

    assert seconds(read)[0] < 2


def test_forty_thousand_escaped_comments_are_no_burden(parsed, rss):
    spent, found = seconds(lambda: parsed(rss(f"<description>{'&lt;!--' * 40_000}</description><guid>x</guid>", GOOD)))
    assert [entry.guid for entry in found.entries] == ["x", "good"]
    assert spent < 2


def test_unclosed_quotes_tags_and_sections_are_read_in_linear_time(parsed):
    """Each is refused or read as nothing much; none of them takes time that grows faster than it."""
    for noise in ("<![CDATA[", "<a b='", "&#", "<!--", "</", "<item>", '"<', "&a"):
        body = f"<rss><channel>{noise * (100_000 // len(noise))}</channel></rss>"

        def read(body=body):
            with contextlib.suppress(Malformed):
                parsed(body)

        assert seconds(read)[0] < 3, noise


def test_of_thousands_of_pictures_some_are_looked_at(parsed):
    picture = "<media:content url='https://e.example/a.jpg' medium='image'><media:credit>c</media:credit></media:content>"
    document = f"<rss xmlns:media='http://search.yahoo.com/mrss/'><channel><item>{picture * 4000}</item></channel></rss>"
    spent, found = seconds(lambda: parsed(document))
    assert found.entries[0].picture.credit == "c"
    assert spent < 2


def test_a_field_too_long_to_be_news_is_left_out_and_said_so(parsed, rss):
    found = parsed(rss(f"<title>{'word ' * 60_000}</title><description>short</description>"))
    assert (found.entries[0].headline, found.entries[0].summary) == (None, "short")
    assert kinds(found) == [FaultKind.TOO_LONG]


def test_pictures_written_into_the_text_do_not_make_it_too_long(parsed, rss):
    html = f"<p>Kept.</p><img src='data:image/png;base64,{'A' * 300_000}'><p>Too.</p>"
    found = parsed(rss(f"<description><![CDATA[{html}]]></description>"))
    assert found.entries[0].summary == "Kept.\n\nToo."
    assert found.faults == ()


def test_nul_controls_and_surrogates_do_not_stop_a_feed(parsed, rss):
    found = parsed(rss("<title>a\x00b\x1bc &#xD800; d\ud7ff</title><guid>1</guid>"))
    assert found.entries[0].headline == "a b c \ufffd d\ud7ff"
    assert kinds(found) == [FaultKind.ILL_FORMED]


def test_an_item_feedparser_fails_on_is_lost_alone(parsed, rss, monkeypatch):
    real = feedparser.parse

    def picky(source, **options):
        if b"<guid>bad" in source.getvalue():
            raise KeyError("where")
        return real(source, **options)

    monkeypatch.setattr(feedparser, "parse", picky)
    found = parsed(rss(GOOD, "<guid>bad</guid>", "<guid>fine</guid><odd>so that feedparser is asked</odd>"))
    assert [entry.guid for entry in found.entries] == ["good", "fine"]
    assert [(fault.kind, fault.where, fault.lost) for fault in found.faults] == [(FaultKind.BAD_ENTRY, "bad", True)]


def test_warnings_of_one_kind_are_folded_beyond_a_hundred(parsed, rss):
    found = parsed(rss(*(f"<guid>{i}</guid><pubDate>never {i}</pubDate>" for i in range(250))))
    assert len(found.faults) == 101
    assert found.faults[-1].message == "150 more of this kind"
