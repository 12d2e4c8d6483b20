"""Room for large documents: so many at once, whoever sent them; who waits fails for nobody else's sake."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.integration.servers import Loopback, answer, reply
from wirefeed.errors import TransportError
from wirefeed.model.delivery import Fetched
from wirefeed.model.feed import Agency, Cursor, Feed
from wirefeed.transports import HttpSettings, HttpTransport
from wirefeed.transports.tray import LARGE, PLACES, Tray

NOW = datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC)
AGENCY = Agency(key="tass", name="TASS", quoted_as="Tass news agency")
FEEDS = ("a", "b", "c", "d")
BODY = b"<rss>" + b"x" * (LARGE + 1000) + b"</rss>"


def feed(name: str, server: Loopback) -> Feed:
    return Feed(name=name, agency=AGENCY, url=server.url(f"/{name}"))


def settings(server: Loopback, **changes: object) -> HttpSettings:
    plain = HttpSettings(allow=(server.place,), per_host_gap_seconds=0, per_host_connections=8, timeout_seconds=5.0)
    return replace(plain, **changes)


def test_no_more_large_documents_are_held_than_there_are_places():
    async def run() -> None:
        tray, waited = Tray(places=2), []
        async with asyncio.timeout(1) as deadline:
            for name in ("a", "b", "a"):  # a has its place already
                await tray.put(name, deadline, lambda: waited.append("no"))
            third = asyncio.create_task(tray.put("c", deadline, lambda: waited.append("c")))
            await asyncio.sleep(0.01)
            assert not third.done()
            assert waited == ["c"]
            tray.let_go("d")  # has none
            tray.let_go("a")
            await third
            tray.let_go("a")
            assert tray._places.locked()

    asyncio.run(run())


def test_waiting_for_others_is_not_counted_to_the_deadline():
    async def run() -> None:
        tray = Tray(places=1)
        async with asyncio.timeout(60) as other:
            await tray.put("a", other)
        asyncio.get_running_loop().call_later(0.2, tray.let_go, "a")
        async with asyncio.timeout(0.1) as deadline:
            await tray.put("b", deadline)
        assert deadline.when() < asyncio.get_running_loop().time() + 0.1

    asyncio.run(run())


def test_large_documents_wait_on_the_wire_until_others_were_taken_in_and_small_ones_never_do():
    async def run(server: Loopback) -> None:
        for name in FEEDS:
            server.pages[f"/{name}"] = answer(reply(BODY))
        server.pages["/small"] = answer(reply(b"<rss/>"))
        transport = HttpTransport(settings(server, concurrency=2))  # fewer overall than wait: they give theirs to others
        waiting = {asyncio.create_task(transport.fetch(feed(name, server), Cursor(), NOW)) for name in FEEDS}
        come: list[Fetched] = []
        let_go = 0
        while waiting:
            done, waiting = await asyncio.wait(waiting, timeout=0.2, return_when=asyncio.FIRST_COMPLETED)
            come += [task.result() for task in done]
            if not done:  # nobody moves on: all places are taken
                assert isinstance(await transport.fetch(feed("small", server), Cursor(), NOW), Fetched)
                assert len(come) + len(waiting) == len(FEEDS) - let_go
                assert len(come) == PLACES
                transport.let_go(feed(come.pop().deliveries[0].feed, server))
                let_go += 1
        assert let_go == len(FEEDS) - PLACES
        await transport.close()

    with Loopback() as server:
        asyncio.run(run(server))


def test_the_place_of_a_document_that_broke_off_is_free_again():
    async def run(server: Loopback) -> None:
        server.pages["/a"] = answer(reply(BODY, length=len(BODY) + 10))
        server.pages["/b"] = answer(reply(BODY))
        transport = HttpTransport(settings(server))
        for _ in range(PLACES + 1):
            with pytest.raises(TransportError):
                await transport.fetch(feed("a", server), Cursor(), NOW)
            transport.let_go(feed("a", server))
        assert isinstance(await transport.fetch(feed("b", server), Cursor(), NOW), Fetched)
        await transport.close()

    with Loopback() as server:
        asyncio.run(run(server))
