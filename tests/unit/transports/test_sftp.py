"""The SFTP transport against a real server on loopback."""

import asyncio
import json
import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

asyncssh = pytest.importorskip("asyncssh", reason="the extra wirefeed[sftp] is not installed")

from tests.integration.sftp_server import PASSWORD, SftpServer  # noqa: E402 - only where asyncssh is there
from wirefeed.errors import Missing, Refused, Unauthorized, Unreachable  # noqa: E402
from wirefeed.model.credentials import Secret  # noqa: E402
from wirefeed.model.delivery import Fetched, NotModified, refuse  # noqa: E402
from wirefeed.model.feed import After, Cursor, Feed  # noqa: E402
from wirefeed.testing import an_agency  # noqa: E402
from wirefeed.transports.drop import FolderSettings, SftpKeys, SftpSettings  # noqa: E402
from wirefeed.transports.sftp import SftpTransport  # noqa: E402

XML = b"<?xml version='1.0'?>\n<newsItem guid='1'>text</newsItem>\n"
CANARY = "canary"
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


class Remote:
    """A drop on the server, the feed that reads it, and the cursor the store would hold."""

    def __init__(self, server: SftpServer, tmp_path: Path) -> None:
        self.server = server
        self.folder = server.root / "drop"
        self.folder.mkdir()
        self.feed = Feed(name="afp-sftp", agency=an_agency("afp"), url=server.url(), after=After.MOVE)
        self.settings = SftpSettings(
            known_hosts=str(server.known_hosts(tmp_path / "known_hosts")),
            keys=lambda _: SftpKeys(password=Secret(PASSWORD)),
            allow=(server.place,),
            timeout_seconds=10,
        )
        self.cursor = Cursor()
        self.now = NOW

    def put(self, name: str, body: bytes = XML) -> Path:
        """A file, always with the same time."""
        path = self.folder / name
        path.write_bytes(body)
        os.utime(path, (1_700_000_000, 1_700_000_000))
        return path

    def fetch(self) -> Fetched | NotModified:
        """One fetch; nothing is stored."""
        return asyncio.run(SftpTransport(self.settings).fetch(self.feed, self.cursor, self.now))

    def store(self, found: Fetched | NotModified, **reasons: str) -> None:
        """What ingest does to the cursor: the marks of useless files say why."""
        marks = found.cursor.marks
        for delivery in getattr(found, "deliveries", ()):
            if why := reasons.get(delivery.url.rpartition("/")[2].partition(".")[0]):
                marks = marks - {delivery.mark} | {refuse(delivery.mark, why)}
        self.cursor = replace(found.cursor, marks=marks)

    def tidy(self) -> None:
        """What follows once a poll is stored."""
        self.cursor = asyncio.run(SftpTransport(self.settings).put_away(self.feed, self.cursor, self.now))

    def poll(self, **reasons: str) -> list[str]:
        """A whole poll; returns the names it delivered."""
        found = self.fetch()
        self.store(found, **reasons)
        self.tidy()
        return names(found)

    def lying(self, place: str = "") -> list[str]:
        """Names of the files there."""
        return sorted(path.name for path in (self.folder / place).iterdir() if not path.is_dir())


def names(found: Fetched | NotModified) -> list[str]:
    return [delivery.url.rpartition("/")[2] for delivery in found.deliveries] if isinstance(found, Fetched) else []


@pytest.fixture
def remote(tmp_path):
    root = tmp_path / "server"
    root.mkdir()
    with SftpServer(root) as server:
        yield Remote(server, tmp_path)


def test_files_arrive_byte_for_byte_in_the_order_of_names_and_move_when_stored(remote):
    remote.put("b.xml", XML * 1)
    remote.put("a.xml", XML + b"<!-- \xff -->")
    remote.put("notes.txt")
    found = remote.fetch()
    assert [delivery.body for delivery in found.deliveries] == [XML + b"<!-- \xff -->", XML]
    assert found.deliveries[0].url == f"sftp://{remote.server.place}/drop/a.xml"
    assert remote.lying() == ["a.xml", "b.xml", "notes.txt"]
    remote.store(found)
    remote.tidy()
    assert (remote.lying(), remote.lying("done")) == (["notes.txt"], ["a.xml", "b.xml"])
    assert remote.poll() == []


