"""A short run on the newswire that misbehaves: killed again and again, nothing is lost, doubled, mangled or mixed up."""

import json
import os
import shlex
import subprocess
import sys

import pytest

from tests.integration.daemons import ROOT


@pytest.mark.shared
def test_killed_again_and_again_on_a_wire_full_of_faults_it_breaks_no_invariant(shared, tmp_path):
    """benchmarks/chaos.py runs the long series; docs/operations.md says what holds."""
    adapter = f"{shlex.quote(sys.executable)} {shared}/chaos/wirefeed_adapter.py {{db}} {{control}}"
    options = ["--seed", "3", "--kills", "6", "--feeds", "6", "--rate", "4", "--hours", "4", "--fault-rate", "0.4", "--max-rss-mb", "200"]
    commands = [
        "--poll-cmd",
        f"{adapter} poll --rounds {{rounds}} --deadline {{deadline}}",
        "--export-cmd",
        f"{adapter} export",
    ]
    done = subprocess.run(
        [sys.executable, "-B", shared / "chaos/killloop.py", "--work", tmp_path, *options, *commands],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "WIREFEED": f"{shlex.quote(sys.executable)} -m wirefeed", "PYTHONPATH": str(ROOT)},
    )
    assert done.stdout, done.stderr
    found = json.loads(done.stdout)
    assert found["violations"] == {}, found
    assert found["items_stored"] > 50
    assert found["kills"] + found["finished_early"] == 6
