"""What holds of ``formats.parse`` however a sample of the corpus is maimed: a typed error that was foreseen, or entries; and soon.

The bytes are damaged elsewhere (tests/unit/formats/test_parse.py). Here the documents stay JSON and XML, and lie: members of another
type, elements twice, moved, emptied, endless. An error that only the boundary of ``parse`` caught counts as a failure: it is a bug.
"""

import copy
import json
import re
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from wirefeed.errors import FormatError
from wirefeed.formats import parse
from wirefeed.model.delivery import Delivery
from wirefeed.model.feed import Agency, Feed
from wirefeed.model.item import Item
from wirefeed.text.normalise import normalise

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
SAMPLES = sorted(path for path in CORPUS.rglob("*") if path.is_file() and not path.name.endswith(".expected.json"))
JSON = [json.loads(path.read_bytes()) for path in SAMPLES if path.suffix == ".json" and path.parent.name != "broken"]
TEXT = [path.read_text("utf-8") for path in SAMPLES if path.parent.name in ("iptc7901", "zczc")]
FEED = Feed(name="f", agency=Agency(key="a", name="A", quoted_as="A"), url="https://feeds.example/")
BOUNDARY = re.compile(r"[A-Z]\w*(?:Error|Exception): ")
NOW = datetime(2026, 10, 7, 12, tzinfo=UTC)
MOST_SECONDS = 5.0
"""Of processor time: some thousand times what a sample takes, so that only growth beyond measure is caught."""
ODD = st.sampled_from(
    [None, True, 0, -1, 10**400, 1.5, float("nan"), "", "\ud800", "\0", "usable", "canceled", "2026-13-45T99:99:99Z", "<p>", "&#xD800;",
     [], {}, [None], [[]], {"a": None}, [{"value": 1}], "urn:x", "x" * 300_000, ["y"] * 3000, "http://[::1", "-" * 5000, "(" * 5000]
)  # fmt: skip


def trees():
    """The XML samples that are well-formed, as trees."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    for path in SAMPLES:
        if path.suffix in (".xml", ".rdf", ".cdf"):
            try:
                yield etree.fromstring(path.read_bytes(), parser)
            except etree.XMLSyntaxError:
                continue


XML = list(trees())


def endure(body):
    """Parse, and normalise what came of it; every entry is an item or a fault."""
    delivery = Delivery(feed="f", url="https://feeds.example/", body=body, fetched_at=NOW)
    started = time.process_time()
    try:
        parsed = parse(delivery)
    except FormatError as error:
        assert not BOUNDARY.match(str(error)), f"an error nobody thought of: {error}"  # noqa: PT017 - the message is what is asked
        return
    made = [normalise(entry, FEED, NOW, delivery.sha256) for entry in parsed.entries]
    assert time.process_time() - started < MOST_SECONDS
    assert all(isinstance(one, Item) or one.lost for one in made)
    assert len(parsed.marks) in (0, len(parsed.entries))


def places(value, path=()):
    """The path to every member of a JSON value."""
    yield path
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, each in inside:
        yield from places(each, (*path, name))


def put(value, path, new):
    """The value with another one at this path."""
    if not path:
        return new
    value[path[0]] = put(value[path[0]], path[1:], new)
    return value


ENDURING = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@ENDURING
@given(data=st.data())
def test_a_json_document_whose_members_are_of_another_type_is_read_or_refused(data):
    document = copy.deepcopy(data.draw(st.sampled_from(JSON)))
    for _ in range(data.draw(st.integers(1, 4))):
        path = data.draw(st.sampled_from(list(places(document))))
        document = put(document, path, copy.deepcopy(data.draw(ODD)))
    endure(json.dumps(document).encode("utf-8", "replace"))


def emptied(element, chosen):
    del chosen
    element.clear()


def doubled(element, chosen):
    if (parent := element.getparent()) is not None:
        parent.append(copy.deepcopy(element))
    chosen.append(copy.deepcopy(element))


def moved(element, chosen):
    if element.getparent() is not None and element is not chosen and element not in chosen.iterancestors():
        chosen.append(element)


def unnamed(element, chosen):
    del chosen
    element.attrib.clear()


def renamed(element, chosen):
    element.tag = chosen.tag


def reworded(element, chosen):
    element.text = (chosen.text or "x")[:100] * 2000
    for name in element.attrib:
        element.set(name, "canceled")


def deepened(element, chosen):
    del chosen
    inner = element
    for _ in range(300):
        inner = etree.SubElement(inner, "p")


CHANGES = (emptied, doubled, moved, unnamed, renamed, reworded, deepened)


@ENDURING
@given(data=st.data())
def test_an_xml_document_whose_elements_are_moved_doubled_or_emptied_is_read_or_refused(data):
    root = copy.deepcopy(data.draw(st.sampled_from(XML)))
    for _ in range(data.draw(st.integers(1, 4))):
        elements = list(root.iter("*"))
        change = data.draw(st.sampled_from(CHANGES))
        change(data.draw(st.sampled_from(elements)), data.draw(st.sampled_from(elements)))
    endure(etree.tostring(root))


@ENDURING
@given(data=st.data())
def test_a_teleprinter_text_whose_lines_are_lost_or_doubled_is_read_or_refused(data):
    lines = data.draw(st.sampled_from(TEXT)).split("\n")
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(lines) - 1))
        lines[at : at + data.draw(st.integers(0, 3))] = data.draw(
            st.sampled_from([[], [lines[at]] * 2, ["^"], ["\x01\x02\x03"], ["=" * 5000]])
        )
        lines = lines or [""]
    endure("\n".join(lines).encode())


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_sample_cut_anywhere_is_read_or_refused(path):
    body = path.read_bytes()
    for end in range(0, len(body), max(1, len(body) // 60)):
        endure(body[:end])
