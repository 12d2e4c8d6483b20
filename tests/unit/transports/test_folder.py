"""The folder transport on a real disk."""

import asyncio
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirefeed.errors import Missing, Refused, Unauthorized
from wirefeed.model.delivery import Fetched, NotModified
from wirefeed.model.feed import Agency, Cursor, Feed
from wirefeed.transports import FolderSettings, FolderTransport
from wirefeed.transports.drop import looks_whole

AGENCY = Agency(key="afp", name="AFP", quoted_as="Agence France-Presse")
XML = b"<?xml version='1.0'?>\n<newsItem guid='1'>text</newsItem>\n"


def poll(url: str, cursor: Cursor | None = None, settings: FolderSettings | None = None) -> Fetched | NotModified:
    feed = Feed(name="afp-drop", agency=AGENCY, url=url)
    return asyncio.run(FolderTransport(settings).fetch(feed, cursor or Cursor(), datetime.now(UTC)))


def names(found: Fetched | NotModified) -> list[str]:
    return [delivery.url.rpartition("/")[2] for delivery in found.deliveries] if isinstance(found, Fetched) else []


def age(path: Path, seconds: float = 60) -> None:
    """Make a file look as if nobody had touched it for a while."""
    then = datetime.now(UTC).timestamp() - seconds
    os.utime(path, (then, then))


@pytest.fixture
def drop(tmp_path) -> Callable[..., Path]:
    """Puts a file in the folder; settled files are a minute old."""

    def put(name: str, body: bytes = XML, *, settled: bool = True) -> Path:
        path = tmp_path / name
        path.write_bytes(body)
        if settled:
            age(path)
        return path

    return put


def test_every_new_file_is_one_delivery_in_the_order_of_names(tmp_path, drop):
    for name in ("c.xml", "a.xml", "b.xml", "notes.txt"):
        drop(name, XML + name.encode())
    found = poll(f"file://{tmp_path}/*.xml")
    assert names(found) == ["a.xml", "b.xml", "c.xml"]
    assert [delivery.body for delivery in found.deliveries] == [XML + name for name in (b"a.xml", b"b.xml", b"c.xml")]
    assert found.deliveries[0].content_type is None


def test_a_folder_without_a_pattern_gives_every_file_with_or_without_the_final_slash(tmp_path, drop):
    drop("a.xml")
    drop("b.txt", b"ZCZC flash NNNN")
    for url in (f"file://{tmp_path}/", f"file://{tmp_path}", f"file://localhost{tmp_path}/", f"file:{tmp_path}/"):
        assert names(poll(url)) == ["a.xml", "b.txt"]


def test_one_file_can_be_a_feed(tmp_path, drop):
    drop("a.xml")
    drop("b.xml")
    assert names(poll(f"file://{tmp_path}/a.xml")) == ["a.xml"]


def test_what_was_read_is_not_read_again_until_it_changes(tmp_path, drop):
    drop("a.xml")
    drop("b.xml")
    url = f"file://{tmp_path}/*.xml"
    first = poll(url)
    second = poll(url, first.cursor)
    assert second == NotModified(cursor=first.cursor)
    age(drop("b.xml", XML + b"<!-- more -->"), 30)
    third = poll(url, second.cursor)
    assert names(third) == ["b.xml"]
    assert isinstance(poll(url, third.cursor), NotModified)


def test_marks_of_files_that_are_gone_are_forgotten(tmp_path, drop):
    path = drop("a.xml")
    found = poll(f"file://{tmp_path}/*.xml")
    path.unlink()
    assert poll(f"file://{tmp_path}/*.xml", found.cursor).cursor.marks == frozenset()


def test_hidden_and_unfinished_names_are_left_alone(tmp_path, drop):
    for name in (".hidden.xml", "a.xml.part", "a.xml.TMP", "a.xml~", "a.xml.filepart", ".a.xml.swp"):
        drop(name)
    assert isinstance(poll(f"file://{tmp_path}/"), NotModified)


