"""Manners towards hosts: how many requests at once, how far apart, and quiet when a host asks for it. It sends no request.

HostGate is the state and its rules, without IO; Doorway is the queue in front of it.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

Host = tuple[str, int]
MOST_HOSTS = 1000
SET_BACK = timedelta(minutes=1)
"""Two polls' times may differ by a little; a clock that is so far behind was moved."""


class HostGate:
    """When the next request to a host may start. Times of starts are seconds of a monotonic clock, pauses are UTC datetimes."""

    def __init__(self, gap: float) -> None:
        self._gap = gap
        self._started: dict[Host, float] = {}
        self._pauses: dict[Host, tuple[datetime, datetime]] = {}

    def delay(self, host: Host, at: float) -> float:
        """Seconds to wait at the moment ``at`` before a request may start."""
        started = self._started.get(host)
        return 0.0 if started is None else max(0.0, started + self._gap - at)

    def start(self, host: Host, at: float) -> None:
        """A request to the host starts at ``at``. Starts that keep nobody waiting are forgotten now and then: articles stand anywhere."""
        self._started[host] = at
        if len(self._started) > MOST_HOSTS:
            self._started = {one: started for one, started in self._started.items() if started + self._gap > at}

    def pause(self, host: Host, until: datetime, now: datetime) -> None:
        """The host asked for quiet until ``until``. Pauses that are over are forgotten here, so that they never pile up."""
        self._pauses = {one: pause for one, pause in self._pauses.items() if pause[1] > now}
        if until > now:
            self._pauses[host] = now, max(until, self.paused(host, now) or until)

    def paused(self, host: Host, now: datetime) -> datetime | None:
        """Until when the host wants quiet; None when it may be asked. A clock that is set back meanwhile does not prolong the pause."""
        asked, until = self._pauses.get(host, (now, now))
        if now < asked - SET_BACK:
            until = now + (until - asked)
            self._pauses[host] = now, until
        return until if until > now else None


@dataclass(slots=True)
class _Lane:
    """The queue of one host: ``door`` lets one in at a time and in order, ``slots`` are its connections."""

    slots: asyncio.Semaphore
    door: asyncio.Lock = field(default_factory=asyncio.Lock)
    users: int = 0


class Doorway:
    """Lets requests through to their hosts in order. Belongs to one event loop."""

    def __init__(self, gate: HostGate, *, per_host: int, overall: int) -> None:
        self._gate = gate
        self._per_host = per_host
        self._overall = asyncio.Semaphore(overall)
        self._lanes: dict[Host, _Lane] = {}
        self._aside: set[asyncio.Task[object] | None] = set()

    @asynccontextmanager
    async def turn(self, host: Host, clock: Callable[[], datetime]) -> AsyncIterator[datetime | None]:
        """Wait for a turn at ``host`` and keep it for the block; yields the end of the host's pause when it asked for quiet.

        Waiting for a host takes none of the overall places, so that a slow host holds up no other.
        """
        lane = self._lanes.setdefault(host, _Lane(slots=asyncio.Semaphore(self._per_host)))
        lane.users += 1
        try:
            async with lane.slots:
                until = await self._pass_door(lane.door, host, clock)
                if until is not None:
                    yield until
                    return
                try:
                    yield None
                finally:
                    self.step_aside()
                    self._aside.discard(asyncio.current_task())
        finally:
            lane.users -= 1
            if not lane.users:
                del self._lanes[host]

    def step_aside(self) -> None:
        """Give the overall place of one's turn to another: what is waited for now is not the wire."""
        task = asyncio.current_task()
        if task not in self._aside:
            self._aside.add(task)
            self._overall.release()

    async def _pass_door(self, door: asyncio.Lock, host: Host, clock: Callable[[], datetime]) -> datetime | None:
        """Take one of the overall places and start, unless the host is paused: then nothing is taken and the pause's end returned."""
        loop = asyncio.get_running_loop()
        async with door:
            if until := self._gate.paused(host, clock()):
                return until
            await asyncio.sleep(self._gate.delay(host, loop.time()))
            await self._overall.acquire()
            if until := self._gate.paused(host, clock()):
                self._overall.release()
                return until
            self._gate.start(host, loop.time())
            return None
