"""TOML files and the environment into one Settings tree, with errors that name file, key and what was meant. It opens no database."""

import difflib
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from wirefeed.config.files import LISTS, Files, read_files
from wirefeed.config.secrets import find as find_secret
from wirefeed.config.secrets import unlock
from wirefeed.config.settings import API_SCHEMES, FeedSettings, Settings
from wirefeed.errors import ConfigError
from wirefeed.model.credentials import Secret

_ADDRESS: Final = re.compile(r"(?P<user>[^:/?#]+://[^:@/?#]+)(?P<own>:[^@/?#]*)?(?=@)")
_MOST: Final = 20
"""Mistakes that are told at once."""
_PLAIN: Final = {
    "missing": "is missing",
    "tuple_type": "must be a list, in brackets",
    "model_type": "must be a section or table of its own, with keys",
    "dict_type": "must be a section or table of its own, with keys",
}
"""What pydantic calls by names of Python, by its name for the mistake."""


def load(path: Path | None, *, database_url: str | None = None, environ: Mapping[str, str] | None = None) -> Settings:
    """Read the configuration.

    ``path`` None: the built-in defaults. ``database_url`` (the ``--database`` option) wins over ``WIREFEED_DATABASE_URL`` (or the file
    or systemd credential in its place), which wins over the file. ``WIREFEED_DATABASE_PASSWORD``, from the same places, is for an address
    with a user and no password.
    Raises ConfigError naming file and key; where there are more mistakes than one it carries the others.
    """
    environ = os.environ if environ is None else environ
    files = read_files(path) if path else Files(tree={}, places={})
    settings = _validate(files, path)
    _raise_all(_wrong_references(settings, files))
    settings = settings.unlocked({name: unlock(block.wanted(name), environ) for name, block in settings.credentials.items()})
    told = find_secret("database", "url", environ)
    url = database_url or (told.reveal() if told else None) or settings.database.url or _default_database(environ)
    url = _with_password(url, find_secret("database", "password", environ))
    return settings.model_copy(update={"database": settings.database.model_copy(update={"url": url})})


def find(explicit: Path | None, environ: Mapping[str, str] | None = None) -> Path | None:
    """The configuration file to use: ``--config``, ``WIREFEED_CONFIG``, ./wirefeed.toml, /etc/wirefeed/wirefeed.toml, or None."""
    environ = os.environ if environ is None else environ
    if explicit is not None:
        return explicit
    if named := environ.get("WIREFEED_CONFIG"):
        return Path(named)
    return next((place for place in (Path("wirefeed.toml"), Path("/etc/wirefeed/wirefeed.toml")) if place.is_file()), None)


def _with_password(url: str, password: Secret | None) -> str:
    """A database address with the password that stands elsewhere; one of its own wins, and SQLite has none. Raises ConfigError."""
    if password is None or url.startswith("sqlite"):
        return url
    address = _ADDRESS.match(url)
    if address is None:
        raise ConfigError("a password is set, and no user: postgresql+psycopg://USER@SERVER/NAME", key="database.url")
    return url if address["own"] else f"{address['user']}:{quote(password.reveal(), safe='')}{url[address.end() :]}"


def _default_database(environ: Mapping[str, str]) -> str:
    state = environ.get("STATE_DIRECTORY", "").split(":")[0]
    folder = Path(state) if state else Path(environ.get("XDG_STATE_HOME") or Path.home() / ".local/state") / "wirefeed"
    return f"sqlite:///{folder / 'wirefeed.db'}"


def _validate(files: Files, path: Path | None) -> Settings:
    try:
        return Settings.model_validate(files.tree)
    except ValidationError as error:
        _raise_all(_mistake(one, files, path) for one in error.errors())
        raise


def _raise_all(mistakes: Iterable[ConfigError]) -> None:
    """Raise the first of the mistakes, if there is one; it carries the others, so that all are mended in one go."""
    found = list(mistakes)[:_MOST]
    if found:
        found[0].others = tuple(found[1:])
        raise found[0]


def _mistake(told: ErrorDetails, files: Files, path: Path | None) -> ConfigError:
    """One mistake pydantic found, in the operator's words."""
    where, key = files.locate(told["loc"])
    return ConfigError(_words(told), path=where or (str(path) if path else None), key=key)


