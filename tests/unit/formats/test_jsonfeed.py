"""JSON Feed: strict with fields, patient with feeds."""

import json

import pytest

from wirefeed.errors import UnknownFormat
from wirefeed.formats.limits import ITEMS
from wirefeed.model.delivery import FaultKind


def feed(*items, version="https://jsonfeed.org/version/1", **about):
    return json.dumps({"version": version, "items": list(items), **about})


def test_items_seen_before_are_skipped(parsed):
    first = parsed(feed({"id": "1", "title": "One"}, {"id": "2", "title": "Two"}))
    second = parsed(feed({"title": "One", "id": "1"}, {"id": "2", "title": "Two, changed"}), first.digests)
    assert (second.skipped, [entry.headline for entry in second.entries]) == (1, ["Two, changed"])


def test_too_many_items_are_left_for_later(parsed):
    document = feed(*({"id": str(i)} for i in range(ITEMS + 5)))
    first = parsed(document)
    assert (len(first.entries), len(first.digests)) == (ITEMS, ITEMS)
    assert [fault.kind for fault in first.faults] == [FaultKind.TOO_MANY]
    assert [entry.guid for entry in parsed(document, first.digests).entries] == [str(ITEMS + i) for i in range(5)]


def test_lone_surrogates_and_huge_numbers_are_survived(parsed):
    found = parsed('{"version": "https://jsonfeed.org/version/1", "items": [{"id": 1e400, "title": "a\\ud800b"}]}')
    assert found.entries[0].headline == "a\ufffdb"
    assert found.entries[0].guid == "inf"


def test_no_item_has_an_id_made_of_truth(parsed):
    found = parsed(feed({"id": True, "title": "t"}))
    assert found.entries[0].guid is None
    assert [fault.kind for fault in found.faults] == [FaultKind.BAD_FIELD]


def test_a_feed_that_gives_a_bare_number_for_its_version_is_known_by_its_contents(parsed):
    found = parsed('{"version": "1.0", "items": [{"id": "1", "content_text": "Ferry aground."}]}')
    assert (found.format, found.entries[0].text) == ("jsonfeed", "Ferry aground.")


@pytest.mark.parametrize(
    "body",
    ['{"version": "1.0", "items": []}', '{"version": "1.0", "items": [{"id": 1}]}', '{"version": "7", "items": [{"content_text": "a"}]}'],
)
def test_other_json_with_a_version_and_items_is_no_feed(parsed, body):
    with pytest.raises(UnknownFormat):
        parsed(body)
