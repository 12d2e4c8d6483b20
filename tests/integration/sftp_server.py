"""A real SSH server with SFTP on loopback, in a thread of its own, with host keys made for the test. It tests nothing."""

import asyncio
import os
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

import asyncssh

USER, PASSWORD = "wire", "a password of the test"


class SftpServer:
    """Serves one folder as ``/``. ``on_read`` may do something to a path before each read of it; ``deny`` names operations that fail."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.host_key = asyncssh.generate_private_key("ssh-ed25519")
        self.user_key = asyncssh.generate_private_key("ssh-ed25519")
        self.on_read: Callable[[Path, int], None] = lambda _, __: None
        self.deny: set[str] = set()
        self.renames: list[tuple[str, str]] = []
        self.logins = 0
        self.port = 0
        self._connections: set[asyncssh.SSHServerConnection] = set()
        self._ever: list[asyncssh.SSHServerConnection] = []

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="sftp", daemon=True)
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(20)
        self.port = self._server.get_port()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(20)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(20)
        self._loop.close()

    @property
    def place(self) -> str:
        """``host:port``, as the allow-list wants it."""
        return f"127.0.0.1:{self.port}"

    def url(self, path: str = "/drop/*.xml") -> str:
        """The address of files here."""
        return f"sftp://{USER}@{self.place}{path}"

    def known_hosts(self, file: Path, key: asyncssh.SSHKey | None = None) -> Path:
        """A known-hosts file that has this server's key, or another for this server."""
        public = (key or self.host_key).export_public_key("openssh").decode().strip()
        file.write_text(f"[127.0.0.1]:{self.port} {public}\n", encoding="utf-8")
        return file

    def cut(self) -> None:
        """Every connection is gone, now. Called from the server's own thread."""
        for connection in tuple(self._connections):
            connection.abort()

    async def _start(self) -> asyncssh.SSHAcceptor:
        keys = asyncssh.import_authorized_keys(self.user_key.export_public_key("openssh").decode())
        return await asyncssh.listen(
            "127.0.0.1",
            0,
            server_factory=lambda: _Door(self),
            server_host_keys=[self.host_key],
            authorized_client_keys=keys,
            sftp_factory=lambda channel: _Files(self, channel),
        )

    async def _stop(self) -> None:
        self._server.close()
        ever = tuple(self._ever)
        self.cut()
        await self._server.wait_closed()
        await asyncio.gather(*(connection.wait_closed() for connection in ever), return_exceptions=True)
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        await asyncio.wait(others, timeout=5) if others else None
        await asyncio.sleep(0.05)  # the loop closes sockets a turn later


class _Door(asyncssh.SSHServer):
    def __init__(self, server: SftpServer) -> None:
        self._server = server

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        self._connection = conn
        self._server._connections.add(conn)
        self._server._ever.append(conn)

    def connection_lost(self, _: Exception | None) -> None:
        self._server._connections.discard(self._connection)

    def auth_completed(self) -> None:
        self._server.logins += 1

    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        return (username, password) == (USER, PASSWORD)


class _Files(asyncssh.SFTPServer):
    def __init__(self, server: SftpServer, channel: asyncssh.SSHServerChannel) -> None:
        super().__init__(channel, chroot=str(server.root))
        self._server = server
        self._paths: dict[int, Path] = {}

    def open(self, path: bytes, pflags: int, attrs: asyncssh.SFTPAttrs) -> object:
        file = super().open(path, pflags, attrs)
        self._paths[id(file)] = Path(os.fsdecode(self.map_path(path)))
        return file

    def read(self, file_obj: object, offset: int, size: int) -> bytes:
        self._server.on_read(self._paths[id(file_obj)], offset)
        return super().read(file_obj, offset, size)

    def rename(self, oldpath: bytes, newpath: bytes) -> None:
        if "rename" in self._server.deny:
            raise asyncssh.SFTPPermissionDenied("the server forbids it")
        self._server.renames.append((os.fsdecode(oldpath), os.fsdecode(newpath)))
        super().rename(oldpath, newpath)
