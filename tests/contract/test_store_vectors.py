"""The contract of the store: what leads say, kept by item version, and reasons that are added to."""

import json
from dataclasses import replace

from tests.contract.wire import apply, place, ready, rows
from wirefeed.testing import an_item


def test_a_vector_belongs_to_a_version_and_the_next_one_has_none(store):
    item = an_item("a", language="ru")
    apply(ready(store), item)
    with store.write() as unit:
        lead = unit.lead_vectors([1])[1]
        assert (lead.language, lead.vector, lead.length) == ("ru", None, len(item.text))
        assert unit.lead_items([lead.version])[lead.version].text == item.text
        unit.save_vectors({lead.version: b"\x01" * 768})
        unit.save_vectors({lead.version: b"\x02" * 768})
    with store.read() as unit:
        assert unit.lead_vectors([1, 77])[1].vector == b"\x02" * 768
    apply(store, replace(item, text=item.text + " More.", content_hash="other", source_version="2"))
    with store.read() as unit:
        assert unit.lead_vectors([1])[1].vector is None
        assert unit.lead_vectors([]) == {}


def test_reasons_are_added_to_those_an_item_has(store):
    item = an_item("a")
    apply(ready(store), item)
    place(store, item)
    for said in ("one", "two"):
        with store.write() as unit:
            unit.give_reasons([1], (said,))
    (row,) = rows(store, "SELECT reasons FROM merged_story_items")
    assert json.loads(row["reasons"])[-2:] == ["one", "two"]
