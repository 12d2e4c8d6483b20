"""The real daemon and a real hub: what the hub pushes is a story without a poll; restart, renewal, removal, forgery, attack."""

import asyncio
import contextlib
import json
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.integration.daemon import Daemon
from tests.integration.hub import Hub
from tests.integration.servers import Asked, Loopback, document

SENTENCES = {
    "harbour": "The port was shut at noon when waves broke over the northern mole. Two ferries turned back to the mainland.",
    "museum": "Visitors queued for the wing of Roman glass, which took nine years to build and cost the city forty million.",
    "bridge": "Engineers closed the railway bridge over the Sava after a barge struck its second pier before dawn.",
}


def rss(hub: Hub, topic: str, *names: str, word: str = "") -> bytes:
    items = "".join(
        f"<item><title>The {name} report of the day {word}</title><guid isPermaLink='false'>{name}</guid><link>https://example.org/{name}</link>"
        f"<description>{SENTENCES[name]}</description><pubDate>Mon, 23 Nov 2026 10:00:00 GMT</pubDate></item>"
        for name in names
    )
    links = f"<atom:link rel='hub' href='{hub.url}'/><atom:link rel='self' href='{topic}'/>"
    return (
        "<?xml version='1.0'?><rss version='2.0' xmlns:atom='http://www.w3.org/2005/Atom'>"
        f"<channel><title>Wire</title>{links}{items}</channel></rss>"
    ).encode()


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Wire:
    """A publisher whose feed names a hub, the hub, and a configuration that listens for it."""

    def __init__(self, folder: Path, server: Loopback, hub: Hub) -> None:
        self.server, self.hub, self.folder = server, hub, folder
        self.topic = server.url()
        self.listen = f"127.0.0.1:{free_port()}"
        self.config = folder / "wirefeed.toml"
        self.body = rss(hub, self.topic, "harbour")

        async def serve(asked: Asked, writer: asyncio.StreamWriter) -> None:
            writer.write(document(asked, self.body))

        server.pages["/feed.xml"] = serve
        self.write_config()

    def write_config(self, *, feed: str = "wire") -> None:
        """The configuration; another ``feed`` name takes the first one out."""
        self.config.write_text(
            f"""
[database]
url = "sqlite:///{self.folder / "wirefeed.db"}"
[network]
allow = ["{self.server.place}", "{self.hub.place}"]
per_host_gap_seconds = 0.0
[work]
parse_workers = 1
[websub]
listen = "{self.listen}"
callback_url = "http://{self.listen}/push"
[[agency]]
key = "agency"
name = "The Agency"
[[feed]]
name = "{feed}"
agency = "agency"
url = "{self.topic if feed == "wire" else self.server.url("/other.xml")}"
interval_min = 3600
interval_max = 7200
""",
            encoding="utf-8",
        )

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """What a user sees."""
        with closing(sqlite3.connect(f"file:{self.folder / 'wirefeed.db'}?mode=ro", uri=True)) as connection:
            return connection.execute(query).fetchall()

    def wait_for_rows(self, query: str, expected: list[tuple[object, ...]]) -> None:
        """Until the database says so."""
        deadline = time.monotonic() + 60
        while (found := self.rows(query)) != expected:
            assert time.monotonic() < deadline, f"{query}: {found}"
            time.sleep(0.1)

    def subscribed(self, daemon: Daemon) -> None:
        """Wait until the hub has its subscriber, and the poll that follows is over."""
        self.hub.wait_asked("subscribe")
        assert self.hub.wait_verified() == ("subscribe", 200, "echoed")
        daemon.wait_for("hub confirmed")
        daemon.wait_for("poll", feed="wire")


@pytest.fixture
def wire(tmp_path):
    with Loopback() as server, Hub() as hub:
        yield Wire(tmp_path, server, hub)


