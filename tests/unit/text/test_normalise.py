"""Stop 4: whatever a format said of an entry becomes an item, or a fault with a reason."""

import unicodedata
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wirefeed.errors import InputError
from wirefeed.model.delivery import Entry, Fault, FaultKind, Picture
from wirefeed.model.feed import Agency, Feed
from wirefeed.model.item import Item, Kind, PubStatus
from wirefeed.text.normalise import NEVER, content_hash, normalise, normalise_record
from wirefeed.text.shingles import fingerprint

RECEIVED = datetime(2022, 1, 19, 18, 0, tzinfo=UTC)
PAPER = Feed(
    name="toi",
    agency=Agency(key="toi", name="The Times of Israel", quoted_as="The Times of Israel", timezone="Asia/Jerusalem"),
    url="https://toi.example/feed/",
    exclude=("/spotlight/", "/tag/*/page"),
)
REPORT = "The ferry ran aground off the coast on Monday with forty people on board, the coast guard said. Nobody was hurt."


def item(**given_: object) -> Item:
    entry = Entry(**({"guid": "g1", "headline": "Ferry runs aground", "text": REPORT} | given_))
    found = normalise(entry, PAPER, RECEIVED, "d" * 64)
    assert isinstance(found, Item), found
    return found


def fault(feed: Feed = PAPER, **given_: object) -> Fault:
    found = normalise(Entry(**given_), feed, RECEIVED, "d" * 64)
    assert isinstance(found, Fault), found
    assert found.lost
    return found


def test_the_text_is_the_fullest_there_is():
    assert item(summary="Short.", text=REPORT).text == REPORT
    assert item(summary=REPORT, text="Short.").text == REPORT
    assert item(summary=REPORT, text=None).text == REPORT
    assert item(summary=None, text=None).text == ""


def test_the_guid_is_the_feeds_else_the_link_else_the_words():
    assert item(guid=" 42 ").guid == "42"
    assert item(guid=None, url="https://www.toi.example/ferry/?utm_source=rss").guid == "https://toi.example/ferry"
    assert item(guid=None).guid == content_hash("Ferry runs aground", "", REPORT) != item(guid=None, headline="Other").guid


def test_links_are_absolute_and_only_of_the_web():
    found = item(url="/ferry", links=("/a", "javascript:x", "/a", "https://b.example/"), picture=Picture(url="p.jpg"))
    assert found.url == "https://toi.example/ferry"
    assert found.url_key == "https://toi.example/ferry"
    assert found.links == ("https://toi.example/a", "https://b.example/")
    assert found.image_url == "https://toi.example/feed/p.jpg"
    assert item(url="javascript:alert(1)").url is None


def test_times_are_utc_and_a_naive_one_is_the_agencys():
    found = item(published=datetime(2022, 1, 19, 12, 0), updated=datetime(2022, 1, 19, 15, 0, tzinfo=UTC))  # noqa: DTZ001 - the case
    assert (found.published_at, found.dated) == (datetime(2022, 1, 19, 10, 0, tzinfo=UTC), True)
    assert found.updated_at == datetime(2022, 1, 19, 15, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "offset"),
    [
        (datetime(2022, 1, 18, 17, 30, tzinfo=timezone(timedelta(hours=-7))), -420),
        (datetime(2022, 1, 19, 5, 0, tzinfo=timezone(timedelta(hours=5, minutes=45))), 345),
        (datetime(2022, 1, 19, 5, 0, tzinfo=UTC), None),
        (datetime(2022, 1, 19, 5, 0), None),  # noqa: DTZ001 - the agency's zone is configured
        (None, None),
    ],
)
def test_an_item_remembers_by_which_clock_its_time_was_given(moment, offset):
    assert item(published=moment).utc_offset == offset


def test_a_record_remembers_the_clock_of_its_time():
    given = "2022-01-19T11:00:00-07:00"
    found = normalise_record(RECORD | {"published": given}, PAPER, datetime.fromisoformat(given).astimezone(UTC))
    assert (found.published_at.isoformat(), found.utc_offset) == ("2022-01-19T18:00:00+00:00", -420)


def test_an_unusable_time_leaves_the_item_undated():
    for moment in (None, RECEIVED + timedelta(days=3), datetime(1970, 1, 1, tzinfo=UTC)):
        found = item(published=moment)
        assert (found.published_at, found.dated) == (RECEIVED, False)


def test_the_language_is_the_feeds_unless_the_letters_say_otherwise():
    assert normalise(Entry(headline="x", text=REPORT, language="fr"), replace(PAPER, language="en-us"), RECEIVED, "").language == "en-US"
    assert item(language="en-GB").language == "en-GB"
    assert item(language="ru-ru").language == "en"
    assert item(language=None).language == "en"
    assert item(headline="x", text=None).language == "und"


