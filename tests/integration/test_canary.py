"""Secrets appear in no byte that the real program writes: logs, errors, exports, STATUS, tracebacks, the database."""

import base64
import contextlib
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time

import pytest

from tests.integration.afp_server import CLIENT, SECRETS, USER, AfpApi, doc
from tests.integration.servers import Asked, Loopback, answer, reply

KEY, TOKEN, PASSWORD, PROXY, QUERY, WRONG = (f"{name}-canary-77aa" for name in ("key", "bearer", "basic", "proxy", "query", "wrong"))
RSS = (
    b'<rss version="2.0"><channel><title>wire</title><link>/</link><item><title>Crane falls in the harbour</title><link>#top</link>'
    b"<guid>g1</guid><description>A crane fell in the harbour of Lindhaven on Tuesday, the port said.</description></item></channel></rss>"
)
ENVIRON = {
    **SECRETS,
    "WIREFEED_WRONG_CLIENT_ID": CLIENT[0],
    "WIREFEED_WRONG_CLIENT_SECRET": WRONG,
    "WIREFEED_WRONG_USERNAME": USER[0],
    "WIREFEED_WRONG_PASSWORD": WRONG,
    "WIREFEED_HEADER_X_API_KEY": KEY,
    "WIREFEED_BEARER_TOKEN": TOKEN,
    "WIREFEED_BASIC_USERNAME": "desk",
    "WIREFEED_BASIC_PASSWORD": PASSWORD,
    "WIREFEED_PROXY_USERNAME": "gate",
    "WIREFEED_PROXY_PASSWORD": PROXY,
}
FORMS = tuple(
    base64.b64encode(f"{user}:{secret}".encode()) for user, secret in (("desk", PASSWORD), ("gate", PROXY), CLIENT, (CLIENT[0], WRONG))
)


def leaks(*outputs: bytes) -> list[str]:
    """The surroundings of every secret in what was written."""
    found = []
    for output in outputs:
        for trace in (b"canary", *FORMS):
            at = output.find(trace)
            if at >= 0:
                found.append(output[max(0, at - 300) : at + 60].decode("utf-8", "replace"))
    return found


def echo(status: int = 200, **headers: str):
    """A server that repeats what it was told, in its answer's head and body."""

    async def write(asked: Asked, writer) -> None:
        told = asked.headers.get("authorization", asked.headers.get("x-api-key", "")).rpartition(" ")[2]
        writer.write(reply(f"you said {told}".encode(), status=status, **{name: value.format(told) for name, value in headers.items()}))
        await writer.drain()

    return write


@pytest.fixture
def servers():
    """AFP as it should be, AFP at its worst, and a publisher with every kind of trouble."""
    afp = AfpApi(docs=[doc(1)])
    broken = AfpApi(docs=[doc(1)], faults=[reply(b"", status=500)] * 50)
    pages = {
        "/ok": answer(reply(RSS)),
        "/401": echo(401),
        "/500": echo(500),
        "/echo": echo(200),
        "/refused": echo(302, Location="http://127.0.0.1:1/{0}?q={0}"),
        "/away": answer(b""),
        "/leads": echo(302, Location="/moved/{0}"),
        "/scheme": echo(302, Location="gopher://me:{0}@x/"),
    }
    limiting = Loopback(pages={"/limited": echo(429, Retry_After="1")})
    with contextlib.ExitStack() as stack:
        other = stack.enter_context(Loopback(pages={"/end": answer(reply(RSS))}, host="127.0.0.3"))
        pages["/away"] = answer(reply(b"", status=302, Location=other.url("/end")))
        yield (*(stack.enter_context(one) for one in (afp.serve(), broken.serve(), Loopback(pages=pages), limiting)), other)


def configuration(folder, servers, form):
    """Every way to be authenticated, against every way to fail."""
    afp, broken, site, limiting, other = (one.place for one in servers)
    blocks = {"afp": "oauth2", "wrong": "oauth2", "bearer": "bearer", "basic": "basic", "proxy": "basic"}
    lines = [f'[credentials.{name}]\nkind = "{kind}"' for name, kind in blocks.items()]
    lines += ['[credentials.header]\nkind = "headers"\nheaders = ["X-Api-Key"]']
    feeds = [("afp-api+http://" + afp, "afp"), ("afp-api+http://" + afp + "/?rows=5", "wrong"), ("afp-api+http://" + broken, "afp")]
    feeds += [(f"afp-api+http://{site}/echo", "afp"), ("afp-api://" + site, "afp"), ("https://" + site + "/ok", "bearer")]
    for path in ("ok", "401", "500", "echo", "away", "leads", "scheme", "refused"):
        feeds += [(f"http://{site}/{path}", block) for block in ("bearer", "basic", "header")]
    feeds += [(f"http://{limiting}/limited", "basic")]
    feeds += [(f"http://{site}/ok?api_key={QUERY}", ""), (f"http://{site}/500?token={QUERY}", "")]
    feeds += [("http://example.invalid/", "basic")]
    for number, (url, block) in enumerate(feeds):
        named = f'credentials = "{block}"\n' if block else ""
        lines.append(f'[[feed]]\nname = "f{number}"\nagency = "a"\nurl = "{url}"\n{named}')
    lines.append(
        f'[[feed]]\nname = "proxied"\nagency = "a"\nurl = "http://wire.example/"\nproxy = "http://{site}"\nproxy_credentials = "proxy"'
    )
    head = (
        f'[database]\nurl = "sqlite:///{folder}/wire.db"\n[log]\nlevel = "debug"\nformat = "{form}"\n[work]\nparse_workers = 1\n'
        f"[network]\nallow = {[afp, broken, site, limiting, other]}\nper_host_gap_seconds = 0\nper_host_connections = 16\n"
        '[[agency]]\nkey = "a"\nname = "A"\n'
    )
    path = folder / "wirefeed.toml"
    path.write_text(head + "\n".join(lines), encoding="utf-8")
    return path


