"""The enforcement of the guard in aiohttp: what was checked is what is dialled. It decides nothing itself (guard.py does)."""

import asyncio
import contextlib
import socket
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from wirefeed.transports.guard import Allow, check_address

AddressInfo = tuple[int, int, int, str, tuple[Any, ...]]
"""As getaddrinfo gives it: family, type, protocol, canonical name, address (host and port first)."""

Lookup = Callable[[str, int, int], Awaitable[list[AddressInfo]]]
"""(host, port, family) -> every answer. Raises OSError when the name does not resolve."""


class Blocked(OSError):
    """The guard said no at the moment of resolving or dialling; the message is the reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialling:
    """Whom this task is about to reach. ``trusted``: a proxy the operator configured, which may stand in a private network."""

    host: str
    port: int
    trusted: bool = False


_dialling: ContextVar[Dialling | None] = ContextVar("wirefeed_dialling", default=None)


@contextlib.contextmanager
def dialling(target: Dialling) -> Iterator[None]:
    """Say whom the block is about to reach; connections made inside are held to it."""
    token = _dialling.set(target)
    try:
        yield
    finally:
        _dialling.reset(token)


async def look_up(host: str, port: int, family: int) -> list[AddressInfo]:
    """Resolve in a thread of its own.

    getaddrinfo cannot be cancelled: in a shared pool a few dead name servers would hold up every other feed, and at exit
    the interpreter would wait for them. A daemon thread is simply left behind.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[list[AddressInfo]] = loop.create_future()

    def deliver(result: list[AddressInfo] | OSError) -> None:
        if answer.done():
            return
        if isinstance(result, OSError):
            answer.set_exception(result)
        else:
            answer.set_result(result)

    def resolve() -> None:
        result: list[AddressInfo] | OSError
        try:
            result = list(socket.getaddrinfo(host, port, family=family, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG))
        except OSError as error:
            result = error
        except UnicodeError as error:  # a label over 63 characters
            result = socket.gaierror(socket.EAI_NONAME, str(error))
        with contextlib.suppress(RuntimeError):  # the loop was closed meanwhile: nobody waits for the answer any more
            loop.call_soon_threadsafe(deliver, result)

    threading.Thread(target=resolve, name="look_up", daemon=True).start()
    return await answer


class GuardedResolver(AbstractResolver):
    """Resolves a name and refuses it whole when any one of its answers is forbidden (mixed answers are how rebinding begins)."""

    def __init__(self, allow: Allow, lookup: Lookup = look_up) -> None:
        self._allow = allow
        self._lookup = lookup

    async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET) -> list[ResolveResult]:
        """Every answer of the name, all of them checked. Raises OSError: Blocked, or socket.gaierror."""
        answers = await self._lookup(host, port, family)
        for answer in answers:
            _check(str(answer[4][0]), port, self._allow)
        return [
            ResolveResult(
                hostname=host,
                host=str(address[0]),
                port=port,
                family=kind,
                proto=protocol,
                flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            )
            for kind, _, protocol, _, address in answers
        ]

    async def close(self) -> None:
        """Nothing is held open."""


def guarded_connector(allow: Allow, lookup: Lookup = look_up) -> aiohttp.TCPConnector:
    """A connector whose every socket passes the guard, IP literals and cached names included. Needs a running loop.

    Limits are off: hosts.py keeps them. Connections kept alive were checked when they were dialled.
    """

    def open_socket(info: AddressInfo) -> socket.socket:
        family, kind, protocol, _, address = info
        _check(str(address[0]), int(address[1]), allow)
        return socket.socket(family, kind, protocol)

    return aiohttp.TCPConnector(resolver=GuardedResolver(allow, lookup), socket_factory=open_socket, limit=0, limit_per_host=0)


def _check(address: str, port: int, allow: Allow) -> None:
    target = _dialling.get()
    if target is not None and target.trusted and target.port == port:
        return
    reason = check_address(address, port, allow, target.host if target else None)
    if reason:
        raise Blocked(reason)
