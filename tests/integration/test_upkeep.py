"""Maintenance, backup, checks and exports through the real program on the bundled wires."""

import csv
import io
import json
import os
import shutil
import sqlite3
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from wirefeed.cli import main
from wirefeed.formats import parse
from wirefeed.renditions.table import cells
from wirefeed.store.safekeeping import SqliteKeeping
from wirefeed.testing import a_delivery

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Done:
    """What a command came to."""

    returncode: int
    stdout: str
    stderr: str


def wirefeed(database, *arguments):
    """The real program, in this process: starting one for each of a hundred calls would take minutes."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _ in range(2))
    argv = ["wirefeed", "--config", str(ROOT / "config/demo.toml"), "--database", f"sqlite:///{database}", *arguments]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", argv)
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", err)
        with pytest.raises(SystemExit) as ended:
            main()
    out.flush()
    err.flush()
    return Done(ended.value.code or 0, out.buffer.getvalue().decode(), err.buffer.getvalue().decode())


@pytest.fixture(scope="module")
def fetched(tmp_path_factory):
    path = tmp_path_factory.mktemp("upkeep") / "wirefeed.db"
    assert wirefeed(path, "fetch", "--once", "--force").returncode == 0
    return path


@pytest.fixture
def database(fetched, tmp_path):
    """A copy of its own for each test."""
    copy = tmp_path / "wirefeed.db"
    shutil.copy(fetched, copy)
    return copy


def change(database, *statements):
    with closing(sqlite3.connect(database)) as connection, connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


def test_a_sound_database_is_maintained_and_backed_up(database):
    done = wirefeed(database, "maintain", "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["findings"], found["failure"]) == ([], None)
    backup = Path(found["backup"])
    assert backup.parent == database.parent / "backups"
    assert backup.stat().st_mode & 0o077 == 0
    assert [path.name for path in backup.parent.iterdir()] == [backup.name]


def test_a_backup_restores_to_the_same_newsroom(database, tmp_path):
    copy = tmp_path / "elsewhere" / "copy.db"
    assert wirefeed(database, "db", "backup", str(copy)).returncode == 0
    before, after = (wirefeed(path, "export") for path in (database, copy))
    assert before.stdout == after.stdout
    assert len(before.stdout.splitlines()) == 10
    assert wirefeed(copy, "verify").returncode == 0
    assert wirefeed(copy, "fetch", "--once", "--force").returncode == 0, "work goes on from a backup"


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (
            "UPDATE item_version SET text = replace(text, 'Moscow', 'Minsk') WHERE text LIKE '%Moscow%'",
            "its words have changed",
        ),
        ("UPDATE delivery SET body = x'789c030000000001' WHERE number = 1", "archived body"),
        ("UPDATE delivery SET body = x'00' WHERE number = 1", "cannot be unpacked"),
        ("UPDATE story SET version = 99 WHERE id = (SELECT min(id) FROM story WHERE version IS NOT NULL)", "current version is missing"),
        ("DELETE FROM delivery_sighting WHERE delivery = 1", "a delivery nobody received"),
        ("DELETE FROM feed WHERE number = 1", "refers to a row of feed"),
    ],
)
def test_what_has_changed_since_it_was_stored_is_found_and_named(database, harm, told):
    change(database, harm)
    for command in (("db", "check"), ("maintain",)):
        done = wirefeed(database, *command)
        assert done.returncode == 1
        assert told in done.stdout


def test_a_torn_page_is_found_or_the_database_refused(database):
    body = bytearray(database.read_bytes())
    body[8 * 4096 : 9 * 4096] = os.urandom(4096)
    database.write_bytes(bytes(body))
    done = wirefeed(database, "db", "check")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


def test_a_composite_that_no_longer_rebuilds_is_found_by_the_nightly_run(database):
    change(database, "UPDATE segment SET text = upper(text) WHERE kind = 'verbatim' AND part = 'headline'")
    done = wirefeed(database, "maintain", "--json")
    assert done.returncode == 1
    assert any(finding.startswith("story s") for finding in json.loads(done.stdout)["findings"])


def test_only_so_many_backups_are_kept_and_none_is_pushed_out_by_a_bad_one(database, tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir()
    for day in range(1, 10):
        (folder / f"wirefeed-2026010{day}T000000Z.backup").write_bytes(b"old")
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    assert wirefeed(database, "maintain").returncode == 0
    assert len(list(folder.glob("*.backup"))) == 7
    assert (folder / "notes.txt").exists()
    change(database, "DELETE FROM delivery_sighting WHERE delivery = 1")
    wirefeed(database, "maintain")
    assert (folder / "wirefeed-20260104T000000Z.backup").exists()


def test_a_backup_that_cannot_be_written_is_told_and_leaves_nothing(database, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("not a folder", encoding="utf-8")
    done = wirefeed(database, "db", "backup", str(blocked / "copy.db"))
    assert done.returncode == 1
    assert "cannot be written" in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "wirefeed.db"]


@pytest.mark.parametrize("ending", ["", "-wal"])
def test_a_backup_onto_the_database_itself_is_refused(database, ending):
    done = wirefeed(database, "db", "backup", f"{database}{ending}")
    assert done.returncode == 2
    assert "is the database itself" in done.stderr
    assert wirefeed(database, "db", "check").returncode == 0


def test_a_disk_that_fills_up_under_a_backup_is_told_and_leaves_nothing(database, monkeypatch):
    def full(_keeping, _engine, _file):
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(SqliteKeeping, "copy", full)
    done = wirefeed(database, "maintain", "--json")
    assert done.returncode == 1
    assert "database or disk is full; is there room for it" in json.loads(done.stdout)["failure"]
    assert list((database.parent / "backups").iterdir()) == []


def test_a_copy_under_a_name_of_its_own_is_neither_counted_nor_removed(database):
    folder = database.parent / "backups"
    folder.mkdir()
    mine = folder / "wirefeed-before-upgrade.backup"
    mine.write_bytes(b"mine")
    assert "no backup yet" in wirefeed(database, "doctor").stdout
    for day in range(1, 10):
        (folder / f"wirefeed-2026010{day}T000000Z.backup").write_bytes(b"old")
    assert wirefeed(database, "maintain").returncode == 0
    assert mine.exists()
    assert len(list(folder.glob("wirefeed-2*.backup"))) == 7


def test_poll_history_is_forgotten_after_its_time_and_nothing_else(database):
    before = wirefeed(database, "export").stdout
    change(database, "UPDATE poll SET at = '2020-01-01T00:00:00.000000Z'")
    done = json.loads(wirefeed(database, "maintain", "--json").stdout)
    assert done["forgotten"] >= 3
    assert wirefeed(database, "export").stdout == before


def test_a_healthy_daemon_is_told_from_one_that_stands_still(database):
    assert wirefeed(database, "healthcheck").returncode == 0
    change(database, "UPDATE feed SET next_due_at = '2026-01-01T00:00:00.000000Z'")
    done = wirefeed(database, "healthcheck", "--json")
    assert done.returncode == 1
    assert len(json.loads(done.stdout)["overdue"]) == 3
    database.write_bytes(b"no database at all, but long enough to be looked at" * 100)
    assert wirefeed(database, "healthcheck").returncode == 1


def test_an_export_is_a_cursor(database):
    lines = [json.loads(line) for line in wirefeed(database, "export").stdout.splitlines()]
    cursors = [line["change_seq"] for line in lines]
    assert cursors == sorted(cursors)
    later = [json.loads(line) for line in wirefeed(database, "export", "--since", str(cursors[6])).stdout.splitlines()]
    assert later == lines[7:]
    assert wirefeed(database, "export", "--since", str(cursors[-1])).stdout == ""


def test_an_export_in_the_formats_of_the_trade_is_read_back(database):
    message = wirefeed(database, "export", "--format", "newsml-g2").stdout.encode()
    wires = [parse(a_delivery(line.encode())).entries[0] for line in wirefeed(database, "export", "--format", "ninjs").stdout.splitlines()]
    usable = [entry for entry in parse(a_delivery(message)).entries if entry.headline]
    assert {entry.guid: entry.text for entry in usable} == {entry.guid: entry.text for entry in wires if entry.headline}
    assert len(usable) >= 8


def test_a_spreadsheet_meets_no_formula(database):
    change(
        database,
        "UPDATE story_version SET headline = '=HYPERLINK(\"https://evil.example/\")', slug = '  +1', caption = '\uff1dx', credit = '-x'",
    )
    rows = list(csv.DictReader(io.StringIO(wirefeed(database, "export", "--format", "csv").stdout, newline="")))
    assert len(rows) == 10
    assert {(row["headline"], row["slug"], row["caption"], row["credit"]) for row in rows} == {
        ('\'=HYPERLINK("https://evil.example/")', "'  +1", "'\uff1dx", "'-x")
    }
    for start in "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20":
        assert cells(dict.fromkeys(rows[0], start + "1"))[0] == f"'{start}1"


def test_parquet_has_the_columns_of_the_view(database, tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet", reason="the extra parquet is not installed")
    file = tmp_path / "stories.parquet"
    assert wirefeed(database, "export", "--format", "parquet", "--output", str(file)).returncode == 0
    table = parquet.read_table(file)
    assert table.num_rows == 10
    assert table.column("updated_at").to_pylist()[0].tzinfo is not None
    assert not file.with_name("stories.parquet.part").exists()


def test_versions_of_a_story_are_compared_word_by_word(database):
    columns = "slug, headline, body, caption, credit, image_url, reporting_line, agencies, language, status, item_count, agency_count"
    rest = "urgency, located, first_seen_at, latest_item_at, updated_at, change_seq + 1000, paragraphs, lead, notes"
    this = "SELECT story FROM story_version WHERE headline LIKE '%Raisi%Moscow%'"
    change(
        database,
        f"INSERT INTO story_version SELECT story, 2, {columns}, {rest} FROM story_version WHERE story IN ({this})",
        "INSERT INTO segment SELECT story, 2, part, paragraph, seq, kind, CASE part WHEN 'headline' THEN replace(text, 'Moscow', 'Minsk1')"
        f" ELSE text END, source, field, source_start, source_end, operation FROM segment WHERE story IN ({this})",
    )
    with closing(sqlite3.connect(database)) as connection, connection:
        ((story,),) = connection.execute(f"{this} AND version = 2").fetchall()
    done = wirefeed(database, "diff", story, "1", "2")
    assert done.returncode == 0, done.stderr
    assert "[-Moscow-]{+Minsk1+}" in done.stdout
    assert "Not a word differs" in wirefeed(database, "diff", story, "1", "1").stdout
    assert wirefeed(database, "diff", story, "1", "7").returncode == 2


def test_the_newsroom_is_rebuilt_from_its_archived_bytes(database, tmp_path):
    done = wirefeed(database, "replay", "--into", f"sqlite:///{tmp_path}/again.db", "--json")
    assert done.returncode == 0, done.stdout
    found = json.loads(done.stdout)
    assert (found["deliveries"], found["unread"]) == (7, 0)
    assert {view["view"]: view["rows"] for view in found["views"]}["merged_stories"] == 10
    assert wirefeed(tmp_path / "again.db", "verify").returncode == 0
    assert wirefeed(database, "replay", "--into", f"sqlite:///{tmp_path}/again.db").returncode == 2, "it goes into an empty database only"


def test_what_was_imported_is_rebuilt_too_and_what_was_tampered_with_is_shown(tmp_path):
    lines = tmp_path / "items.jsonl"
    words = ("The bridge at Port Vell will close for repairs on Monday.", "Ferry fares rise by a tenth in April, the council said.")
    records = [
        {
            "id": f"{source}-{at}",
            "source": source,
            "published": f"2026-03-0{at + 1}T10:00:00Z",
            "lang": "en",
            "title": text[:30],
            "text": text,
        }
        for source in ("Harbour Post", "Coast Wire")
        for at, text in enumerate(words)
    ]
    lines.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    database = tmp_path / "imported.db"
    assert wirefeed(database, "import", str(lines)).returncode == 0
    assert wirefeed(database, "replay", "--into", f"sqlite:///{tmp_path}/again.db").returncode == 0
    change(database, "UPDATE item_version SET text = 'Another text.' WHERE number = 1")
    done = wirefeed(database, "replay", "--into", f"sqlite:///{tmp_path}/third.db", "--json")
    assert done.returncode == 1
    assert {view["view"] for view in json.loads(done.stdout)["views"] if view["only_here"]} >= {"item_revisions"}


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ('{"id": "b"', "not valid JSON"),
        ('["b"]', "expected a JSON object, found list"),
        ('{"id": "", "source": "Post", "published": null, "text": "A word."}', '"id" must name the item'),
        ('{"id": "b", "source": " ", "published": null, "text": "A word."}', '"source" must name the agency'),
        ('{"id": "b", "source": "Post", "published": "soon", "text": "A word."}', '"published" must be an ISO 8601 time'),
        ('{"id": "b", "source": "Post", "published": null}', 'needs a "title" or a "text"'),
        ('{"id": "b", "source": "Post", "published": null, "text": "A word.", "image": "x"}', '"image" must be an object'),
    ],
)
def test_a_file_with_a_wrong_line_is_not_imported_in_part(tmp_path, wrong, told):
    """Also where the line stands behind more lines than are stored at once."""
    lines = tmp_path / "items.jsonl"
    good = [json.dumps({"id": f"a{at}", "source": "Post", "published": None, "text": f"Ferry {at} is late."}) for at in range(250)]
    lines.write_text("\n".join((*good, wrong)), encoding="utf-8")
    database = tmp_path / "a.db"
    done = wirefeed(database, "import", str(lines))
    assert done.returncode == 2
    assert told in done.stderr.partition("items.jsonl, line 251: ")[2]
    assert json.loads(wirefeed(database, "stories", "--json").stdout) == []


def test_the_doctor_finds_nothing_worse_than_a_missing_backup_and_then_nothing(database):
    done = wirefeed(database, "doctor")
    assert done.returncode == 0
    assert "warning backup: there is no backup yet" in done.stdout
    assert wirefeed(database, "maintain").returncode == 0
    assert "warning" not in wirefeed(database, "doctor", "--deep").stdout


def test_the_doctor_names_what_is_ill_and_what_to_do(database):
    change(
        database, "UPDATE feed SET failures = 5, status = 'failing', last_error = 'it is away', next_due_at = '2026-01-01T00:00:00.000000Z'"
    )
    found = json.loads(wirefeed(database, "doctor", "--json").stdout)
    assert found[0]["where"] == "daemon"
    assert [one["message"] for one in found if "5 times in a row" in one["message"]]
    change(database, "DELETE FROM delivery_sighting WHERE delivery = 1")
    assert wirefeed(database, "doctor").returncode == 1
    deep = json.loads(wirefeed(database, "doctor", "--deep", "--json").stdout)
    assert any("a delivery nobody received" in one["message"] for one in deep)


def test_the_doctor_has_a_word_for_a_database_that_is_none(tmp_path):
    file = tmp_path / "wirefeed.db"
    file.write_bytes(b"no database at all, but long enough to be looked at" * 100)
    done = wirefeed(file, "doctor")
    assert done.returncode == 1
    assert done.stdout.startswith("error   database:")
