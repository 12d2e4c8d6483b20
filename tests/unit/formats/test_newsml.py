"""NewsML-G2 and NewsML 1: what the corpus of documents beside expectations cannot say of them."""

import dataclasses
import re
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from wirefeed.errors import FormatError, Malformed, UnknownFormat
from wirefeed.formats import parse
from wirefeed.formats.wire import without_contacts
from wirefeed.model.delivery import Delivery, FaultKind
from wirefeed.model.item import Kind, PubStatus

NOW = datetime(2026, 10, 7, 12, tzinfo=UTC)
CORPUS = Path(__file__).resolve().parents[2] / "corpus"
NEWSML = (b"<NewsML", b"iptc.org/std/nar/2006-10-01/")
NAR = "http://iptc.org/std/nar/2006-10-01/"


def g2(about="", content="", body="", attributes='guid="urn:x:1"', item="newsItem"):
    """A G2 item of these insides."""
    return (
        f'<{item} xmlns="{NAR}" {attributes}><itemMeta>{about}</itemMeta><contentMeta>{content}</contentMeta>'
        f'<contentSet><inlineXML contenttype="application/xhtml+xml"><html><body>{body}</body></html></inlineXML></contentSet></{item}>'
    )


def newsml(management="", component="", identifier="<PublicIdentifier>urn:newsml:a.example:20261007:x:1</PublicIdentifier>"):
    """A NewsML 1 document of one item of these insides."""
    return (
        f"<NewsML><NewsItem><Identification><NewsIdentifier>{identifier}</NewsIdentifier></Identification>"
        f"<NewsManagement>{management}</NewsManagement><NewsComponent>{component}</NewsComponent></NewsItem></NewsML>"
    )


def told(entry):
    """Everything an entry says, as one text."""
    return repr(dataclasses.asdict(entry))


@pytest.mark.parametrize(
    ("signals", "kind"),
    [
        ("sig:update", Kind.UPDATE),
        ("sig:update sig:correction", Kind.CORRECTION),
        ("edStat:C prodId:TXT", Kind.CORRECTION),
        ("edStat:N", Kind.NEWS),
        ("edStat:D", Kind.KILL),
        ("sig:repeat", Kind.REPEAT),
        ("action:replace", Kind.UPDATE),
        ("action:new", Kind.NEWS),
        ("dpasig:isplanned", None),
        ("prodId:D", None),
    ],
)
def test_signals_tell_the_kind_and_the_gravest_wins(parsed, signals, kind):
    about = "".join(f'<signal qcode="{each}"/>' for each in signals.split())
    entry = parsed(g2(about, "<headline>Port reopens</headline>")).entries[0]
    assert entry.kind is kind
    assert (entry.pubstatus is PubStatus.CANCELED) is (kind is Kind.KILL)


@pytest.mark.parametrize(
    ("version", "headline", "kind"),
    [
        ("1", "Port reopens", None),
        ("2", "Port reopens", Kind.UPDATE),
        ("2", "CORRECTED: Port reopens", Kind.CORRECTION),
        ("978556838", "Port reopens", None),
        ("A1", "Port reopens", None),
    ],
)
def test_without_a_signal_the_words_tell_the_kind_and_then_the_version(parsed, version, headline, kind):
    entry = parsed(g2("", f"<headline>{headline}</headline>", attributes=f'guid="urn:x:1" version="{version}"')).entries[0]
    assert (entry.kind, entry.version) == (kind, version)


def test_of_two_headlines_the_subtitle_never_stands_first(parsed):
    content = '<headline role="hltype:subtitle">Under</headline><headline role="hltype:title">Over</headline>'
    assert parsed(g2("", content)).entries[0].headline == "Over"


def test_an_embargo_that_cannot_be_read_withholds_the_item(parsed):
    result = parsed(g2("<embargoed>tomorrow</embargoed>", "<headline>Speech</headline>"))
    assert (result.entries[0].embargoed, result.entries[0].pubstatus) == (None, PubStatus.WITHHELD)
    assert [fault.kind for fault in result.faults] == [FaultKind.BAD_DATE]


def test_without_a_time_of_its_version_the_content_tells_when_it_was_made(parsed):
    content = "<contentCreated>2026-10-07T10:44:43</contentCreated><headline>Port reopens</headline>"
    entry = parsed(g2("<versionCreated/>", content)).entries[0]
    assert (entry.published.isoformat(), entry.updated) == ("2026-10-07T10:44:43", None)


def test_an_embargo_keeps_the_zone_it_states(parsed):
    entry = parsed(g2("<embargoed>2026-10-07T18:00:00+02:00</embargoed>", "<headline>Speech</headline>")).entries[0]
    assert entry.embargoed.utcoffset() == timedelta(hours=2)


