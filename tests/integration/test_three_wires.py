"""An AFP wire folder, a NewsML-G2 folder and an RSS feed through the real program: one story, a correction, a kill."""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.integration.servers import Loopback, answer, reply
from tests.integration.wires import afp, afp_name, g2, minutes, rss

ROOT = Path(__file__).resolve().parents[2]
ALERT = "A passenger ferry has run aground off Lindhaven in Norway, the coast guard says"
AFP_LEAD = (
    "A passenger ferry with 84 people aboard ran aground off Lindhaven in western Norway on Wednesday, the coast guard said.",
    "Coast guard spokesman Nils Dahl said the ferry, the Aurora, had hit a reef in thick fog shortly before noon.",
    '"The hull is tight and nobody is in danger," Dahl told reporters in Lindhaven.',
    "Two rescue boats and a helicopter were sent to take the passengers off, he said.",
)
NORDWIRE = (
    "LINDHAVEN, Oct 7 (Nordwire) - The ferry Aurora struck a reef off Lindhaven on Wednesday with 84 people aboard, the coast guard said.",
    "The shipping company Lind Lines said the Aurora had left Lindhaven for the island of Soroya at 11.40 a.m.",
    '"We are thankful to the crews of the rescue boats," Lind Lines director Kari Moe said.',
    "The Aurora was built in 1998 and refitted three years ago, according to the company.",
)
HARBOUR = (
    "Passengers of the ferry Aurora, aground off Lindhaven in Norway since Wednesday noon, were being brought ashore by rescue boats.",
    '"It was a bang, and then everything was quiet," passenger Ole Vik told The Harbour Post.',
    "Schools in Lindhaven opened their gyms for the passengers of the ferry, the town council said.",
)
LINK = "https://harbour.example/2026/10/07/ferry-aurora-aground-off-lindhaven"
SOLD = "https://harbour.example/spotlight/a-cruise-you-will-not-forget"
GUID = "urn:newsml:nordwire.example:20261007:text-7"


@dataclass
class Desk:
    """A configuration of three feeds in a directory, and the program that reads them."""

    home: Path
    server: Loopback

    def wirefeed(self, *arguments):
        """Run the program; what it says."""
        command = [sys.executable, "-m", "wirefeed", "--config", str(self.home / "wirefeed.toml"), *arguments, "--json"]
        run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stderr
        return json.loads(run.stdout)

    def fetch(self):
        """``wirefeed fetch --once``."""
        return self.wirefeed("fetch", "--once", "--force")

    def drop(self, path, document):
        """Lay a document into a folder."""
        (self.home / path).write_text(document, encoding="utf-8")

    def rows(self, query):
        """What the database answers."""
        with closing(sqlite3.connect(f"file:{self.home}/desk.db?mode=ro", uri=True)) as connection, connection:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute(query)]

    def story(self):
        """The only story there is."""
        (story,) = self.rows("SELECT * FROM merged_stories")
        return story

    def items(self):
        """(feed, end of the guid) -> relation of the story's items."""
        rows = self.rows("SELECT feed, guid, relation FROM merged_story_items")
        return {(row["feed"], row["guid"].rpartition(":")[2]): row["relation"] for row in rows}

    def printed(self, version):
        """The guids printed in the headline and body of a version."""
        rows = self.rows(f"SELECT guid FROM merged_story_provenance WHERE story_version = {version} AND part IN ('headline', 'body')")
        return {row["guid"] for row in rows if row["guid"]}


