"""Picks up documents dropped in a folder: new and changed files, whole ones only. What is moved afterwards, shelf.py moves.

::

    fetch ──> Fetched ──> items and marks stored ──> put_away ──> done/, failed/
       └ a file whose mark is stored already (a crash came between): straight to done/ or failed/
"""

import asyncio
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from urllib.parse import quote, unquote

from wirefeed.errors import Missing, Refused, TransportError, Unauthorized, Unreachable
from wirefeed.model.delivery import Fetched, NotModified
from wirefeed.model.feed import After, Cursor, Feed
from wirefeed.text.redact import redact
from wirefeed.transports import drop
from wirefeed.transports.drop import MEBIBYTE, FolderSettings, Taken, Unfit, looks_whole, mark_of, shown
from wirefeed.transports.shelf import Shelf
from wirefeed.transports.sweep import Step, Sweep

_FOLDER_FLAGS = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_FILE_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class FolderTransport:
    """Satisfies ``pipeline.fetching.Transport`` for ``file:///folder/*.xml``, ``file:///folder/`` (every file) and ``file:///folder/one.xml``.

    Also ``pipeline.fetching.PutsAway``, for feeds whose files are moved.
    """

    def __init__(self, settings: FolderSettings | None = None) -> None:
        self._settings = settings or FolderSettings()

    async def fetch(self, feed: Feed, cursor: Cursor, now: datetime) -> Fetched | NotModified:
        """Read what is new or changed since ``cursor``, in the order of the file names, one delivery a file.

        Raises Missing (no such folder), Unauthorized (not readable), Unreachable (the disk failed), Refused (no absolute path).
        """
        path = _path(feed)
        return await asyncio.to_thread(_collect, feed, path, cursor, now, self._settings)

    async def put_away(self, feed: Feed, cursor: Cursor, now: datetime) -> Cursor:
        """Move the files that ``cursor``, now stored, marks as taken; returns it without their marks. What stays says so in its box."""
        if feed.after is After.KEEP:
            return cursor
        return await asyncio.to_thread(_put_away, feed, _path(feed), cursor, now)

    def hush(self, url: str, until: datetime, now: datetime) -> None:
        """A folder never asks for quiet."""

    async def close(self) -> None:
        """Nothing is held open."""


def _path(feed: Feed) -> str:
    """The absolute path in a file URL (RFC 8089); ``?`` and ``#`` are ordinary characters of a file name."""
    path = feed.url.removeprefix("file:")
    if path.startswith("//"):
        host, slash, path = path[2:].partition("/")
        path = slash + path if host in ("", "localhost") else ""
    path = unquote(path, errors="surrogateescape")
    if not path.startswith("/") or "\0" in path:
        raise Refused(f"{redact(feed.url)} names no absolute folder; write it as file:///folder/*.xml", feed=feed.name)
    return path


def _collect(feed: Feed, path: str, cursor: Cursor, now: datetime, settings: FolderSettings) -> Fetched | NotModified:
    folder, pattern = _parts(path)
    with _open_folder(feed, folder) as descriptor, Shelf(descriptor, feed, shown(folder), now) as shelf:
        sweep = Sweep(feed=feed, known=cursor.marks, now=now, settings=settings)
        picker = _Picker(folder=folder, descriptor=descriptor, shelf=shelf, sweep=sweep)
        for name in _names(descriptor, pattern):
            picker.pick(name)
        return sweep.outcome(cursor, shelf.box(sweep.waiting + sweep.unfinished))


def _put_away(feed: Feed, path: str, cursor: Cursor, now: datetime) -> Cursor:
    folder, pattern = _parts(path)
    taken, moved = drop.read_marks(cursor.marks), set()
    try:
        with _open_folder(feed, folder) as descriptor, Shelf(descriptor, feed, shown(folder), now) as shelf:
            for name in _names(descriptor, pattern):
                status = _look(name, descriptor)
                known = taken.get(_mark(name, status)) if status else None
                if status and known and shelf.put(name, status, known):
                    moved.add(known.text)
            return replace(cursor, marks=cursor.marks - moved, box=shelf.box(cursor.box.waiting if cursor.box else 0))
    except TransportError:  # the folder went away meanwhile: the next poll says so, and goes on from the marks
        return cursor


