"""TOML files and the environment into one Settings tree, with errors that name file, key and what was meant. It opens no database."""

import difflib
import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pydantic import BaseModel, ValidationError

from wirefeed.config.secrets import find as find_secret
from wirefeed.config.secrets import refuse_literals, unlock
from wirefeed.config.settings import API_SCHEMES, FeedSettings, Settings, duplicates
from wirefeed.errors import ConfigError
from wirefeed.model.credentials import Secret

_LISTS = ("agency", "feed")
_BLOCKS = "credentials"
_ADDRESS = re.compile(r"(?P<user>[^:/?#]+://[^:@/?#]+)(?P<own>:[^@/?#]*)?(?=@)")


def load(path: Path | None, *, database_url: str | None = None, environ: Mapping[str, str] | None = None) -> Settings:
    """Read the configuration.

    ``path`` None: the built-in defaults. ``database_url`` (the ``--database`` option) wins over ``WIREFEED_DATABASE_URL`` (or the file
    or systemd credential in its place), which wins over the file. ``WIREFEED_DATABASE_PASSWORD``, from the same places, is for an address
    with a user and no password.
    Raises ConfigError naming file and key.
    """
    environ = os.environ if environ is None else environ
    tree = _read_tree(path) if path else {}
    refuse_literals(tree, path)
    settings = _validate(tree, path)
    _check_references(settings, path)
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


def _read_tree(path: Path, seen: tuple[Path, ...] = ()) -> dict[str, Any]:
    """One file with everything it includes; agencies, feeds and credentials add up, other sections of the main file win."""
    if path.resolve() in seen:
        raise ConfigError("this file includes itself", path=str(path), key="include")
    tree = _read_toml(path)
    for feed in _tables(tree, "feed"):
        _anchor_folder(feed, path)
    _anchor_weights(tree.get("merge"), path)
    for pattern in tree.get("include", ()):
        files = sorted(path.parent.glob(pattern)) if isinstance(pattern, str) else []
        if not files:
            raise ConfigError(f"no file matches {pattern!r} beside {path}", path=str(path), key="include")
        for file in files:
            tree = _combine(tree, _read_tree(file, (*seen, path.resolve())))
    return tree


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ConfigError("no such file; give another with --config", path=str(path)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"cannot be read: {error}", path=str(path)) from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"is not valid TOML: {error}", path=str(path)) from error


def _combine(main: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    combined = {**other, **main}
    for name in _LISTS:
        if name in main or name in other:
            combined[name] = [*_tables(main, name), *_tables(other, name)]
    if isinstance(main.get(_BLOCKS), dict) and isinstance(other.get(_BLOCKS), dict):
        combined[_BLOCKS] = {**other[_BLOCKS], **main[_BLOCKS]}
    return combined


def _tables(tree: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    value = tree.get(name, [])
    return value if isinstance(value, list) else [value]


def _anchor_folder(feed: dict[str, Any], config: Path) -> None:
    """``file:wires/*.xml`` counts from the configuration file, so that a configuration can be moved with its wires."""
    url = feed.get("url") if isinstance(feed, dict) else None
    if isinstance(url, str) and url.startswith("file:") and not url.startswith("file:/"):
        feed["url"] = f"file://{config.parent.resolve() / url.removeprefix('file:')}"


def _anchor_weights(merge: object, config: Path) -> None:
    """A relative ``[merge] weights`` counts from the configuration file, as a folder of wires does."""
    if isinstance(merge, dict) and isinstance(merge.get("weights"), str):
        merge["weights"] = str(config.parent.resolve() / merge["weights"])


def _validate(tree: dict[str, Any], path: Path | None) -> Settings:
    try:
        return Settings.model_validate(tree)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part + 1) if isinstance(part, int) else part for part in first["loc"])
        message = first["msg"].removeprefix("Value error, ")
        if first["type"] == "extra_forbidden":
            message = "unknown key" + _nearest(first["loc"])
        raise ConfigError(message, path=str(path) if path else None, key=key) from error


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


def _check_references(settings: Settings, path: Path | None) -> None:
    where = str(path) if path else None
    keys = [section.key for section in settings.agency]
    for twice in duplicates(keys):
        raise ConfigError(f"two agencies have the key {twice!r}", path=where, key="agency.key")
    for twice in duplicates([section.name for section in settings.feed]):
        raise ConfigError(f"two feeds have the name {twice!r}", path=where, key="feed.name")
    for section in settings.feed:
        if section.agency not in keys:
            close = difflib.get_close_matches(section.agency, keys, n=1)
            hint = f'; did you mean "{close[0]}"?' if close else "; add an [[agency]] with that key"
            raise ConfigError(
                f"feed {section.name!r} names the agency {section.agency!r}, which is not configured{hint}", path=where, key="feed.agency"
            )
        _check_credentials(section, settings, where)
    for name, block in settings.credentials.items():
        if block.kind == "headers" and not block.headers:
            raise ConfigError('name the headers, such as headers = ["X-Api-Key"]', path=where, key=f"credentials.{name}.headers")


def _check_credentials(section: FeedSettings, settings: Settings, where: str | None) -> None:
    """A feed's credentials exist and are of a kind its address can use."""
    speaks_api = section.url.startswith(API_SCHEMES)
    if speaks_api and section.credentials is None:
        raise ConfigError(f"feed {section.name!r} speaks an agency's API and needs `credentials`", path=where, key="feed.credentials")
    for key, name in (("credentials", section.credentials), ("proxy_credentials", section.proxy_credentials)):
        if name is None:
            continue
        block = settings.credentials.get(name)
        if block is None:
            close = difflib.get_close_matches(name, settings.credentials, n=1)
            hint = f'; did you mean "{close[0]}"?' if close else f"; add [credentials.{name}]"
            raise ConfigError(
                f"feed {section.name!r} names credentials {name!r}, which are not configured{hint}", path=where, key=f"feed.{key}"
            )
        due = ("basic",) if key == "proxy_credentials" else ("oauth2",) if speaks_api else ("basic", "bearer", "headers")
        if block.kind not in due:
            raise ConfigError(f"feed {section.name!r} needs credentials of kind {' or '.join(due)} there", path=where, key=f"feed.{key}")
