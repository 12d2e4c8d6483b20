"""Files of a folder drop move once their items are stored: to done/, or to failed/ with the reason; no crash loses or doubles any."""

import asyncio
import json
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from wirefeed.model.delivery import Fetched, NotModified, refuse
from wirefeed.model.feed import After, Cursor, Feed
from wirefeed.testing import an_agency
from wirefeed.transports import FolderSettings, FolderTransport

XML = b"<?xml version='1.0'?>\n<newsItem guid='1'>text</newsItem>\n"


class Drop:
    """A folder whose files move, and the cursor the store would hold."""

    def __init__(self, folder: Path, settings: FolderSettings | None = None) -> None:
        self.folder = folder
        self.feed = Feed(name="afp-drop", agency=an_agency("afp"), url=f"file://{folder}/*.xml", after=After.MOVE)
        self.transport = FolderTransport(settings)
        self.cursor = Cursor()

    def put(self, name: str, body: bytes = XML, seconds: float = 120) -> Path:
        """A file untouched for ``seconds``."""
        path = self.folder / name
        path.write_bytes(body)
        then = datetime.now(UTC).timestamp() - seconds
        os.utime(path, (then, then))
        return path

    def fetch(self) -> Fetched | NotModified:
        """One fetch; nothing is stored."""
        return asyncio.run(self.transport.fetch(self.feed, self.cursor, datetime.now(UTC)))

    def store(self, found: Fetched | NotModified, **reasons: str) -> None:
        """What ingest does to the cursor: the marks of useless files say why."""
        marks = found.cursor.marks
        for delivery in getattr(found, "deliveries", ()):
            if why := reasons.get(delivery.url.rpartition("/")[2].partition(".")[0]):
                marks = marks - {delivery.mark} | {refuse(delivery.mark, why)}
        self.cursor = replace(found.cursor, marks=marks)

    def tidy(self) -> None:
        """What follows once a poll is stored."""
        self.cursor = asyncio.run(self.transport.put_away(self.feed, self.cursor, datetime.now(UTC)))

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
def drop(tmp_path: Path) -> Drop:
    return Drop(tmp_path)


def test_a_file_lies_untouched_until_its_items_are_stored_and_then_in_done(drop):
    drop.put("a.xml")
    found = drop.fetch()
    assert drop.lying() == ["a.xml"]
    drop.store(found)
    drop.tidy()
    assert (drop.lying(), drop.lying("done"), drop.lying("failed")) == ([], ["a.xml"], [])
    assert (drop.folder / "done/a.xml").read_bytes() == XML
    assert drop.cursor.marks == frozenset()
    assert isinstance(drop.fetch(), NotModified)


def test_a_file_that_is_no_use_lies_in_failed_with_the_reason_beside_it(drop):
    drop.put("a.xml")
    drop.put("b.xml", b"<newsItem>")
    drop.poll(b="the document is cut\nin line 1")
    assert (drop.lying("done"), drop.lying("failed")) == (["a.xml"], ["b.xml", "b.xml.why.json"])
    told = json.loads((drop.folder / "failed/b.xml.why.json").read_text())
    assert (told["file"], told["feed"], told["reason"]) == ("b.xml", "afp-drop", "the document is cut in line 1")
    assert told["sha256"] == sha256(b"<newsItem>").hexdigest()
    assert drop.cursor.box.failed == 1


def test_a_crash_before_the_store_brings_the_file_again(drop):
    drop.put("a.xml")
    drop.fetch()
    assert drop.poll() == ["a.xml"]
    assert drop.lying("done") == ["a.xml"]


def test_a_crash_between_store_and_move_moves_the_file_without_reading_it_again(drop):
    drop.put("a.xml")
    drop.put("b.xml", b"<newsItem>")
    drop.store(drop.fetch(), b="cut")
    after = drop.fetch()
    assert isinstance(after, NotModified)
    assert after.cursor.marks == frozenset()
    assert (drop.lying(), drop.lying("done"), drop.lying("failed")) == ([], ["a.xml"], ["b.xml", "b.xml.why.json"])
    assert json.loads((drop.folder / "failed/b.xml.why.json").read_text())["reason"] == "cut"


