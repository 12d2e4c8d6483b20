"""Pages of one site are asked for as far apart as its robots.txt wants; nobody stands in line for long, and no other site waits."""

import asyncio
import time
from datetime import UTC, datetime

import pytest

from tests.integration.servers import Loopback, answer, reply
from wirefeed.errors import Refused
from wirefeed.model.delivery import Deferred, Fetched
from wirefeed.model.feed import Agency, Feed
from wirefeed.transports import HttpSettings, HttpTransport
from wirefeed.transports.pages import HttpPages
from wirefeed.transports.spacing import MOST_SECONDS, Spacing

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
PAUSE = 0.25


@pytest.fixture
def server():
    with Loopback() as running:
        for name in "abc":
            running.pages[f"/{name}"] = served(running, name)
        yield running


def served(running, name):
    """A page that notes when it was asked for."""

    async def write(asked, writer):
        running.times.append(time.monotonic())
        await answer(reply(f"<p>{name}</p>".encode(), Content_Type="text/html"))(asked, writer)

    running.times = []
    return write


def asking(server, delay):
    server.pages["/robots.txt"] = answer(reply(f"User-agent: *\nCrawl-delay: {delay}\n".encode()))


def fetch(server, *names, patience=60.0):
    """These pages, all at once; outcomes in the order of the names."""
    feed = Feed(name="wire", agency=Agency(key="wire", name="Wire", quoted_as="Wire"), url=server.url("/feed.xml"))

    async def run():
        http = HttpTransport(HttpSettings(allow=(server.place,), per_host_connections=16, per_host_gap_seconds=0.0))
        pages = HttpPages(http, "wirefeed", Spacing(patience))
        try:
            fetched = (pages.fetch_page(feed, server.url(f"/{name}"), NOW) for name in names)
            return await asyncio.gather(*fetched, return_exceptions=True)
        finally:
            await http.close()

    return asyncio.run(run())


def test_pages_are_as_far_apart_as_the_site_asks(server):
    asking(server, PAUSE)
    assert [type(one) for one in fetch(server, *"abc")] == [Fetched, Fetched, Fetched]
    first, second, third = server.times
    assert min(second - first, third - second) >= PAUSE


def test_who_would_stand_in_line_too_long_comes_back_later(server):
    asking(server, 40)
    one, *others = fetch(server, *"abc", patience=10.0)
    assert isinstance(one, Fetched)
    assert [type(other) for other in others] == [Deferred, Deferred]
    assert 0 < (others[0].until - NOW).total_seconds() <= 40
    assert "40 s between two requests" in others[0].why
    assert len(server.times) == 1


def test_a_site_that_asks_for_longer_pauses_than_news_can_wait_is_left_alone_and_that_is_said(server):
    asking(server, MOST_SECONDS + 1)
    (refused,) = fetch(server, "a")
    assert isinstance(refused, Refused)
    assert "robots.txt asks for 61 s between two requests" in str(refused)
    assert server.times == []


def test_no_other_site_waits_and_a_line_that_is_over_is_forgotten():
    async def run():
        spacing, order = Spacing(), []

        async def one(site, pause):
            async with spacing.turn(site, pause):
                order.append(site)

        await asyncio.gather(one("slow", 0.2), one("slow", 0.2), one("quick", 0.01))
        await asyncio.sleep(0.3)
        await one("quick", 0.01)
        return order, set(spacing._lines)

    assert asyncio.run(run()) == (["slow", "quick", "slow", "quick"], {"quick"})


def test_a_page_that_fails_keeps_the_pause_too(server):
    asking(server, PAUSE)
    server.pages["/a"] = answer(reply(b"", status=500))
    begun = time.monotonic()
    outcomes = fetch(server, *"abc")
    assert sum(isinstance(one, Fetched) for one in outcomes) == 2
    assert time.monotonic() - begun >= 2 * PAUSE
