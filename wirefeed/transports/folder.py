"""Picks up documents dropped in a folder: new and changed files, whole ones only. It deletes, moves and locks nothing there."""

import asyncio
import json
import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from fnmatch import fnmatchcase
from urllib.parse import quote, unquote

from wirefeed.errors import Missing, Refused, Unauthorized, Unreachable
from wirefeed.model.delivery import Delivery, Fetched, NotModified
from wirefeed.model.feed import Cursor, Feed
from wirefeed.text.redact import redact

MEBIBYTE = 1024 * 1024
SETTLED_SECONDS = 2.0
"""A file untouched for this long is read as it is; a younger one only when it looks whole."""
_SKEWED_SECONDS = 60.0
"""A time further in the future than this comes from a clock that is wrong, not from a writer at work."""

_UNFINISHED = (".part", ".partial", ".filepart", ".tmp", ".swp", "~")
_FOLDER_FLAGS = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_FILE_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_GLOB = re.compile(r"[*?\[]")
_ROOT = re.compile(rb"<([^\s<>/!?]{1,200})")


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderSettings:
    """Bounds of one poll. Sizes in bytes; what is over ``poll_files`` or ``poll_bytes`` waits for the next poll."""

    file_bytes: int = 8 * MEBIBYTE
    poll_files: int = 2000
    poll_bytes: int = 64 * MEBIBYTE


class FolderTransport:
    """Satisfies ``pipeline.ports.Transport`` for ``file:///folder/*.xml``, ``file:///folder/`` (every file) and ``file:///folder/one.xml``."""

    def __init__(self, settings: FolderSettings | None = None) -> None:
        self._settings = settings or FolderSettings()

    async def fetch(self, feed: Feed, cursor: Cursor, now: datetime) -> Fetched | NotModified:
        """Read what is new or changed since ``cursor``, in the order of the file names, one delivery a file.

        Raises Missing (no such folder), Unauthorized (not readable), Unreachable (the disk failed), Refused (no absolute path).
        """
        path = _path(feed)
        return await asyncio.to_thread(_collect, feed, path, cursor, now, self._settings)

    def hush(self, url: str, until: datetime, now: datetime) -> None:
        """A folder never asks for quiet."""

    async def close(self) -> None:
        """Nothing is held open."""


class _Unfit(Exception):
    """A file that will never do as it stands; the message says why. Told once."""


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
    folder, _, pattern = path.rpartition("/")
    if not _GLOB.search(pattern) and os.path.isdir(path):  # noqa: PTH112 - names are bytes of the disk, which Path would normalise
        folder, pattern = path.rstrip("/"), ""
    with _open_folder(feed, folder or "/") as descriptor:
        sweep = _Sweep(feed=feed.name, folder=folder, descriptor=descriptor, known=cursor.marks, now=now, settings=settings)
        for name in sorted(name for name in os.listdir(descriptor) if _wanted(name, pattern or "*")):  # noqa: PTH208 - by descriptor
            sweep.pick(name)
    return sweep.outcome(cursor)


@contextmanager
def _open_folder(feed: Feed, folder: str) -> Iterator[int]:
    try:
        descriptor = os.open(folder, _FOLDER_FLAGS)
    except (FileNotFoundError, NotADirectoryError) as error:
        message = f"the folder {_shown(folder)} does not exist; create it, or correct the feed's `url`"
        raise Missing(message, feed=feed.name) from error
    except PermissionError as error:
        raise Unauthorized(f"the folder {_shown(folder)} may not be read; give wirefeed the right to", feed=feed.name) from error
    except OSError as error:
        raise Unreachable(f"the folder {_shown(folder)} cannot be opened: {error.strerror}", feed=feed.name) from error
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _wanted(name: str, pattern: str) -> bool:
    return not name.startswith(".") and not name.lower().endswith(_UNFINISHED) and fnmatchcase(name, pattern)


