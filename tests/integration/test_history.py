"""Real polling histories, replayed through the whole program: no item lost or doubled, edits kept, faults without effect."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.integration.history import (
    FEED,
    History,
    Poll,
    Replayed,
    Truth,
    one_line,
    read_entries,
    read_history,
    replay,
    thin,
    truth_of,
    with_faults,
    write_config,
)
from tests.integration.servers import Loopback
from wirefeed.errors import FormatError
from wirefeed.formats import parse
from wirefeed.model.delivery import Delivery

ARCHIVES = ("aljazeeraenglish", "bbc", "gmanews", "rnz", "straittimes")
POLLS = int(os.environ.get("WIREFEED_HISTORY_POLLS", "14"))
"""How many polls of each history; benchmarks/history.py runs them all."""


def archive(shared: Path, name: str) -> tuple[Poll, ...]:
    (found,) = (shared / "data/feeds/git-scraped-history").rglob(f"{name}.tar.xz")
    return thin(read_history(found), POLLS)


@pytest.mark.shared
@pytest.mark.parametrize("name", ARCHIVES)
def test_each_document_reads_as_an_independent_parser_reads_it(name, shared):
    for poll in archive(shared, name):
        delivery = Delivery(feed=FEED, url="https://example.org/feed.xml", body=poll.body, fetched_at=poll.at)
        expected = read_entries(poll.body)
        if expected is None:
            with pytest.raises(FormatError):
                parse(delivery)
        else:
            assert [(entry.guid, one_line(entry.headline or "")) for entry in parse(delivery).entries] == [
                (entry.guid, entry.title) for entry in expected
            ]


@pytest.mark.shared
@pytest.mark.parametrize("name", ARCHIVES)
def test_a_replayed_history_is_held_whole_and_unharmed(name, shared, tmp_path):
    polls = with_faults(archive(shared, name))
    truth, held = truth_of(polls), replay(polls, tmp_path)
    no_item_is_lost_and_none_is_kept_twice(truth, held)
    every_title_an_item_ever_had_is_a_version_of_it(truth, held)
    the_current_headline_is_the_last_one_published(truth, polls, held)
    a_poll_that_is_no_whole_document_changes_nothing_and_is_told_as_failed(truth, held)
    every_item_has_its_story(held)


def no_item_is_lost_and_none_is_kept_twice(truth: Truth, held: Replayed) -> None:
    """Also where a link changed, or an item went away and came back."""
    guids = [str(guid) for (guid,) in held.ask("SELECT guid FROM items")]
    assert truth.lost(guids) == set()
    assert set(guids) - set(truth.titles) == set()
    assert len(guids) == len(set(guids))


def every_title_an_item_ever_had_is_a_version_of_it(truth: Truth, held: Replayed) -> None:
    """Save where a title came with an older date than the one it replaced: then the ledger tells."""
    held_titles, stale = held.headlines(), held.stale()
    strange = {guid: found - truth.titles_of(guid) for guid, found in held_titles.items()}
    assert {guid: titles for guid, titles in strange.items() if titles} == {}
    missing = {guid: set(truth.titles[guid]) - found for guid, found in held_titles.items() if guid not in stale}
    assert {guid: titles for guid, titles in missing.items() if titles} == {}


def the_current_headline_is_the_last_one_published(truth: Truth, polls: tuple[Poll, ...], held: Replayed) -> None:
    twinned = {guid for pair in truth.twins.items() for guid in pair}
    current = dict(held.ask("SELECT guid, headline FROM items"))
    last = {guid: titles[0] for guid, titles in truth_of(polls[-1:]).titles.items() if guid in current.keys() - held.stale() - twinned}
    assert {guid: title for guid, title in last.items() if one_line(str(current[guid])) != title} == {}


def a_poll_that_is_no_whole_document_changes_nothing_and_is_told_as_failed(truth: Truth, held: Replayed) -> None:
    assert len(truth.unusable) >= 3
    assert [number for number, outcome in enumerate(held.outcomes) if outcome == "failed"] == list(truth.unusable)
    assert [number for number in truth.unusable if held.versions[number] != (held.versions[number - 1] if number else 0)] == []
    told = held.ask("SELECT outcome, error FROM fetches")
    assert len(told) == len(held.outcomes)
    assert all(error for outcome, error in told if outcome == "failed")


def every_item_has_its_story(held: Replayed) -> None:
    assert held.ask("SELECT feed, guid FROM items EXCEPT SELECT feed, guid FROM merged_story_items") == []


# --- the same through the command, on wires of our own ------------------------------------------------------------------------


HARBOUR = "The port was shut at noon when waves broke over the northern mole. Two ferries turned back to the mainland."
MUSEUM = "Visitors queued for the wing of Roman glass, which took nine years to build and cost the city forty million."


def rss(**stories: str) -> bytes:
    items = "".join(
        f"<item><title>{headline}</title><guid isPermaLink='false'>{guid}</guid><link>https://example.org/{guid}</link>"
        f"<description>{HARBOUR if guid == 'harbour' else MUSEUM}</description><pubDate>Mon, 23 Nov 2026 10:00:00 GMT</pubDate></item>"
        for guid, headline in stories.items()
    )
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>Wire</title>{items}</channel></rss>".encode()


def fetch_once(config: Path) -> tuple[int, dict]:
    command = [sys.executable, "-m", "wirefeed", "--config", config, "fetch", "--once", "--force", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, cwd=Path(__file__).parents[2])
    assert done.returncode in (0, 1)
    assert done.stdout, done.stderr
    return done.returncode, json.loads(done.stdout)


def test_the_command_tells_what_each_poll_brought(tmp_path):
    start = datetime(2026, 11, 23, 12, tzinfo=UTC)
    edited = rss(harbour="Harbour reopens after storm", museum="Museum opens new wing")
    bodies = (rss(harbour="Harbour closes after storm", museum="Museum opens new wing"), edited[:-60], edited)
    history = History([Poll(at=start + timedelta(hours=number), body=body) for number, body in enumerate(bodies)])
    told = []
    with Loopback(pages={"/feed.xml": history}) as server:
        config = write_config(tmp_path, server)
        for number in range(len(bodies)):
            history.number = number
            told.append(fetch_once(config))
    codes, summaries = zip(*told, strict=True)
    assert codes == (0, 1, 0)
    assert [summary["results"][0]["outcome"] for summary in summaries] == ["changed", "failed", "changed"]
    assert [(summary["items"]["new"], summary["items"]["revised"]) for summary in summaries] == [(2, 0), (0, 0), (0, 1)]
    assert summaries[1]["results"][0]["feed"] == FEED
    assert "cut" in summaries[1]["results"][0]["error"]
    assert [summary["stories"]["new"] for summary in summaries] == [2, 0, 0]
