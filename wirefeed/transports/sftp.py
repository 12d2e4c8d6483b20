"""Picks up documents dropped in a folder of another machine, over SFTP: whole files only, from a host whose key is known.

::

    resolve ─> guard ─> connect ─> host key known? ─> list ─> read each ─> Fetched ─ stored ─> connect, move to done/, failed/

It trusts no clock of the server: a file that does not look whole is read when it has stood unchanged for a minute of our own time.
"""

import asyncio
import contextlib
import socket
import stat
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from typing import cast
from urllib.parse import quote, unquote, urlsplit

import asyncssh

from wirefeed.errors import Missing, Refused, TransportError, Unauthorized, Unreachable
from wirefeed.model.credentials import Secret
from wirefeed.model.delivery import Fetched, NotModified
from wirefeed.model.feed import After, Box, Cursor, Feed
from wirefeed.text.redact import redact
from wirefeed.transports import drop
from wirefeed.transports.dial import Lookup, look_up
from wirefeed.transports.drop import MEBIBYTE, SftpSettings, Taken, Unfit, looks_whole, mark_of, shown
from wirefeed.transports.guard import allow_list, check_address
from wirefeed.transports.sweep import Step, Sweep

PORT = 22
BUDGET_SECONDS = 60.0
"""After this long no further file is begun; the rest waits for the next poll."""
_SINCE = "|?"
"""Parts the mark of a file that is not whole yet from the time it was first seen so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where a feed's address leads."""

    user: str
    host: str
    port: int
    folder: str
    pattern: str

    def url(self, name: str) -> str:
        return f"sftp://{self.host}:{self.port}{quote(self.folder)}/{quote(name, errors='surrogateescape')}"