def test_a_fresh_checkout_is_read_at_once(tmp_path, drop):
    drop("a.xml", settled=False)
    drop("b.json", b'{"items": []}', settled=False)
    assert names(poll(f"file://{tmp_path}/")) == ["a.xml", "b.json"]


def test_a_file_still_being_written_is_left_for_the_next_poll(tmp_path, drop):
    drop("a.xml", XML[:-8], settled=False)
    drop("b.json", b'{"items": [{"id": 1}', settled=False)
    drop("c.txt", b"ZCZC begins", settled=False)
    drop("d.xml", b"", settled=False)
    url = f"file://{tmp_path}/"
    found = poll(url)
    assert found == NotModified(cursor=Cursor())
    drop("a.xml", XML, settled=False)
    assert names(poll(url, found.cursor)) == ["a.xml"]


def test_a_file_that_stays_cut_is_delivered_once_for_the_ledger(tmp_path, drop):
    drop("a.xml", XML[:-8])
    url = f"file://{tmp_path}/*.xml"
    found = poll(url)
    assert names(found) == ["a.xml"]
    assert isinstance(poll(url, found.cursor), NotModified)


def test_a_file_dated_in_the_future_by_a_wrong_clock_is_read(tmp_path, drop):
    age(drop("a.txt", b"ZCZC flash NNNN"), -3600)
    assert names(poll(f"file://{tmp_path}/")) == ["a.txt"]


def test_a_file_that_grows_while_it_is_read_is_left_for_the_next_poll(tmp_path, drop, monkeypatch):
    path = drop("a.xml")
    really = os.open

    def open_and_grow(name, flags, **where):
        if name == "a.xml":
            path.write_bytes(XML * 2)
        return really(name, flags, **where)

    monkeypatch.setattr(os, "open", open_and_grow)
    assert poll(f"file://{tmp_path}/*.xml") == NotModified(cursor=Cursor())


