"""What a person at a terminal, a pipe or a cron job meets when something is in the way: one line, an exit code, and never a trace."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.integration.servers import Loopback, hang

ITEM = {
    "id": "x\ud800",
    "source": "Порт",
    "published": None,
    "lang": "ru",
    "title": "Порт закрыт",
    "text": "Порт закрыт, сообщила администрация.",
}


def wirefeed(*arguments, stdout=subprocess.PIPE, cwd=None, **environ):
    command = [sys.executable, "-m", "wirefeed", *map(str, arguments)]
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("WIREFEED_", "PYTHONIOENCODING"))}
    return subprocess.run(command, stdout=stdout, stderr=subprocess.PIPE, cwd=cwd, env={**plain, **environ}, check=False, timeout=60)


@pytest.fixture
def database(tmp_path):
    return f"sqlite:///{tmp_path}/a.db"


def test_a_file_without_an_end_is_no_document(tmp_path):
    done = wirefeed("parse", "/dev/zero", "--json", cwd=tmp_path)
    assert done.returncode == 0
    (fault,) = json.loads(done.stdout)["faults"]
    assert "larger than 8 MiB" in fault["message"]


def test_a_parent_that_is_not_configured_is_mentioned_and_no_mistake(tmp_path):
    """Whoever takes one agency's file without the other's has done nothing wrong; whoever mistyped a key should hear of it."""
    config = tmp_path / "wirefeed.toml"
    config.write_text('[[agency]]\nkey = "toi"\nname = "TOI"\nparents = ["apf"]\n', encoding="utf-8")
    done = wirefeed("--config", config, "config", "check")
    assert done.returncode == 0
    assert b"The agency toi names the parent apf, which is not configured" in done.stdout


@pytest.mark.parametrize("group", [(), ("story",), ("config",), ("db",)])
def test_the_list_of_commands_is_readable_in_eighty_columns(group):
    shown = wirefeed(*group, "--help", COLUMNS="80").stdout.decode()
    assert "Commands:" in shown
    assert "..." not in shown.partition("Commands:")[2]


@pytest.mark.parametrize("command", [("--help",), ("config", "show"), ("stories", "--json"), ("feeds",)])
def test_a_full_disk_under_standard_output_is_one_line(database, command):
    with Path("/dev/full").open("wb") as full:
        done = wirefeed("--database", database, *command, stdout=full)
    assert done.returncode == 1
    assert done.stderr.decode().splitlines() == ["wirefeed: what was found cannot be written out: No space left on device"]


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_json_is_whole_whatever_standard_output_can_take(tmp_path, encoding):
    """Half a surrogate pair from a file, and letters an old terminal lacks, come out as JSON escapes."""
    file = tmp_path / "stories.jsonl"
    file.write_text(json.dumps({"id": "one \ud83d", "items": [ITEM]}) + "\n", encoding="ascii")
    done = wirefeed("compose", file, "--json", cwd=tmp_path, PYTHONIOENCODING=encoding)
    assert done.returncode == 0, done.stderr
    record = json.loads(done.stdout.decode(encoding))
    assert (record["id"], record["headline"]) == ("one \ud83d", "Порт закрыт")
    assert wirefeed("compose", file, cwd=tmp_path, PYTHONIOENCODING=encoding).returncode == 0


@pytest.fixture
def heeded():
    """SIGINT as at a keyboard: what a shell runs in the background ignores it, and so would what the test starts."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("heeded")
def test_breaking_off_a_fetch_says_that_what_is_stored_stays(tmp_path, database):
    with Loopback() as server:
        server.pages["/feed"] = hang()
        config = tmp_path / "wirefeed.toml"
        config.write_text(
            f'[network]\nallow = ["{server.place}"]\n[[agency]]\nkey = "a"\nname = "A"\n'
            f'[[feed]]\nname = "f"\nagency = "a"\nurl = "{server.url("/feed")}"\n',
            encoding="utf-8",
        )
        command = [sys.executable, "-m", "wirefeed", "--config", str(config), "--database", database, "fetch", "--once"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as fetching:
            while not server.connections:
                time.sleep(0.05)
            fetching.send_signal(signal.SIGINT)
            _, told = fetching.communicate(timeout=30)
    assert fetching.returncode == 130
    assert told.decode().splitlines()[-1] == "wirefeed: broken off; what is stored stays, and the next run goes on from there"
    assert wirefeed("--database", database, "db", "check").returncode == 0


@pytest.mark.parametrize("output", ["nowhere/weights.json", "."])
def test_weights_that_could_not_be_written_are_refused_before_they_are_learned(tmp_path, database, output):
    done = wirefeed("--database", database, "train", "--output", tmp_path / output)
    assert done.returncode == 2
    assert b"cannot be written: name a file in a folder that exists" in done.stderr