def test_an_item_already_seen_is_skipped_whatever_envelope_it_comes_in(parsed):
    item = g2("", "<headline>Port reopens</headline>")
    first = parsed(f'<newsMessage xmlns="{NAR}"><header><sent>2026-10-07T09:00:00Z</sent></header><itemSet>{item}</itemSet></newsMessage>')
    again = parsed(
        f'<newsMessage xmlns="{NAR}"><header><sent>2026-10-07T09:05:00Z</sent></header><itemSet>{item}</itemSet></newsMessage>',
        first.digests,
    )
    assert (len(first.entries), again.entries, again.skipped) == (1, (), 1)
    assert frozenset(first.marks) == first.digests == again.digests


def test_a_kind_of_item_nobody_knows_is_set_aside_by_name(parsed):
    result = parsed(f'<newsMessage xmlns="{NAR}"><itemSet><oddItem guid="x"/></itemSet></newsMessage>')
    assert [(fault.kind, fault.lost) for fault in result.faults] == [(FaultKind.NOT_AN_ARTICLE, True)]


@pytest.mark.parametrize("body", [f'<newsMessage xmlns="{NAR}"/>', "<NewsML/>", "<NewsML><TopicSet/></NewsML>"])
def test_a_document_without_items_says_so(parsed, body):
    result = parsed(body)
    assert (result.entries, [fault.kind for fault in result.faults]) == ((), [FaultKind.NOT_AN_ARTICLE])


def test_g2_of_another_namespace_is_not_taken_for_news(parsed):
    with pytest.raises(UnknownFormat):
        parsed('<newsItem xmlns="https://other.example/"/>')


@pytest.mark.parametrize(
    ("identifier", "guid"),
    [
        ("<PublicIdentifier>urn:newsml:a.example:20261007:doc-1:12</PublicIdentifier>", "urn:newsml:a.example:20261007:doc-1"),
        ("<PublicIdentifier>urn:newsml:a.example:20261007:b:doc:6-no:1N</PublicIdentifier>", "urn:newsml:a.example:20261007:b:doc:6-no"),
        ("<NewsItemId>77</NewsItemId><PublicIdentifier>urn:newsml:www.b.example</PublicIdentifier>", "urn:newsml:www.b.example:77"),
        ("<ProviderId>b.example</ProviderId><NewsItemId>77</NewsItemId>", "b.example:77"),
        ("", None),
    ],
)
def test_revisions_share_the_name_of_their_item(parsed, identifier, guid):
    entry = parsed(newsml(component="<NewsLines><HeadLine>Port reopens</HeadLine></NewsLines>", identifier=identifier)).entries[0]
    assert entry.guid == guid


def test_a_later_revision_is_an_update(parsed):
    identifier = "<RevisionId>2</RevisionId><PublicIdentifier>urn:newsml:a.example:20261007:x:2</PublicIdentifier>"
    entry = parsed(newsml(component="<NewsLines><HeadLine>Port reopens</HeadLine></NewsLines>", identifier=identifier)).entries[0]
    assert (entry.version, entry.kind) == ("2", Kind.UPDATE)


def test_a_status_embargoed_without_an_end_withholds_the_item(parsed):
    lines = "<NewsLines><HeadLine>Speech</HeadLine></NewsLines>"
    assert parsed(newsml('<Status FormalName="Embargoed"/>', lines)).entries[0].pubstatus is PubStatus.WITHHELD


def test_a_picture_in_the_only_component_of_its_item_is_found(parsed):
    medium = '<ContentItem Href="ferry.jpg"><MediaType FormalName="Photo"/></ContentItem>'
    lines = "<NewsLines><HeadLine>Ferry</HeadLine><ByLine>Jon Falk</ByLine></NewsLines>"
    picture = parsed(newsml(component=lines + medium)).entries[0].picture
    assert (picture.url, picture.photographer) == ("https://feeds.example/dir/ferry.jpg", "Jon Falk")


def test_an_item_of_countless_components_is_left_out_in_reasonable_time(parsed):
    result = parsed(newsml(component="<ContentItem><DataContent>x</DataContent></ContentItem>" * 30_000))
    assert [(fault.kind, fault.lost) for fault in result.faults] == [(FaultKind.TOO_LONG, True)]


def test_initials_of_the_desk_are_no_byline(parsed):
    creator = '<AdministrativeMetadata><Creator><Party FormalName="ab/cd"/></Creator></AdministrativeMetadata>'
    body = "<ContentItem><DataContent><p>Ships left.</p></DataContent></ContentItem>"
    assert parsed(newsml(component=creator + body)).entries[0].byline is None


