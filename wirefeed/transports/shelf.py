"""``done/`` and ``failed/`` beside the files of a folder drop: moves a file there, with its reason. It reads no document.

Everything happens under the descriptor of the folder; no link is followed and nothing that lies there is overwritten.
"""

import contextlib
import os
import stat
from datetime import datetime
from types import TracebackType
from typing import Self

from wirefeed.model.feed import After, Box, Feed
from wirefeed.transports import drop
from wirefeed.transports.drop import Taken

_FOLDER_FLAGS = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_NOTE_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC


class Shelf:
    """The two folders of one drop (an open ``folder`` descriptor, ``shown`` to people so); made when entered, if its files are moved.

    ``usable`` says whether files can be moved at all.
    """

    def __init__(self, folder: int, feed: Feed, shown: str, now: datetime) -> None:
        self._folder = folder
        self._feed = feed
        self._shown = shown
        self._now = now
        self._places: dict[str, int] = {}
        self._stuck = 0
        self._why: str | None = None
        self.usable = True

    def __enter__(self) -> Self:
        if self._feed.after is After.MOVE:
            try:
                for place in (drop.DONE, drop.FAILED):
                    self._places[place] = self._open(place)
            except OSError as error:
                self.usable = False
                self._why = f"{self._shown}/{place} cannot be used: {error.strerror}; give wirefeed the right to write, or set after = keep"
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for descriptor in self._places.values():
            os.close(descriptor)
        self._places.clear()

    def put(self, name: str, status: os.stat_result, taken: Taken) -> bool:
        """Move a file that stands as ``status`` saw it; False when it stays (the box says why) or is another file by now."""
        if not self.usable:
            self.leave()
            return False
        try:
            self._move(name, status, taken)
        except FileNotFoundError:
            return False  # somebody took it away
        except _Changed:
            return False  # written anew: it is read by the next poll
        except OSError as error:
            self._why = f"{drop.shown(name)} cannot be moved to {taken.place}/: {error.strerror}"
            self.leave()
            return False
        return True

    def leave(self) -> None:
        """Count a file that was read and stays where it is."""
        self._stuck += 1

    def box(self, waiting: int) -> Box:
        """How the drop stands."""
        failed = 0
        if descriptor := self._places.get(drop.FAILED):
            failed = sum(not name.endswith((drop.NOTE, ".tmp")) for name in os.listdir(descriptor))  # noqa: PTH208 - by descriptor
        return Box(waiting=waiting, failed=failed, stuck=self._stuck, why=self._why if self._stuck else None)

    def _open(self, place: str) -> int:
        with contextlib.suppress(FileExistsError):
            os.mkdir(place, 0o750, dir_fd=self._folder)
        return os.open(place, _FOLDER_FLAGS, dir_fd=self._folder)

    def _move(self, name: str, status: os.stat_result, taken: Taken) -> None:
        """The reason first, then the file: a file in ``failed/`` always has its reason. Raises OSError, _Changed."""
        there = self._places[taken.place]
        target = name if _is_free(name, there) else drop.other_name(name, taken)
        if taken.reason:
            self._write_note(target, taken, there)
        os.rename(name, target, src_dir_fd=self._folder, dst_dir_fd=there)
        after = os.stat(target, dir_fd=there, follow_symlinks=False)
        if (after.st_size, after.st_mtime_ns, after.st_ino) != (status.st_size, status.st_mtime_ns, status.st_ino) and not stat.S_ISLNK(
            after.st_mode
        ):
            if _is_free(name, self._folder):
                os.rename(target, name, src_dir_fd=there, dst_dir_fd=self._folder)
            raise _Changed

    def _write_note(self, target: str, taken: Taken, there: int) -> None:
        final, draft = f"{target}{drop.NOTE}", f"{target}{drop.NOTE}.tmp"
        descriptor = os.open(draft, _NOTE_FLAGS, 0o640, dir_fd=there)
        with open(descriptor, "wb") as file:  # noqa: PTH123 - Path knows no dir_fd
            file.write(drop.note(target, self._feed.name, taken, self._now.isoformat(timespec="seconds")))
        os.rename(draft, final, src_dir_fd=there, dst_dir_fd=there)


class _Changed(Exception):
    """Between the look and the move another file came under the same name."""


def _is_free(name: str, folder: int) -> bool:
    try:
        os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return True
    return False
