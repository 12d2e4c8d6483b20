"""Copies of the database that have been opened and read before they count. When one is made is decided by whoever calls."""

import re
import sqlite3
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from wirefeed.errors import InputError, StoreError
from wirefeed.store import SqlStore, open_store

_SQLITE: Final = b"SQLite format 3\0"
_STAMP: Final = "%Y%m%dT%H%M%SZ"
_NAME: Final = "wirefeed-"
_SUFFIX: Final = ".backup"
_OURS: Final = re.compile(r"wirefeed-(\d{8}T\d{6}Z)\.backup")
"""A name ``named`` gave. Whatever else lies in the folder, a copy put by under a name of its own among it, is the operator's."""


def back_up(store: SqlStore, file: Path) -> Path:
    """A copy of the whole database at one moment, tested, under its name only when it is whole.

    Raises StoreError; InputError where the name is the database's own: moving the copy there would leave it with the log of the old file.
    """
    if _is_database(store, file):
        raise InputError(f"{file} is the database itself: name another file for its backup")
    part = file.with_name(file.name + ".part")
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        part.touch(mode=0o600)
        store.copy(part)
        _test(part, store)
        part.replace(file)
    except OSError as error:
        raise StoreError(f"no backup: {file} cannot be written: {error.strerror}") from error
    except sqlite3.Error as error:
        raise StoreError(f"no backup: {file} cannot be written: {error}; is there room for it in {file.parent}?") from error
    finally:
        for left in (part, part.with_name(part.name + "-wal"), part.with_name(part.name + "-shm")):
            with suppress(OSError):  # what went wrong is on its way already
                left.unlink(missing_ok=True)
    return file


def named(folder: Path, now: datetime) -> Path:
    """The name of a backup made now."""
    return folder / f"{_NAME}{now.strftime(_STAMP)}{_SUFFIX}"


def rotate(folder: Path, keep: int) -> tuple[Path, ...]:
    """Remove the oldest backups beyond ``keep``; returns those removed. Other files stay. Raises StoreError."""
    made = _made(folder)
    old = tuple(made[: max(0, len(made) - keep)])
    try:
        for file in old:
            file.unlink()
    except OSError as error:
        raise StoreError(f"old backups in {folder} cannot be removed: {error.strerror}") from error
    return old


def newest(folder: Path) -> datetime | None:
    """When the newest backup in a folder was made; None where there is none."""
    found = [stamp[1] for file in _made(folder)[-1:] if (stamp := _OURS.fullmatch(file.name))]
    return datetime.strptime(found[0], _STAMP).replace(tzinfo=UTC) if found else None


def _made(folder: Path) -> list[Path]:
    """The backups ``named`` gave their names in a folder, oldest first."""
    return sorted(file for file in folder.glob(f"{_NAME}*{_SUFFIX}") if _OURS.fullmatch(file.name))


def _is_database(store: SqlStore, file: Path) -> bool:
    """Whether a file is the SQLite database that is to be copied, or its log; a server's database is no file."""
    database = Path(store.backend.place)
    taken = (database, *(database.with_name(database.name + ending) for ending in ("-wal", "-shm", "-journal")))
    return any(file.resolve() == one.resolve() for one in taken)


def _test(copy: Path, store: SqlStore) -> None:
    """Restore a copy in place: open it as a database, check it, count its rows. What pg_dump makes has been listed already."""
    with copy.open("rb") as stream:
        if stream.read(len(_SQLITE)) != _SQLITE:
            return
    opened = open_store(f"sqlite:///{copy}")
    try:
        wrong = opened.unsound()
        with opened.read() as unit:
            wrong += unit.unsound_rows()
            copied = unit.table_counts()
    finally:
        opened.close()
    with store.read() as unit:
        wrong += [f"{name} has {rows} rows less than the copy" for name, rows in _lost(copied, unit.table_counts())]
    if wrong:
        raise StoreError(f"no backup: the copy is not sound: {wrong[0]}")


def _lost(copied: dict[str, int], now: dict[str, int]) -> list[tuple[str, int]]:
    """Tables that only grow, and have fewer rows now than their copy: the copy is of another database."""
    growing = ("delivery", "item", "item_version", "story", "story_version")
    return [(name, copied[name] - now[name]) for name in growing if now[name] < copied[name]]