def test_the_words_of_the_newsroom_become_kind_and_status():
    killed = item(headline="KILL: Ferry runs aground")
    assert (killed.kind, killed.pubstatus, killed.headline) == (Kind.KILL, PubStatus.CANCELED, "KILL: Ferry runs aground")
    assert item(headline="CORRECTED: Ferry").kind is Kind.CORRECTION
    assert item(text="UPDATES with quotes\n\n" + REPORT).kind is Kind.UPDATE
    assert item(text=REPORT + "\n\nThis story has been corrected to show that nobody was hurt.").kind is Kind.CORRECTION
    assert (item(headline="URGENT: Ferry").kind, item(headline="URGENT: Ferry").urgency) == (Kind.ALERT, 2)
    assert item(url="https://toi.example/liveblog-january-19-2022/").kind is Kind.LIVE_BLOG
    assert item().kind is Kind.NEWS


def test_structured_fields_go_before_words():
    assert item(headline="UPDATE 1-Ferry", kind=Kind.CORRECTION).kind is Kind.CORRECTION
    assert item(headline="UPDATE 1-Ferry", kind=Kind.NEWS).kind is Kind.UPDATE
    assert item(pubstatus=PubStatus.WITHHELD).pubstatus is PubStatus.WITHHELD
    assert (item(pubstatus=PubStatus.CANCELED).kind, item(pubstatus=PubStatus.CANCELED).pubstatus) == (Kind.KILL, PubStatus.CANCELED)
    assert item(headline="KILL: Ferry", pubstatus=PubStatus.USABLE).pubstatus is PubStatus.CANCELED
    assert item(headline="URGENT: Ferry", urgency=4).urgency == 4
    assert item(urgency=99).urgency is None


def test_an_embargo_is_kept_from_the_field_or_the_words():
    assert item(embargoed=datetime(2022, 1, 20, 6, 0)).embargoed_until == datetime(2022, 1, 20, 4, 0, tzinfo=UTC)  # noqa: DTZ001 - the case
    assert item(headline="EMBARGOED UNTIL 0600 GMT January 20: Ferry").embargoed_until == datetime(2022, 1, 20, 6, 0, tzinfo=UTC)
    assert item(ednote="EMBARGOED UNTIL 0600 GMT January 20").embargoed_until == datetime(2022, 1, 20, 6, 0, tzinfo=UTC)
    assert item(text="EMBARGOED UNTIL 0600 GMT January 20\n\n" + REPORT).embargoed_until == datetime(2022, 1, 20, 6, 0, tzinfo=UTC)
    assert item().embargoed_until is None


def test_an_embargo_nobody_can_read_never_ends_by_itself():
    found = item(headline="EMBARGOED: Ferry")
    assert (found.embargoed_until, found.pubstatus) == (NEVER, PubStatus.WITHHELD)
    assert item(embargoed=datetime(9999, 12, 31, tzinfo=UTC)).embargoed_until == NEVER
    assert item(embargoed=datetime(1, 1, 1, tzinfo=UTC)).embargoed_until is None


def test_dateline_byline_and_origin_are_read_off_the_text():
    found = item(text="By Ana Lim, ana@wire.example\n\nPORT-au-PRINCE, Jan 19, 2022 (AFP) - " + REPORT)
    assert (found.located, found.dateline, found.origin) == ("Port-au-Prince", "PORT-au-PRINCE, Jan 19, 2022 (AFP) -", "AFP")
    assert item(byline="Ana Lim <ana@wire.example>, +44 20 0000 0000").byline == "Ana Lim"
    assert item(byline="AFP and TOI Staff").origin == "AFP"
    assert item(located="Haifa", text="CAIRO (AP) - " + REPORT).located == "Haifa"
    assert item(dateline="STOCKHOLM, Aug 29, 2014 (AFP) -").located == "Stockholm"


def test_nothing_to_read_is_an_empty_entry():
    for given_ in ({}, {"headline": " \u200b ", "text": "\n"}, {"headline": "—", "summary": "..."}):
        assert fault(guid="g", **given_).kind is FaultKind.EMPTY_ENTRY


def test_patterns_of_the_feed_keep_items_out():
    for url in ("https://toi.example/spotlight/1", "https://toi.example/tag/iran/page/2"):
        assert fault(headline="Ferry", url=url).kind is FaultKind.EXCLUDED
    only = replace(PAPER, exclude=(), include=("/world/",))
    assert fault(only, headline="Ferry", url="https://toi.example/sport/1").kind is FaultKind.EXCLUDED
    assert fault(only, headline="Ferry").kind is FaultKind.EXCLUDED
    assert isinstance(normalise(Entry(headline="Ferry", url="https://toi.example/world/1"), only, RECEIVED, ""), Item)


def test_what_is_no_article_is_said_to_be_none():
    assert fault(headline="Sponsored: winter holidays", url="https://toi.example/x").kind is FaultKind.NOT_AN_ARTICLE
    assert fault(headline="Planning note for Friday").kind is FaultKind.NOT_AN_ARTICLE