def test_what_a_hub_pushes_is_a_story_without_a_poll_and_a_restart_keeps_the_subscription(wire):
    with Daemon(wire.config) as daemon:
        daemon.wait_for("poll", outcome="changed")
        wire.subscribed(daemon)
        polls = len(wire.server.asked)
        assert wire.hub.publish(wire.topic, rss(wire.hub, wire.topic, "museum")) == 200
        wire.wait_for_rows("SELECT headline FROM merged_stories WHERE headline LIKE '%museum%'", [("The museum report of the day",)])
        assert len(wire.server.asked) == polls
        assert daemon.stop() == 0
    with Daemon(wire.config) as daemon:
        daemon.wait_for("ready")
        assert wire.hub.publish(wire.topic, rss(wire.hub, wire.topic, "museum", "bridge")) == 200
        wire.wait_for_rows("SELECT count(*) FROM merged_stories", [(3,)])
        assert daemon.stop() == 0
    assert wire.hub.asked.empty(), "nothing was asked again"
    assert len(wire.server.asked) == polls
    assert wire.rows("SELECT state, pushes, refused FROM subscriptions") == [("active", 2, 0)]
    assert wire.rows("SELECT guid, count(*) FROM item_versions GROUP BY guid") == [("bridge", 1), ("harbour", 1), ("museum", 1)]
    (listed,) = json.loads(
        subprocess.run(
            [sys.executable, "-m", "wirefeed", "--config", str(wire.config), "feeds", "--json"], capture_output=True, check=True
        ).stdout
    )
    assert (listed["subscription"]["state"], listed["subscription"]["pushes"]) == ("active", 2)


def test_polls_are_rare_while_pushes_come_and_frequent_again_when_one_is_missed(wire):
    wire.config.write_text(wire.config.read_text().replace("interval_min = 3600", "interval_min = 1"))
    far = "SELECT next_due_at > strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '+1 hour') FROM feeds"
    with Daemon(wire.config) as daemon:
        daemon.wait_for("poll", outcome="changed")
        wire.subscribed(daemon)
        assert wire.rows(far) == [(0,)], "nothing was pushed yet"
        wire.body = rss(wire.hub, wire.topic, "harbour", "museum")
        assert wire.hub.publish(wire.topic, wire.body) == 200
        wire.hub.publish(wire.topic, b"")  # a bare ping: poll me
        daemon.wait_for("poll", feed="wire", new=0)
        wire.wait_for_rows(far, [(1,)])
        wire.body = rss(wire.hub, wire.topic, "harbour", "museum", "bridge")
        wire.hub.publish(wire.topic, b"")
        daemon.wait_for("poll", feed="wire", new=1)
        daemon.wait_for("pushes are not relied on", feed="wire")
        wire.wait_for_rows(far, [(0,)])
        assert daemon.stop() == 0


def test_a_forged_push_is_answered_alike_ignored_and_told_and_a_replayed_one_changes_nothing(wire):
    with Daemon(wire.config) as daemon:
        daemon.wait_for("poll", outcome="changed")
        wire.subscribed(daemon)
        forgery = rss(wire.hub, wire.topic, "bridge")
        assert wire.hub.publish(wire.topic, forgery, secret="another") == 202  # noqa: S106 - not the hub's
        assert wire.hub.publish(wire.topic, forgery, signature="") == 202
        assert wire.hub.publish(wire.topic, forgery, signature="md5=0123") == 202
        genuine = rss(wire.hub, wire.topic, "museum")
        for method in ("sha1", "sha256", "sha384", "sha512"):
            assert wire.hub.publish(wire.topic, genuine, method=method) == 200
        assert wire.hub.publish(wire.topic, b"<html><body>no feed</body></html>") == 200
        assert wire.hub.publish(wire.topic, b"") == 200
        daemon.wait_for("poll", feed="wire")
        assert daemon.stop() == 0
        told = [line["why"] for line in daemon.seen if line.get("event") == "push ignored"]
    assert told == ["a wrong signature", "no signature", "a signature of a kind nobody here knows"]
    assert wire.rows("SELECT guid, version FROM item_versions ORDER BY guid") == [("harbour", 1), ("museum", 1)]
    assert wire.rows("SELECT pushes, refused FROM subscriptions") == [(6, 3)]
    assert wire.rows("SELECT count(*) FROM dropped WHERE kind = 'unreadable'") == [(1,)]
    assert wire.rows("SELECT status FROM feeds") == [("ok",)]