@pytest.fixture
def desk(tmp_path):
    with Loopback() as server:
        for folder in ("afp", "g2"):
            (tmp_path / folder).mkdir()
        feeds = (
            ("afp", "AFP", "Agence France-Presse", "file:afp/*.xml"),
            ("nordwire", "Nordwire", "Nordwire news agency", "file:g2/*.xml"),
            ("harbour", "The Harbour Post", "The Harbour Post", server.url()),
        )
        config = f'[database]\nurl = "sqlite:///{tmp_path}/desk.db"\n[network]\nallow = ["{server.place}"]\nper_host_gap_seconds = 0.0\n'
        config += "".join(
            f'[[agency]]\nkey = "{key}"\nname = "{name}"\nquoted_as = "{quoted}"\n'
            f'[[feed]]\nname = "{key}-wire"\nagency = "{key}"\nurl = "{url}"\nlanguage = "en"\n'
            for key, name, quoted, url in feeds
        )
        (tmp_path / "wirefeed.toml").write_text(config, encoding="utf-8")
        yield Desk(home=tmp_path, server=server)


def the_three_wires_arrive(desk):
    desk.drop("afp/1.xml", afp("EXB01", minutes(-10), [ALERT], kind="Alert", urgency=2, slug="تنبيه"))
    desk.drop(
        "afp/2.xml",
        afp("EXB02", minutes(15), AFP_LEAD, headline="Ferry with 84 aboard runs aground off Norway", note="UPDATES with coast guard"),
    )
    desk.drop("afp/3.xml", afp("EXB03", minutes(16), ["Sport, 1400 GMT", "Politics, 1600 GMT"], headline="Advisories", slug="مذكرة"))
    desk.drop("g2/1.xml", g2(GUID, 1, minutes(20), NORDWIRE, headline="Ferry Aurora strikes reef off Lindhaven", by="By Ada Berg"))
    page = rss(
        [
            (LINK, minutes(30), "Passengers of the ferry Aurora brought ashore at Lindhaven", HARBOUR),
            (SOLD, minutes(31), "A cruise you will not forget", ["See the fjords with Lind Lines."]),
        ]
    )
    desk.server.pages["/feed.xml"] = answer(reply(page, Content_Type="application/rss+xml"))


def test_three_wires_become_one_story_that_a_correction_and_a_kill_reweave(desk):
    the_three_wires_arrive(desk)
    said = desk.fetch()
    assert (said["failed"], said["refused"]) == (0, 0)
    woven(desk)
    corrected(desk)
    killed(desk)


def woven(desk):
    """One story, each agency credited, caption and credit from the wire, the alert behind its lead and nothing private anywhere."""
    story = desk.story()
    assert set(json.loads(story["agencies"])) == {"AFP", "Nordwire", "The Harbour Post"}
    assert story["agency_count"] == 3
    assert all(name in story["reporting_line"] for name in ("AFP", "Nordwire", "The Harbour Post"))
    assert story["caption"] == "The ferry Aurora lies on a reef off Lindhaven, Norway, on October 7, 2026."
    assert story["credit"] == "Jon Falk / Nordwire"
    assert story["image_url"] == "https://pictures.nordwire.example/9.jpg"
    assert afp_name("EXB01", minutes(-10)) not in desk.printed(story["version"])
    assert {"EXB01", "EXB02"} <= {guid for _, guid in desk.items()}
    dropped = {(row["feed"], row["kind"], row["message"]) for row in desk.rows("SELECT feed, kind, message FROM dropped WHERE lost")}
    assert dropped == {
        ("afp-wire", "not_an_article", "a planning note or memo of the desk"),
        ("harbour-wire", "not_an_article", "the address says spotlight"),
    }
    for view in ("item_versions", "merged_stories", "merged_story_provenance", "near_duplicates", "dropped"):
        assert "5550" not in repr(desk.rows(f"SELECT * FROM {view}"))
        assert "ada.berg@" not in repr(desk.rows(f"SELECT * FROM {view}"))