def test_a_drop_that_keeps_writes_nothing_there(remote):
    remote.feed = replace(remote.feed, after=After.KEEP)
    remote.put("a.xml")
    assert remote.poll() == ["a.xml"]
    assert remote.poll() == []
    assert [path.name for path in remote.folder.iterdir()] == ["a.xml"]


def test_a_private_key_logs_in(remote):
    text = remote.server.user_key.export_private_key("openssh", passphrase=PASSWORD).decode()
    remote.settings = replace(remote.settings, keys=lambda _: SftpKeys(private_key=Secret(text), passphrase=Secret(PASSWORD)))
    remote.put("a.xml")
    assert remote.poll() == ["a.xml"]


def test_a_host_with_another_key_is_refused_before_anything_is_sent(remote, tmp_path):
    other = asyncssh.generate_private_key("ssh-ed25519")
    remote.settings = replace(remote.settings, known_hosts=str(remote.server.known_hosts(tmp_path / "wrong", other)))
    with pytest.raises(Refused, match=r"shows a host key that .*wrong does not have; nothing was sent"):
        remote.fetch()
    assert remote.server.logins == 0


def test_without_known_hosts_no_host_is_asked(remote):
    remote.settings = replace(remote.settings, known_hosts=None)
    with pytest.raises(Refused, match="known_hosts"):
        remote.fetch()
    assert remote.server.logins == 0


def test_a_host_in_a_private_network_is_not_dialled_unless_allowed(remote):
    remote.settings = replace(remote.settings, allow=())
    with pytest.raises(Refused, match=r"add 127\.0\.0\.1:[0-9]+ to network\.allow"):
        remote.fetch()


def test_a_wrong_password_or_none_is_told_and_not_shown(remote):
    remote.settings = replace(remote.settings, keys=lambda _: SftpKeys(password=Secret(CANARY)))
    with pytest.raises(Unauthorized, match="check password or key") as caught:
        remote.fetch()
    assert CANARY not in str(caught.value)
    assert CANARY not in repr(SftpKeys(password=Secret(CANARY)))
    remote.settings = replace(remote.settings, keys=lambda _: SftpKeys())
    with pytest.raises(Unauthorized, match="afp-sftp has neither"):
        remote.fetch()


def test_a_key_that_is_none_is_told(remote):
    remote.settings = replace(remote.settings, keys=lambda _: SftpKeys(private_key=Secret("no key")))
    with pytest.raises(Unauthorized, match="private key of afp-sftp cannot be used"):
        remote.fetch()


def test_a_missing_folder_is_told_with_its_name(remote):
    remote.feed = replace(remote.feed, url=remote.server.url("/nowhere/*.xml"))
    with pytest.raises(Missing, match="/nowhere does not exist"):
        remote.fetch()


def test_a_server_that_is_away_is_told(remote):
    remote.server._loop.call_soon_threadsafe(remote.server._server.close)
    remote.feed = replace(remote.feed, url="sftp://wire@127.0.0.1:1/drop/*.xml")
    remote.settings = replace(remote.settings, allow=("127.0.0.1:1",))
    with pytest.raises(Unreachable, match="cannot be used"):
        remote.fetch()


@pytest.mark.parametrize(
    "url", ["sftp://host/drop/*.xml", "sftp://user:secret@host/drop/*.xml", "sftp://user@host:x/drop/", "sftp:///drop/"]
)
def test_an_address_that_lacks_a_part_or_holds_a_password_is_refused_without_repeating_it(remote, url):
    remote.feed = replace(remote.feed, url=url)
    with pytest.raises(Refused) as caught:
        remote.fetch()
    assert "secret" not in str(caught.value)