def test_a_feed_taken_out_of_the_configuration_leaves_its_hub(wire):
    with Daemon(wire.config) as daemon:
        daemon.wait_for("poll", outcome="changed")
        wire.subscribed(daemon)
        callback = wire.hub.subscribers[wire.topic].callback
        wire.write_config(feed="other")
        daemon.reload()
        wire.hub.wait_asked("unsubscribe")
        assert wire.hub.wait_verified() == ("unsubscribe", 200, "echoed")
        daemon.wait_for("subscription forgotten")
        assert wire.hub.call_back(callback, **{"hub.mode": "subscribe", "hub.topic": wire.topic, "hub.challenge": "x"})[0] == 404
        assert daemon.stop() == 0
    assert wire.rows("SELECT count(*) FROM subscriptions") == [(0,)]


def test_a_short_lease_is_renewed_before_it_ends(wire):
    wire.hub.lease = 12
    with Daemon(wire.config) as daemon:
        daemon.wait_for("poll", outcome="changed")
        wire.subscribed(daemon)
        before = wire.hub.subscribers[wire.topic]
        wire.hub.wait_asked("subscribe")
        assert wire.hub.wait_verified() == ("subscribe", 200, "echoed")
        assert wire.hub.subscribers[wire.topic] == before, "the same callback and secret: pushes on the way stay good"
        assert daemon.stop() == 0
    assert not [line for line in daemon.seen if line.get("event") == "subscription"], "the lease never ended"


def test_strangers_and_floods_are_turned_away(wire):
    with Daemon(wire.config) as daemon:
        daemon.wait_for("poll", outcome="changed")
        wire.subscribed(daemon)
        callback = wire.hub.subscribers[wire.topic].callback
        assert len(callback.rpartition("/")[2]) >= 43
        stranger = callback[:-1] + ("A" if callback[-1] != "A" else "B")
        unasked = {"hub.mode": "subscribe", "hub.topic": wire.topic, "hub.challenge": "x", "hub.lease_seconds": "9"}
        assert wire.hub.call_back(stranger, **unasked)[0] == 404
        assert wire.hub.call_back(callback, **unasked)[0] == 404, "nothing is open: it was confirmed"
        assert wire.hub.call_back(callback, **{**unasked, "hub.topic": "https://example.org/other"})[0] == 404
        head, port = (
            b"POST /push/" + callback.rpartition("/")[2].encode() + b" HTTP/1.1\r\nHost: x\r\n",
            int(wire.listen.rpartition(":")[2]),
        )
        assert talk(port, head + b"Content-Length: 99999999\r\n\r\n").startswith(b"HTTP/1.1 413")
        assert talk(port, head + b"Content-Encoding: gzip\r\nContent-Length: 1\r\n\r\nx").startswith(b"HTTP/1.1 415")
        assert talk(port, head.replace(b"POST", b"PUT") + b"Content-Length: 0\r\n\r\n").startswith(b"HTTP/1.1 405")
        endless = head + b"Transfer-Encoding: chunked\r\n\r\n" + (b"100000\r\n" + b"x" * 0x100000 + b"\r\n") * 9
        assert talk(port, endless).startswith(b"HTTP/1.1 413")
        assert wire.hub.publish(wire.topic, rss(wire.hub, wire.topic, "museum")) == 200
        assert daemon.stop() == 0


def talk(port: int, request: bytes) -> bytes:
    """Send bytes; the beginning of the answer."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as one:
        with contextlib.suppress(ConnectionError):  # answered and closed while we were still sending
            one.sendall(request)
        return one.recv(200)


def test_an_address_that_is_taken_is_a_configuration_error(wire):
    with socket.create_server(("127.0.0.1", int(wire.listen.rpartition(":")[2]))):
        run = subprocess.run(
            [sys.executable, "-m", "wirefeed", "--config", str(wire.config), "run"], capture_output=True, text=True, check=False, timeout=60
        )
    assert run.returncode == 2
    assert "websub.listen" in run.stderr
