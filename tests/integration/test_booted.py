"""The units under systemd/, run by a real systemd that is the first process of a machine of its own."""

import os
import shutil

import pytest

from tests.integration.booted import PYTHON, Booted, CannotBoot
from tests.integration.daemons import ask, rss, sections, wait_until
from tests.integration.servers import Loopback, answer, reply

CONFIG = "/etc/wirefeed/wirefeed.toml"
PROBE = """
import mmap, os, shutil, socket, subprocess, time
state = os.environ["STATE_DIRECTORY"]
def told(name, work):
    try: work()
    except BaseException as error: print(name, type(error).__name__, flush=True)
    else: print(name, "works", flush=True)
told("state", lambda: shutil.copy("/bin/true", state + "/program"))
told("write", lambda: open("/etc/wirefeed/wirefeed.toml", "a"))
told("program", lambda: subprocess.run([state + "/program"]))
told("chroot", lambda: os.chroot("/"))
told("clock", lambda: time.clock_settime(time.CLOCK_REALTIME, 1))
told("code", lambda: mmap.mmap(-1, 4096, prot=mmap.PROT_WRITE | mmap.PROT_EXEC))
told("raw", lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW))
told("root", lambda: os.listdir("/root"))
told("others", lambda: os.stat("/proc/1/status"))
status = dict(line.split(":", 1) for line in open("/proc/self/status"))
print("user", os.getuid() > 0, status["CapBnd"].strip(), status["NoNewPrivs"].strip(), status["Seccomp"].strip(), flush=True)
"""

pytestmark = pytest.mark.skipif(
    os.geteuid() != 0 or not all(map(shutil.which, ("unshare", "nsenter", "/lib/systemd/systemd"))),
    reason="needs root, util-linux and systemd",
)


@pytest.fixture
def machine(tmp_path):
    try:
        with Booted(tmp_path / "machine") as booted:
            yield booted
    except CannotBoot as error:
        pytest.skip(f"this machine does not let a test start systemd: {error}")


def configured(machine, feeds, place="127.0.0.1:9", *, feed=""):
    """Write the service's configuration: feeds by name and address, polled about once a second."""
    machine.write(CONFIG, f'[network]\nallow = ["{place}"]\nper_host_gap_seconds = 0.0\n' + sections(feeds, feed=feed))


def told(machine):
    """Every item that a story in the service's database tells."""
    return {guid for (guid,) in ask(machine.path("/var/lib/private/wirefeed/wirefeed.db"), "SELECT guid FROM merged_story_items")}


def test_the_service_takes_in_news_reloads_and_stops(machine):
    pages = {"/a.xml": answer(reply(rss("Harbour closes"))), "/b.xml": answer(reply(rss("Museum opens")))}
    with Loopback(pages=pages) as server:
        configured(machine, {"a": server.url("/a.xml")}, server.place)
        machine.run("systemctl", "start", "wirefeed.service")
        wait_until(lambda: told(machine) == {"Harbour closes"}, "a composite")
        assert machine.show("wirefeed", "ActiveState", "StatusText")["StatusText"]
        configured(machine, {"a": server.url("/a.xml"), "b": server.url("/b.xml")}, server.place)
        machine.run("systemctl", "reload", "wirefeed.service")
        wait_until(lambda: told(machine) == {"Harbour closes", "Museum opens"}, "a composite of the new feed too")
        machine.run("systemctl", "stop", "wirefeed.service")
    assert machine.show("wirefeed", "Result", "ExecMainStatus", "NRestarts") == {
        "Result": "success",
        "ExecMainStatus": "0",
        "NRestarts": "0",
    }
    assert "Harbour closes" in machine.as_service("stories").stdout


