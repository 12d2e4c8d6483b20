"""The real program against a server that speaks AFP's API: twice, a correction, a kill, and everything that can go wrong on the way."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from tests.integration.afp_server import AfpApi, Newsroom, doc


def report(number, revision=1, ago=120, **changes):
    """A document published ``ago`` minutes before now."""
    at = f"{datetime.now(UTC) - timedelta(minutes=ago):%Y-%m-%dT%H:%M:%SZ}"
    return doc(number, revision=revision, published=at, created=at, **changes)


def ferry(revision=1, aboard=80, ago=120, **changes):
    fields = {
        "headline": f"Ferry with {aboard} people aboard runs aground off Lindhaven",
        "news": [
            f"A ferry with {aboard} people aboard ran aground off the harbour of Lindhaven on its way to the islands, the coastguard said.",
            "All passengers were taken off by lifeboats within two hours and nobody was hurt, spokeswoman Mara Lind told reporters.",
            "The ship had left the port of Norland in fog and struck a sandbank that the charts have shown for decades.",
        ],
        "city": "Lindhaven",
        "slug": ["Norland", "accident", "ferry"],
    }
    return report(1, revision, ago, **{**fields, **changes})


def strike(revision=1, ago=110, **changes):
    fields = {
        "headline": "Bakers in Vaasby strike over the price of flour",
        "news": [
            "Bakers in Vaasby closed their shops in protest at the price of flour, which doubled in a year.",
            "The guild said that talks with the mills would go on next month under a mediator.",
        ],
        "city": "Vaasby",
        "slug": ["Norland", "strike", "bread"],
    }
    return report(2, revision, ago, **{**fields, **changes})


@pytest.fixture
def api():
    return AfpApi(docs=[ferry(), strike()])


def test_a_second_fetch_changes_nothing(tmp_path, api):
    with api.serve() as server:
        room = Newsroom(tmp_path, server.place)
        first, second = room.fetch(), room.fetch()
    assert first["items"]["new"] == 2
    assert first["stories"]["new"] == 2
    assert second["results"][0]["outcome"] == "not_modified"
    assert (second["items"]["new"], second["stories"]["changed"]) == (0, 0)
    assert room.rows("SELECT guid, agency, version FROM items ORDER BY guid") == [
        (api.docs[0]["uno"], "afp", 1),
        (api.docs[1]["uno"], "afp", 1),
    ]


def test_a_correction_weaves_the_story_again_and_a_kill_cancels_it(tmp_path, api):
    with api.serve() as server:
        room = Newsroom(tmp_path, server.place)
        room.fetch()
        api.docs[0] = ferry(2, aboard=60, ago=20, signal="correction", advisory="CORRECTS number aboard in headline and para 1")
        corrected = room.fetch()
        (story,) = room.rows("SELECT id, version, status, body FROM merged_stories WHERE headline LIKE '%Ferry%'")
        api.docs[0] = ferry(3, aboard=60, ago=10, status="Canceled", signal="update", advisory="KILL: the report is wrong")
        killed = room.fetch()
        after = room.rows(f"SELECT version, status FROM merged_stories WHERE id = '{story[0]}'")
        again = room.fetch()
    assert corrected["items"]["revised"] == 1
    assert corrected["stories"]["changed"] == 1
    assert story[1:3] == (2, "usable")
    assert "60 people" in story[3]
    assert "80 people" not in story[3]
    assert killed["items"]["killed"] == 1
    assert killed["stories"]["canceled"] == 1
    assert after == [(3, "canceled")]
    assert again["results"][0]["outcome"] == "not_modified"
    assert room.run("verify").returncode == 0


def test_a_kill_of_an_old_document_is_found_although_its_time_did_not_move(tmp_path, api):
    api.docs[0] = ferry(ago=600)
    with api.serve() as server:
        room = Newsroom(tmp_path, server.place)
        room.fetch()
        api.docs[0] = {**api.docs[0], "revision": 2, "status": "Canceled"}
        assert room.fetch()["items"]["killed"] == 1


def test_without_credentials_the_feed_disables_itself_with_one_line(tmp_path, api):
    with api.serve() as server:
        room = Newsroom(tmp_path, server.place)
        done = room.run("fetch", "--once", "--json", secrets={"WIREFEED_AFP_CLIENT_ID": "c"})
        named = room.run("fetch", "--once", "--feed", "afp-api", secrets={})
        listed = room.run("feeds", secrets={})
    assert done.returncode == 0
    assert json.loads(done.stdout)["feeds"] == 0
    (line,) = [json.loads(line) for line in done.stderr.splitlines() if "disabled" in line]
    assert line["feed"] == "afp-api"
    assert line["why"] == "no credentials: WIREFEED_AFP_CLIENT_SECRET, WIREFEED_AFP_USERNAME, WIREFEED_AFP_PASSWORD not set"
    assert named.returncode == 2
    assert "disabled" in named.stderr
    assert "The feed afp-api is disabled: no credentials:" in listed.stdout
    assert server.asked == []