def corrected(desk):
    """A second version in the G2 folder: the story says what it says now, in a new version."""
    before = desk.story()
    texts = (NORDWIRE[0].replace("84", "86"), *NORDWIRE[1:])
    told = "In paragraph 1 the ferry carried 86 people (not 84)."
    headline = "Ferry Aurora strikes reef off Lindhaven with 86 aboard"
    desk.drop(
        "g2/2.xml", g2(GUID, 2, minutes(60), texts, headline=headline, first=minutes(20), signal="correction", note=told, by="By Ada Berg")
    )
    said = desk.fetch()
    assert said["items"]["revised"] == 1
    after = desk.story()
    assert (after["id"], after["version"] > before["version"], after["change_seq"] > before["change_seq"]) == (before["id"], True, True)
    rows = desk.rows(f"SELECT guid, item_version, text FROM merged_story_provenance WHERE story_version = {after['version']}")
    assert {row["item_version"] for row in rows if row["guid"] == GUID} == {2}
    assert "84" not in "".join(row["text"] for row in rows if row["guid"] == GUID)
    (version,) = desk.rows(f"SELECT headline, text FROM items WHERE guid = '{GUID}'")
    assert "86" in version["text"]


def killed(desk):
    """AFP's kill, a text of its own that is associated with what it withdraws: AFP's part is gone, the others stand."""
    kill = afp(
        "EXB09",
        minutes(90),
        ["Please kill our story on the ferry off Lindhaven. The report was premature."],
        headline="KILL: Ferry with 84 aboard runs aground off Norway",
        status="Canceled",
        replaces=f"{afp_name('EXB02', minutes(15))}:1",
    )
    desk.drop("afp/9.xml", kill)
    said = desk.fetch()
    assert said["items"]["killed"] == 1
    story = desk.story()
    assert story["status"] == "usable"
    assert afp_name("EXB02", minutes(15)) not in desk.printed(story["version"])
    assert desk.items()["afp-wire", "EXB02"] == "withdrawn"
    assert not any(
        "Nils Dahl" in row["text"]
        for row in desk.rows(f"SELECT text FROM merged_story_provenance WHERE story_version = {story['version']}")
    )
    assert {"Nordwire", "The Harbour Post"} <= set(json.loads(story["agencies"]))


def test_an_alert_its_urgent_and_its_lead_are_one_voice_of_one_story_and_a_look_alike_stays_itself(desk):
    desk.server.pages["/feed.xml"] = answer(reply(rss([]), Content_Type="application/rss+xml"))
    urgent = (AFP_LEAD[0], "Rescue boats were on their way.")
    other = "Norway's transport minister Kari Moe will resign, her office says"
    desk.drop("afp/1.xml", afp("EXB01", minutes(0), [ALERT], kind="Alert", urgency=2, slug="تنبيه"))
    desk.drop("afp/2.xml", afp("EXB02", minutes(6), urgent, headline="Ferry with 84 aboard runs aground in Norway", urgency=3))
    desk.fetch()
    desk.drop(
        "afp/3.xml", afp("EXB03", minutes(40), AFP_LEAD, headline="Rescue boats reach ferry aground off Norway", note="UPDATES with rescue")
    )
    desk.drop("afp/4.xml", afp("EXB04", minutes(20), [other], kind="Alert", urgency=2, slug="تنبيه", city="Oslo"))
    desk.fetch()
    stories = {row["item_count"]: row for row in desk.rows("SELECT * FROM merged_stories")}
    assert sorted(stories) == [1, 3]
    ferry, minister = stories[3], stories[1]
    assert (ferry["agency_count"], ferry["reporting_line"]) == (1, "With reporting by AFP")
    assert other in minister["body"]
    printed = desk.rows(
        f"SELECT DISTINCT guid FROM merged_story_provenance WHERE story_id = '{ferry['id']}' AND story_version = {ferry['version']}"
    )
    assert [row["guid"] for row in printed if row["guid"]] == [afp_name("EXB03", minutes(40))]
    notes = [note["message"] for note in desk.wirefeed("explain", ferry["id"])["notes"]]
    assert len(notes) == 2
    assert "EXB01 is superseded" in notes[0]
    assert "EXB03: followed by its update, same slug" in notes[1]
