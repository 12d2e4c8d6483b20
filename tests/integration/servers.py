"""Loopback servers that tests and benchmarks share: scripted answers down to the byte, a canary. It tests nothing."""

import asyncio
import contextlib
import socket
import ssl
import struct
import threading
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from types import TracebackType
from typing import Self

_REASONS = {200: "OK", 304: "Not Modified"}


@dataclass(frozen=True)
class Asked:
    """One request as the server saw it; header names in lower case."""

    path: str
    headers: Mapping[str, str]
    port: int
    method: str = "GET"
    body: bytes = b""


Answering = Callable[[Asked, asyncio.StreamWriter], Awaitable[None]]
"""Writes the answer; the server closes the connection afterwards."""


def reply(body: bytes = b"", *, status: int = 200, length: int | None = None, close: bool = True, **headers: str | Sequence[str]) -> bytes:
    """A whole HTTP answer as bytes. ``length`` overrides Content-Length; header names have ``_`` for ``-``; a sequence repeats a header."""
    lines = [f"HTTP/1.1 {status} {_REASONS.get(status, 'Scripted')}"]
    for name, values in headers.items():
        lines += [f"{name.replace('_', '-')}: {value}" for value in ([values] if isinstance(values, str) else values)]
    lines.append(f"Content-Length: {len(body) if length is None else length}")
    lines += ["Connection: close"] if close else []
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def answer(data: bytes) -> Answering:
    """Always the same bytes."""

    async def write(_: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(data)
        await writer.drain()

    return write


def reset(data: bytes = b"") -> Answering:
    """Some bytes, then a TCP reset."""

    async def write(_: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(data)
        await writer.drain()
        await asyncio.sleep(0.02)
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()

    return write


def hang(data: bytes = b"") -> Answering:
    """Some bytes, then silence for longer than any test waits."""

    async def write(_: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(data)
        await writer.drain()
        await asyncio.sleep(600)

    return write


def drip(data: bytes, seconds: float = 0.1) -> Answering:
    """The head at once, then a byte each ``seconds``, for ever."""

    async def write(_: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(reply(length=1_000_000))
        for byte in data * 10_000:
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(seconds)

    return write


@dataclass
class Loopback:
    """A server on 127.x in a thread of its own, so that synchronous tests and subprocesses can use it. Unknown paths get 404."""

    pages: dict[str, Answering] = field(default_factory=dict)
    host: str = "127.0.0.1"
    asked: list[Asked] = field(default_factory=list)
    connections: int = 0
    at_once: int = 0
    most_at_once: int = 0
    port: int = 0
    tls: ssl.SSLContext | None = None

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        self._writers: set[asyncio.StreamWriter] = set()
        self._thread = threading.Thread(target=self._loop.run_forever, name="loopback", daemon=True)
        self._thread.start()
        starting = asyncio.start_server(self._talk, self.host, self.port, ssl=self.tls)
        self._server = asyncio.run_coroutine_threadsafe(starting, self._loop).result(10)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    @property
    def place(self) -> str:
        """``host:port``, as the allow-list wants it."""
        return f"{self.host}:{self.port}"

    def url(self, path: str = "/feed.xml") -> str:
        """The address of a path here."""
        return f"http://{self.place}{path}"

    async def _stop(self) -> None:
        self._server.close()
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        for writer in self._writers:
            writer.transport.abort()
        await asyncio.sleep(0.01)  # the loop closes sockets a turn later

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self.at_once += 1
        self._writers.add(writer)
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
                asked = await self._listen(reader)
                self.asked.append(asked)
                await self.pages.get(asked.path.partition("?")[0], answer(reply(b"not here", status=404)))(asked, writer)
        finally:
            self.at_once -= 1
            writer.close()
            with contextlib.suppress(OSError, asyncio.CancelledError):
                await writer.wait_closed()
                self._writers.discard(writer)

    async def _listen(self, reader: asyncio.StreamReader) -> Asked:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        return Asked(path=head[0].split(" ")[1], headers=headers, port=self.port, method=head[0].split(" ")[0], body=body)


def canary() -> Loopback:
    """A server that must never be reached: 127.0.0.2 is this machine and on no allow-list."""
    return Loopback(host="127.0.0.2")


def document(asked: Asked, body: bytes, *, content_type: str = "application/rss+xml") -> bytes:
    """The answer of a well-behaved server: ETag and If-None-Match kept."""
    etag = f'"{sha256(body).hexdigest()[:20]}"'
    if asked.headers.get("if-none-match") == etag:
        return reply(status=304, ETag=etag)
    return reply(body, ETag=etag, Content_Type=content_type)
