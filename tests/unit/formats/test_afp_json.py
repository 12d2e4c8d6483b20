"""AFP's API document: what the corpus of documents beside expectations cannot say of it."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wirefeed.errors import Malformed
from wirefeed.formats import parse
from wirefeed.model.delivery import FaultKind
from wirefeed.model.item import Kind, PubStatus
from wirefeed.testing import a_delivery

UNO = "newsml.afp.com.20261007T101500Z.doc-9fer01a"
TEXT = {"uno": UNO, "class": "text", "revision": 1, "headline": "Ferry runs aground", "news": ["A ferry ran aground."], "lang": "en"}


def read(**changes):
    """The one entry of a document with these changes, and the faults."""
    parsed = parse(a_delivery(json.dumps({"response": {"docs": [{**TEXT, **changes}], "numFound": 1}}).encode()))
    assert parsed.format == "afp-json"
    return (parsed.entries[0] if parsed.entries else None), parsed.faults


@pytest.mark.parametrize(
    ("signal", "kind"),
    [
        ("update", Kind.UPDATE),
        ("correction", Kind.CORRECTION),
        (["update", "correction"], Kind.CORRECTION),
        ("cwarn", None),
        ([], None),
        (None, None),
        (7, None),
    ],
)
def test_a_correction_goes_before_an_update(signal, kind):
    assert read(signal=signal)[0].kind is kind


@pytest.mark.parametrize(
    ("status", "pubstatus"),
    [
        ("Usable", PubStatus.USABLE),
        ("", PubStatus.USABLE),
        (None, PubStatus.USABLE),
        ("Canceled", PubStatus.CANCELED),
        ("WithHeld", PubStatus.WITHHELD),
    ],
)
def test_the_words_of_status(status, pubstatus):
    assert read(status=status)[0].pubstatus is pubstatus


def test_an_embargo_whose_time_cannot_be_read_holds_the_text():
    assert read(status="Embargoed", embargoed="tomorrow")[0].pubstatus is PubStatus.WITHHELD


@pytest.mark.parametrize(
    ("urgency", "kind", "headline"),
    [(1, Kind.ALERT, "A ferry ran aground."), (2, Kind.ALERT, "A ferry ran aground."), (3, None, "A ferry ran aground.")],
)
def test_the_first_line_of_what_is_urgent_is_its_headline(urgency, kind, headline):
    entry, _ = read(urgency=urgency, headline=None, news=["A ferry ran aground.", "More follows."])
    assert (entry.kind, entry.headline) == (kind, headline)


@pytest.mark.parametrize("word", ["KILL:", "ANNULATION:", "ANULACIÓN :", "ANNULLIERUNG:", "إلغاء:"])
def test_a_first_line_that_withdraws_is_a_kill_whatever_the_status_says(word):
    for news in ([word, "A ferry ran aground."], [f"{word} A ferry ran aground."]):
        entry, _ = read(news=news, status="Usable", headline=None, urgency=3)
        assert (entry.pubstatus, entry.kind, entry.text) == (PubStatus.CANCELED, Kind.KILL, "A ferry ran aground.")
        assert entry.headline == "A ferry ran aground."


@pytest.mark.parametrize("kind", ["picture", "graphic", "video", "videography", "webstory"])
def test_pictures_and_films_are_no_articles(kind):
    entry, faults = read(**{"class": kind})
    assert entry is None
    assert [(fault.kind, fault.lost) for fault in faults] == [(FaultKind.NOT_AN_ARTICLE, True)]


def test_a_lead_is_one_by_its_genre():
    assert read(genreid=["afpedtype:Lead"], genre="Lead")[0].kind is Kind.LEAD


def test_an_answer_of_solr_is_none_of_afp():
    parsed = json.dumps({"responseHeader": {}, "response": {"docs": [], "numFound": 0}}).encode()
    with pytest.raises(Exception, match="no format reads"):
        parse(a_delivery(parsed))


MEMBERS = st.sampled_from(
    [*TEXT, "status", "signal", "urgency", "bagItem", "usageRight", "country_out", "expires", "slug", "caption", "genreid", "advisory"]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=40),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["href", "medias", "phrase", "role", "width", "caption"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.dictionaries(MEMBERS, VALUES, max_size=8) | VALUES, max_size=4))
def test_no_document_brings_another_down(docs):
    body = json.dumps({"response": {"docs": [*docs, TEXT]}}).encode()
    try:
        parsed = parse(a_delivery(body))
    except Malformed as error:
        raise AssertionError(body) from error
    same = [one for one in docs if isinstance(one, dict) and one.get("uno") == UNO]
    assert same or UNO in [entry.guid for entry in parsed.entries]