def _words(told: ErrorDetails) -> str:
    location, kind = told["loc"], told["type"]
    if kind == "extra_forbidden":
        return "unknown key" + _nearest(location)
    if kind == "tuple_type" and location[-1] in LISTS:
        return f"write [[{location[-1]}]], in two brackets, once for each"
    if kind == "string_pattern_mismatch" and location[-1] in ("key", "name", "agency", "[key]"):
        return "must be a name of letters, digits and . _ - that begins with a letter or digit, 64 of them at most"
    plain = told["msg"].removeprefix("Value error, ").partition(", unable")[0]
    return _PLAIN.get(kind) or plain.replace("Input should", "must").replace("String should", "must")


def _nearest(location: tuple[int | str, ...]) -> str:
    """``; did you mean "timezone"?`` for a key that does not exist."""
    model: Any = Settings
    for part in location[:-1]:
        if isinstance(part, str) and isinstance(model, type) and issubclass(model, BaseModel) and part in model.model_fields:
            model = _section(model.model_fields[part].annotation)
    known = list(model.model_fields) if isinstance(model, type) and issubclass(model, BaseModel) else []
    close = difflib.get_close_matches(str(location[-1]), known, n=1, cutoff=0.5)
    return f'; did you mean "{close[0]}"?' if close else f"; known here: {', '.join(known)}"


def _section(annotation: Any) -> Any:  # noqa: ANN401 - typing constructs have no common type
    """The settings class inside ``Section``, ``tuple[Section, ...]`` or ``dict[str, Section]``."""
    arguments = [one for one in getattr(annotation, "__args__", ()) if one is not ...]
    return arguments[-1] if arguments else annotation


def _wrong_references(settings: Settings, files: Files) -> Iterator[ConfigError]:
    """Names that stand twice, and names of what is not there."""

    def wrong(message: str, *location: int | str) -> ConfigError:
        where, key = files.locate(location)
        return ConfigError(message, path=where, key=key)

    keys = [section.key for section in settings.agency]
    for one, two in _twice(keys):
        yield wrong(f"two agencies have the key {keys[two]!r}: {_other(files, 'agency', one)} is the other", "agency", two, "key")
    names = [section.name for section in settings.feed]
    for one, two in _twice(names):
        yield wrong(f"two feeds have the name {names[two]!r}: {_other(files, 'feed', one)} is the other", "feed", two, "name")
    for at, section in enumerate(settings.feed):
        if section.agency not in keys:
            hint = _hint(section.agency, keys, "add an [[agency]] with that key")
            message = f"feed {section.name!r} names the agency {section.agency!r}, which is not configured{hint}"
            yield wrong(message, "feed", at, "agency")
        for key, message in _wrong_credentials(section, settings):
            yield wrong(message, "feed", at, key)
    for name, block in settings.credentials.items():
        if block.kind == "headers" and not block.headers:
            yield wrong('name the headers, such as headers = ["X-Api-Key"]', "credentials", name, "headers")


def _wrong_credentials(section: FeedSettings, settings: Settings) -> Iterator[tuple[str, str]]:
    """(key, what is wrong): a feed's credentials exist and are of a kind its address can use."""
    speaks_api = section.url.startswith(API_SCHEMES)
    if speaks_api and section.credentials is None:
        yield "credentials", f"feed {section.name!r} speaks an agency's API and needs `credentials`"
    for key, name in (("credentials", section.credentials), ("proxy_credentials", section.proxy_credentials)):
        if name is None:
            continue
        block = settings.credentials.get(name)
        if block is None:
            hint = _hint(name, settings.credentials, f"add [credentials.{name}]")
            yield key, f"feed {section.name!r} names credentials {name!r}, which are not configured{hint}"
            continue
        due = ("basic",) if key == "proxy_credentials" else ("oauth2",) if speaks_api else ("basic", "bearer", "headers")
        if block.kind not in due:
            yield key, f"feed {section.name!r} needs credentials of kind {' or '.join(due)} there"


def _twice(names: list[str]) -> Iterator[tuple[int, int]]:
    """The positions of each name that stands again, with that of the first."""
    first: dict[str, int] = {}
    for at, name in enumerate(names):
        if first.setdefault(name, at) != at:
            yield first[name], at


def _other(files: Files, name: str, at: int) -> str:
    return " ".join(part for part in files.locate((name, at)) if part)


def _hint(name: str, known: Iterable[str], otherwise: str) -> str:
    close = difflib.get_close_matches(name, list(known), n=1)
    return f'; did you mean "{close[0]}"?' if close else f"; {otherwise}"
