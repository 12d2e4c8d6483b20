"""The real daemon and a folder whose files move: killed again and again at awkward moments, it loses nothing and doubles nothing."""

import json
import os
import random
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from tests.integration.daemon import Daemon

KILLS = int(os.environ.get("WIREFEED_DROP_KILLS", "20"))
PER_ROUND = 12


def write_config(folder: Path, drop: Path, **options: object) -> Path:
    """A configuration with one drop whose files move."""
    lines = "".join(f"{name} = {json.dumps(value)}\n" for name, value in options.items())
    config = folder / "wirefeed.toml"
    config.write_text(
        f"""
[database]
url = "sqlite:///{folder / "wirefeed.db"}"
[work]
parse_workers = 1
[[agency]]
key = "afp"
name = "AFP"
[[feed]]
name = "drop"
agency = "afp"
url = "file://{drop}/*.xml"
interval_min = 1
interval_max = 1
{lines}
""",
        encoding="utf-8",
    )
    return config


def wire(number: int) -> bytes:
    """One item in a feed document; every seventh document is cut and will never be whole."""
    body = (
        f"<rss version='2.0'><channel><title>Wire</title><item><guid isPermaLink='false'>item-{number}</guid>"
        f"<title>Crew number {number} left the harbour</title><link>https://example.org/{number}</link>"
        f"<description>Crew {number} put to sea at dawn with {number + 3} hands, the harbour master of berth {number} said.</description>"
        "<pubDate>Mon, 23 Nov 2026 10:00:00 GMT</pubDate></item></channel></rss>"
    ).encode()
    return f"\0 no document, only bytes: {number}".encode() if number % 7 == 0 else body


def put(drop: Path, number: int) -> None:
    """As a careful sender does it: written under another name, then renamed. Untouched for long, so that the cut ones count as final."""
    draft = drop / f"{number}.xml.tmp"
    draft.write_bytes(wire(number))
    then = time.time() - 600
    os.utime(draft, (then, then))
    draft.rename(drop / f"{number}.xml")


