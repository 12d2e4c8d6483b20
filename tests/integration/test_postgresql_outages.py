"""PostgreSQL that restarts in the middle, and commits whose answer is lost: nothing is lost, nothing is there twice."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import create_engine, text

from tests.integration.daemons import RunningDaemon, configure, rss, wait_until
from tests.integration.postgresql import Server, Wire, own_server
from tests.integration.servers import Loopback, answer, document
from wirefeed.app import build
from wirefeed.config.settings import Settings
from wirefeed.errors import StoreUnavailable
from wirefeed.model.delivery import Fetched
from wirefeed.model.feed import Cursor
from wirefeed.pipeline.round import run_round
from wirefeed.store import open_store
from wirefeed.store.tables import metadata
from wirefeed.testing import NOON, FixedClock, ScriptedTransport, a_delivery

pytestmark = pytest.mark.postgresql
KEPT = [table.name for table in metadata.sorted_tables if table.name not in ("counter", "agency")]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with own_server() as started:
        yield started


@pytest.fixture(autouse=True)
def nothing_yet(server):
    """An empty database."""
    engine = create_engine(server.url)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()


def rows(url: str) -> dict[str, int]:
    """How many rows each table has."""
    engine = create_engine(url)
    with engine.connect() as connection:
        counted = {name: connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in KEPT}
        counted["faults told"] = connection.execute(text("SELECT coalesce(sum(times), 0) FROM set_aside")).scalar_one()
    engine.dispose()
    return counted


TOWNS = ("Port Vell", "Harrowgate", "Lindmouth", "Ostby", "Karvel", "Tolmere", "Venholm", "Sorwick")


def document_at(step: int) -> bytes:
    """A feed that grows; what it says of its first town changes, and one of its entries says nothing."""
    texts = [f"The council of {town} met on Monday and chose {town[::-1].title()} as its new seal." for town in TOWNS[: step + 2]]
    texts[0] += f" It met {step} times before."
    entries = "".join(
        f"<item><title>{town} has a seal</title><guid>{town}</guid><description>{said}</description></item>"
        for town, said in zip(TOWNS, texts, strict=False)
    )
    return f"<rss version='2.0'><channel><title>W</title>{entries}<item><guid>nothing</guid></item></channel></rss>".encode()


async def play(url: str, steps: int = 6, opened: Callable[[], None] = lambda: None) -> None:
    """Rounds over a scripted feed, the clock standing at each one's time; ``opened`` is called once the database is open."""
    agency, feed = {"key": "tass", "name": "TASS"}, {"name": "tass-en", "agency": "tass", "url": "https://tass.example/"}
    settings = Settings.model_validate({"database": {"url": url}, "agency": [agency], "feed": [feed], "work": {"parse_workers": 0}})
    fetched = [
        Fetched(deliveries=(a_delivery(document_at(step), fetched_at=NOON + timedelta(hours=step)),), cursor=Cursor(etag=f'"{step}"'))
        for step in range(steps)
    ]
    clock = FixedClock()
    app = build(settings, clock)
    try:
        async with app.desk() as networked:
            desk = replace(networked, transport=ScriptedTransport({"tass-en": fetched}))
            opened()
            for _ in range(steps):
                await run_round(desk, app.seating, settings.feeds(), force=True)
                clock.move(hours=1)
    finally:
        app.close()


@pytest.mark.parametrize("every", [3, 4, 5])
def test_a_commit_whose_answer_is_lost_is_done_once(server, every):
    asyncio.run(play(server.url))
    undisturbed = rows(server.url)
    assert undisturbed["item"] == 7
    assert undisturbed["item_version"] == 12
    engine = create_engine(server.url)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    open_store(server.url).close()
    wire = Wire(server)
    asyncio.run(play(wire.url, opened=lambda: setattr(wire, "cut_every", every)))
    wire.close()
    assert wire.cut > 3
    assert rows(server.url) == undisturbed


@pytest.mark.parametrize("how", ["fast", "immediate"])
def test_a_restart_in_mid_transaction_leaves_nothing_half_and_the_work_is_done_again(server, how):
    store = open_store(server.url)
    with store.write() as unit:
        unit.count("kept", 1)

    def broken_off() -> None:
        with store.write() as unit:
            unit.count("kept", 1)
            server.restart(how)
            unit.count("kept", 1)

    with pytest.raises(StoreUnavailable) as caught:
        broken_off()
    assert caught.value.retryable
    with store.write() as unit:
        assert unit.counted("kept") == 1
    server.restart(how)
    store.ping()
    store.close()


def test_the_daemon_waits_for_a_server_that_is_away_and_goes_on_by_itself(server, tmp_path):
    stories = ["Harbour closes"]

    async def serve(asked, writer):
        await answer(document(asked, rss(*stories)))(asked, writer)

    with Loopback(pages={"/a.xml": serve}) as wire:
        config = configure(tmp_path, {"a": wire.url("/a.xml")}, allow=[wire.place], database=server.url)
        server.stop("fast")
        with RunningDaemon(config) as daemon:
            daemon.expect("STATUS=waiting for the database")
            server.start()
            daemon.expect("READY=1")
            wait_until(lambda: rows(server.url)["item"] == 1, "the first item")
            server.stop("immediate")
            stories.append("Museum opens")
            daemon.expect("STATUS=paused")
            server.start()
            wait_until(lambda: rows(server.url)["item"] == 2, "the item that came while the server was away")
            with RunningDaemon(configure(tmp_path / "second", {"a": wire.url("/a.xml")}, allow=[], database=server.url)) as second:
                assert second.process.wait(timeout=60) == 1
                assert "another process is the daemon of this database already" in second.log()
            daemon.kill()
        with RunningDaemon(config) as daemon:
            daemon.expect("READY=1")
            assert daemon.stop() == 0