def test_every_document_cut_short_is_malformed_or_whole(deliver):
    """Cut anywhere inside its root element, no document gives part of an entry."""
    for path in (CORPUS / "newsml_g2/message.xml", CORPUS / "newsml_1/journal_with_picture.xml"):
        body = path.read_bytes().rstrip()
        start = body.index(b">", body.index(b"<News" if b"<NewsML" in body else b"<newsMessage")) + 1
        for end in range(start, len(body) - 1, 97):
            with pytest.raises(Malformed):
                parse(deliver(body[:end]))


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_no_damage_makes_anything_but_a_format_error(data):
    """Whatever bytes are put into a document, reading it ends in entries, faults or a FormatError."""
    path = data.draw(st.sampled_from(sorted((CORPUS / "newsml_1").glob("*.xml")) + sorted((CORPUS / "newsml_g2").glob("*.xml"))))
    body = path.read_bytes()
    at = data.draw(st.integers(0, len(body) - 1))
    width = data.draw(st.integers(0, 60))
    put = data.draw(st.binary(max_size=8) | st.sampled_from([b"<p>", b"</p>", b"&x;", b"<![CDATA[", b"]]>", b"", b"<a b='c'/>"]))
    try:
        parse(Delivery(feed="test", url="https://feeds.example/x.xml", body=body[:at] + put + body[at + width :], fetched_at=NOW))
    except FormatError as error:
        assert error.__cause__ is None or not isinstance(error.__cause__, AttributeError | TypeError | KeyError | IndexError)  # noqa: PT017


_OPENED = []
_WATCHED = ("open", "socket.connect", "socket.getaddrinfo", "urllib.Request")


def _watch(event, arguments):
    if event in _WATCHED and isinstance(arguments, tuple) and _OPENED and _OPENED[0] is not None:
        _OPENED.append((event, arguments))


sys.addaudithook(_watch)


def test_an_external_dtd_is_declared_and_nothing_is_opened(deliver):
    bodies = [deliver((CORPUS / name).read_bytes()) for name in ("newsml_1/external_dtd.xml", "newsml_g2/flash_local_embargo.xml")]
    parse(bodies[0])
    _OPENED[:] = ["watching"]
    try:
        results = [parse(body) for body in bodies]
        opened = _OPENED[1:]
    finally:
        _OPENED.clear()
    assert [len(result.entries) for result in results] == [1, 1]
    assert opened == []


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("(Reporting by Ada Berg; ada@x.example; +49 170 5550 111)", "(Reporting by Ada Berg)"),
        ("Desk: Jo Falk (Oslo), +47 5550 1234, <jo@x.example>", "Desk: Jo Falk (Oslo)"),
        ("tel: 030 2852 32292", None),
        ("editors (212) 555-0100", "editors"),
        ("line one, a@b.example\nline two", "line one\nline two"),
        ("EMBARGOED UNTIL 0600 07/10/2026", "EMBARGOED UNTIL 0600 07/10/2026"),
        ("until 0600-0700 GMT 2026-10-07", "until 0600-0700 GMT 2026-10-07"),
        ("0600 20261007 and +0200", "0600 20261007 and +0200"),
        ("1 000 000 000 people, 6-4 6-3 (2019) 2020", "1 000 000 000 people, 6-4 6-3 (2019) 2020"),
        (None, None),
    ],
)
def test_contacts_leave_a_note_and_times_and_figures_stay(text, left):
    assert without_contacts(text) == left


def test_an_address_readers_are_given_stays_in_the_text(parsed):
    body = "<p>Witnesses may write to police@lindhaven.example.</p><p>Editing by Jo Falk, jo@nordwire.example</p>"
    assert parsed(g2("", "<headline>Port</headline>", body)).entries[0].text == (
        "Witnesses may write to police@lindhaven.example.\n\nEditing by Jo Falk"
    )


@pytest.mark.shared
def test_every_newsml_document_parses_to_entries_or_to_a_named_reason(shared, deliver):
    folders = [shared / "data/feeds" / name for name in ("afp", "tass", "wire-formats")]
    read, entries, odd = 0, 0, []
    for path in sorted(path for folder in folders for path in folder.rglob("*") if path.is_file()):
        body = path.read_bytes()
        if path.suffix.lower() not in (".xml", ".txt", "") or not any(mark in body[:4000] for mark in NEWSML):
            continue
        try:
            result = parse(deliver(body))
        except FormatError as error:
            odd.append((path.name, error)) if type(error) not in (UnknownFormat, Malformed) else None
            continue
        if not result.format.startswith("newsml"):
            continue
        read, entries = read + 1, entries + len(result.entries)
        if not result.entries and not any(fault.lost and fault.message for fault in result.faults):
            odd.append((path.name, result.faults))
        private = _private(body)
        odd += [(path.name, word) for word in private for entry in result.entries if word in told(entry)]
    assert odd == []
    assert read > 500
    assert entries > 500