def test_a_daemon_that_dies_or_hangs_is_started_again(machine):
    machine.write("/etc/systemd/system/wirefeed.service.d/soon.conf", "[Service]\nWatchdogSec=4s\nRestartSec=1s\n")
    machine.run("systemctl", "daemon-reload")
    configured(machine, {})
    machine.run("systemctl", "start", "wirefeed.service")
    for restarts, signal in enumerate(("KILL", "STOP"), start=1):
        machine.run("systemctl", "kill", f"--signal={signal}", "--kill-whom=main", "wirefeed.service")
        after = {"NRestarts": str(restarts), "SubState": "running"}
        wait_until(lambda after=after: machine.show("wirefeed", *after) == after, f"a new start after SIG{signal}")
    assert machine.journal().count('"event": "ready"') == 3


def test_a_secret_comes_as_a_credential_of_systemd(machine):
    secret = "canary-of-the-harbour"  # noqa: S105 - a made-up one
    machine.write("/etc/wirefeed/secrets/wire.token", secret)
    machine.run("chmod", "600", "/etc/wirefeed/secrets/wire.token")
    drop_in = "[Service]\nLoadCredential=wire.token:/etc/wirefeed/secrets/wire.token\n"
    machine.write("/etc/systemd/system/wirefeed.service.d/secrets.conf", drop_in)
    machine.run("systemctl", "daemon-reload")
    with Loopback(pages={"/a.xml": answer(reply(rss("Harbour closes")))}) as server:
        configured(machine, {"a": server.url("/a.xml")}, server.place, feed='credentials = "wire"\n[credentials.wire]\nkind = "bearer"\n')
        machine.run("systemctl", "start", "wirefeed.service")
        wait_until(lambda: told(machine) == {"Harbour closes"}, "a composite")
    assert {asked.headers.get("authorization") for asked in server.asked} == {f"Bearer {secret}"}
    assert secret not in machine.journal()


def test_a_wrong_configuration_is_told_and_not_tried_again(machine):
    machine.write(CONFIG, "[netwrok]\n")
    assert machine.run("systemctl", "start", "wirefeed.service", check=False).returncode != 0
    wait_until(lambda: machine.show("wirefeed", "ActiveState")["ActiveState"] == "failed", "the unit to give up")
    assert machine.show("wirefeed", "NRestarts")["NRestarts"] == "0"
    assert "netwrok" in machine.journal()


def test_maintenance_runs_beside_the_daemon_and_leaves_a_backup(machine):
    configured(machine, {})
    machine.run("systemctl", "start", "wirefeed.service", "wirefeed-maintain.timer")
    machine.run("systemctl", "start", "wirefeed-maintain.service")
    assert machine.show("wirefeed-maintain", "Result")["Result"] == "success"
    (backup,) = machine.run("ls", "/var/lib/wirefeed/backups").stdout.split()
    assert backup.endswith(".backup")
    assert machine.show("wirefeed-maintain.timer", "ActiveState")["ActiveState"] == "active"
    assert machine.show("wirefeed", "ActiveState")["ActiveState"] == "active"
    assert "no feed is configured" in machine.as_service("doctor", check=False).stdout


def test_the_sandbox_stops_what_the_unit_forbids(machine):
    """What the service does under the unit says something only if the unit confines it."""
    configured(machine, {})
    machine.write("/opt/wirefeed/probe.py", PROBE)
    machine.write(
        "/opt/wirefeed/bin/probe",
        machine.run("sed", f"s|^exec .*|exec {PYTHON} /opt/wirefeed/probe.py|", "/opt/wirefeed/bin/wirefeed").stdout,
    )
    machine.run("chmod", "755", "/opt/wirefeed/bin/probe")
    other = "[Service]\nType=oneshot\nWatchdogSec=0\nRestart=no\nExecReload=\nExecStart=\nExecStart=/opt/wirefeed/bin/probe\n"
    machine.write("/etc/systemd/system/wirefeed.service.d/probe.conf", other)
    machine.run("systemctl", "daemon-reload")
    machine.run("systemctl", "start", "wirefeed.service")
    found = dict(line.split(maxsplit=1) for line in machine.journal().splitlines() if line.split(maxsplit=1)[0] in PROBE)
    assert found.pop("state") == "works"
    assert found.pop("user") == f"True {0:016} 1 2"
    assert set(found.values()) <= {"PermissionError", "OSError", "FileNotFoundError"}, found
    assert len(found) == 8, found