def test_a_symbolic_link_is_not_followed_and_told_once(tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    folder = tmp_path / "drop"
    folder.mkdir()
    (outside / "secret.xml").write_bytes(XML)
    (folder / "secret.xml").symlink_to(outside / "secret.xml")
    (folder / "dangling.xml").symlink_to("/nowhere")
    found = poll(f"file://{folder}/*.xml")
    assert isinstance(found, Fetched)
    assert found.deliveries == ()
    assert len(found.problems) == 2
    assert all("symbolic link" in problem for problem in found.problems)
    assert isinstance(poll(f"file://{folder}/*.xml", found.cursor), NotModified)


def test_a_file_swapped_for_a_link_between_look_and_open_is_not_followed(tmp_path, drop, monkeypatch):
    path = drop("a.xml")
    really = os.open

    def swap(name, flags, **where):
        if name == "a.xml":
            path.unlink()
            path.symlink_to("/etc/hostname")
        return really(name, flags, **where)

    monkeypatch.setattr(os, "open", swap)
    found = poll(f"file://{tmp_path}/*.xml")
    assert found.deliveries == ()
    assert "a.xml cannot be read" in found.problems[0]


def test_a_pipe_does_not_hang_the_poll(tmp_path, drop):
    os.mkfifo(tmp_path / "pipe.xml")
    drop("a.xml")
    found = poll(f"file://{tmp_path}/*.xml")
    assert names(found) == ["a.xml"]
    assert found.problems == ("pipe.xml is no ordinary file",)


def test_an_empty_and_an_oversize_file_are_told_once_and_hold_up_no_other(tmp_path, drop):
    drop("a.xml", b"")
    drop("b.xml", b"x" * 2000)
    drop("c.xml")
    url, settings = f"file://{tmp_path}/", FolderSettings(file_bytes=1000)
    found = poll(url, settings=settings)
    assert names(found) == ["c.xml"]
    assert [problem.partition(" ")[0] for problem in found.problems] == ["a.xml", "b.xml"]
    assert isinstance(poll(url, found.cursor, settings), NotModified)


def test_subfolders_are_left_alone(tmp_path):
    (tmp_path / "done.xml").mkdir()
    assert isinstance(poll(f"file://{tmp_path}/*.xml"), NotModified)


def test_a_backlog_is_worked_off_poll_by_poll_without_loss(tmp_path, drop):
    for number in range(7):
        drop(f"{number}.xml")
    url, settings, cursor, seen = f"file://{tmp_path}/", FolderSettings(poll_files=3), Cursor(), []
    for _ in range(3):
        found = poll(url, cursor, settings)
        seen += names(found)
        cursor = found.cursor
    assert seen == [f"{number}.xml" for number in range(7)]
    assert found.problems == ()


def test_what_waits_for_the_next_poll_is_told(tmp_path, drop):
    for number in range(3):
        drop(f"{number}.xml", XML * 10)
    found = poll(f"file://{tmp_path}/", settings=FolderSettings(poll_bytes=len(XML)))
    assert found.problems == ("2 more files wait for the next poll",)


def test_odd_names_are_read_and_can_be_stored(tmp_path, drop):
    for name in ("новости.xml", "a b?c#d%20|1.xml", "line\nbreak.xml"):
        drop(name)
    os.close(os.open(os.fsencode(tmp_path) + b"/\xff.xml", os.O_CREAT | os.O_WRONLY))
    (tmp_path / os.fsdecode(b"\xff.xml")).write_bytes(XML)
    found = poll(f"file://{tmp_path}/*.xml")
    assert len(found.deliveries) == 4
    for text in (*found.cursor.marks, *(delivery.url for delivery in found.deliveries)):
        assert text.encode("utf-8")
        assert text.isprintable()


def test_percent_escapes_in_the_address_are_read_and_question_marks_are_names(tmp_path):
    folder = tmp_path / "wire drop#1"
    folder.mkdir()
    (folder / "ab.xml").write_bytes(XML)
    assert names(poll(f"file://{tmp_path}/wire%20drop%231/*.xml")) == ["ab.xml"]
    assert names(poll(f"file://{tmp_path}/wire drop#1/a?.xml")) == ["ab.xml"]


def test_a_missing_folder_is_told_with_its_name(tmp_path):
    with pytest.raises(Missing, match="nowhere does not exist; create it"):
        poll(f"file://{tmp_path}/nowhere/*.xml")
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(Missing):
        poll(f"file://{tmp_path}/file/*.xml")


def test_a_folder_that_may_not_be_read_is_told(tmp_path, monkeypatch):
    def forbid(*_: object, **__: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", forbid)
    with pytest.raises(Unauthorized, match="may not be read"):
        poll(f"file://{tmp_path}/*.xml")


@pytest.mark.parametrize("url", ["file:wires/*.xml", "file://host/dir/*.xml", "file://", "file:", "file:///dir/%00/*.xml"])
def test_an_address_that_is_no_absolute_folder_is_refused(url):
    with pytest.raises(Refused, match="absolute folder"):
        poll(url)


@pytest.mark.parametrize(
    "body",
    [
        b"<rss></rss>",
        b"\xef\xbb\xbf <?xml version='1.0'?><!DOCTYPE a><a:rss x='1'>\n</a:rss >\n<!-- end -->\n<?pi?>",
        b"<rss/>",
        "\ufeff<rss></rss>".encode("utf-16-le"),
        b"[1]",
        b' {"a": 1}\n',
        b"<html><body></body></html>",
    ],
)
def test_a_whole_document_is_known_by_its_end(body):
    assert looks_whole(body)


@pytest.mark.parametrize(
    "body", [b"", b"<", b"<?xml version='1.0'?>", b"<rss><item/>", b"<a></a><b", b"<rss></rs", b"<rss></rssx>", b"{", b"[" * 100_000]
)
def test_an_unfinished_document_is_known_by_its_end(body):
    assert not looks_whole(body)


@given(st.integers(min_value=1, max_value=len(XML.strip())))
def test_no_beginning_of_a_document_looks_whole(cut):
    assert not looks_whole(XML.strip()[:-cut])


@given(st.binary(max_size=200))
def test_looking_at_any_bytes_never_fails(body):
    assert looks_whole(body) in (True, False)