class SftpTransport:
    """Satisfies ``pipeline.fetching.Transport`` and ``PutsAway`` for ``sftp://user@host:port/folder/*.xml``."""

    def __init__(self, settings: SftpSettings, *, lookup: Lookup = look_up) -> None:
        self._settings = settings
        self._allow = allow_list(settings.allow)
        self._lookup = lookup

    async def fetch(self, feed: Feed, cursor: Cursor, now: datetime) -> Fetched | NotModified:
        """Read what is new or changed since ``cursor``, in the order of the file names, one delivery a file.

        Raises Unauthorized (host key, password or key), Refused (guard, address), Unreachable, Missing (no such folder). A connection
        that is lost on the way costs the file it carried: those before it are delivered.
        """
        place = _place(feed)
        async with self._told(feed, place), self._open(feed, place) as client:
            sweep = Sweep(feed=feed, known=cursor.marks, now=now, settings=self._settings.files)
            visit = _Visit(client=client, place=place, sweep=sweep, seconds=self._settings.timeout_seconds)
            await visit.look_round()
            return sweep.outcome(cursor, await visit.box())

    async def put_away(self, feed: Feed, cursor: Cursor, now: datetime) -> Cursor:
        """Move the files that ``cursor``, now stored, marks as taken; returns it without their marks. What stays says so in its box."""
        if feed.after is After.KEEP or not drop.read_marks(cursor.marks):
            return cursor
        try:
            place = _place(feed)
            async with self._told(feed, place), self._open(feed, place) as client:
                sweep = Sweep(feed=feed, known=cursor.marks, now=now, settings=self._settings.files)
                visit = _Visit(client=client, place=place, sweep=sweep, seconds=self._settings.timeout_seconds)
                moved = await visit.put_away()
                waiting = cursor.box.waiting if cursor.box else 0
                return replace(cursor, marks=cursor.marks - moved, box=replace(await visit.box(), waiting=waiting))
        except TransportError as error:  # the next poll goes on from the marks
            left = len(drop.read_marks(cursor.marks))
            return replace(cursor, box=replace(cursor.box or Box(), stuck=left, why=str(error)))

    def hush(self, url: str, until: datetime, now: datetime) -> None:
        """SFTP knows no such wish."""

    async def close(self) -> None:
        """Nothing is held open between polls."""

    @contextlib.asynccontextmanager
    async def _open(self, feed: Feed, place: _Place) -> AsyncIterator[asyncssh.SFTPClient]:
        """A session with a host whose key is known. Raises what ``_told`` explains."""
        if not self._settings.known_hosts:
            raise Refused("no host is known: name a file of host keys in [sftp] known_hosts (ssh-keyscan makes one)", feed=feed.name)
        keys = self._settings.keys(feed.name)
        if not (keys.password or keys.private_key):
            raise Unauthorized(f"{place.host} wants a password or a key: {feed.name} has neither; see [sftp]", feed=feed.name)
        client_keys = [asyncssh.import_private_key(keys.private_key.reveal(), _reveal(keys.passphrase))] if keys.private_key else []
        async with asyncio.timeout(self._settings.timeout_seconds):
            channel = await self._dial(feed, place)
            try:
                connection = await asyncssh.connect(
                    place.host,
                    place.port,
                    sock=channel,
                    username=place.user,
                    password=_reveal(keys.password),
                    client_keys=client_keys or None,
                    known_hosts=self._settings.known_hosts,
                    config=None,
                    agent_path=None,
                    login_timeout=self._settings.timeout_seconds,
                )
            except BaseException:
                channel.close()
                raise
        async with connection:
            async with asyncio.timeout(self._settings.timeout_seconds):
                client = await connection.start_sftp_client(path_errors="surrogateescape")
            yield client

    async def _dial(self, feed: Feed, place: _Place) -> socket.socket:
        """A connection to an address that passed the guard: every answer of the name is checked, a checked one is dialled."""
        answers = await self._lookup(place.host, place.port, socket.AF_UNSPEC)
        for *_, address in answers:
            if reason := check_address(str(address[0]), place.port, self._allow, place.host):
                raise Refused(f"{place.host} is not asked: {reason}", feed=feed.name)
        failure: OSError = OSError("the name has no address")
        for family, kind, protocol, _, address in answers:
            channel = socket.socket(family, kind, protocol)
            channel.setblocking(False)  # noqa: FBT003 - the socket's own signature
            try:
                await asyncio.get_running_loop().sock_connect(channel, address)
            except OSError as error:
                channel.close()
                failure = error
            except BaseException:
                channel.close()
                raise
            else:
                return channel
        raise failure

    @contextlib.asynccontextmanager
    async def _told(self, feed: Feed, place: _Place) -> AsyncIterator[None]:
        """Every way a session can fail, as a TransportError that says what to do."""
        where = f"sftp://{place.host}:{place.port}{shown(place.folder)}"
        try:
            yield
        except asyncssh.HostKeyNotVerifiable as error:
            text = (
                f"{place.host} shows a host key that {self._settings.known_hosts} does not have; nothing was sent. If its key was changed"
            )
            raise Refused(f"{text} on purpose, put the new one there; if not, somebody may be in between", feed=feed.name) from error
        except asyncssh.PermissionDenied as error:
            raise Unauthorized(f"{place.host} refuses the user {shown(place.user)}: check password or key", feed=feed.name) from error
        except (asyncssh.KeyImportError, asyncssh.KeyEncryptionError) as error:
            raise Unauthorized(f"the private key of {feed.name} cannot be used: {error}", feed=feed.name) from error
        except (asyncssh.SFTPNoSuchFile, asyncssh.SFTPNoSuchPath) as error:
            raise Missing(f"{where} does not exist; create it, or correct the feed's `url`", feed=feed.name) from error
        except asyncssh.SFTPPermissionDenied as error:
            raise Unauthorized(f"{where} may not be read by {shown(place.user)}", feed=feed.name) from error
        except TimeoutError as error:
            raise Unreachable(f"{where} gave no answer within {self._settings.timeout_seconds:g} s", feed=feed.name) from error
        except socket.gaierror as error:
            raise Unreachable(f"the name {shown(place.host)} does not resolve; check the feed's `url`", feed=feed.name, dns=True) from error
        except (OSError, asyncssh.Error) as error:
            raise Unreachable(f"{where} cannot be used: {_words(error)}", feed=feed.name) from error


