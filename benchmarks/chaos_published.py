"""Whether versions that the chaos newswire's checker takes for one were published as two. It reads what a run left; it runs nothing.

The checker knows a version by its title and summary. Some of its feeds carry a whole text besides, and its world lets a fact grow that
stands there alone (``Turnout was 76%.``, later ``Turnout was 95%.``): it publishes two versions that its own list of truths gives the same
hash. Whoever stores both is told of ``I6 version stored twice``. Here the world is made anew from the seed, and both are looked up in it.
"""

import contextlib
import importlib.util
import json
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

TWICE = "I6 version stored twice"
VERSIONS = "SELECT feed, guid, headline, summary, text FROM item_versions WHERE pubstatus <> 'canceled' ORDER BY feed, guid, version"


class Wording(NamedTuple):
    """One version of an item in its own words, spaces evened out."""

    title: str
    summary: str
    text: str

    @classmethod
    def of(cls, title: str | None, summary: str | None, text: str | None) -> "Wording":
        """A summary that is missing is the text, as the newswire's adapter has it."""
        title, summary, text = (" ".join((words or "").split()) for words in (title, summary, text))
        return cls(title, summary or text, text)


def twice(wordings: Sequence[Wording]) -> bool:
    """Whether two of them are one to the checker."""
    return max(Counter((one.title, one.summary) for one in wordings).values(), default=0) > 1


def in_turn(stored: Sequence[Wording], published: Iterable[Wording]) -> bool:
    """Whether every stored wording was published, in that order, and none is there twice."""
    rest = iter(published)
    return len(set(stored)) == len(stored) and all(one in rest for one in stored)


def worlds(newswire: Path) -> ModuleType:
    """The newswire's own module of its worlds. Raises OSError where it is not there."""
    spec = importlib.util.spec_from_file_location("newswire_world", newswire / "chaos" / "world.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(newswire)
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def not_published(folder: Path, newswire: Path) -> list[str]:
    """The items with a version stored twice of which the ``newswire`` did not publish what is stored. ``folder`` is the run's.

    Raises OSError, sqlite3.Error where the run left nothing to look at.
    """
    told = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    module = worlds(newswire)
    world = module.World(module.Options(**told["options"]))
    published: dict[tuple[str, str], list[Wording]] = {}
    for item in world.items.values():
        whole = world.feeds[item.feed].full_text
        wordings = [Wording.of(one.title, one.summary, " ".join(one.body) if whole else one.summary) for one in item.versions]
        for guid in {item.guid, item.guid_change[1] if item.guid_change else item.guid}:
            published[item.feed, guid] = wordings
    stored: dict[tuple[str, str], list[Wording]] = {}
    with contextlib.closing(sqlite3.connect(f"file:{folder / 'ref.db'}?mode=ro", uri=True)) as database:
        for feed, guid, *words in database.execute(VERSIONS):
            stored.setdefault((feed, guid), []).append(Wording.of(*words))
    return [f"{key[0]}|{key[1]}" for key, own in stored.items() if twice(own) and not in_turn(own, published.get(key, ()))]
