"""Subscriptions of a daemon whose clock is ours, with a real hub, a real store and the real guard."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from tests.integration.hub import Hub
from tests.integration.servers import Loopback, answer, canary, reply
from wirefeed.daemon.callback import CallbackServer, Push
from wirefeed.daemon.hubs import Hubs, Newsroom
from wirefeed.errors import StoreUnavailable
from wirefeed.model.feed import Cursor, Feed, FeedState
from wirefeed.model.subscription import Announcement, Subscription, SubscriptionState
from wirefeed.pipeline.poll import Desk
from wirefeed.store import open_store
from wirefeed.testing import NOON, FixedClock, ScriptedTransport, a_delivery, a_feed
from wirefeed.transports import HttpSettings
from wirefeed.transports.hub import HubClient
from wirefeed.work.reading import InlineReader

FEED = a_feed("wire-en", url="https://wire.example/feed.xml")


class Desks:
    """A desk, its subscriptions, and what they asked of the daemon."""

    def __init__(self, folder: Path, *hubs: str) -> None:
        self.clock = FixedClock(NOON)
        self.store = open_store(f"sqlite:///{folder}/wirefeed.db")
        with self.store.write() as unit:
            unit.sync_feeds([FEED])
        self.feeds: dict[str, Feed] = {FEED.name: FEED}
        self.received: list[bytes] = []
        self.hurried: list[str] = []
        self.failing = False
        self.client = HubClient(HttpSettings(allow=hubs, timeout_seconds=10))

    async def receive(self, _: Feed, push: Push) -> None:
        """Note a push, or fail as a store does."""
        if self.failing:
            raise StoreUnavailable("the disk is full")
        self.received.append(push.body)

    def run(self, story: Callable[[Hubs], Awaitable[None]]) -> None:
        """Let the subscriptions listen while ``story`` happens."""

        async def live() -> None:
            with ThreadPoolExecutor(max_workers=1) as writer:
                desk = Desk(
                    store=self.store,
                    transport=ScriptedTransport({}),
                    reader=InlineReader(),
                    rules=None,  # type: ignore[arg-type] - nothing is judged here
                    clock=self.clock,
                    writer=writer,
                    jitter=lambda: 0.0,
                )
                port = await _free_port()
                newsroom = Newsroom(feeds=lambda: self.feeds, receive=self.receive, hurry=self.hurried.append)
                hubs = Hubs(desk, self.client, f"http://127.0.0.1:{port}/push", newsroom)
                await hubs.take_up({FEED.name: FeedState()})
                server = CallbackServer(f"127.0.0.1:{port}", known=hubs.known, verify=hubs.verify, take=hubs.take)
                await server.start()
                try:
                    await story(hubs)
                finally:
                    await server.stop()

        try:
            asyncio.run(live())
        finally:
            self.store.close()

    def kept(self) -> Subscription:
        """The one subscription in the store."""
        with self.store.read() as unit:
            (one,) = unit.subscriptions()
        return one


async def _free_port() -> int:
    server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    server.close()
    return port


async def join(hubs: Hubs, hub: Hub, topic: str = FEED.url) -> None:
    await hubs.note(FEED.name, Announcement(hub=hub.url, topic=topic))
    await hubs.tend()
    if hub.behaviour == "confirm":
        assert (await asyncio.to_thread(hub.wait_verified))[1:] == (200, "echoed")


def test_a_hub_that_is_down_is_asked_again_later_and_found_when_it_is_back(tmp_path):
    with Hub(behaviour="down") as hub:
        desks = Desks(tmp_path, hub.place)

        async def story(hubs: Hubs) -> None:
            await join(hubs, hub)
            assert hubs.of(FEED.name).last_error == f"{hub.url} answered 503"
            await hubs.tend()
            assert hub.asked.qsize() == 1, "not before its time"
            desks.clock.move(minutes=1)
            await hubs.tend()
            assert hub.asked.qsize() == 2
            hub.behaviour = "confirm"
            desks.clock.move(minutes=1)
            await hubs.tend()
            assert hub.asked.qsize() == 2, "two minutes after the second failure"
            desks.clock.move(minutes=1)
            await hubs.tend()
            await asyncio.to_thread(hub.wait_verified)
            assert desks.kept().state is SubscriptionState.ACTIVE
            assert desks.hurried == [FEED.name], "what was published meanwhile, nobody pushed"

        desks.run(story)


def test_a_hub_that_cannot_be_reached_is_told(tmp_path):
    desks = Desks(tmp_path, "127.0.0.1:1")

    async def story(hubs: Hubs) -> None:
        await hubs.note(FEED.name, Announcement(hub="http://127.0.0.1:1/", topic=FEED.url))
        await hubs.tend()
        assert "http://127.0.0.1:1/ cannot be reached" in desks.kept().last_error

    desks.run(story)


def test_a_hub_in_a_private_network_is_never_dialled_and_neither_is_one_a_redirect_leads_to(tmp_path):
    with canary() as trap, Loopback() as server:
        location = reply(status=307, Location=trap.url("/hub"))
        server.pages = {"/hub": answer(location), "/loop": answer(reply(status=308, Location="/loop"))}
        desks = Desks(tmp_path, server.place)

        async def story(_: Hubs) -> None:
            assert "network.allow" in await desks.client.ask(trap.url("/hub"), {})
            assert "which is not asked" in await desks.client.ask(server.url("/hub"), {})
            assert "more than 5 redirects" in await desks.client.ask(server.url("/loop"), {})
            assert "is not asked" in await desks.client.ask("http://user:secret@127.0.0.1:1/", {})
            assert "secret" not in await desks.client.ask("http://user:secret@127.0.0.1:1/", {})
            assert await desks.client.ask("ftp://hub.example/", {})

        desks.run(story)
        assert trap.connections == 0


def test_a_denial_is_kept_and_asked_about_again_in_a_day(tmp_path):
    with Hub(behaviour="deny") as hub:
        desks = Desks(tmp_path, hub.place)

        async def story(hubs: Hubs) -> None:
            await join(hubs, hub)
            for _ in range(200):
                if desks.kept().state is SubscriptionState.DENIED:
                    break
                await asyncio.sleep(0.05)
            assert desks.kept().last_error == "the hub denied it: not here"
            desks.clock.move(hours=23)
            await hubs.tend()
            assert hub.asked.qsize() == 1
            hub.behaviour = "confirm"
            desks.clock.move(hours=1)
            await hubs.tend()
            await asyncio.to_thread(hub.wait_verified)
            assert desks.kept().state is SubscriptionState.ACTIVE

        desks.run(story)


def test_a_lease_that_ends_unrenewed_is_asked_for_anew(tmp_path):
    with Hub(lease=1000) as hub:
        desks = Desks(tmp_path, hub.place)

        async def story(hubs: Hubs) -> None:
            await join(hubs, hub)
            assert hubs.of(FEED.name).lease_until == NOON + timedelta(seconds=1000)
            hub.behaviour = "silent"
            desks.clock.move(seconds=760)
            await hubs.tend()
            assert hub.asked.qsize() == 2, "asked before the end"
            assert desks.kept().state is SubscriptionState.ACTIVE
            desks.clock.move(seconds=241)
            await hubs.tend()
            assert desks.kept().last_error == "the lease ended before the hub renewed it"
            assert hub.asked.qsize() == 3
            hub.behaviour = "confirm"
            desks.clock.move(minutes=15)
            await hubs.tend()
            desks.clock.move(minutes=5)
            await hubs.tend()
            # A call back for an earlier asking, still on its way, is ignored: the one for the latest counts.
            while desks.kept().state is not SubscriptionState.ACTIVE:
                await asyncio.to_thread(hub.wait_verified)

        desks.run(story)


def test_a_store_that_fails_makes_the_hub_send_it_again(tmp_path):
    with Hub() as hub:
        desks = Desks(tmp_path, hub.place)

        async def story(hubs: Hubs) -> None:
            await join(hubs, hub)
            desks.failing = True
            assert await asyncio.to_thread(hub.publish, FEED.url, b"<rss/>") == 503
            assert desks.kept().pushes == 0
            desks.failing = False
            assert await asyncio.to_thread(hub.publish, FEED.url, b"<rss/>") == 200
            assert (desks.received, desks.kept().pushes) == ([b"<rss/>"], 1)

        desks.run(story)


def test_a_feed_that_names_another_hub_joins_it_and_leaves_the_old_one(tmp_path):
    with Hub() as old, Hub() as new:
        desks = Desks(tmp_path, old.place, new.place)

        async def story(hubs: Hubs) -> None:
            await join(hubs, old)
            await hubs.note(FEED.name, Announcement(hub=new.url, topic=FEED.url))
            await hubs.tend()
            assert (await asyncio.to_thread(old.wait_verified))[0] == "unsubscribe"
            assert (await asyncio.to_thread(new.wait_verified))[0] == "subscribe"
            assert desks.kept().hub == new.url
            await hubs.note(FEED.name, Announcement(hub=new.url, topic=FEED.url))
            await hubs.note(FEED.name, None)
            assert desks.kept().hub == new.url

        desks.run(story)


def test_a_feed_that_is_not_to_be_pushed_asks_no_hub(tmp_path):
    with Hub() as hub:
        desks = Desks(tmp_path, hub.place)
        desks.feeds = {FEED.name: a_feed("wire-en", url=FEED.url, push=False)}

        async def story(hubs: Hubs) -> None:
            await hubs.note(FEED.name, Announcement(hub=hub.url, topic=FEED.url))
            await hubs.note("nobody", Announcement(hub=hub.url, topic=FEED.url))
            await hubs.tend()
            assert hubs.of(FEED.name) is None
            assert hub.asked.empty()

        desks.run(story)


def test_a_hub_is_found_in_the_archive_when_the_feed_has_not_changed_for_long(tmp_path):
    """Its server says 304 to every poll: what it announced came before anybody listened."""
    with Hub() as hub:
        desks = Desks(tmp_path, hub.place)
        body = f"<rss><channel><atom:link rel='hub' href='{hub.url}'/><item/></channel></rss>".encode()
        kept = a_delivery(body, feed=FEED.name)
        with desks.store.write() as unit:
            unit.keep(kept)

        async def story(hubs: Hubs) -> None:
            await hubs.take_up({FEED.name: FeedState(cursor=Cursor(etag='"a"', body_sha256=kept.sha256))})
            await hubs.tend()
            await asyncio.to_thread(hub.wait_verified)
            assert (desks.kept().hub, desks.kept().topic) == (hub.url, FEED.url)

        desks.run(story)


def test_a_connection_that_sends_nothing_is_closed(tmp_path, monkeypatch):
    monkeypatch.setattr("wirefeed.daemon.callback.LIFETIME_SECONDS", 0.2)
    with Hub() as hub:
        desks = Desks(tmp_path, hub.place)

        async def story(hubs: Hubs) -> None:
            port = int(hubs._base.rpartition(":")[2].partition("/")[0])
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"POST /push/")
            assert await asyncio.wait_for(reader.read(), 30) == b""
            writer.close()
            await writer.wait_closed()

        desks.run(story)


@pytest.mark.parametrize("changed", ["callback", "push"])
def test_what_was_agreed_under_another_callback_or_is_no_longer_wanted_is_left(tmp_path, changed):
    desks = Desks(tmp_path)
    base = "https://before.example/push" if changed == "callback" else "http://127.0.0.1:1/push"
    with desks.store.write() as unit:
        one = Subscription(feed=FEED.name, hub="https://hub.example/", topic=FEED.url, callback=f"{base}/t", secret="s")  # noqa: S106
        unit.save_subscription(one)
    if changed == "push":
        desks.feeds = {}

    async def story(hubs: Hubs) -> None:
        assert desks.kept().state is SubscriptionState.LEAVING
        assert hubs.of(FEED.name) is None
        await hubs.tend()
        with desks.store.read() as unit:
            assert unit.subscriptions() == (), "it was never active: there is nothing to tell the hub"

    desks.run(story)