@dataclass(slots=True, kw_only=True)
class _Visit:
    """One session in one folder. ``young`` are the files that were not whole yet, by mark: since when they were seen just so."""

    client: asyncssh.SFTPClient
    place: _Place
    sweep: Sweep
    seconds: float
    stuck: int = 0
    why: str | None = None
    young: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        told = (one.rpartition(_SINCE) for one in self.sweep.known)
        self.young = {mark: int(since) for mark, _, since in told if since.isascii() and since.isdigit()}

    async def look_round(self) -> None:
        """Take in every file that is there; a connection that is lost ends the round, and is raised only when nothing was taken."""
        loop = asyncio.get_running_loop()
        end = loop.time() + BUDGET_SECONDS
        files = await self._list()
        for number, (name, attrs) in enumerate(files):
            if loop.time() > end:
                self._break_off(files[number:], "the poll has taken long enough")
                return
            try:
                async with asyncio.timeout(self.seconds):
                    await self._pick(name, attrs)
            except (TimeoutError, OSError, asyncssh.ConnectionLost, asyncssh.SFTPConnectionLost, asyncssh.SFTPNoConnection) as error:
                if not self.sweep.deliveries:
                    raise
                self._break_off(files[number:], f"the connection was lost at {shown(name)} ({_words(error)})")
                return
            except asyncssh.SFTPNoSuchFile:
                continue  # taken away since the folder was listed
            except asyncssh.SFTPError as error:
                self.sweep.problems.append(f"{shown(name)} cannot be read: {_words(error)}")

    async def put_away(self) -> frozenset[str]:
        """Move every file that is stored; returns the marks of those that are moved."""
        moved = set()
        for name, attrs in await self._list():
            stored = self.sweep.stored.get(_mark(name, attrs))
            if stored and await self._move(name, stored):
                moved.add(stored.text)
        return frozenset(moved)

    async def box(self) -> Box:
        """How the drop stands."""
        failed = 0
        with contextlib.suppress(asyncssh.Error, OSError):
            there = await self.client.listdir(f"{self.place.folder}/{drop.FAILED}") if self.sweep.moving else ()
            failed = sum(name not in (".", "..") and not str(name).endswith(drop.NOTE) for name in there)
        return Box(waiting=self.sweep.waiting + self.sweep.unfinished, failed=failed, stuck=self.stuck, why=self.why)

    async def _list(self) -> list[tuple[str, asyncssh.SFTPAttrs]]:
        """Names and attributes of what counts, in the order of the names; a link stays a link."""
        async with asyncio.timeout(self.seconds):
            entries = [(str(entry.filename), entry.attrs) async for entry in self.client.scandir(self.place.folder or "/")]
        chosen = [(name, attrs) for name, attrs in entries if drop.wanted(name, self.place.pattern)]
        return sorted((one for one in chosen if not stat.S_ISDIR(one[1].permissions or 0)), key=lambda one: one[0])

    async def _pick(self, name: str, attrs: asyncssh.SFTPAttrs) -> None:
        mark = _mark(name, attrs)
        if self.sweep.step(mark) is Step.LEAVE:
            return
        stored = self.sweep.stored.get(mark)
        try:
            body = await self._read(name, attrs)
        except Unfit as unfit:
            if stored:
                await self._clear(name, stored)
            else:
                self.sweep.refuse(mark, name, str(unfit))
            return
        if body is None or not (looks_whole(body) or self._has_stood(mark)):
            self.sweep.unfinished += 1
        elif stored and stored.sha256 == sha256(body).hexdigest():
            await self._clear(name, stored)
        else:
            self.sweep.take(mark, self.place.url(name), body)

    async def _read(self, name: str, attrs: asyncssh.SFTPAttrs) -> bytes | None:
        """The bytes of a file that stands as it was listed; None when it is being written. Raises Unfit."""
        limit = self.sweep.settings.file_bytes
        mode = attrs.permissions or 0
        if stat.S_ISLNK(mode):
            raise Unfit("is a symbolic link, which is not followed; put the file itself there")
        if not stat.S_ISREG(mode):
            raise Unfit("is no ordinary file")
        if (attrs.size or 0) > limit:
            raise Unfit(f"is larger than {limit / MEBIBYTE:g} MiB")
        async with self.client.open(f"{self.place.folder}/{name}", "rb") as file:
            body = cast("bytes", await file.read((attrs.size or 0) + 1))
            after = await file.stat()
        if _mark(name, after) != _mark(name, attrs) or len(body) != after.size:
            return None
        if not body:
            raise Unfit("is empty")
        return body

    def _has_stood(self, mark: str) -> bool:
        """Whether a file was seen just so a minute ago; if not, the cursor remembers when it was first seen so."""
        since = self.young.get(mark, round(self.sweep.now.timestamp()))
        if self.sweep.now.timestamp() - since >= drop.SETTLED_SECONDS_MOVING:
            return True
        self.sweep.marks.add(f"{mark}{_SINCE}{since}")
        return False

    def _break_off(self, left: list[tuple[str, asyncssh.SFTPAttrs]], why: str) -> None:
        """The rest waits for the next poll, and keeps what the cursor says of it."""
        for mark in (_mark(name, attrs) for name, attrs in left):
            self.sweep.keep(self.sweep.stored.get(mark))
            self.sweep.marks.update({mark} & self.sweep.known)
            self.sweep.marks.update([f"{mark}{_SINCE}{self.young[mark]}"] if mark in self.young else ())
        self.sweep.problems.append(f"{why}; {len(left)} files wait for the next poll")

    async def _clear(self, name: str, stored: Taken) -> None:
        """A file whose items are stored: a crash came before it was moved, or it could not be moved."""
        if not await self._move(name, stored):
            self.sweep.keep(stored)

    async def _move(self, name: str, stored: Taken) -> bool:
        """The reason first, then the file. False when it stays, and the box says why."""
        folder = f"{self.place.folder}/{stored.place}"
        source, target = f"{self.place.folder}/{name}", f"{folder}/{name}"
        try:
            await self._make(folder)
            if await self._status(target):
                target = f"{folder}/{drop.other_name(name, stored)}"
            if stored.reason:
                told = drop.note(target.rpartition("/")[2], self.sweep.feed.name, stored, self.sweep.now.isoformat(timespec="seconds"))
                async with self.client.open(f"{target}{drop.NOTE}", "wb") as file:
                    await file.write(told)
            await self.client.rename(source, target)  # never over another file: SSH_FXP_RENAME of version 3
            after = await self._status(target)
            if after and _mark(name, after) != stored.mark:
                await self.client.rename(target, source)
                return False
        except asyncssh.SFTPNoSuchFile:
            return False  # somebody took it away
        except asyncssh.SFTPError as error:
            self.stuck += 1
            self.why = f"{shown(name)} cannot be moved to {stored.place}/: {_words(error)}"
            return False
        return True

    async def _make(self, folder: str) -> None:
        status = await self._status(folder)
        if status is None:
            await self.client.mkdir(folder)
        elif not stat.S_ISDIR(status.permissions or 0):
            raise asyncssh.SFTPFailure(f"{folder} is no folder")

    async def _status(self, path: str) -> asyncssh.SFTPAttrs | None:
        try:
            return await self.client.lstat(path)
        except asyncssh.SFTPNoSuchFile:
            return None


def _place(feed: Feed) -> _Place:
    """The parts of an SFTP address. Raises Refused."""
    try:
        parts = urlsplit(feed.url)
        port = parts.port or PORT
    except ValueError as error:
        raise Refused(f"{redact(feed.url)} is no address: {error}", feed=feed.name) from error
    path = unquote(parts.path)
    if not parts.hostname or not parts.username or parts.password or not path.startswith("/") or "\0" in path:
        raise Refused(f"{redact(feed.url)}: write it as sftp://user@host/folder/*.xml, the password elsewhere", feed=feed.name)
    folder, _, pattern = path.rpartition("/")
    return _Place(user=unquote(parts.username), host=parts.hostname, port=port, folder=folder, pattern=pattern or "*")


def _reveal(secret: Secret | None) -> str | None:
    return secret.reveal() if secret else None


def _mark(name: str, attrs: asyncssh.SFTPAttrs) -> str:
    return mark_of(name, attrs.size or 0, attrs.mtime or 0)


def _words(error: BaseException) -> str:
    """The library's words, which may quote the server, on one line."""
    return shown(" ".join(str(getattr(error, "reason", None) or error or type(error).__name__).split()))[:200]
