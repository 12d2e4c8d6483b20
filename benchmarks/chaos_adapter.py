"""Attaches wirefeed to the chaos newswire as its own adapter does, and in three more ways. It checks nothing.

    chaos_adapter.py DB CONTROL poll|export [--rounds N] [--deadline S]       called by killloop.py; see chaos.py

* WIREFEED_CHAOS_DAEMON=1: while it may be killed (more than one round) the daemon runs, not ``fetch --once``;
* WIREFEED_CHAOS_POSTGRESQL=URL: the database is that one;
* WIREFEED_CHAOS_HOSTILE=FILE: the feeds it names (JSON: ``allow``, ``feeds`` by name) are polled beside the agencies', as an agency of
  their own. The newswire knows nothing of them: they are left out of what it is told, and of the counts it waits for.
"""

import argparse
import importlib.util
import json
import os
import re
import shlex
import subprocess
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

SHARED = Path(__file__).resolve().parents[2] / "shared" / "chaos" / "wirefeed_adapter.py"
POSTGRESQL = os.environ.get("WIREFEED_CHAOS_POSTGRESQL")
HOSTILE = os.environ.get("WIREFEED_CHAOS_HOSTILE")
OWN = "hostile-"
"""How the names of feeds begin that the newswire does not know."""
WIREFEED = shlex.split(os.environ.get("WIREFEED", "wirefeed"))


def theirs() -> ModuleType:
    """The newswire's own adapter."""
    spec = importlib.util.spec_from_file_location("wirefeed_adapter", os.environ.get("CHAOS_ADAPTER", str(SHARED)))
    if spec is None or spec.loader is None:
        sys.exit(f"{SHARED} is not there")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def configure(options: argparse.Namespace) -> str:
    """Their configuration, polled every second and in the database named."""
    path = Path(theirs().write_config(options.db, options.control, options.deadline))
    text = path.read_text(encoding="utf-8")
    if "interval_min" not in text:
        text = text.replace('full_text = "feed"\n', 'full_text = "feed"\ninterval_min = 1.0\ninterval_max = 1.0\nhourly_items = 0\n')
        if POSTGRESQL:
            text = re.sub(r'url = "sqlite:[^"]*"', f'url = "{POSTGRESQL}"', text, count=1)
        if HOSTILE:
            text = with_hostile(text, json.loads(Path(HOSTILE).read_text(encoding="utf-8")))
        part = path.with_suffix(".second")
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    return str(path)


def with_hostile(text: str, told: dict[str, Any]) -> str:
    """The configuration with the hostile feeds in it."""
    text = text.replace("allow = [", f'allow = ["{told["allow"]}", ', 1)
    feeds = [
        f'[[feed]]\nname = "{name}"\nagency = "hostile"\nurl = "{url}"\ninterval_min = 1.0\ninterval_max = 1.0\n'
        for name, url in told["feeds"].items()
    ]
    return "\n".join([text, '[[agency]]\nkey = "hostile"\nname = "Hostile"\n', *feeds])


def poll(options: argparse.Namespace) -> int:
    """Run until killed, or a number of rounds."""
    config = configure(options)
    if options.rounds > 1 and os.environ.get("WIREFEED_CHAOS_DAEMON"):
        os.execvp(WIREFEED[0], [*WIREFEED, "--config", config, "run"])  # noqa: S606 - the program under test takes this one's place
    if options.rounds == 1:
        (Path(options.db).parent / "settled").touch()  # the world has settled: whoever restarts servers may stop
    counts: dict[str, int] = {}
    for _ in range(options.rounds):
        run = subprocess.run([*WIREFEED, "--config", config, "fetch", "--once", "--force", "--json"], capture_output=True, check=False)
        if not run.stdout:
            sys.stderr.buffer.write(run.stderr[-2000:])
            return run.returncode or 1
        told = json.loads(run.stdout)
        items, stories = told["items"], told["stories"]
        changed = items["new"] + items["revised"] + items["killed"] + sum(stories.values())
        outcomes = Counter(one["outcome"] for one in told["results"] if not one["feed"].startswith(OWN))
        counts = {"changed": changed, "waiting": outcomes["waiting"], "error": outcomes["failed"], "refused": outcomes["refused"]}
    sys.stdout.write(json.dumps(counts))
    return 0


