"""The bundled wires end to end through the real program: the model article, and what becomes of everything else."""

import json
import os
import re
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def wirefeed(database, *arguments):
    command = [sys.executable, "-m", "wirefeed", "--config", "config/demo.toml", "--database", f"sqlite:///{database}", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    run = wirefeed(path, "fetch", "--once", "--json")
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout)["failed"] == 0
    return path


def rows(database, query, *values):
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection, connection:
        return connection.execute(query, values).fetchall()


def story_of(database, guid):
    """The current row of the story an item belongs to, as a mapping."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection, connection:
        connection.row_factory = sqlite3.Row
        found = connection.execute(
            "SELECT s.* FROM merged_stories s JOIN merged_story_items i ON i.story_id = s.id WHERE i.guid LIKE ?", (f"%{guid}",)
        ).fetchall()
    assert len(found) == 1, f"{guid} belongs to {len(found)} stories"
    return dict(found[0])


@pytest.fixture(scope="module")
def model(database):
    return story_of(database, "doc-moscow01")


def test_the_model_article_has_a_slug_of_two_surnames(model):
    assert sorted(model["slug"].split()) == ["Putin", "Raisi"]


def test_its_caption_says_who_stands_where_and_its_credit_stays_apart(model):
    assert "(L)" in model["caption"]
    assert "January 19, 2022" in model["caption"]
    assert "VETROVA" not in model["caption"]
    assert model["credit"] == "Anna VETROVA / SPUTNIK / AFP"


def test_its_headline_names_both_actors_and_the_place(model):
    assert all(name in model["headline"] for name in ("Putin", "Raisi"))
    assert "Moscow" in model["headline"] or "Kremlin" in model["headline"]
    assert len(model["headline"].split()) <= 14


def test_its_lede_carries_the_event_and_turns_the_weekday_into_a_date(model):
    lede = model["body"].split("\n\n")[0]
    assert "Putin" in lede
    assert "Raisi" in lede
    assert "Wednesday (Jan. 19" in lede
    assert "since" in lede


def test_its_quotes_carry_speaker_and_agency(model):
    assert "for the next 20 years" in model["body"]
    quote = next(paragraph for paragraph in model["body"].split("\n\n") if "for the next 20 years" in paragraph)
    assert "Raisi" in quote
    assert "Tass news agency" in quote


def test_the_other_side_is_quoted_and_the_abbreviation_spelt_out_where_it_first_appears(model):
    assert "what you think about the" in model["body"]
    first = model["body"].index("JCPOA")
    before, after = model["body"][:first], model["body"][first:]
    assert before.endswith("Joint Comprehensive Plan of Action (") or after.startswith("JCPOA [Joint Comprehensive Plan of Action]")


def test_background_stands_in_order_and_what_comes_next_stands_last(model):
    paragraphs = model["body"].split("\n\n")
    places = [next(at for at, paragraph in enumerate(paragraphs) if word in paragraph) for word in ("2015", "2018")]
    assert places == sorted(places)
    last = paragraphs[-2]
    assert "State Duma" in last
    assert "Thursday (Jan. 20" in last


def test_it_carries_what_only_one_agency_told(model):
    told = {"TASS": "strategic agreement", "AFP": "since 2017", "The Times of Israel": "Israel has warned"}
    assert [agency for agency, words in told.items() if words not in model["body"]] == []


def test_it_ends_with_the_reporting_line_and_counts_three_voices(model):
    assert model["body"].split("\n\n")[-1] == model["reporting_line"]
    assert sorted(model["reporting_line"].removeprefix("With reporting by ").split(", ")) == ["AFP", "TASS", "The Times of Israel"]
    assert model["agency_count"] == 3


def test_no_boilerplate_is_printed(database):
    bodies = rows(database, "SELECT body FROM merged_stories")
    assert len(bodies) == 10
    for (body,) in bodies:
        for junk in ("/TASS/", "(AFP)", "hh/ps/ts", "appeared first on", "Free Sign Up", "Join our Community", "EMBARGO", "CORRECT"):
            assert junk not in body


def test_no_day_word_survives_unresolved(database):
    for (body,) in rows(database, "SELECT body FROM merged_stories"):
        for found in re.finditer(
            r"\b(?:today|yesterday|tomorrow|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)(?: evening)?", body
        ):
            assert re.match(r" [\[(]Jan\. \d+[\])]", body[found.end() :]), body[max(0, found.start() - 60) : found.end() + 20]


def test_a_reprint_of_afp_is_afps_voice_and_both_are_told(database):
    story = story_of(database, "doc-tonga06")
    assert story["id"] == story_of(database, "p=2700502")["id"]
    assert (story["item_count"], story["agency_count"]) == (2, 1)
    relation = rows(database, "SELECT relation, origin_agency FROM merged_story_items WHERE guid LIKE '%p=2700502'")
    assert relation == [("duplicate", "AFP")]
    assert rows(database, "SELECT kind FROM near_duplicates WHERE guid_a LIKE '%tonga06' OR guid_b LIKE '%tonga06'") == [("exact",)]


def test_the_same_two_men_in_another_city_are_another_story(database):
    assert story_of(database, "1390034")["id"] != story_of(database, "1390058")["id"]


def test_a_corrected_figure_replaces_the_wrong_one_everywhere(database):
    story = story_of(database, "doc-ferry05")
    assert story["id"] == story_of(database, "1390110")["id"]
    assert "Eleven people drowned" in story["body"]
    assert "Fourteen" not in story["body"]
    assert "14" not in story["headline"]
    assert rows(database, "SELECT version, headline FROM item_versions WHERE guid LIKE '%ferry05' ORDER BY version")[1][0] == 2


def test_a_killed_item_leaves_a_canceled_story_without_a_word_of_it(database):
    story = story_of(database, "doc-merger03")
    assert story["status"] == "canceled"
    assert "Halden" not in (story["body"] or "")
    assert rows(database, "SELECT relation FROM merged_story_items WHERE guid LIKE '%merger03'") == [("withdrawn",)]


def test_an_embargoed_item_is_stored_and_stands_in_no_output(database):
    for view in ("items", "item_versions", "merged_story_items"):
        assert rows(database, f"SELECT 1 FROM {view} WHERE guid LIKE '%prize04'") == []
    assert rows(database, "SELECT 1 FROM merged_stories WHERE body LIKE '%Halley%'") == []
    assert rows(database, "SELECT 1 FROM item WHERE guid LIKE '%prize04'") == [(1,)]


def test_a_live_blog_is_one_item_that_drags_no_story_along(database):
    assert rows(database, "SELECT count(DISTINCT version) FROM item_versions WHERE guid LIKE '%liveblog-january-19-2022/'") == [(2,)]
    assert story_of(database, "liveblog-january-19-2022/")["item_count"] == 1


def test_differing_figures_are_one_story_with_both_items(database):
    story = story_of(database, "doc-quake02")
    assert story["id"] == story_of(database, "1389702")["id"]
    assert story["agency_count"] == 2


def test_a_story_of_one_agency_is_a_row_too(database):
    story = story_of(database, "1390071")
    assert (story["item_count"], story["agency_count"], story["status"]) == (1, 1, "usable")


def test_sponsored_items_are_in_the_ledger_and_nowhere_else(database):
    assert rows(database, "SELECT 1 FROM items WHERE url LIKE '%/spotlight/%'") == []
    assert rows(database, "SELECT count(*) FROM dropped WHERE feed = 'demo-tass'")[0][0] >= 1


def test_every_composite_rebuilds_from_its_sources(database):
    run = wirefeed(database, "verify")
    assert run.returncode == 0, run.stdout + run.stderr


def test_a_second_run_changes_nothing(database):
    views = (
        "merged_stories",
        "merged_story_versions",
        "merged_story_items",
        "merged_story_provenance",
        "item_versions",
        "story_events",
        "dropped",
    )
    before = {view: rows(database, f"SELECT * FROM {view} ORDER BY 1, 2, 3, 4") for view in views}
    run = wirefeed(database, "fetch", "--once", "--force", "--json")
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout)
    assert told["stories"] == {"new": 0, "changed": 0, "canceled": 0}
    assert {view: rows(database, f"SELECT * FROM {view} ORDER BY 1, 2, 3, 4") for view in views} == before


def test_the_provenance_parts_what_was_done_from_where_it_stands(database, model):
    shown = wirefeed(database, "show", model["id"], "--provenance").stdout
    assert "date-after:2022-01-19 demo-afp " in shown


def test_provenance_beside_a_rendition_leaves_the_document_whole(database, model):
    document = json.loads(wirefeed(database, "show", model["id"], "--provenance", "--format", "json").stdout)
    assert {"feed", "guid", "item_version", "start", "end"} <= document["segments"][0].keys()
    refused = wirefeed(database, "show", model["id"], "--provenance", "--format", "html")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "take text or json" in " ".join(refused.stderr.split())


@pytest.mark.parametrize("page", ["README.md", "docs/operations.md"])
def test_the_queries_the_pages_show_are_answered(database, page):
    queries = re.findall(r"(SELECT [^`\"]+ FROM [^`\"]+)[`\"]", (ROOT / page).read_text(encoding="utf-8"))
    assert queries
    for query in queries:
        assert rows(database, query.replace("?", "0")), query


def test_the_demonstration_is_installed_with_the_program(tmp_path):
    """Where there is no checkout, in an image say, `wirefeed demo` has its wires all the same."""
    pytest.importorskip("hatchling", reason="hatchling builds the wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (wheel,) = tmp_path.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    run = subprocess.run(
        [sys.executable, "-m", "wirefeed", "demo"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "site")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert "With reporting by AFP, TASS, The Times of Israel" in run.stdout


def test_the_bundled_demonstration_never_reaches_the_database_the_environment_names(tmp_path):
    """A shell beside a newsroom has the address of its database set; invented news must not get there."""
    newsroom = tmp_path / "newsroom.db"
    environ = {**os.environ, "WIREFEED_DATABASE_URL": f"sqlite:///{newsroom}", "WIREFEED_CONFIG": "none.toml"}
    run = subprocess.run(
        [sys.executable, "-m", "wirefeed", "demo"],
        cwd=tmp_path,
        env={**environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert not newsroom.exists()
    assert len(rows(tmp_path / "var/demo.db", "SELECT id FROM merged_stories")) == 10
