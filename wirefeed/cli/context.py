"""What every command starts from: the global options, and the settings read from them once."""

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console

from wirefeed.errors import InputError
from wirefeed.text.clean import printable

if TYPE_CHECKING:
    from wirefeed.app import App
    from wirefeed.config import Settings
    from wirefeed.model.story import Note


@dataclass(kw_only=True)
class Context:
    """The global options of one call. ``environ`` stands in for the process's environment (None: that itself)."""

    config: Path | None
    database: str | None
    environ: Mapping[str, str] | None = None

    @cached_property
    def settings(self) -> "Settings":
        """The configuration; logging is set up by it."""
        from wirefeed import log
        from wirefeed.config.load import find, load

        settings = load(find(self.config), database_url=self.database, environ=self.environ)
        log.set_up(settings.log.level, settings.log.format)
        return settings

    @contextmanager
    def app(self) -> Iterator["App"]:
        """A running App, closed when the command ends."""
        from wirefeed.app import running

        with running(self.settings) as app:
            yield app


def read_file(file: Path, most: int = -1) -> bytes:
    """A file the user named, its first ``most`` bytes where that is said. Raises InputError."""
    try:
        with file.open("rb") as stream:
            return stream.read(most)
    except OSError as error:
        raise InputError(f"{file} cannot be read: {error.strerror}") from error


def console() -> Console:
    """Standard output for people; tables keep their width in a pipe."""
    return Console(width=None if sys.stdout.isatty() else 140, highlight=False, markup=False, emoji=False)


def shown(text: object) -> str:
    """Untrusted text made safe for a terminal; None is a dash."""
    return "-" if text is None or text == "" else printable(str(text))


def note_line(note: "Note") -> str:
    """An editor's note as commands print it."""
    return f"note ({note.kind}): {shown(note.message)}"


def json_of(document: object, *, indent: int | None = None) -> str:
    """JSON that standard output can take: letters as they are where it is UTF-8, else, and where one is half a letter, as escapes."""
    text = json.dumps(document, ensure_ascii=False, indent=indent, default=str)
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return json.dumps(document, indent=indent, default=str)
    return text


def print_json(document: Mapping[str, Any] | list[Any]) -> None:
    """One JSON document on stdout."""
    sys.stdout.write(json_of(document, indent=2) + "\n")
