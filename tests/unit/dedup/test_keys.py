"""The names an item is indexed and asked for by."""

import pytest

from wirefeed.dedup.keys import asked, keys, named, plain_headline
from wirefeed.model.ids import key_hash
from wirefeed.model.item import Kind, PubStatus

LINK = "https://wire.example/ferry-aground-8123"


def test_an_item_is_found_by_guid_link_text_and_headline(item):
    one = item(url_key=LINK)
    assert [kind for kind, _ in keys(one)] == ["guid", "url", "content", "headline"]
    assert ("guid", key_hash("g1")) in keys(one)
    assert ("content", one.content_hash) in keys(one)


def test_an_item_is_sought_by_guid_link_and_text_and_by_what_may_have_withdrawn_it(item):
    assert [kind for kind, _ in asked(item(url_key=LINK))] == ["guid", "url", "content", "kill", "kill", "kill"]


def test_only_notices_and_corrections_seek_by_headline(item):
    by_kind = {kind: {name for name, _ in asked(item(kind=kind))} for kind in (Kind.NEWS, Kind.UPDATE, Kind.CORRECTION, Kind.KILL)}
    assert {kind for kind, names in by_kind.items() if "headline" in names} == {Kind.CORRECTION, Kind.KILL}


def test_a_notice_is_indexed_by_what_it_withdraws(item):
    notice = item("KILL: Ferry runs aground", kind=Kind.KILL, refers_to=("g7",))
    report = item(guid="g7")
    assert set(keys(notice)) & set(asked(report)) == {("kill", key_hash("g7")), ("kill", key_hash("ferry runs aground"))}


def test_an_item_canceled_by_its_own_word_is_a_notice_too(item):
    assert "kill" in {kind for kind, _ in keys(item(pubstatus=PubStatus.CANCELED))}


def test_what_is_replaced_is_sought_by_its_guid(item):
    assert ("guid", key_hash("g7")) in asked(item(refers_to=("g7",)))


def test_no_key_is_given_twice(item):
    one = item(refers_to=("g1", "g1"), kind=Kind.KILL)
    assert len(set(keys(one))) == len(keys(one))
    assert len(set(asked(one))) == len(asked(one))


@pytest.mark.parametrize(
    "headline",
    [
        "Ferry runs aground",
        "KILL: Ferry runs aground",
        "CORRECTED-Ferry runs aground",
        "CORRECTION: ‘Ferry runs aground’",
        "UPDATE 2-Ferry runs aground",
        "REFILE-UPDATE 1-Ferry runs aground",
        "WITHDRAWN - Ferry, runs aground.",
        "(URGENT) Ferry runs aground",
        "WRAPUP 3-Ferry runs aground",
        "  BREAKING NEWS: Ferry  runs aground",
        "RETRACTED Ferry runs aground",
    ],
)
def test_a_headline_is_known_whatever_revision_words_stand_before_it(headline):
    assert plain_headline(headline) == "ferry runs aground"


@pytest.mark.parametrize(
    ("headline", "plain"),
    [
        ("Kill switch law passed", "kill switch law passed"),
        ("Lead poisoning in schools", "lead poisoning in schools"),
        ("Update", "update"),
        ("", ""),
        ("تصحيح: سفينة", "تصحيح سفينة"),
    ],
)
def test_a_word_that_belongs_to_the_headline_stays(headline, plain):
    assert plain_headline(headline) == plain


def test_a_notice_names_guids_and_links_in_its_text_but_no_plain_words(item):
    text = (
        "Please withdraw urn:newsml:wire.example:77, http://wire.example/a/ferry-81.html?utm_source=rss and (/b/steel-82.html). No and/or."
    )
    notice = item("Kill", text, kind=Kind.KILL, url="https://wire.example/kills/9")
    wanted = {
        ("guid", key_hash("urn:newsml:wire.example:77")),
        ("url", key_hash("https://wire.example/a/ferry-81.html")),
        ("url", key_hash("https://wire.example/b/steel-82.html")),
    }
    assert wanted <= named(notice)
    assert ("guid", key_hash("withdraw")) not in named(notice)


def test_a_notice_of_ten_thousand_names_is_read_to_a_limit(item):
    assert len(named(item("Kill", " ".join(f"urn:x:{n}" for n in range(10_000)), kind=Kind.KILL))) <= 40