def _private(body):
    """The addresses and numbers that a document marks as not for publication."""
    try:
        root = etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except etree.XMLSyntaxError:
        return ()
    noted = " ".join("".join(each.itertext()) for each in root.iter("*") if "nonpublic" in each.get("pubconstraint", ""))
    return tuple(re.findall(r"[\w.+-]+@[\w.-]+\w|\+\d[\d /-]{7,}\d", noted))


@pytest.mark.parametrize(
    ("management", "replaced", "linked"),
    [
        ('<AssociatedWith NewsItem="urn:newsml:a.example:20261007:pic-1:2"/>', (), ("urn:newsml:a.example:20261007:pic-1",)),
        ('<AssociatedWith FormalName="Photo"/>', (), ()),
        ('<AssociatedWith FormalName="Replaces" NewsItem="urn:newsml:a.example:20261007:w:1"/>', ("urn:newsml:a.example:20261007:w",), ()),
        (
            '<Status FormalName="Canceled"/><AssociatedWith NewsItem="urn:newsml:a.example:20261007:w:1"/>',
            ("urn:newsml:a.example:20261007:w",),
            (),
        ),
        (
            '<Status FormalName="Canceled"/><AssociatedWith FormalName="Photo" NewsItem="urn:newsml:a.example:20261007:pic-1:1"/>',
            (),
            ("urn:newsml:a.example:20261007:pic-1",),
        ),
    ],
)
def test_an_association_is_a_link_unless_it_says_that_it_replaces_or_the_item_withdraws(parsed, management, replaced, linked):
    """AFP associates a text with its pictures and sidebars: were these replaced, an update would take their place."""
    entry = parsed(newsml(management, "<NewsLines><HeadLine>Port reopens</HeadLine></NewsLines>")).entries[0]
    assert (entry.refers_to, entry.links) == (replaced, linked)


@pytest.mark.parametrize(("order", "kind"), [("Rectify", Kind.CORRECTION), ("Delete", Kind.KILL), ("Update", Kind.UPDATE), ("Print", None)])
def test_an_instruction_says_what_a_revision_is(parsed, order, kind):
    entry = parsed(newsml(f'<Instruction FormalName="{order}"/>', "<NewsLines><HeadLine>Port reopens</HeadLine></NewsLines>")).entries[0]
    assert entry.kind is kind


def test_the_topic_and_package_of_an_item_are_names_of_its_story(parsed):
    given = (("topic", "wiretopic:75"), ("textpackageid", "wirepackage:9"), ("abstract", "medtop:1"))
    topics = "".join(f'<subject type="cpnat:{kind}" qcode="{code}"/>' for kind, code in given)
    entry = parsed(g2("", f"<headline>Port reopens</headline>{topics}")).entries[0]
    assert entry.links == ("story:wiretopic:75", "story:wirepackage:9")


def test_a_label_between_slashes_is_a_note_and_no_slug(parsed):
    """STT writes into the slug what a text is for; it would tie together whatever else goes to print that day."""
    entry = parsed(g2("", "<headline>Port reopens</headline><slugline>///PÄIVITETTY LEHTIVERSIO///</slugline>")).entries[0]
    assert (entry.slugline, entry.ednote, entry.kind) == (None, "PÄIVITETTY LEHTIVERSIO", Kind.UPDATE)


PICTURED = (
    "<NewsLines><HeadLine>ALL</HeadLine></NewsLines><NewsComponent><Role FormalName='Caption'/><ContentItem><MediaType FormalName='Text'/>"
    "<DataContent><p>{}</p></DataContent></ContentItem></NewsComponent><NewsComponent><Role FormalName='HighDef'/>"
    "<ContentItem Href='ferry.jpg'><MediaType FormalName='Photo'/></ContentItem></NewsComponent>"
)


@pytest.mark.parametrize(
    ("written", "caption", "credit"),
    [
        ("A ferry lies aground. / AFP / JON FALK", "A ferry lies aground.", "AFP / JON FALK"),
        ("A ferry lies aground. AFP PHOTO / JON FALK", "A ferry lies aground.", "AFP PHOTO / JON FALK"),
        (
            "A ferry lies aground. / NTB / Jon Falk / POOL RESTRICTED TO EDITORIAL USE. No archive.",
            "A ferry lies aground.",
            "NTB / Jon Falk / POOL",
        ),
        ("A ferry lies aground on the 24/7 route.", "A ferry lies aground on the 24/7 route.", None),
        ("A ferry of the AB/CD line.", "A ferry of the AB/CD line.", None),
    ],
)
def test_the_caption_of_a_photo_is_parted_from_its_credit_and_is_its_headline(parsed, written, caption, credit):
    """The headline of such an item is a label for routing, or a number."""
    entry = parsed(newsml(component=PICTURED.format(written))).entries[0]
    assert (entry.headline, entry.picture.caption, entry.picture.credit) == (caption, caption, credit)