def rows(database: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        return connection.execute(query).fetchall()


def files(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if path.is_file()} if folder.is_dir() else set()


def wait_for_moment(kill: int, database: Path, drop: Path, last: int, chance: random.Random) -> None:
    """In turn: some time in the poll, the moment its files are stored, the moment the first has moved, and a little after."""
    name = f"{last - last % 7 - 1}.xml"  # one that is of use
    deadline = time.monotonic() + 60
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:

        def stored() -> bool:
            return bool(connection.execute("SELECT 1 FROM deliveries WHERE url LIKE ?", (f"%/{name}",)).fetchone())

        def moved() -> bool:
            return (drop / "done" / name).exists() or (drop / "done" / f"{last - PER_ROUND + 1}.xml").exists()

        while kill % 4 and not (stored() if kill % 4 == 1 else moved()):
            assert time.monotonic() < deadline, "nothing was stored"
    time.sleep(chance.uniform(0, {0: 2.0, 1: 0.0, 2: 0.001, 3: 0.02}[kill % 4]))


def where_it_landed(database: Path, drop: Path) -> Counter[str]:
    """How far the files that still lie in the drop had come."""
    stored = {str(url).rpartition("/")[2] for (url,) in rows(database, "SELECT url FROM deliveries")}
    return Counter("stored, not moved" if name in stored else "not stored" for name in files(drop))


def wait_until_empty(drop: Path) -> None:
    deadline = time.monotonic() + 60
    while files(drop):
        assert time.monotonic() < deadline, f"still there: {files(drop)}"
        time.sleep(0.1)


@pytest.fixture
def drop(tmp_path: Path) -> Path:
    folder = tmp_path / "drop"
    folder.mkdir()
    return folder


def test_killed_at_awkward_moments_it_loses_nothing_and_doubles_nothing(tmp_path, drop):
    config, chance, number = write_config(tmp_path, drop, after="move"), random.Random(20), 0  # noqa: S311 - moments, no secret
    landed: Counter[str] = Counter()
    for kill in range(3 * KILLS):
        if kill >= KILLS and landed["stored, not moved"]:
            break  # enough kills, and some came at the moment that matters
        with Daemon(config) as daemon:
            daemon.wait_for("ready")
            for _ in range(PER_ROUND):
                number += 1
                put(drop, number)
            wait_for_moment(kill, tmp_path / "wirefeed.db", drop, number, chance)
            daemon.kill()
        landed.update(where_it_landed(tmp_path / "wirefeed.db", drop))
    assert landed["stored, not moved"], "no kill came between the store and the move: the loop proved nothing"
    print("files at the moment of a kill:", dict(landed))  # noqa: T201 - for benchmarks/results/push.md, with -s
    with Daemon(config) as daemon:
        daemon.wait_for("ready")
        wait_until_empty(drop)
        assert daemon.stop() == 0

    useless = {one for one in range(1, number + 1) if one % 7 == 0}
    assert files(drop / "done") == {f"{one}.xml" for one in range(1, number + 1) if one not in useless}
    assert files(drop / "failed") == {name for one in useless for name in (f"{one}.xml", f"{one}.xml.why.json")}
    for one in useless:
        assert json.loads((drop / f"failed/{one}.xml.why.json").read_text())["reason"]
        assert (drop / f"failed/{one}.xml").read_bytes() == wire(one)
    versions = rows(tmp_path / "wirefeed.db", "SELECT guid, count(*) FROM item_versions GROUP BY guid")
    assert dict(versions) == {f"item-{one}": 1 for one in range(1, number + 1) if one not in useless}
    kept = rows(tmp_path / "wirefeed.db", "SELECT sha256, count(*) FROM deliveries GROUP BY sha256")
    assert len(kept) == number
    assert {times for _, times in kept} == {1}, "a file was read twice"


def test_what_waits_and_what_failed_stands_in_the_list_of_feeds(tmp_path, drop):
    config = write_config(tmp_path, drop, after="move")
    put(drop, 1)
    put(drop, 7)
    (drop / "2.xml").write_bytes(wire(2)[:50])
    assert wirefeed(config, "fetch", "--once").returncode == 1, "a document that is none is a failed poll"
    (listed,) = json.loads(wirefeed(config, "feeds", "--json").stdout)
    assert listed["drop"] == {"waiting": 1, "failed": 1, "stuck": 0, "why": None}
    assert "1 waiting, 1 failed" in wirefeed(config, "feeds").stdout
    assert rows(tmp_path / "wirefeed.db", "SELECT waiting, failed FROM drops") == [(1, 1)]


def test_files_that_cannot_be_read_are_named_and_of_very_many_the_first(tmp_path, drop):
    config = write_config(tmp_path, drop)
    for number in (7, 14, 21, 28, 35):
        put(drop, number)
    done = json.loads(wirefeed(config, "fetch", "--once", "--json").stdout)
    (told,) = [result["error"] for result in done["results"]]
    assert [name for name in ("14.xml", "21.xml", "28.xml", "35.xml", "7.xml") if f"{name}: " in told] == ["14.xml", "21.xml", "28.xml"]
    assert told.endswith("; and 2 more: `dropped` has them")
    (listed,) = json.loads(wirefeed(config, "feeds", "--json").stdout)
    assert listed["last_error"] == told
    assert rows(tmp_path / "wirefeed.db", "SELECT count(*) FROM dropped WHERE kind = 'unreadable'") == [(5,)]


def test_asking_for_a_feed_that_is_not_polled_says_why(tmp_path, drop):
    config = write_config(tmp_path, drop, enabled=False)
    refused = wirefeed(config, "fetch", "--once", "--feed", "drop")
    assert (refused.returncode, refused.stderr) == (2, "wirefeed: the feed 'drop' is switched off: set enabled = true\n")
    unknown = wirefeed(config, "fetch", "--once", "--feed", "dorp")
    assert unknown.stderr == "wirefeed: no feed is named 'dorp'; the configuration has none\n"


def test_a_folder_that_may_only_be_read_is_read_once_and_the_feeds_say_why_nothing_moves(tmp_path, drop):
    """``done`` is a file here: even root, whom no permission stops, cannot make the folder."""
    config = write_config(tmp_path, drop, after="move")
    (drop / "done").write_bytes(b"")
    put(drop, 1)
    for _ in range(2):
        assert wirefeed(config, "fetch", "--once", "--force").returncode == 0
    (listed,) = json.loads(wirefeed(config, "feeds", "--json").stdout)
    assert listed["drop"]["stuck"] == 1
    assert "done cannot be used" in listed["drop"]["why"]
    assert rows(tmp_path / "wirefeed.db", "SELECT count(*) FROM deliveries") == [(1,)]


def test_moving_is_for_files(tmp_path, drop):
    config = write_config(tmp_path, drop, after="move")
    config.write_text(config.read_text().replace(f"file://{drop}/*.xml", "https://example.org/feed.xml"))
    refused = wirefeed(config, "config", "check")
    assert refused.returncode == 2
    assert "after = move is for files" in refused.stderr


def wirefeed(config: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "wirefeed", "--config", str(config), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)
