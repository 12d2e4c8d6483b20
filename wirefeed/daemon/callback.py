"""The small web server hubs call back: bounded in bytes, time and number. What a call means is decided in daemon.hubs.

It speaks plain HTTP and is meant to stand behind a reverse proxy. It serves nothing but the callbacks.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus

import structlog
from aiohttp import web

log = structlog.get_logger(module=__name__)
BODY_BYTES = 8 * 1024 * 1024
READ_SECONDS = 30.0
ANSWER_SECONDS = 60.0
AT_ONCE = 8
"""Pushes whose bodies are in memory; one more is told to come again."""
CONNECTIONS = 256
CLOSING_SECONDS = 1.5
LIFETIME_SECONDS = 120.0
"""No connection lives longer, whatever it sends or does not send."""
HEADER_BYTES = 8190


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a hub is answered."""

    status: int
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Push:
    """What a hub sent, unchecked."""

    body: bytes
    signature: str | None
    content_type: str | None


Verify = Callable[[str, Mapping[str, str]], Awaitable[Reply]]
"""(token, query) -> the answer to a hub that asks whether we meant it."""
Take = Callable[[str, Push], Awaitable[Reply]]
"""(token, push) -> the answer to a hub that pushes."""
Known = Callable[[str], bool]
"""Whether a token is one of ours: bodies of others are not read."""


class CallbackServer:
    """Listens while it is started. Anything it is asked about an unknown token is 404."""

    def __init__(self, listen: str, *, known: Known, verify: Verify, take: Take) -> None:
        host, _, port = listen.rpartition(":")
        self._address = (host.strip("[]"), int(port))
        self._known = known
        self._verify = verify
        self._take = take
        self._room = asyncio.Semaphore(AT_ONCE)
        self._runner: web.ServerRunner | None = None
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        """Begin to listen. Raises OSError when the address cannot be used."""
        server = web.Server(self._answer, access_log=None, auto_decompress=False, max_line_size=HEADER_BYTES, max_field_size=HEADER_BYTES)
        self._runner = web.ServerRunner(server, handle_signals=False, shutdown_timeout=CLOSING_SECONDS)
        await self._runner.setup()
        loop = asyncio.get_running_loop()

        def connect() -> asyncio.Protocol:
            protocol = server()
            if len(server.connections) > CONNECTIONS:
                loop.call_soon(protocol.force_close)
            loop.call_later(LIFETIME_SECONDS, protocol.force_close)
            return protocol

        self._server = await loop.create_server(connect, *self._address)

    async def stop(self) -> None:
        """Hear nobody any more; calls being answered have a moment left."""
        if self._server:
            self._server.close()
        if self._runner:
            await self._runner.cleanup()

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        token = request.path.rpartition("/")[2]
        if not self._known(token):
            return _response(Reply(status=HTTPStatus.NOT_FOUND))
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                return _response(await self._reply(request, token))
        except TimeoutError:
            return _response(Reply(status=HTTPStatus.SERVICE_UNAVAILABLE))

    async def _reply(self, request: web.BaseRequest, token: str) -> Reply:
        if request.method == "GET":
            return await self._verify(token, request.query)
        if request.method != "POST":
            return Reply(status=HTTPStatus.METHOD_NOT_ALLOWED)
        if self._room.locked():
            return Reply(status=HTTPStatus.SERVICE_UNAVAILABLE)
        if request.headers.get("Content-Encoding", "identity").lower() != "identity":
            return Reply(status=HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
        async with self._room:
            body = await _read(request)
            if body is None:
                return Reply(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            signature, kind = request.headers.get("X-Hub-Signature"), request.headers.get("Content-Type")
            return await self._take(token, Push(body=body, signature=signature, content_type=kind))


async def _read(request: web.BaseRequest) -> bytes | None:
    """The whole body, or None when it is too long. Raises TimeoutError."""
    if (request.content_length or 0) > BODY_BYTES:
        return None
    chunks, size = [], 0
    async with asyncio.timeout(READ_SECONDS):
        async for chunk in request.content.iter_any():
            size += len(chunk)
            if size > BODY_BYTES:
                return None
            chunks.append(chunk)
    return b"".join(chunks)


def _response(reply: Reply) -> web.Response:
    headers = {"Server": "wirefeed", "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}
    if reply.status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers["Retry-After"] = "60"
    return web.Response(status=reply.status, text=reply.text, content_type="text/plain", headers=headers)
