"""The real daemon as a subprocess, for tests: start it, wait for a line of its log, stop or kill it. It tests nothing."""

import json
import queue
import signal
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Any, Self

PATIENCE = 60.0
"""Seconds to wait for what must come: a bound for a machine under load, no measure."""


class Daemon:
    """One ``wirefeed run`` on a configuration file; killed when the block ends, if it still runs."""

    def __init__(self, config: Path) -> None:
        command = [sys.executable, "-m", "wirefeed", "--config", str(config), "run"]
        self._process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
        self._lines: queue.Queue[dict[str, Any]] = queue.Queue()
        self.seen: list[dict[str, Any]] = []
        self._reading = threading.Thread(target=self._read, daemon=True)
        self._reading.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.kill()

    def wait_for(self, event: str, **fields: object) -> dict[str, Any]:
        """The next line of the log with this event and these fields. Raises AssertionError when none comes."""
        try:
            while line := self._lines.get(timeout=PATIENCE):
                if line.get("event") == event and all(line.get(name) == value for name, value in fields.items()):
                    return line
        except queue.Empty:
            pass
        raise AssertionError(f"no line {event!r} {fields} came; seen: {self.seen[-20:]}")

    def reload(self) -> None:
        """SIGHUP."""
        self._process.send_signal(signal.SIGHUP)

    def stop(self) -> int:
        """SIGTERM; returns the exit code."""
        self._process.send_signal(signal.SIGTERM)
        return self._end()

    def kill(self) -> None:
        """SIGKILL."""
        self._process.kill()
        self._end()

    def _end(self) -> int:
        code = self._process.wait(PATIENCE)
        self._reading.join(PATIENCE)
        if self._process.stderr:
            self._process.stderr.close()
        return code

    def _read(self) -> None:
        for text in self._process.stderr or ():
            try:
                line = json.loads(text)
            except ValueError:
                line = {"event": text.rstrip()}
            self.seen.append(line)
            self._lines.put(line)
        self._lines.put({})