def test_a_connection_cut_in_mid_file_costs_that_file_only_and_it_is_read_next_time(remote):
    for name in ("a.xml", "c.xml"):
        remote.put(name)
    remote.put("b.xml", b"<x>" + b"y" * 200_000 + b"</x>")

    def cut(path: Path, offset: int) -> None:
        if path.name == "b.xml" and offset > 0:
            remote.server.cut()

    remote.server.on_read = cut
    found = remote.fetch()
    assert names(found) == ["a.xml"]
    assert "the connection was lost at b.xml" in found.problems[0]
    assert "2 files wait" in found.problems[0]
    remote.server.on_read = lambda _, __: None
    remote.store(found)
    assert remote.poll() == ["b.xml", "c.xml"]
    assert remote.lying("done") == ["a.xml", "b.xml", "c.xml"]


def test_a_connection_cut_in_the_first_file_is_a_failed_poll(remote):
    remote.put("a.xml")
    remote.server.on_read = lambda _, __: remote.server.cut()
    with pytest.raises(Unreachable, match="cannot be used"):
        remote.fetch()


def test_a_file_that_grows_while_it_is_read_is_left(remote):
    path = remote.put("a.xml")

    def grow(_: Path, __: int) -> None:
        with path.open("ab") as file:
            file.write(b"<!-- more -->")

    remote.server.on_read = grow
    assert remote.poll() == []
    remote.server.on_read = lambda _, __: None
    assert remote.poll() == ["a.xml"]


def test_a_file_that_is_not_whole_waits_a_minute_of_our_own_time_whatever_the_server_s_clock_says(remote):
    """Its time is years back: only that it stands still counts."""
    remote.put("a.xml", XML[:-8])
    assert remote.poll() == []
    assert remote.cursor.box.waiting == 1
    remote.now += timedelta(seconds=50)
    remote.put("a.xml", XML[:-4])
    assert remote.poll() == []
    remote.now += timedelta(seconds=50)
    assert remote.poll() == []
    remote.now += timedelta(seconds=11)
    assert remote.poll(a="cut") == ["a.xml"]
    assert remote.lying("failed") == ["a.xml", "a.xml.why.json"]
    assert json.loads((remote.folder / "failed/a.xml.why.json").read_text())["reason"] == "cut"


def test_a_move_the_server_forbids_is_told_and_tried_again_without_reading_twice(remote):
    remote.put("a.xml")
    remote.server.deny.add("rename")
    assert remote.poll() == ["a.xml"]
    assert remote.cursor.box.stuck == 1
    assert "a.xml cannot be moved to done/: the server forbids it" in remote.cursor.box.why
    assert remote.poll() == []
    remote.server.deny.clear()
    assert remote.poll() == []
    assert remote.lying("done") == ["a.xml"]


def test_a_crash_between_store_and_move_moves_the_file_and_a_new_one_of_the_same_name_size_and_time_is_read(remote):
    remote.put("a.xml")
    remote.put("b.xml")
    remote.store(remote.fetch())
    remote.put("b.xml", XML.replace(b"text", b"TEXT"))
    found = remote.fetch()
    assert names(found) == ["b.xml"]
    assert remote.lying("done") == ["a.xml"]


def test_nothing_in_done_is_overwritten(remote):
    for number in range(3):
        remote.put("a.xml", XML + b"<!-- %d -->" % number)
        remote.poll()
    assert {path.read_bytes() for path in (remote.folder / "done").iterdir()} == {XML + b"<!-- %d -->" % number for number in range(3)}


def test_links_empty_and_oversize_files_are_refused_by_name(remote, tmp_path):
    (tmp_path / "secret.xml").write_bytes(XML)
    (remote.folder / "a.xml").symlink_to(tmp_path / "secret.xml")
    remote.put("b.xml", b"")
    remote.put("c.xml", b"x" * 2000)
    remote.put("d.xml")
    remote.settings = replace(remote.settings, files=FolderSettings(file_bytes=1000))
    found = remote.fetch()
    assert names(found) == ["d.xml"]
    assert [problem.partition(" ")[0] for problem in found.problems] == ["a.xml", "b.xml", "c.xml"]
    remote.store(found)
    remote.tidy()
    assert remote.lying() == []
    assert remote.cursor.box.failed == 3


def test_odd_names_are_read_and_move(remote):
    (remote.folder / os.fsdecode(b"\xff.xml")).write_bytes(XML)
    remote.put("новости #1.xml")
    assert len(remote.poll()) == 2
    assert remote.lying() == []