@dataclass(slots=True, kw_only=True)
class _Sweep:
    """One pass over a folder (an open ``descriptor``) and what it has picked up so far. ``known`` are the marks of earlier passes."""

    feed: str
    folder: str
    descriptor: int
    known: frozenset[str]
    now: datetime
    settings: FolderSettings
    marks: set[str] = field(default_factory=set)
    deliveries: list[Delivery] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    taken: int = 0
    waiting: int = 0

    def pick(self, name: str) -> None:
        """Take one file in, unless it is known, unfinished or over the bounds of one poll; what is wrong with it becomes a problem."""
        try:
            status = os.stat(name, dir_fd=self.descriptor, follow_symlinks=False)
            mark = _mark(name, status)
            if mark in self.known:
                self.marks.add(mark)
            elif len(self.deliveries) >= self.settings.poll_files or self.taken >= self.settings.poll_bytes:
                self.waiting += 1
            elif not stat.S_ISDIR(status.st_mode) and (body := self._read(name, status)) is not None:
                self._take(name, mark, body)
        except FileNotFoundError:
            return  # taken away since the folder was listed
        except OSError as error:
            self.problems.append(f"{_shown(name)} cannot be read: {error.strerror}")
        except _Unfit as unfit:
            self.problems.append(f"{_shown(name)} {unfit}")
            self.marks.add(mark)

    def outcome(self, cursor: Cursor) -> Fetched | NotModified:
        """What the pass comes to. Marks of files that are gone are forgotten."""
        after = replace(cursor, marks=frozenset(self.marks))
        waiting = (f"{self.waiting} more files wait for the next poll",) if self.waiting else ()
        problems = (*self.problems, *waiting)
        if not self.deliveries and not problems:
            return NotModified(cursor=after)
        return Fetched(deliveries=tuple(self.deliveries), cursor=after, problems=problems)

    def _take(self, name: str, mark: str, body: bytes) -> None:
        url = f"file://{quote(os.fsencode(self.folder))}/{quote(os.fsencode(name))}"
        self.deliveries.append(Delivery(feed=self.feed, url=url, body=body, fetched_at=self.now))
        self.marks.add(mark)
        self.taken += len(body)

    def _read(self, name: str, status: os.stat_result) -> bytes | None:
        """The bytes of a file that stands as ``status`` saw it; None when it is still being written. Raises _Unfit or OSError."""
        limit = self.settings.file_bytes
        if stat.S_ISLNK(status.st_mode):
            raise _Unfit("is a symbolic link, which is not followed; put the file itself there")
        if not stat.S_ISREG(status.st_mode):
            raise _Unfit("is no ordinary file")
        if status.st_size > limit:
            raise _Unfit(f"is larger than {limit / MEBIBYTE:g} MiB")
        with open(os.open(name, _FILE_FLAGS, dir_fd=self.descriptor), "rb") as file:  # noqa: PTH123 - Path knows no dir_fd
            body = file.read(limit + 1)
            after = os.fstat(file.fileno())
        age = self.now.timestamp() - status.st_mtime
        young = -_SKEWED_SECONDS < age < SETTLED_SECONDS
        if _mark(name, after) != _mark(name, status) or len(body) != after.st_size or (young and not looks_whole(body)):
            return None
        if not body:
            raise _Unfit("is empty")
        return body


def looks_whole(body: bytes) -> bool:
    """Whether a young file has its end: an XML root that is closed, JSON that parses. Other text gives no sign and is waited for."""
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        body = body[2:].replace(b"\0", b"")
    body = body.removeprefix(b"\xef\xbb\xbf").strip()
    if body.startswith((b"{", b"[")):
        try:
            json.loads(body)
        except (ValueError, RecursionError):
            return False
        return True
    root = _ROOT.search(body) if body.startswith(b"<") else None
    if root is None:
        return False
    start = body.rfind(b"</" + root[1])
    if start < 0:
        return body.endswith(b"/>") and body.count(b">", root.start()) == 1
    end = body.find(b">", start) + 1
    rest = body[end:].lstrip()
    return end > 0 and body[start + 2 : end - 1].rstrip() == root[1] and (not rest or rest.endswith((b"-->", b"?>")))


def _mark(name: str, status: os.stat_result) -> str:
    return f"{_shown(name)}|{status.st_size}|{status.st_mtime_ns}"


def _shown(name: str) -> str:
    """A file name as text a database and a terminal can take: bytes that are no UTF-8 and control characters are escaped."""
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in name)
