"""Stories steered by hand through the commands, held to by later passes, and learned from; items without a time find their story."""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import timedelta

import pytest

from benchmarks.lookalikes import records
from tests.learning import require_lightgbm
from wirefeed.testing import NOON

FIRE = "A fire destroyed the municipal library of Tolhaven, fire chief Anna Quist said. About 40,000 books burned and nobody was hurt."
FIRE_AGAIN = (
    "The municipal library in Tolhaven burned down and some 40,000 books were lost. Fire chief Anna Quist said that nobody was hurt."
)
BUDGET = "Lawmakers in Merin approved next year's budget by 71 votes to 66. Finance minister Jonas Arndt defended cuts to road building."


def line(guid, source, title, text, published=NOON, **more):
    at = published and published.isoformat()
    return json.dumps({"id": guid, "source": source, "published": at, "lang": "en", "title": title, "text": text, **more})


class Desk:
    """The commands on one database."""

    def __init__(self, folder):
        self.folder = folder
        self.database = folder / "w.db"

    def run(self, *arguments, code=0):
        """Run wirefeed; it must end with ``code``."""
        command = [sys.executable, "-m", "wirefeed", "--database", f"sqlite:///{self.database}", *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=self.folder)
        assert done.returncode == code, done.stderr
        return done

    def bring(self, *lines):
        """Import lines."""
        file = self.folder / "lines.jsonl"
        file.write_text("\n".join(lines), encoding="utf-8")
        return json.loads(self.run("import", file, "--json").stdout)

    def homes(self):
        """Each item's story."""
        with closing(sqlite3.connect(self.database)) as database:
            return dict(database.execute("SELECT guid, story_id FROM merged_story_items"))


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


def test_a_story_split_by_hand_stays_split_when_more_comes_in(desk):
    hour = timedelta(hours=1)
    desk.bring(line("a", "Alder", "Fire guts library in Tolhaven", FIRE), line("b", "Birch", "Tolhaven library burns", FIRE_AGAIN))
    story = desk.homes()["a"]
    assert desk.homes()["b"] == story
    done = json.loads(desk.run("story", "split", story, "b", "--json").stdout)
    desk.bring(line("c", "Cedar", "Library in Tolhaven destroyed", f"{FIRE} {FIRE_AGAIN}", NOON + hour), line("d", "Elm", "Budget", BUDGET))
    homes = desk.homes()
    assert homes["a"] == story
    assert homes["b"] == done["new_story"] != story
    desk.bring(line("b", "Birch", "Tolhaven library burns down", f"{FIRE_AGAIN} The mayor promised a new one.", NOON + hour, version="2"))
    assert desk.homes()["b"] == done["new_story"]
    desk.run("verify")


def test_a_merge_by_hand_is_told_composed_and_undone(desk):
    desk.bring(line("a", "Alder", "Fire guts library in Tolhaven", FIRE), line("d", "Elm", "Budget passed in Merin", BUDGET))
    before = desk.homes()
    stories = sorted(set(before.values()))
    assert len(stories) == 2
    done = json.loads(desk.run("story", "merge", *stories, "--json").stdout)
    assert set(desk.homes().values()) == {done["story"]}
    assert "merged" in desk.run("explain", done["merged"][0]).stdout
    undone = json.loads(desk.run("story", "undo", done["story"], "--json").stdout)
    assert {undone["story"], undone["other"]} == set(stories)
    assert desk.homes() == before
    assert "no merge or split" in desk.run("story", "undo", done["story"], code=2).stderr
    assert "no such item" in desk.run("story", "split", done["story"], "zzz", code=2).stderr
    desk.run("verify")


def test_items_without_a_time_find_the_story_of_those_that_have_one(desk):
    old = NOON - timedelta(days=900)
    desk.bring(
        line("d", "Elm", "Budget passed in Merin", BUDGET, NOON),
        line("a", "Alder", "Fire guts library in Tolhaven", FIRE, old),
        line("e", "Fir", "", BUDGET.replace("Lawmakers", "Deputies"), None),
        line("b", "Birch", "", FIRE_AGAIN, None),
    )
    homes = desk.homes()
    assert homes["a"] == homes["b"] != homes["d"] == homes["e"]


def test_weights_are_learned_from_files_and_the_desk_and_used(desk):
    require_lightgbm()
    file = desk.folder / "bulletins.jsonl"
    file.write_text("\n".join(map(json.dumps, records(5, 3))), encoding="utf-8")
    desk.bring(line("a", "Alder", "Fire guts library in Tolhaven", FIRE), line("b", "Birch", "Tolhaven library burns", FIRE_AGAIN))
    desk.run("story", "split", desk.homes()["a"], "b")
    told = json.loads(desk.run("train", file, "--output", "mine.json", "--json").stdout)
    assert set(told["learned_from"]) == {"bulletins", "the desk's decisions"}
    (desk.folder / "wirefeed.toml").write_text('[merge]\nweights = "mine.json"\n', encoding="utf-8")
    desk.bring(line("d", "Elm", "Budget passed in Merin", BUDGET, NOON + timedelta(hours=2)))
    (desk.folder / "mine.json").write_text("{}", encoding="utf-8")
    assert "merge.weights" in desk.run("import", "lines.jsonl", code=2).stderr


def test_a_line_without_a_story_cannot_be_learned_from(desk):
    file = desk.folder / "plain.jsonl"
    file.write_text(line("a", "Alder", "Fire", FIRE), encoding="utf-8")
    file.write_text("\n\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    assert 'line 3: no "story"' in desk.run("train", file, code=2).stderr
