"""What a drop is, on whatever disk: which names count, when a file is whole, what its mark says, where it goes. It touches no file.

A file of a drop that moves is in one of these places, and a crash leaves it in one of them::

    folder, no mark          not stored: it is read (again)
    folder, mark in cursor   stored: it is only moved, to done/, or to failed/ with the reason the mark carries
    done/ or failed/         over
"""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from hashlib import sha256

from wirefeed.model.credentials import Secret
from wirefeed.model.delivery import refusal_of

MEBIBYTE = 1024 * 1024
SETTLED_SECONDS = 2.0
"""A file untouched for this long is read as it is; a younger one only when it looks whole."""
SETTLED_SECONDS_MOVING = 60.0
"""The same where files are moved: a writer that pauses for longer would go on writing in ``failed/``."""
SKEWED_SECONDS = 60.0
"""A time further in the future than this comes from a clock that is wrong, not from a writer at work."""
DONE, FAILED = "done", "failed"
NOTE = ".why.json"
UNREAD = "-"
"""Stands for the hash in the mark of a file that was refused unread."""

_UNFINISHED = (".part", ".partial", ".filepart", ".tmp", ".swp", "~")
_GLOB = re.compile(r"[*?\[]")
_ROOT = re.compile(rb"<([^\s<>/!?]{1,200})")


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderSettings:
    """Bounds of one poll. Sizes in bytes; what is over ``poll_files`` or ``poll_bytes`` waits for the next poll."""

    file_bytes: int = 8 * MEBIBYTE
    poll_files: int = 2000
    poll_bytes: int = 64 * MEBIBYTE


@dataclass(frozen=True, slots=True, kw_only=True)
class SftpKeys:
    """How one feed logs in: a password, or a private key as text (OpenSSH or PEM) with its passphrase."""

    password: Secret | None = None
    private_key: Secret | None = None
    passphrase: Secret | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SftpSettings:
    """``known_hosts`` is a file as OpenSSH has it; ``keys`` finds what a feed logs in with; ``allow`` as in HttpSettings."""

    known_hosts: str | None = None
    keys: Callable[[str], SftpKeys] = lambda _: SftpKeys()
    allow: tuple[str, ...] = ()
    timeout_seconds: float = 30.0
    files: FolderSettings = field(default_factory=FolderSettings)


class Unfit(Exception):
    """A file that will never do as it stands; the message says why. Told once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A mark of a file that is to be moved: the ``sha256`` of what was stored, and why it failed (None: it did not).

    ``mark`` is as ``mark_of`` has it, ``text`` the whole as the cursor has it.
    """

    text: str
    mark: str
    sha256: str
    reason: str | None = None

    @property
    def place(self) -> str:
        """The folder it goes to."""
        return FAILED if self.reason else DONE


def is_pattern(name: str) -> bool:
    """Whether the last part of an address stands for many names."""
    return bool(_GLOB.search(name))


def wanted(name: str, pattern: str) -> bool:
    """Whether a name counts: not hidden, not a writer's temporary one, no path in disguise."""
    plain = "/" not in name and "\0" not in name and not name.startswith(".")
    return plain and not name.lower().endswith(_UNFINISHED) and fnmatchcase(name, pattern)


def mark_of(name: str, size: int, time: int) -> str:
    """What tells a file from its next version: name, size in bytes and time of change (in the disk's own unit)."""
    return f"{shown(name)}|{size}|{time}"


def taken_mark(mark: str, digest: str) -> str:
    """The mark of a file that will be moved; ``model.delivery.refuse`` adds the reason where it could not be used."""
    return f"{mark}|{digest}"


def read_marks(marks: Iterable[str]) -> dict[str, Taken]:
    """Marks by ``mark_of``; those of files that were only read are left out."""
    found = {}
    for text in marks:
        plain, reason = refusal_of(text)
        mark, _, digest = plain.rpartition("|")
        if digest == UNREAD or len(digest) == 64:  # noqa: PLR2004 - hexadecimal digits of SHA-256
            found[mark] = Taken(text=text, mark=mark, sha256=digest, reason=reason)
    return found


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


def other_name(name: str, taken: Taken) -> str:
    """A name for a file whose own is taken in ``done/`` or ``failed/``: a hash that is its own stands before the ending."""
    stem, dot, ending = name.rpartition(".")
    tag = sha256(f"{taken.mark}|{taken.sha256}".encode()).hexdigest()[:12]
    return f"{stem}.{tag}{dot}{ending}" if stem else f"{name}.{tag}"


def note(name: str, feed: str, taken: Taken, at: str) -> bytes:
    """What lies beside a file in ``failed/``: JSON that says why. ``at`` in ISO 8601."""
    told = {"file": shown(name), "feed": feed, "reason": taken.reason, "sha256": None if taken.sha256 == UNREAD else taken.sha256, "at": at}
    return json.dumps(told, ensure_ascii=False, indent=2).encode("utf-8", "replace") + b"\n"


def shown(name: str) -> str:
    """A file name as text a database and a terminal can take: bytes that are no UTF-8 and control characters are escaped."""
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in name)
