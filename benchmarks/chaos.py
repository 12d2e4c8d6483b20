"""Kill wirefeed again and again on a newswire that misbehaves, and hold it to the newswire's invariants. Prints a Markdown table.

    python benchmarks/chaos.py [--seeds 1-10] [--kills 40] [--fault-rate .3] [--daemon] [--postgresql] [--hostile N] [...]

``--daemon`` kills ``wirefeed run`` instead of ``fetch --once``; ``--postgresql`` starts a server of its own and restarts it (at once, not
waiting for anybody) every few seconds while wirefeed is being killed; ``--hostile N`` adds N feeds of the hostile corpus to the agencies',
another share of it each seed, and holds the agencies' items to the same invariants. Without these three the newswire's own adapter is used.
Other options are killloop.py's own. Needs the chaos newswire beside the checkout.
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

from benchmarks.hostile_wire import HostileWire, chosen, hostile_wire
from tests.integration.postgresql import own_server

ROOT = Path(__file__).resolve().parents[1]
CHAOS = ROOT.parent / "shared" / "chaos"
OURS = ROOT / "benchmarks" / "chaos_adapter.py"
RESTART_SECONDS = 10.0


def seeds_of(words: str) -> list[int]:
    """``9-10,1-3`` as numbers, in that order, each once. Raises ArgumentTypeError for what is none, or runs backwards."""
    found: dict[int, None] = {}
    for part in words.replace(" ", "").split(","):
        first, dash, last = part.partition("-")
        if not first.isdecimal() or (dash and not last.isdecimal()) or int(last or first) < int(first):
            raise argparse.ArgumentTypeError(f"{part!r} is neither a seed nor a range such as 1-8")
        found.update(dict.fromkeys(range(int(first), int(last or first) + 1)))
    return list(found)


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
    adapter = OURS if options.daemon or options.postgresql or options.hostile else CHAOS / "wirefeed_adapter.py"
    python = shlex.quote(sys.executable)
    poll = f"{python} {adapter} {{db}} {{control}} poll --rounds {{rounds}} --deadline {{deadline}}"
    export = f"{python} {adapter} {{db}} {{control}} export"
    command = [sys.executable, "-B", str(CHAOS / "killloop.py"), "--work", folder, "--seed", str(seed), "--kills", str(options.kills)]
    command += ["--fault-rate", str(options.fault_rate), "--max-rss-mb", "200", "--poll-cmd", poll, "--export-cmd", export, *rest]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **environ}, cwd=CHAOS)
    if not done.stdout:
        return {"complaints": done.stderr, "ok": False}
    return {**json.loads(done.stdout), "complaints": done.stderr}


def row(found: dict, options: argparse.Namespace) -> str:
    """One seed as a line of the table."""
    if "violations" not in found:
        return f"| {found['seed']} | {options.fault_rate} | the newswire's loop did not come to its end |"
    broken = {name: what["count"] for name, what in found["violations"].items()}
    faults, items = f"{found['faults']} ({found['fault_kinds']} kinds)", f"{found['items_true']} / {found['items_stored']}"
    cells = (found["seed"], options.fault_rate, found["kills"], found["requests"], faults, items, broken or "none")
    return "| " + " | ".join(map(str, (*cells, found["peak_rss_mb"], found["b3"].get("f1"), found["seconds"]))) + " |"


def surroundings(
    options: argparse.Namespace, folder: str, seed: int, stack: contextlib.ExitStack
) -> tuple[dict[str, str], HostileWire | None]:
    """What the adapter is told by its environment, and the hostile feeds there are; both end with ``stack``."""
    environ = {
        "WIREFEED": os.environ.get("WIREFEED", f"{shlex.quote(sys.executable)} -m wirefeed"),
        "PYTHONPATH": os.environ.get("PYTHONPATH", str(ROOT)),
    }
    if options.daemon:
        environ["WIREFEED_CHAOS_DAEMON"] = "1"
    if options.postgresql:
        environ["WIREFEED_CHAOS_POSTGRESQL"] = stack.enter_context(restarted_server(Path(folder) / "settled"))
    if not options.hostile:
        return environ, None
    wire = stack.enter_context(hostile_wire(chosen(seed - 1, options.hostile)))
    beside = Path(folder) / "hostile.json"
    beside.write_text(json.dumps(wire.allowance), encoding="utf-8")
    return {**environ, "WIREFEED_CHAOS_HOSTILE": str(beside)}, wire


def asked_for() -> tuple[argparse.Namespace, list[str]]:
    """The options, and those for killloop.py."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", default="1-10", type=seeds_of)
    parser.add_argument("--kills", type=int, default=40)
    parser.add_argument("--fault-rate", type=float, default=0.3)
    parser.add_argument("--daemon", action="store_true")
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--hostile", type=int, default=0, metavar="N")
    parser.add_argument("--keep", help="a folder for truth, export and database of the last seed")
    return parser.parse_known_args()


def main() -> None:
    """Run the seeds one after the other."""
    options, rest = asked_for()
    print("| seed | fault rate | kills | requests | faults | items true / stored | violations | peak MB | B-cubed | s |")
    print("|---:|---:|---:|---:|---|---|---|---:|---:|---:|")
    worst = 0
    for seed in options.seeds:
        with tempfile.TemporaryDirectory(prefix="wirefeed-chaos-") as own, contextlib.ExitStack() as stack:
            folder = options.keep or own
            environ, wire = surroundings(options, folder, seed, stack)
            found = {"seed": seed, **run(seed, options, rest, folder, environ)}
        print(row(found, options), flush=True)
        if wire:
            print(f"<!-- {len(wire.served)} hostile documents served -->", flush=True)
        if found["complaints"]:
            print("<!--", found["complaints"][-600:].strip(), "-->", flush=True)
        worst = max(worst, not found["ok"])
    sys.exit(worst)


if __name__ == "__main__":
    main()
