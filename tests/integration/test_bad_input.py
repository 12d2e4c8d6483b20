"""Everything that can be wrong with what comes in, at once, through the real program: each is told, none costs another, nothing is lost."""

import gzip
import json
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from tests.integration.servers import Loopback, answer, reply

WORDS = "The harbour of Port Vell was closed on Wednesday after a crane fell onto the main quay, the port authority said"
MANY = 100_000
PASS = 2000


def rss(*items: str) -> bytes:
    inside = "".join(f"<item>{item}</item>" for item in items)
    return f"<rss version='2.0'><channel><title>Wire</title>{inside}</channel></rss>".encode("utf-8", "surrogatepass")


def story(number: int, more: str = "") -> str:
    return (
        f"<guid isPermaLink='false'>g{number}</guid><title>Crane {number} falls</title>"
        f"<pubDate>Wed, 04 Mar 2026 10:0{number}:00 GMT</pubDate><description>{WORDS}, of crane {number}.</description>{more}"
    )


GOOD = rss(story(1), story(2))
NAMELESS = f"<title>No name</title><description>{WORDS}.</description>"

# name: (answer, outcome, what the message says, what is stored of it)
FAILING = {
    "missing": (reply(status=404), "failed", "answered 404", "check the feed's `url`"),
    "gone": (reply(status=410), "failed", "answered 410", "the feed is gone for good"),
    "page": (reply(b"<!DOCTYPE html><html><body><h1>Sign in</h1></body></html>"), "failed", "HTML", "page"),
    "cut-gzip": (reply(gzip.compress(GOOD)[:-9], Content_Encoding="gzip"), "failed", "cannot be used", "end"),
    "cut-xml": (reply(GOOD[: GOOD.index(b"g2")]), "failed", "", ""),
    "nothing": (reply(b""), "failed", "sent an empty document", "nothing was changed"),
}
READ = {
    "charset": (
        reply(rss(story(1)).replace(b"Crane", "Grúa".encode()), Content_Type="text/xml; charset=iso-8859-1"),
        [("g1", "Grúa 1 falls")],
    ),
    "controls": (reply(rss(story(1).replace("Crane", "Cr\0a&#xD800;ne\x1b"))), [("g1", "Cr a\ufffdne 1 falls")]),
    "doubled": (reply(rss(story(1), story(1).replace("falls", "is up again").replace("10:01", "11:01"))), [("g1", "Crane 1 is up again")]),
    "no-guid": (reply(rss(f"<link>https://wire.example/9</link>{NAMELESS}")), [("https://wire.example/9", "No name")]),
    "no-date": (reply(rss(f"<guid>d</guid>{NAMELESS}")), [("d", "No name")]),
    "no-title": (reply(rss(f"<guid>t</guid><description>{WORDS}.</description>")), [("t", "")]),
    "year-0": (reply(rss(f"<guid>y</guid>{NAMELESS}<pubDate>Sat, 01 Jan 0000 00:00:00 GMT</pubDate>")), [("y", "No name")]),
    "year-9999": (reply(rss(f"<guid>z</guid>{NAMELESS}<pubDate>Fri, 31 Dec 9999 23:59:59 -1200</pubDate>")), [("z", "No name")]),
    "no-text": (reply(rss("<guid>e</guid><title>Only a headline</title>")), [("e", "Only a headline")]),
}


class Newsroom:
    """One database, and a feed for each way to be wrong."""

    def __init__(self, folder, server):
        self.server = server
        self.database = folder / "a.db"
        self.config = folder / "wirefeed.toml"
        names = (*FAILING, *READ, "many")
        feeds = "".join(f'[[feed]]\nname = "{name}"\nagency = "a"\nurl = "{server.url("/" + name)}"\nhourly_items = 0\n' for name in names)
        self.config.write_text(
            f'[database]\nurl = "sqlite:///{self.database}"\n'
            f'[network]\nallow = ["{server.place}", "127.0.0.1:1"]\nper_host_gap_seconds = 0\n'
            f'[[agency]]\nkey = "a"\nname = "A"\n{feeds}'
            '[[feed]]\nname = "away"\nagency = "a"\nurl = "http://127.0.0.1:1/"\n'
            '[[feed]]\nname = "folder"\nagency = "a"\nurl = "file:nowhere/*.xml"\n',
            encoding="utf-8",
        )

    def run(self, *arguments):
        """One command."""
        command = [sys.executable, "-m", "wirefeed", "--config", str(self.config), *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)

    def fetch(self):
        """What each feed came to."""
        done = self.run("fetch", "--once", "--force", "--json")
        assert "Traceback" not in done.stderr
        return done.returncode, {result["feed"]: result for result in json.loads(done.stdout)["results"]}

    def rows(self, query, *values):
        """What the database answers."""
        with closing(sqlite3.connect(self.database)) as connection:
            return connection.execute(query, values).fetchall()


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory):
    many = rss(*(f"<guid>m{number}</guid><title>Bulletin {number}</title>" for number in range(MANY)))
    assert len(many) < 8 << 20
    with Loopback() as server:
        room = Newsroom(tmp_path_factory.mktemp("bad"), server)
        server.pages |= {f"/{name}": answer(data) for name, (data, *_) in (FAILING | READ).items()}
        server.pages["/many"] = answer(reply(many))
        room.code, room.first = room.fetch()
        room.stored = dict(room.rows("SELECT feed, count(*) FROM items GROUP BY feed"))
        server.pages |= {f"/{name}": answer(reply(GOOD)) for name in FAILING}
        _, room.second = room.fetch()
        yield room


