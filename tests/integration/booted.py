"""systemd as the first process of a machine of its own, with wirefeed installed as systemd/README.md says. It tests nothing."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from tests.integration.daemons import ROOT, SOON, wait_until

NAMESPACES = ("--mount", "--pid", "--fork", "--cgroup", "--ipc", "--uts", "--kill-child")
PROGRAM = "/opt/wirefeed/bin/wirefeed"
PYTHON = f"/opt/wirefeed/python/bin/python{sys.version_info.major}.{sys.version_info.minor}"
AS_SERVICE = (
    *("systemd-run", "--quiet", "--pipe", "--wait", "--collect"),
    *("-p", "DynamicUser=yes", "-p", "User=wirefeed", "-p", "StateDirectory=wirefeed"),
)
"""How systemd/README.md runs a command on the service's database."""


@dataclass
class Booted:
    """A machine that forgets everything at the end. ``folder`` is where it is built; its network is that of the tests."""

    folder: Path

    def __enter__(self) -> Self:
        """Raises CannotBoot where this machine does not let a test do that."""
        self.folder.mkdir()
        packages = [path for path in sys.path if path.endswith(("site-packages", "dist-packages")) and not path.startswith(sys.base_prefix)]
        build = [str(Path(__file__).with_suffix(".sh")), str(self.folder), sys.base_prefix, PYTHON.removeprefix("/opt/wirefeed/python/")]
        self._log = (self.folder.parent / "booted.log").open("w+", encoding="utf-8")
        self._unshare = subprocess.Popen(["unshare", *NAMESPACES, "sh", *build, str(ROOT), *packages], stdout=self._log, stderr=self._log)
        try:
            wait_until(self._up, "systemd to come up", SOON)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._unshare.kill()
        self._unshare.wait()
        self._log.close()

    def _up(self) -> bool:
        if self._unshare.poll() is not None:
            self._log.seek(0)
            raise CannotBoot(self._log.read().strip())
        return bool(self._first()) and self.run("systemctl", "is-system-running", check=False).stdout.strip() in {"running", "degraded"}

    def _first(self) -> str:
        """The number of the machine's first process, as this machine counts."""
        try:
            return Path(f"/proc/{self._unshare.pid}/task/{self._unshare.pid}/children").read_text(encoding="ascii").strip()
        except FileNotFoundError:
            return ""

    def run(self, *command: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a command there, as root."""
        within = ["nsenter", "--target", self._first(), "--mount", "--pid", "--cgroup", "--ipc", "--uts", "--root", "--wd"]
        done = subprocess.run([*within, *command], capture_output=True, text=True, check=False, timeout=SOON)
        assert done.returncode == 0 or not check, f"{command}: {done.stdout[-1000:]} {done.stderr[-1000:]} {self.journal()[-3000:]}"
        return done

    def as_service(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a command of wirefeed on the service's database, as its user."""
        return self.run(*AS_SERVICE, PROGRAM, "--config", "/etc/wirefeed/wirefeed.toml", *arguments, check=check)

    def write(self, path: str, text: str) -> None:
        """Write a file there, and the folders above it."""
        self.run("mkdir", "-p", str(Path(path).parent))
        self.path(path).write_text(text, encoding="utf-8")

    def path(self, path: str) -> Path:
        """A file there, as this machine sees it; no link on the way may be absolute."""
        return Path(f"/proc/{self._first()}/root") / path.lstrip("/")

    def show(self, unit: str, *names: str) -> dict[str, str]:
        """What systemd knows of a unit."""
        shown = self.run("systemctl", "show", unit, f"--property={','.join(names)}").stdout
        return dict(line.split("=", 1) for line in shown.splitlines() if line)

    def journal(self) -> str:
        """What the units have written."""
        return self.run("journalctl", "--no-pager", "--output=cat", check=False).stdout


class CannotBoot(Exception):
    """This machine does not let a test start systemd in namespaces; says why."""
