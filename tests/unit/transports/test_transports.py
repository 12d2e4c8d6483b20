"""The transport that hands each feed to the adapter of its scheme."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from wirefeed.errors import Missing, Refused
from wirefeed.model.delivery import Deferred, Outcome
from wirefeed.model.feed import Agency, Cursor, Feed
from wirefeed.transports import HttpSettings, Transports, build_transports

NOW = datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC)


def fetch(transports: Transports, url: str) -> Outcome:
    async def run() -> Outcome:
        try:
            return await transports.fetch(Feed(name="f", agency=Agency(key="a", name="A", quoted_as="A"), url=url), Cursor(), NOW)
        finally:
            await transports.close()

    return asyncio.run(run())


def test_each_scheme_goes_to_its_adapter():
    with pytest.raises(Missing, match="folder"):
        fetch(build_transports(HttpSettings()), "file:///no/such/folder/*.xml")
    for url in ("http://127.0.0.1/", "HTTPS://127.0.0.1/"):
        with pytest.raises(Refused, match=r"network\.allow"):
            fetch(build_transports(HttpSettings()), url)


def test_a_scheme_nobody_fetches_is_refused_without_its_secrets():
    with pytest.raises(Refused, match=r"known: afp-api, afp-api\+http, file, http, https") as caught:
        fetch(build_transports(HttpSettings()), "gopher://me:canary@example.org/")
    assert "canary" not in str(caught.value)


def test_an_adapter_of_two_schemes_is_closed_once():
    class Counting:
        closed = 0

        async def fetch(self, *_: object) -> Outcome:
            raise AssertionError

        def hush(self, *_: object) -> None:
            raise AssertionError

        async def close(self) -> None:
            self.closed += 1

    adapter = Counting()
    asyncio.run(Transports({"http": adapter, "https": adapter}).close())
    assert adapter.closed == 1


def test_quiet_that_was_asked_for_before_a_restart_is_kept():
    transports, until = build_transports(HttpSettings()), NOW + timedelta(hours=1)
    for url in ("https://example.org/rss", "file:///wires/", "gopher://example.org/", "https://[broken"):
        transports.hush(url, until, NOW)
    assert fetch(transports, "https://example.org/other") == Deferred(
        until=until, why="example.org asked for quiet until 2026-11-23 13:00:00 UTC"
    )
