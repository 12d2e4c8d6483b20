"""The units under systemd/: well-formed, tight, and no tighter than the real daemon bears."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.integration.daemons import RunningDaemon, ask, configure, rss, wait_until
from tests.integration.servers import Loopback, answer, reply

ROOT = Path(__file__).resolve().parents[2]
UNITS = ROOT / "systemd"
EXPOSURE = {"wirefeed.service": 1.2, "wirefeed-maintain.service": 0.5}
ANALYZE = shutil.which("systemd-analyze")
with_systemd = pytest.mark.skipif(ANALYZE is None, reason="systemd-analyze is not installed (apt-get install systemd)")


def settings(unit):
    """The lines of a unit as name -> values, in order."""
    found = {}
    for line in (UNITS / unit).read_text(encoding="utf-8").splitlines():
        name, equals, value = line.partition("=")
        if equals and not line.startswith(("#", ";")):
            found.setdefault(name, []).append(value)
    return found


@with_systemd
@pytest.mark.parametrize("unit", ["wirefeed.service", "wirefeed-maintain.service", "wirefeed-maintain.timer"])
def test_systemd_finds_nothing_wrong_with_a_unit(unit, tmp_path):
    """The program is not installed here: `true` stands in for it, and nothing else is changed."""
    for path in UNITS.glob("wirefeed*"):
        (tmp_path / path.name).write_text(
            path.read_text(encoding="utf-8").replace("/opt/wirefeed/bin/wirefeed", "/bin/true"), encoding="utf-8"
        )
    done = subprocess.run([ANALYZE, "verify", str(tmp_path / unit)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert not [line for line in done.stderr.splitlines() if "wirefeed" in line]


@with_systemd
@pytest.mark.parametrize(("unit", "most"), EXPOSURE.items())
def test_a_unit_is_exposed_no_more_than_promised(unit, most):
    command = [ANALYZE, "security", "--offline=yes", f"--threshold={round(most * 10)}", str(UNITS / unit)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    (level,) = re.findall(r"Overall exposure level for \S+: ([\d.]+)", done.stdout)
    assert done.returncode == 0, level
    assert float(level) <= most


def test_a_unit_calls_commands_that_exist():
    for unit in EXPOSURE:
        for line in settings(unit)["ExecStart"] + settings(unit).get("ExecStartPre", []):
            program, *arguments = line.split()
            assert program == "/opt/wirefeed/bin/wirefeed"
            words = [word for word in arguments if not word.startswith(("-", "/"))]
            shown = subprocess.run([sys.executable, "-m", "wirefeed", *words, "--help"], capture_output=True, text=True, check=False)
            assert shown.returncode == 0, line


def test_both_units_run_as_the_same_user_on_the_same_folder():
    daemon, upkeep = (settings(unit) for unit in EXPOSURE)
    for name in ("User", "DynamicUser", "StateDirectory", "StateDirectoryMode", "UMask"):
        assert daemon[name] == upkeep[name]


def test_a_wrong_configuration_is_not_tried_again_and_again():
    assert settings("wirefeed.service")["RestartPreventExitStatus"] == ["2"]


def _can_confine():
    """Whether this machine lets a test make namespaces and filters: root with its capabilities, and libseccomp."""
    probe = "import ctypes; ctypes.CDLL('libseccomp.so.2'); raise SystemExit(ctypes.CDLL(None).unshare(0x20000))"
    return os.geteuid() == 0 and subprocess.run([sys.executable, "-c", probe], capture_output=True, check=False).returncode == 0


@with_systemd
def test_the_real_daemon_works_behind_the_kernels_side_of_the_sandbox(tmp_path):
    """Fetching over loopback, parse workers, SQLite, sd_notify, SIGTERM: under seccomp, without privileges, on a read-only system."""
    if not _can_confine():
        pytest.skip("needs root with CAP_SYS_ADMIN and libseccomp: nothing of the sandbox was tried")
    confined = [sys.executable, str(ROOT / "tests/integration/confined.py"), str(UNITS / "wirefeed.service"), str(tmp_path)]
    with Loopback(pages={"/a.xml": answer(reply(rss("Harbour closes", "Museum opens")))}) as server:
        config = configure(tmp_path, {"a": server.url("/a.xml")}, allow=[server.place])
        with RunningDaemon(config, command=confined) as daemon:
            daemon.expect("READY=1")
            wait_until(lambda: len(ask(tmp_path / "wirefeed.db", "SELECT guid FROM merged_story_items")) == 2, "two items in stories")
            wait_until(lambda: ask(tmp_path / "wirefeed.db", "SELECT id FROM merged_stories"), "a composite")
            status = Path(f"/proc/{daemon.process.pid}/status").read_text(encoding="utf-8")
            assert daemon.stop() == 0
            assert "STOPPING=1" in daemon.hear()
    assert {"NoNewPrivs:\t1", "Seccomp:\t2", "CapEff:\t0000000000000000", "CapBnd:\t0000000000000000"} <= set(status.splitlines())


@with_systemd
def test_the_sandbox_of_the_test_is_one(tmp_path):
    """What the test above says is worth something only if the same confinement stops what the unit forbids."""
    if not _can_confine():
        pytest.skip("needs root with CAP_SYS_ADMIN and libseccomp: nothing of the sandbox was tried")
    tries = {
        "write": f"open({str(ROOT / 'README.md')!r}, 'a')",
        "chroot": "import os; os.chroot('/')",
        "clock": "import time; time.clock_settime(0, 1)",
        "code": "import mmap; mmap.mmap(-1, 4096, prot=mmap.PROT_WRITE | mmap.PROT_EXEC)",
        "state": f"open({str(tmp_path / 'mine')!r}, 'w')",
    }
    confined = [sys.executable, str(ROOT / "tests/integration/confined.py"), str(UNITS / "wirefeed.service"), str(tmp_path)]
    found = {
        name: subprocess.run([*confined, sys.executable, "-c", code], capture_output=True, text=True, check=False)
        for name, code in tries.items()
    }
    if "no PR_SET_MDWE" in found["code"].stderr:
        del found["code"]
    assert [name for name, done in found.items() if done.returncode == 0] == ["state"], {name: done.stderr for name, done in found.items()}
    assert all("Error" in done.stderr for name, done in found.items() if name != "state")
