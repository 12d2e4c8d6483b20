"""The units under systemd/: well-formed, tight, and at one with the program. That systemd runs them: test_booted.py."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

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