def test_typographic_marks_and_white_space_do_not_make_a_version():
    assert content_hash("“Ferry’s” end – now", "a…", "x\n\ny") == content_hash('"Ferry\'s" end - now', "a...", "x y")
    assert content_hash("Ferry", "", "x") != content_hash("", "Ferry", "x") != content_hash("Ferry.", "", "x")


def test_fingerprints_leave_the_boilerplate_out():
    assert item(text="CAIRO (AP) - " + REPORT + "\n\nRead more: x").shingles == fingerprint("", REPORT, "en")


RECORD = {"id": "r1", "source": "toi", "published": "2022-01-19T18:00:00Z", "lang": "en", "title": "Ferry runs aground", "text": REPORT}


def test_a_record_keeps_its_offsets():
    text = "  One.\r\nTwo\x00.\u202e\n"
    found = normalise_record(RECORD | {"text": text, "title": " Ferry\x07"}, PAPER, RECEIVED)
    assert (len(found.text), len(found.headline)) == (len(text), len(" Ferry\x07"))
    assert (found.guid, found.published_at, found.dated) == ("r1", RECEIVED, True)


def test_a_record_may_carry_everything_the_contract_names():
    image = {"url": "https://toi.example/p.jpg", "caption": "The ferry.", "credit": "Ana Lim"}
    found = normalise_record(
        RECORD | {"published": None, "url": "https://toi.example/1", "version": 3, "pubstatus": "withheld", "image": image}, PAPER, RECEIVED
    )
    assert (found.dated, found.url, found.source_version, found.pubstatus) == (False, "https://toi.example/1", "3", PubStatus.WITHHELD)
    assert (found.image_url, found.caption, found.credit) == ("https://toi.example/p.jpg", "The ferry.", "Ana Lim")


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"id": None}, '"id"'),
        ({"id": ["r1"]}, '"id"'),
        ({"id": True}, '"id"'),
        ({"title": 5}, '"title"'),
        ({"text": {"a": 1}}, '"text"'),
        ({"title": "", "text": " "}, '"title" or a "text"'),
        ({"lang": 1}, '"lang"'),
        ({"pubstatus": "dead"}, '"pubstatus"'),
        ({"image": "p.jpg"}, '"image"'),
        ({"image": {"url": 1}}, '"url"'),
    ],
)
def test_a_wrong_record_is_refused_by_the_name_of_its_key(wrong, named):
    with pytest.raises(InputError, match=named):
        normalise_record(RECORD | wrong, PAPER, RECEIVED)


WORDS = st.text(alphabet=st.characters(exclude_categories=()), max_size=80) | st.sampled_from(
    ["KILL: x", "EMBARGOED UNTIL 9999", "MOSCOW, May 5. /TASS/. x", "By Ana Lim", "http://[", "\ud800", "\x00", REPORT]
)
LINES = st.tuples() | st.tuples(WORDS) | st.tuples(WORDS, WORDS)
MOMENTS = st.none() | st.datetimes() | st.datetimes(timezones=st.timezones())
PICTURES = st.builds(Picture, url=WORDS, caption=WORDS, credit=WORDS, photographer=WORDS)
STRUCTURED = {
    "pubstatus": st.none() | st.sampled_from(PubStatus),
    "kind": st.none() | st.sampled_from(Kind),
    "published": MOMENTS,
    "updated": MOMENTS,
    "embargoed": MOMENTS,
    "urgency": st.none() | st.integers(),
    "picture": PICTURES,
    "subjects": LINES,
    "links": LINES,
    "refers_to": LINES,
}
ENTRIES = st.builds(Entry, **{field.name: STRUCTURED.get(field.name, st.none() | WORDS) for field in fields(Entry)})


@settings(max_examples=300, deadline=None)
@given(ENTRIES)
def test_any_entry_is_an_item_that_can_be_stored_or_a_fault(entry):
    found = normalise(entry, PAPER, RECEIVED, "d" * 64)
    if isinstance(found, Fault):
        assert found.lost
        return
    assert found.published_at <= RECEIVED + timedelta(days=1)
    for field in fields(Item):
        value = getattr(found, field.name)
        for text in value if isinstance(value, tuple) else (value,):
            if isinstance(text, str):
                text.encode("utf-8")
                assert not any(unicodedata.category(character) == "Cc" and character not in "\n\t" for character in text), field.name


def test_links_are_addresses_or_names_of_items_and_stories_and_nothing_else():
    given_ = ("/a", "urn:newsml:wire.example:1", "tag:wire.example,2026:2", "story:topic:7", "javascript:alert(1)", "story:a b", "urn:x\n")
    assert item(links=given_).links == (
        "https://toi.example/a",
        "urn:newsml:wire.example:1",
        "tag:wire.example,2026:2",
        "story:topic:7",
    )