def test_a_round_with_a_failed_feed_ends_with_1_and_stores_the_others(newsroom):
    assert newsroom.code == 1
    assert set(newsroom.stored) == {*READ, "many"}


@pytest.mark.parametrize("name", FAILING)
def test_a_document_that_is_none_is_a_failed_poll_that_says_why_and_the_next_one_brings_it_all(newsroom, name):
    _, outcome, *words = FAILING[name]
    told = newsroom.first[name]
    assert told["outcome"] == outcome
    assert told["error"]
    assert [word for word in words if word not in told["error"]] == []
    if name == "gone":
        assert newsroom.rows("SELECT status, etag FROM feeds WHERE name = 'gone'") == [("ok", None)], "asked by force, it is back"
    assert newsroom.second[name]["outcome"] == "changed"
    assert newsroom.rows("SELECT guid FROM items WHERE feed = ? ORDER BY guid", name) == [("g1",), ("g2",)]


@pytest.mark.parametrize(("name", "words"), [("away", "cannot be reached"), ("folder", "nowhere does not exist; create it")])
def test_what_cannot_be_reached_is_named(newsroom, name, words):
    assert newsroom.first[name]["outcome"] == "failed"
    assert words in newsroom.first[name]["error"]
    assert newsroom.first[name]["next_due"]


@pytest.mark.parametrize("name", READ)
def test_an_odd_item_is_an_item(newsroom, name):
    assert newsroom.first[name]["outcome"] == "changed"
    assert newsroom.rows("SELECT guid, headline FROM items WHERE feed = ?", name) == READ[name][1]


def test_of_a_guid_given_twice_the_later_text_stands_and_the_ledger_names_the_other(newsroom):
    assert newsroom.rows("SELECT version FROM item_versions WHERE feed = 'doubled'") == [(1,)]
    assert newsroom.rows("SELECT kind, location FROM dropped WHERE feed = 'doubled'") == [("duplicate_guid", "g1")]


def test_a_time_that_cannot_be_is_the_time_of_reception(newsroom):
    query = "SELECT feed FROM items WHERE feed IN ('year-0', 'year-9999', 'no-date') AND published_at = received_at ORDER BY feed"
    assert newsroom.rows(query) == [("no-date",), ("year-0",), ("year-9999",)]


def test_of_a_hundred_thousand_entries_each_poll_reads_more_and_the_ledger_says_so(newsroom):
    assert newsroom.stored["many"] == PASS
    assert newsroom.rows("SELECT count(*) FROM items WHERE feed = 'many'") == [(2 * PASS,)]
    assert newsroom.rows("SELECT DISTINCT kind, lost FROM dropped WHERE feed = 'many'") == [("too_many", 0)]


def test_every_story_rebuilds(newsroom):
    assert newsroom.run("verify").returncode == 0


@pytest.mark.parametrize(("revision", "words"), [("9999", "written by a newer wirefeed"), ("0001", "run `wirefeed db upgrade`")])
def test_a_database_of_another_wirefeed_is_refused_with_what_to_do(tmp_path, revision, words):
    with Loopback() as server:
        room = Newsroom(tmp_path, server)
        assert room.run("db", "upgrade").returncode == 0
        with closing(sqlite3.connect(room.database)) as connection, connection:
            connection.execute("UPDATE alembic_version SET version_num = ?", (revision,))
        for command in (("fetch", "--once"), ("stories",), ("run",)):
            done = room.run(*command)
            assert done.returncode == 1
            assert words in done.stderr
            assert str(room.database) in done.stderr