def _parts(path: str) -> tuple[str, str]:
    """The folder, and the pattern of its files; a folder without a pattern is all of its files."""
    folder, _, pattern = path.rpartition("/")
    if not drop.is_pattern(pattern) and os.path.isdir(path):  # noqa: PTH112 - names are bytes of the disk, which Path would normalise
        folder, pattern = path.rstrip("/"), ""
    return folder or "/", pattern or "*"


def _names(descriptor: int, pattern: str) -> list[str]:
    return sorted(name for name in os.listdir(descriptor) if drop.wanted(name, pattern))


@contextmanager
def _open_folder(feed: Feed, folder: str) -> Iterator[int]:
    try:
        descriptor = os.open(folder, _FOLDER_FLAGS)
    except (FileNotFoundError, NotADirectoryError) as error:
        message = f"the folder {shown(folder)} does not exist; create it, or correct the feed's `url`"
        raise Missing(message, feed=feed.name) from error
    except PermissionError as error:
        raise Unauthorized(f"the folder {shown(folder)} may not be read; give wirefeed the right to", feed=feed.name) from error
    except OSError as error:
        raise Unreachable(f"the folder {shown(folder)} cannot be opened: {error.strerror}", feed=feed.name) from error
    try:
        yield descriptor
    finally:
        os.close(descriptor)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Picker:
    """Takes the files of one folder (an open ``descriptor``) into a sweep."""

    folder: str
    descriptor: int
    shelf: Shelf
    sweep: Sweep

    def pick(self, name: str) -> None:
        """Take one file in, unless it is known, unfinished or over the bounds of one poll; what is wrong with it becomes a problem."""
        try:
            status = os.stat(name, dir_fd=self.descriptor, follow_symlinks=False)
            if not stat.S_ISDIR(status.st_mode) and self.sweep.step(_mark(name, status)) is Step.READ:
                self._pick(name, status)
        except FileNotFoundError:
            return  # taken away since the folder was listed
        except OSError as error:
            self.sweep.problems.append(f"{shown(name)} cannot be read: {error.strerror}")

    def _pick(self, name: str, status: os.stat_result) -> None:
        mark = _mark(name, status)
        stored = self.sweep.stored.get(mark)
        if stored and not self.shelf.usable:
            self.shelf.leave()
            self.sweep.keep(stored)
            return
        try:
            body = self._read(name, status)
        except Unfit as unfit:
            if stored:
                self._move(name, status, stored)
            else:
                self.sweep.refuse(mark, name, str(unfit))
            return
        if body is None:
            self.sweep.unfinished += 1
        elif stored and stored.sha256 == sha256(body).hexdigest():
            self._move(name, status, stored)
        else:
            self.sweep.take(mark, f"file://{quote(os.fsencode(self.folder))}/{quote(os.fsencode(name))}", body)

    def _move(self, name: str, status: os.stat_result, stored: Taken) -> None:
        """A file whose items are stored: a crash came before it was moved, or it could not be moved."""
        if not self.shelf.put(name, status, stored):
            self.sweep.keep(stored)

    def _read(self, name: str, status: os.stat_result) -> bytes | None:
        """The bytes of a file that stands as ``status`` saw it; None when it is still being written. Raises Unfit or OSError."""
        limit = self.sweep.settings.file_bytes
        if stat.S_ISLNK(status.st_mode):
            raise Unfit("is a symbolic link, which is not followed; put the file itself there")
        if not stat.S_ISREG(status.st_mode):
            raise Unfit("is no ordinary file")
        if status.st_size > limit:
            raise Unfit(f"is larger than {limit / MEBIBYTE:g} MiB")
        with open(os.open(name, _FILE_FLAGS, dir_fd=self.descriptor), "rb") as file:  # noqa: PTH123 - Path knows no dir_fd
            body = file.read(limit + 1)
            after = os.fstat(file.fileno())
        age = self.sweep.now.timestamp() - status.st_mtime
        young = -drop.SKEWED_SECONDS < age < (drop.SETTLED_SECONDS_MOVING if self.sweep.moving else drop.SETTLED_SECONDS)
        if _mark(name, after) != _mark(name, status) or len(body) != after.st_size or (young and not looks_whole(body)):
            return None
        if not body:
            raise Unfit("is empty")
        return body


def _look(name: str, descriptor: int) -> os.stat_result | None:
    try:
        return os.stat(name, dir_fd=descriptor, follow_symlinks=False)
    except OSError:
        return None


def _mark(name: str, status: os.stat_result) -> str:
    return mark_of(name, status.st_size, status.st_mtime_ns)
