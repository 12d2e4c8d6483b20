"""Manners towards hosts: the gate's rules as plain state, and the queue in front of it."""

import asyncio
import contextlib
from datetime import UTC, datetime, timedelta

from wirefeed.transports.hosts import MOST_HOSTS, Doorway, HostGate

NOW = datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC)
HERE, THERE = ("a.example", 443), ("b.example", 443)


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def test_two_requests_to_one_host_start_a_gap_apart():
    gate = HostGate(5.0)
    assert gate.delay(HERE, 100.0) == 0.0
    gate.start(HERE, 100.0)
    assert gate.delay(HERE, 101.5) == 3.5
    assert gate.delay(HERE, 105.0) == 0.0
    assert gate.delay(THERE, 101.5) == 0.0


def test_hosts_that_were_asked_long_ago_are_not_remembered_for_ever():
    """Articles stand anywhere: a daemon that runs for months meets very many hosts."""
    gate = HostGate(5.0)
    for number in range(10 * MOST_HOSTS):
        gate.start((f"{number}.example", 443), float(number))
    assert len(gate._started) <= MOST_HOSTS + 1
    assert gate.delay((f"{10 * MOST_HOSTS - 1}.example", 443), 10.0 * MOST_HOSTS) == 4.0


def test_a_pause_holds_for_its_host_until_it_is_over():
    gate = HostGate(0)
    gate.pause(HERE, after(30), NOW)
    assert gate.paused(HERE, after(29)) == after(30)
    assert gate.paused(HERE, after(30)) is None
    assert gate.paused(THERE, NOW) is None


def test_a_clock_that_is_set_back_does_not_prolong_a_pause():
    gate = HostGate(0)
    gate.pause(HERE, after(30), NOW)
    hour_ago = NOW - timedelta(hours=1)
    assert gate.paused(HERE, hour_ago) == hour_ago + timedelta(seconds=30)
    assert gate.paused(HERE, hour_ago + timedelta(seconds=30)) is None


def test_a_shorter_pause_does_not_cut_a_longer_one_short():
    gate = HostGate(0)
    gate.pause(HERE, after(60), NOW)
    gate.pause(HERE, after(10), NOW)
    assert gate.paused(HERE, NOW) == after(60)


def test_a_pause_in_the_past_is_none_and_old_pauses_are_forgotten():
    gate = HostGate(0)
    gate.pause(HERE, after(-1), NOW)
    assert gate.paused(HERE, NOW) is None
    gate.pause(HERE, after(1), NOW)
    gate.pause(THERE, after(9), after(5))
    assert len(gate._pauses) == 1


async def visit(doorway: Doorway, host, log: list[str], name: str, seconds: float = 0.05) -> datetime | None:
    async with doorway.turn(host, lambda: NOW) as paused:
        log.append(name)
        if not paused:
            await asyncio.sleep(seconds)
        return paused


def test_a_host_sees_no_more_than_its_connections_at_once():
    async def run() -> int:
        doorway, inside, most = Doorway(HostGate(0), per_host=2, overall=64), 0, 0

        async def one() -> None:
            nonlocal inside, most
            async with doorway.turn(HERE, lambda: NOW):
                inside += 1
                most = max(most, inside)
                await asyncio.sleep(0.01)
                inside -= 1

        await asyncio.gather(*(one() for _ in range(8)))
        return most

    assert asyncio.run(run()) == 2


def test_requests_to_one_host_keep_their_order_and_their_distance():
    async def run() -> tuple[list[str], float]:
        doorway, log = Doorway(HostGate(0.05), per_host=4, overall=64), []
        started = asyncio.get_running_loop().time()
        await asyncio.gather(*(visit(doorway, HERE, log, str(number), 0) for number in range(4)))
        return log, asyncio.get_running_loop().time() - started

    log, seconds = asyncio.run(run())
    assert log == ["0", "1", "2", "3"]
    assert 0.15 <= seconds < 1


def test_a_slow_host_holds_up_no_other():
    async def run() -> list[str]:
        doorway, log = Doorway(HostGate(0), per_host=1, overall=2), []
        slow = [asyncio.create_task(visit(doorway, HERE, log, "slow", 10)) for _ in range(5)]
        await asyncio.sleep(0)
        await asyncio.wait_for(asyncio.gather(*(visit(doorway, THERE, log, "quick", 0) for _ in range(5))), 2)
        for task in slow:
            task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.gather(*slow)
        return log

    assert asyncio.run(run()).count("quick") == 5


def test_those_who_queue_at_a_host_that_asks_for_quiet_are_sent_away_at_once():
    async def run() -> list[datetime | None]:
        gate = HostGate(0.05)
        doorway, log = Doorway(gate, per_host=1, overall=64), []
        first = asyncio.create_task(visit(doorway, HERE, log, "first"))
        others = [asyncio.create_task(visit(doorway, HERE, log, "other")) for _ in range(50)]
        await asyncio.sleep(0.01)
        gate.pause(HERE, after(30), NOW)
        return list(await asyncio.wait_for(asyncio.gather(first, *others), 1))

    assert asyncio.run(run()) == [None] + [after(30)] * 50


def test_a_visitor_who_gives_up_leaves_no_place_taken():
    async def run() -> dict:
        doorway, log = Doorway(HostGate(0), per_host=1, overall=1), []
        for host in (HERE, THERE, HERE):
            task = asyncio.create_task(visit(doorway, host, log, "gone", 10))
            await asyncio.sleep(0.01)
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        await asyncio.wait_for(visit(doorway, HERE, log, "last", 0), 1)
        return doorway._lanes

    assert asyncio.run(run()) == {}
