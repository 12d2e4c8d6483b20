"""Real polling histories through the running daemon, killed and reloaded in between: no item lost or doubled, no edit missed."""

import asyncio
import os
import re
import signal
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.integration.daemons import RunningDaemon, ask, configure, wait_until
from tests.integration.history import Poll, one_line, read_history, read_root, thin, truth_of, with_faults
from tests.integration.servers import Asked, Loopback, document

NAMES = ("aljazeeraenglish", "bbc", "gmanews", "rnz", "straittimes")
POLLS = int(os.environ.get("WIREFEED_HISTORY_POLLS", "7"))
"""How many polls of each history."""
KILL_EVERY, RELOAD_EVERY = 14, 6
_PATIENCE = re.compile(rb"<ttl>[^<]*</ttl>|<sy:update\w+>[^<]*</sy:update\w+>")
"""A feed may ask to be polled rarely, and the daemon does as asked: no test has the time."""


class Acknowledged:
    """Answers with one kept document until the client names its ETag, then with the next.

    So whoever is killed between a fetch and its commit is shown the document again, and has no excuse. What is no whole document has no
    ETag a client could name; nor has one of which something was set aside: those are shown once, and three times.
    """

    def __init__(self, polls: tuple[Poll, ...]) -> None:
        self.bodies = [_PATIENCE.sub(b"", poll.body) for poll in polls]
        self.number = self.shown = 0

    async def __call__(self, asked: Asked, writer: asyncio.StreamWriter) -> None:
        """Answer one request."""
        whole = read_root(self.bodies[self.number]) is not None
        known = b" 304 " in document(asked, self.bodies[self.number])[:20]
        if (known or self.shown >= (3 if whole else 1)) and self.number + 1 < len(self.bodies):
            self.number, self.shown = self.number + 1, 0
        self.shown += 1
        writer.write(document(asked, self.bodies[self.number]))
        await writer.drain()

    @property
    def over(self) -> bool:
        """Whether the last document was shown, and shown again."""
        return self.number + 1 == len(self.bodies) and self.shown > 2


def archive(shared: Path, name: str) -> tuple[Poll, ...]:
    (found,) = (shared / "data/feeds/git-scraped-history").rglob(f"{name}.tar.xz")
    return with_faults(thin(read_history(found), POLLS))


@pytest.mark.shared
def test_histories_are_held_whole_by_a_daemon_that_is_killed_and_reloaded_again_and_again(shared, tmp_path):
    polls = {name: archive(shared, name) for name in NAMES}
    histories = {name: Acknowledged(one) for name, one in polls.items()}
    with Loopback(pages={f"/{name}.xml": history for name, history in histories.items()}) as server:
        config = configure(tmp_path, {name: server.url(f"/{name}.xml") for name in NAMES}, allow=[server.place])
        kills = play(config, histories)
    assert kills >= 3
    database = tmp_path / "wirefeed.db"
    for name in NAMES:
        held_whole(database, name, polls[name])
    assert ask(database, "SELECT feed, guid FROM items EXCEPT SELECT feed, guid FROM merged_story_items") == []
    assert ask(database, "PRAGMA foreign_key_check") == []


def play(config: Path, histories: dict[str, Acknowledged]) -> int:
    """Run until every history is over; SIGHUP and SIGKILL as it goes. Returns how often it was killed."""

    def progress() -> int:
        return sum(history.number for history in histories.values())

    kills, over = 0, lambda: all(history.over for history in histories.values())
    while not over():
        with ExitStack() as stack:
            daemon, begun = stack.enter_context(RunningDaemon(config)), progress()
            daemon.expect("READY=1")
            for target in range(begun + RELOAD_EVERY, begun + KILL_EVERY, RELOAD_EVERY):
                wait_until(lambda target=target: progress() >= target or over(), f"progress beyond {progress()} to {target}")
                daemon.tell(signal.SIGHUP)
            wait_until(lambda begun=begun: progress() >= begun + KILL_EVERY or over(), "progress after the reload")
            if not over():
                daemon.kill()
                kills += 1
                continue
            asked = sum(history.shown for history in histories.values())
            wait_until(lambda asked=asked: sum(one.shown for one in histories.values()) > asked + 2 * len(histories), "a last look")
            assert daemon.stop() == 0
    return kills


def held_whole(database: Path, name: str, polls: tuple[Poll, ...]) -> None:
    """Every guid once, under every title it had (save where a title came with an older date: then the ledger tells)."""
    truth = truth_of(polls)
    guids = [guid for (guid,) in ask(database, f"SELECT guid FROM items WHERE feed = '{name}'")]
    assert truth.lost(guids) == set()
    assert len(guids) == len(set(guids))
    assert set(guids) - set(truth.titles) == set()
    held: dict[str, set[str]] = {}
    for guid, headline in ask(database, f"SELECT guid, headline FROM item_versions WHERE feed = '{name}'"):
        held.setdefault(guid, set()).add(one_line(headline or ""))
    stale = {guid for (guid,) in ask(database, f"SELECT location FROM dropped WHERE kind = 'stale' AND feed = '{name}'")}
    assert {guid: titles - truth.titles_of(guid) for guid, titles in held.items() if titles - truth.titles_of(guid)} == {}
    missing = {guid: set(truth.titles[guid]) - found for guid, found in held.items() if guid not in stale}
    assert {guid: titles for guid, titles in missing.items() if titles} == {}
