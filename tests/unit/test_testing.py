"""The public fakes do what they promise."""

import asyncio

import pytest

from wirefeed.errors import Unreachable
from wirefeed.model.delivery import Deferred, Fetched, NotModified
from wirefeed.model.feed import Cursor
from wirefeed.testing import NOON, FixedClock, ScriptedTransport, a_delivery, a_feed, an_entry, an_item, memory_store, the_delivery


def test_a_fixed_clock_moves_only_when_told():
    clock = FixedClock()
    assert clock() == clock() == NOON
    assert clock.move(hours=1) == clock()
    assert (clock() - NOON).total_seconds() == 3600


def test_a_script_is_played_feed_by_feed_and_its_last_line_repeats():
    first = Fetched(deliveries=(a_delivery(),), cursor=Cursor(etag="1"))
    same = NotModified(cursor=Cursor(etag="1"))
    transport = ScriptedTransport(
        {"tass-en": [first, Unreachable("timed out", feed="tass-en"), same], "afp-en": [Deferred(until=NOON, why="busy")]}
    )

    def fetch(name="tass-en", etag=None):
        return asyncio.run(transport.fetch(a_feed(name), Cursor(etag=etag), NOON))

    assert fetch() == first
    with pytest.raises(Unreachable):
        fetch(etag="1")
    assert [fetch(), fetch()] == [same, same]
    assert fetch("afp-en") == Deferred(until=NOON, why="busy")
    assert [(feed, cursor.etag) for feed, cursor, _ in transport.asked][:2] == [("tass-en", None), ("tass-en", "1")]
    with pytest.raises(KeyError):
        fetch("nobody-en")


def test_what_the_builders_build_belongs_together():
    item, feed = an_item(), a_feed()
    assert (item.feed, item.agency) == (feed.name, feed.agency.key)
    assert item.delivery_sha256 == the_delivery(feed.name).sha256
    assert an_item("g2").content_hash != item.content_hash
    assert an_item("g2", feed="afp-en").agency == "afp"
    assert an_entry(guid="x").guid == "x"


def test_a_store_in_memory_is_gone_when_it_is_closed():
    store = memory_store()
    with store.write() as unit:
        unit.sync_feeds([a_feed()])
    store.close()
    again = memory_store()
    with again.read() as unit:
        assert unit.feed_states() == {}
    again.close()