def test_another_file_under_the_same_name_size_and_time_is_read_not_moved_away(drop):
    """Senders set times themselves: only the hash of the content tells."""
    path = drop.put("a.xml")
    when = path.stat().st_mtime_ns
    found = drop.fetch()
    drop.store(found)
    path.write_bytes(XML.replace(b"text", b"TEXT"))
    os.utime(path, ns=(when, when))
    again = drop.fetch()
    assert [delivery.body for delivery in again.deliveries] == [XML.replace(b"text", b"TEXT")]


def test_a_file_written_anew_between_store_and_move_is_read_by_the_next_poll(drop):
    drop.put("a.xml")
    drop.store(drop.fetch())
    drop.put("a.xml", XML + b"<!-- more -->", seconds=90)
    drop.tidy()
    assert drop.lying() == ["a.xml"]
    assert drop.poll() == ["a.xml"]


def test_a_file_swapped_at_the_moment_of_the_move_comes_back(drop, monkeypatch):
    drop.put("a.xml")
    drop.store(drop.fetch())
    really = os.rename

    def swap_first(source, target, **where):
        monkeypatch.setattr(os, "rename", really)
        (drop.folder / "new").write_bytes(b"<other/>")
        really(drop.folder / "new", drop.folder / "a.xml")
        really(source, target, **where)

    monkeypatch.setattr(os, "rename", swap_first)
    drop.tidy()
    assert (drop.folder / "a.xml").read_bytes() == b"<other/>"
    assert drop.lying("done") == []
    assert names(drop.fetch()) == ["a.xml"]


def test_nothing_in_done_is_overwritten(drop):
    for number in range(3):
        drop.put("a.xml", XML + b"<!-- %d -->" % number)
        drop.poll()
    bodies = {path.read_bytes() for path in (drop.folder / "done").iterdir()}
    assert bodies == {XML + b"<!-- %d -->" % number for number in range(3)}
    assert all(name.startswith("a.") and name.endswith(".xml") for name in drop.lying("done"))


def test_a_half_written_file_is_left_for_a_minute_then_told(drop):
    drop.put("a.xml", XML[:-8], seconds=30)
    assert drop.poll() == []
    assert drop.cursor.box.waiting == 1
    assert drop.lying() == ["a.xml"]
    drop.put("a.xml", XML[:-8], seconds=61)
    assert drop.poll(a="cut") == ["a.xml"]
    assert drop.lying("failed") == ["a.xml", "a.xml.why.json"]


def test_names_of_writers_at_work_are_never_touched(drop):
    for name in (".a.xml", "a.xml.tmp", "a.xml.part"):
        drop.put(name)
    drop.feed = replace(drop.feed, url=f"file://{drop.folder}/")
    assert drop.poll() == []
    assert drop.lying() == [".a.xml", "a.xml.part", "a.xml.tmp"]


def test_a_link_an_empty_and_an_oversize_file_move_to_failed_unread(drop, tmp_path_factory):
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.xml"
    secret.write_bytes(XML)
    (drop.folder / "a.xml").symlink_to(secret)
    drop.put("b.xml", b"")
    drop.put("c.xml", b"x" * 2000)
    drop.transport = FolderTransport(FolderSettings(file_bytes=1000))
    assert drop.poll() == []
    assert drop.lying() == []
    assert drop.lying("failed") == ["a.xml", "a.xml.why.json", "b.xml", "b.xml.why.json", "c.xml", "c.xml.why.json"]
    assert (drop.folder / "failed/a.xml").is_symlink()
    assert secret.read_bytes() == XML
    assert "larger than" in json.loads((drop.folder / "failed/c.xml.why.json").read_text())["reason"]


