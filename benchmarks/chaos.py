"""Kill wirefeed again and again on a newswire that misbehaves, and hold it to the newswire's invariants. Prints a Markdown table.

    python benchmarks/chaos.py [--seeds 1-10] [--kills 40] [--fault-rate .3] [--daemon] [--postgresql] [--theirs] [killloop options...]

``--daemon`` kills ``wirefeed run`` instead of ``fetch --once``; ``--postgresql`` starts a server of its own and restarts it (at once, not
waiting for anybody) every few seconds while wirefeed is being killed; ``--theirs`` uses the newswire's own adapter unchanged (SQLite only).
Needs the chaos newswire beside the checkout.
"""

import argparse
import contextlib
import json
import os
import shlex
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.integration.postgresql import own_server

ROOT = Path(__file__).resolve().parents[1]
CHAOS = ROOT.parent / "shared" / "chaos"
OURS = ROOT / "benchmarks" / "chaos_adapter.py"
RESTART_SECONDS = 10.0


def seeds_of(words: str) -> list[int]:
    """``1-3,7`` as numbers."""
    found: list[int] = []
    for part in words.split(","):
        first, _, last = part.partition("-")
        found.extend(range(int(first), int(last or first) + 1))
    return found


@contextlib.contextmanager
def restarted_server(settled: Path) -> Iterator[str]:
    """A PostgreSQL server that is restarted every few seconds, as if it had crashed, until the file ``settled`` is there."""
    over = threading.Event()
    with own_server() as server:

        def restart() -> None:
            while not over.wait(RESTART_SECONDS) and not settled.exists():
                server.restart("immediate")

        thread = threading.Thread(target=restart)
        thread.start()
        try:
            yield server.url
        finally:
            over.set()
            thread.join()
            print(f"<!-- {server.restarts} server restarts -->", flush=True)


def run(seed: int, options: argparse.Namespace, rest: list[str], folder: str, environ: dict[str, str]) -> dict:
    """One seed through killloop.py."""
    adapter = CHAOS / "wirefeed_adapter.py" if options.theirs else OURS
    python = shlex.quote(sys.executable)
    poll = f"{python} {adapter} {{db}} {{control}} poll --rounds {{rounds}} --deadline {{deadline}}"
    export = f"{python} {adapter} {{db}} {{control}} export"
    command = [sys.executable, "-B", str(CHAOS / "killloop.py"), "--work", folder, "--seed", str(seed), "--kills", str(options.kills)]
    command += ["--fault-rate", str(options.fault_rate), "--max-rss-mb", "200", "--poll-cmd", poll, "--export-cmd", export, *rest]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **environ}, cwd=CHAOS)
    if not done.stdout:
        sys.exit(done.stderr)
    return {**json.loads(done.stdout), "complaints": done.stderr}


def row(found: dict, options: argparse.Namespace) -> str:
    """One seed as a line of the table."""
    broken = {name: what["count"] for name, what in found["violations"].items()}
    faults, items = f"{found['faults']} ({found['fault_kinds']} kinds)", f"{found['items_true']} / {found['items_stored']}"
    cells = (found["seed"], options.fault_rate, found["kills"], found["requests"], faults, items, broken or "none")
    return "| " + " | ".join(map(str, (*cells, found["peak_rss_mb"], found["b3"].get("f1"), found["seconds"]))) + " |"


def main() -> None:
    """Run the seeds one after the other."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", default="1-10")
    parser.add_argument("--kills", type=int, default=40)
    parser.add_argument("--fault-rate", type=float, default=0.3)
    parser.add_argument("--daemon", action="store_true")
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--theirs", action="store_true")
    parser.add_argument("--keep", help="a folder for truth, export and database of the last seed")
    options, rest = parser.parse_known_args()
    print("| seed | fault rate | kills | requests | faults | items true / stored | violations | peak MB | B-cubed | s |")
    print("|---:|---:|---:|---:|---|---|---|---:|---:|---:|")
    worst = 0
    for seed in seeds_of(options.seeds):
        environ = {
            "WIREFEED": os.environ.get("WIREFEED", f"{shlex.quote(sys.executable)} -m wirefeed"),
            "PYTHONPATH": os.environ.get("PYTHONPATH", str(ROOT)),
        }
        if options.daemon:
            environ["WIREFEED_CHAOS_DAEMON"] = "1"
        with tempfile.TemporaryDirectory(prefix="wirefeed-chaos-") as own:
            folder = options.keep or own
            with restarted_server(Path(folder) / "settled") if options.postgresql else contextlib.nullcontext() as url:
                found = run(seed, options, rest, folder, {**environ, **({"WIREFEED_CHAOS_POSTGRESQL": url} if url else {})})
        print(row(found, options), flush=True)
        if found["complaints"]:
            print("<!--", found["complaints"][-600:].strip(), "-->", flush=True)
        worst = max(worst, not found["ok"])
    sys.exit(worst)


if __name__ == "__main__":
    main()