def environ(**more):
    return {name: value for name, value in os.environ.items() if not name.startswith("WIREFEED_")} | ENVIRON | more


def run(config, *arguments, program=("-m", "wirefeed")):
    command = [sys.executable, *program, "--config", str(config), *arguments]
    return subprocess.run(command, env=environ(), capture_output=True, timeout=120, check=False)


def stored(folder):
    """Everything the database holds but the archive: its bytes are the servers' own, also where one repeats what it was told."""
    with contextlib.closing(sqlite3.connect(folder / "wire.db")) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")]
        rows = [repr(connection.execute(f'SELECT * FROM "{name}"').fetchall()) for name in tables if name != "delivery"]
    return "\n".join(rows).encode()


@pytest.mark.parametrize("form", ["json", "console"])
def test_no_secret_is_written_whatever_goes_wrong(tmp_path, servers, form):
    config = configuration(tmp_path, servers, form)
    done = run(config, "fetch", "--once", *(["--json"] if form == "json" else []))
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    commands = (("feeds", "--json"), ("config", "show")) if form == "json" else (("feeds",), ("stories",))
    looks = [run(config, *command) for command in commands]
    assert [look.returncode for look in looks] == [0, 0]
    assert leaks(*(output for one in (done, *looks) for output in (one.stdout, one.stderr)), stored(tmp_path)) == []
    asked = "".join(f"{one.headers}{one.path}{one.body}" for server in servers for one in server.asked)
    for secret in (KEY, TOKEN, QUERY, USER[1], *(form.decode() for form in FORMS)):
        assert secret in asked, "it was sent where it belongs: only so does its absence elsewhere say something"
    ends = [one for one in servers[-1].asked if one.path == "/end"]
    assert len(ends) == len(("bearer", "basic", "header"))
    assert leaks(repr(ends).encode()) == []


CRASH = """
import sys
from wirefeed.transports import http, afp
def crash(*arguments):
    raise RuntimeError("planted")
http.weigh = crash
afp.read_page = crash
from wirefeed.cli import main
main()
"""


def test_a_crash_shows_where_and_no_secret(tmp_path, servers):
    config = configuration(tmp_path, servers, "json")
    crashed = run(config, "fetch", "--once", "--force", program=("-X", "dev", "-c", CRASH))
    assert b"RuntimeError: planted" in crashed.stderr
    assert leaks(crashed.stdout, crashed.stderr) == []


def test_the_daemon_tells_systemd_and_the_journal_no_secret(tmp_path, servers):
    config = configuration(tmp_path, servers, "json")
    told = []
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(str(tmp_path / "notify"))
        listener.settimeout(60)
        command = [sys.executable, "-m", "wirefeed", "--config", str(config), "run"]
        with subprocess.Popen(
            command,
            env=environ(NOTIFY_SOCKET=str(tmp_path / "notify"), WATCHDOG_USEC="1000000"),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as daemon:
            while not any(b"failing, 0 being polled" in one for one in told):
                told.append(listener.recv(4096))
            daemon.send_signal(signal.SIGHUP)
            time.sleep(1)
            daemon.send_signal(signal.SIGTERM)
            written = daemon.communicate(timeout=60)
    assert daemon.returncode == 0
    assert leaks(*told, *written, stored(tmp_path)) == []


@pytest.mark.parametrize(
    "line",
    [
        f'[credentials.afp]\nkind = "oauth2"\npassword = "{PASSWORD}"',
        f'[[feed]]\nname = "f"\nagency = "a"\nurl = "https://me:{PASSWORD}@x/"',
        f'[[feed]]\nname = "f"\nagency = "a"\nurl = "https://x/"\nheaders = {{ Authorization = "{PASSWORD}" }}',
        f'[[feed]]\nname = "f"\nagency = "nobody"\nurl = "https://x/?token={PASSWORD}"',
        f'[[feed]]\nname = "f"\nagency = "a"\nurl = "http://[bad?key={PASSWORD}"',
        f'[[feed]]\nname = "f"\nagency = "a"\nurl = "http://x:{PASSWORD}/"',
        f'[[feed]]\nname = "f"\nagency = "a"\nurl = "https://x/"\nproxy = "ftp://{PASSWORD}/"',
        f'[credentials.afp]\nkind = "{PASSWORD}"',
        f'[credentials.afp]\nkind = "oauth2"\ntoken_url = "https://me:{PASSWORD}@x/"',
    ],
)
def test_a_configuration_that_is_refused_is_not_repeated(tmp_path, line):
    path = tmp_path / "wirefeed.toml"
    path.write_text('[[agency]]\nkey = "a"\nname = "A"\n' + line, encoding="utf-8")
    refused = run(path, "config", "check")
    assert refused.returncode == 2
    assert leaks(refused.stdout, refused.stderr) == []
