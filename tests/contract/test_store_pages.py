"""Pages owed: one row an item, due in its time, settled by the transaction that stores the page."""

from datetime import timedelta

from tests.contract.wire import FEATURES, apply, ready, revision
from wirefeed.dedup.rules import DedupRules
from wirefeed.model.ids import ItemKey
from wirefeed.pipeline.pages import store_page
from wirefeed.pipeline.ports import Applied, Prepared, Reading
from wirefeed.testing import NOON, a_delivery, an_item

KEY = ItemKey(feed="tass-en", guid="g1")


def owe(store, *keys, now=NOON):
    with store.write() as unit:
        unit.owe_pages(list(keys), now)


def owed(store, now=NOON, limit=10):
    with store.read() as unit:
        return unit.owed_pages(["tass-en"], now, limit)


def test_an_owed_page_comes_with_its_item_and_unknown_items_are_passed_over(store):
    apply(ready(store), an_item())
    owe(store, KEY, ItemKey(feed="tass-en", guid="never stored"))
    (one,) = owed(store)
    assert (one.item, one.version, one.attempts) == (an_item(), 1, 0)


def test_a_page_put_off_is_due_in_its_time(store):
    apply(ready(store), an_item())
    owe(store, KEY)
    (one,) = owed(store)
    with store.write() as unit:
        unit.defer_page(one, NOON + timedelta(hours=1), 3, "busy")
    assert owed(store) == ()
    (late,) = owed(store, NOON + timedelta(hours=1))
    assert late.attempts == 3


def test_settling_keeps_which_bytes_they_were_and_a_later_version_still_owes(store):
    item = an_item()
    apply(ready(store), item)
    owe(store, KEY)
    (one,) = owed(store)
    later = an_item(text="Another text of the same report, longer than before.")
    apply(store, revision(later, item.ref(1)))
    owe(store, KEY)
    page = a_delivery(b"<html></html>", page=True)
    with store.write() as unit:
        assert not unit.is_current(one)
        unit.keep(page)
        unit.settle_page(one, page.sha256, NOON)
    (two,) = owed(store)
    assert two.version == 2
    with store.write() as unit:
        assert unit.is_current(two)
        unit.settle_page(two, page.sha256, NOON)
        unit.settle_page(two, page.sha256, NOON)
    assert owed(store) == ()
    with store.read() as unit:
        assert unit.owed_count() == 0
        assert unit.pages_read() == {("tass-en", page.sha256): ("g1",)}


def test_a_page_of_a_version_that_was_replaced_meanwhile_is_put_by(store):
    """Its words may be those the agency has just taken back; the later version asks for its own page."""
    item = an_item()
    apply(ready(store), item)
    owe(store, KEY)
    (one,) = owed(store)
    later = an_item(text="The harbour is open again, and nobody was hurt.")
    apply(store, revision(later, item.ref(1)))
    owe(store, KEY)
    page = a_delivery(b"<html></html>", page=True)
    full = an_item(text=f"{item.text} Two people were hurt, says the page.", delivery_sha256=page.sha256)
    reading = Reading(format="article", items=(Prepared(item=full, features=FEATURES),))
    applied = store_page(store, one, page, reading, rules=DedupRules(), now=NOON)
    assert applied == Applied()
    with store.read() as unit:
        (known,) = unit.known("tass-en", [item])
    assert (known.ref.version, known.text) == (2, later.text)
    assert [two.version for two in owed(store)] == [2]


def test_the_newest_items_come_first_and_no_more_than_asked_for(store):
    ready(store)
    for number in range(5):
        apply(store, an_item(f"g{number}", published_at=NOON - timedelta(hours=number)))
    owe(store, *(ItemKey(feed="tass-en", guid=f"g{number}") for number in range(5)))
    assert [one.item.guid for one in owed(store, limit=2)] == ["g0", "g1"]
