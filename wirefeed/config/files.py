"""Configuration files and what they include, as one tree that remembers which file says what. It judges no key and no value."""

import glob
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from wirefeed.config.secrets import refuse_literals
from wirefeed.errors import ConfigError

LISTS: Final = ("agency", "feed")
BLOCKS: Final = "credentials"

Location = Sequence[int | str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """What the files say together. ``places``: the file of each section, agency, feed and block; of lists also the position in it."""

    tree: dict[str, Any]
    places: Mapping[tuple[int | str, ...], tuple[Path, int | None]]

    def locate(self, location: Location) -> tuple[str | None, str]:
        """The file that says what stands at ``location`` of the tree (None: no file does), and its key there, counted from 1."""
        path, at = self.places.get(tuple(location[:2])) or self.places.get(tuple(location[:1])) or (None, None)
        parts = (*location[:1], at, *location[2:]) if at is not None else location
        return str(path) if path else None, ".".join(str(part + 1) if isinstance(part, int) else part for part in parts)


def read_files(path: Path, seen: tuple[Path, ...] = ()) -> Files:
    """One file with everything it includes: agencies, feeds and credentials add up, other sections of the main file win.

    Raises ConfigError.
    """
    if path.resolve() in seen:
        raise ConfigError("this file includes itself", path=str(path), key="include")
    tree = _read_toml(path)
    refuse_literals(tree, path)
    for feed in _tables(tree, "feed"):
        _anchor_folder(feed, path)
    _anchor_weights(tree.get("merge"), path)
    files = Files(tree=tree, places=dict(_places(tree, path)))
    for file in _included(tree.get("include", []), path):
        files = _combine(files, read_files(file, (*seen, path.resolve())))
    return files


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ConfigError("no such file; give another with --config", path=str(path)) from error
    except OSError as error:
        raise ConfigError(f"cannot be read: {error.strerror}", path=str(path)) from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"cannot be read: it is no UTF-8 text (byte {error.start + 1})", path=str(path)) from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"is not valid TOML: {error}", path=str(path)) from error


def _places(tree: Mapping[str, Any], path: Path) -> Iterator[tuple[tuple[int | str, ...], tuple[Path, int | None]]]:
    for name, value in tree.items():
        yield (name,), (path, None)
        if name in LISTS:
            yield from (((name, at), (path, at)) for at in range(len(_tables(tree, name))))
        elif name == BLOCKS and isinstance(value, dict):
            yield from (((name, block), (path, None)) for block in value)


def _included(patterns: object, path: Path) -> Iterator[Path]:
    """The files that ``include`` names, relative ones beside the file that includes them. Raises ConfigError."""
    if not isinstance(patterns, list) or not all(isinstance(one, str) for one in patterns):
        raise ConfigError('must be a list of file names, such as ["agencies/*.toml"]', path=str(path), key="include")
    for pattern in patterns:
        found = glob.glob(pattern, root_dir=path.parent, recursive=True)  # noqa: PTH207 - Path.glob takes no absolute pattern
        files = sorted(file for name in found if (file := path.parent / name).is_file())
        if not files:
            raise ConfigError(f"no file matches {pattern!r} beside {path}", path=str(path), key="include")
        yield from files


def _combine(main: Files, other: Files) -> Files:
    combined = {**other.tree, **main.tree}
    places = {**other.places, **main.places}
    for name in LISTS:
        if name in main.tree or name in other.tree:
            mine, theirs = _tables(main.tree, name), _tables(other.tree, name)
            combined[name] = [*mine, *theirs]
            places |= {(name, len(mine) + at): other.places[name, at] for at in range(len(theirs))}
    if isinstance(main.tree.get(BLOCKS), dict) and isinstance(other.tree.get(BLOCKS), dict):
        combined[BLOCKS] = {**other.tree[BLOCKS], **main.tree[BLOCKS]}
    return Files(tree=combined, places=places)


def _tables(tree: Mapping[str, Any], name: str) -> list[Any]:
    value = tree.get(name, [])
    return value if isinstance(value, list) else [value]


def _anchor_folder(feed: object, config: Path) -> None:
    """``file:wires/*.xml`` counts from the configuration file, so that a configuration can be moved with its wires."""
    url = feed.get("url") if isinstance(feed, dict) else None
    if isinstance(feed, dict) and isinstance(url, str) and url.startswith("file:") and not url.startswith("file:/"):
        feed["url"] = f"file://{config.parent.resolve() / url.removeprefix('file:')}"


def _anchor_weights(merge: object, config: Path) -> None:
    """A relative ``[merge] weights`` counts from the configuration file, as a folder of wires does."""
    if isinstance(merge, dict) and isinstance(merge.get("weights"), str):
        merge["weights"] = str(config.parent.resolve() / merge["weights"])