def connect(options: argparse.Namespace) -> Any:  # noqa: ANN401 - one of two drivers' connections
    """A connection to the views."""
    if POSTGRESQL:
        import psycopg  # noqa: PLC0415 - only where it is asked for

        return psycopg.connect(re.sub(r"^postgresql\+psycopg", "postgresql", POSTGRESQL))
    import sqlite3  # noqa: PLC0415 - the other of the two

    return sqlite3.connect(f"file:{options.db}?mode=ro", uri=True)


ITEMS = "SELECT feed, guid, headline, COALESCE(NULLIF(summary, ''), text), url, pubstatus FROM item_versions ORDER BY feed, guid, version"
PARAGRAPHS = """
SELECT p.story_id, s.agency_count, s.reporting_line, p.paragraph, p.text, p.feed, p.guid
  FROM merged_story_provenance p
  JOIN merged_stories s ON s.id = p.story_id AND s.version = p.story_version
 WHERE p.part = 'body'
 ORDER BY p.story_id, p.paragraph, p.seq
"""


def export(options: argparse.Namespace) -> int:
    """What the views show, as check.py wants it."""
    with connect(options) as database:
        cursor = database.cursor()
        address = dict(cursor.execute("SELECT name, url FROM feeds").fetchall())
        stories: dict[str, dict[str, Any]] = {}
        seats: dict[str, str] = {}
        for story, feed, guid in cursor.execute("SELECT story_id, feed, guid FROM merged_story_items ORDER BY 1, 2, 3").fetchall():
            seats[f"{feed}|{guid}"] = story
            stories.setdefault(story, {"id": story, "item_ids": [], "paragraphs": {}})["item_ids"].append(f"{feed}|{guid}")
        items = read_items(cursor.execute(ITEMS).fetchall(), address, seats)
        for story, voices, closing, paragraph, text, feed, guid in cursor.execute(PARAGRAPHS).fetchall():
            if story in stories:
                stories[story].update(independent_sources=voices, closing=closing)
                part = stories[story]["paragraphs"].setdefault(paragraph, {"text": "", "source_item_ids": []})
                part["text"] += text
                part["source_item_ids"] += [f"{feed}|{guid}"] if guid is not None else []
    for story in stories.values():
        closing = story.pop("closing", None)
        story["paragraphs"] = [part for part in story["paragraphs"].values() if part["text"] != closing]
    known = [item for item in items if not item["id"].startswith(OWN)]
    json.dump({"items": known, "stories": [told for story in stories.values() if (told := as_known(story))]}, sys.stdout)
    return 0


def as_known(story: dict[str, Any]) -> dict[str, Any] | None:
    """A story without what hostile feeds brought to it; None where nothing else is in it.

    A paragraph of theirs is left out only when its source is a member of the story: any other is for the checker to find.
    """
    theirs = {item for item in story["item_ids"] if item.startswith(OWN)}
    members = [item for item in story["item_ids"] if item not in theirs]
    if not theirs or not members:
        return story if members else None
    paragraphs = []
    for part in story["paragraphs"]:
        sources = [item for item in part["source_item_ids"] if item not in theirs]
        if sources or not part["source_item_ids"]:
            paragraphs.append({**part, "source_item_ids": sources})
    return {**story, "item_ids": members, "paragraphs": paragraphs, "independent_sources": max(1, story.get("independent_sources", 1) - 1)}


def read_items(rows: list[tuple[Any, ...]], address: dict[str, str], seats: dict[str, str]) -> list[dict[str, Any]]:
    """Every item with its versions."""
    items: dict[str, dict[str, Any]] = {}
    for feed, guid, headline, text, link, status in rows:
        key = f"{feed}|{guid}"
        item = items.setdefault(key, {"id": key, "feed_url": address[feed], "guid": guid, "versions": [], "story_id": seats.get(key)})
        item["link"], item["killed"] = link, status == "canceled"
        if status != "canceled" or not item["versions"]:
            item["versions"].append({"title": headline or "", "text": text or ""})
    return list(items.values())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("db")
    parser.add_argument("control")
    parser.add_argument("what", choices=["poll", "export"])
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--deadline", type=float, default=2.0)
    chosen = parser.parse_args()
    sys.exit(poll(chosen) if chosen.what == "poll" else export(chosen))