def test_a_done_that_is_a_link_is_not_followed_and_the_file_is_read_once(drop, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (drop.folder / "done").symlink_to(elsewhere)
    drop.put("a.xml")
    assert drop.poll() == ["a.xml"]
    assert drop.poll() == []
    assert drop.lying() == ["a.xml", "done"] or drop.lying() == ["a.xml"]
    assert list(elsewhere.iterdir()) == []
    assert drop.cursor.box.stuck == 1
    assert "done cannot be used" in drop.cursor.box.why


def test_a_move_that_fails_is_told_in_the_box_and_tried_again(drop, monkeypatch):
    drop.put("a.xml")
    drop.put("b.xml")
    really = os.rename

    def refuse_a(source, target, **where):
        if source == "a.xml":
            raise PermissionError(13, "Permission denied")
        really(source, target, **where)

    monkeypatch.setattr(os, "rename", refuse_a)
    assert drop.poll() == ["a.xml", "b.xml"]
    assert (drop.lying(), drop.lying("done")) == (["a.xml"], ["b.xml"])
    assert drop.cursor.box.stuck == 1
    assert drop.cursor.box.why == "a.xml cannot be moved to done/: Permission denied"
    assert drop.poll() == []
    monkeypatch.setattr(os, "rename", really)
    assert drop.poll() == []
    assert drop.lying("done") == ["a.xml", "b.xml"]
    assert drop.cursor.box.stuck == 0


def test_odd_names_move_too(drop):
    for name in ("новости.xml", "line\nbreak.xml", "a|b\tc.xml"):
        drop.put(name)
    assert len(drop.poll(**{"a%7Cb%09c": "no use"})) == 3
    assert drop.lying() == []
    assert len(drop.lying("done")) == 2
    assert drop.lying("failed") == ["a|b\tc.xml", "a|b\tc.xml.why.json"]


def test_a_drop_that_keeps_makes_no_folder_and_moves_nothing(tmp_path: Path):
    keeping = Drop(tmp_path)
    keeping.feed = replace(keeping.feed, after=After.KEEP)
    keeping.put("a.xml")
    assert keeping.poll() == ["a.xml"]
    assert [path.name for path in tmp_path.iterdir()] == ["a.xml"]


def test_a_drop_that_is_told_to_move_takes_up_what_it_had_kept(drop):
    moving: Callable[[], list[str]] = drop.poll
    drop.feed = replace(drop.feed, after=After.KEEP)
    drop.put("a.xml")
    drop.poll()
    drop.feed = replace(drop.feed, after=After.MOVE)
    moving()
    assert drop.lying("done") == ["a.xml"]


def test_every_stop_of_a_poll_may_be_its_last(drop, monkeypatch):
    """A crash at each single step: what is stored is delivered once, what is not is delivered again, and every file ends well."""

    class Crash(BaseException):
        """The process is gone."""

    for at in range(1, 9):
        for number in range(2):
            drop.put(f"{at}-{number}.xml", XML + f"{at}-{number}".encode())
        steps = [0]

        def count(really, steps=steps, at=at):
            def step(*args, **where):
                steps[0] += 1
                if steps[0] == at:
                    raise Crash
                return really(*args, **where)

            return step

        delivered: list[str] = []
        with monkeypatch.context() as patch:
            patch.setattr(os, "rename", count(os.rename))
            patch.setattr(os, "stat", count(os.stat))
            try:
                found = drop.fetch()
                delivered += names(found)
                drop.store(found, **{f"{at}-0": "no use"})
                drop.tidy()
            except Crash:
                pass
        delivered += drop.poll(**{f"{at}-0": "no use"})
        assert drop.poll() == []
        assert sorted(delivered) == [f"{at}-0.xml", f"{at}-1.xml"]
        assert drop.lying() == []
    assert len(drop.lying("done")) + len([name for name in drop.lying("failed") if not name.endswith(".json")]) == 16
