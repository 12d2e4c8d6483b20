"""A server that speaks AFP's API as far as wirefeed uses it, and fails on demand: tokens, search with paging. It tests nothing."""

import asyncio
import json
import os
import sqlite3
import subprocess
import sys
from base64 import b64encode
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

from tests.integration.servers import Asked, Loopback, reply

CLIENT, USER = ("client-7", "client-canary-9d1f"), ("desk", "password-canary-51c3")
SECRETS = {
    "WIREFEED_AFP_CLIENT_ID": CLIENT[0],
    "WIREFEED_AFP_CLIENT_SECRET": CLIENT[1],
    "WIREFEED_AFP_USERNAME": USER[0],
    "WIREFEED_AFP_PASSWORD": USER[1],
}


def doc(number: int, **changes: Any) -> dict[str, Any]:
    """One AFP document; ``number`` makes its id and the minute it was published."""
    at = datetime(2026, 11, 25, 8, tzinfo=UTC) + timedelta(minutes=number)
    fields: dict[str, Any] = {
        "uno": f"newsml.afp.com.20261125T0{number % 10}0000Z.doc-{number:07}",
        "afpshortid": f"{number:07}",
        "class": "text",
        "revision": 1,
        "status": "Usable",
        "urgency": 4,
        "lang": "en",
        "headline": f"Report number {number} is out",
        "news": [f"Lindhaven (AFP) - This is report number {number}."],
        "slug": ["Norland", "report"],
        "provider": "AFP",
        "created": f"{at:%Y-%m-%dT%H:%M:%SZ}",
        "published": f"{at:%Y-%m-%dT%H:%M:%SZ}",
    }
    return {**fields, **changes}


@dataclass
class AfpApi:
    """AFP on loopback. ``faults`` are the whole answers the next searches get instead of documents; None lets one through."""

    docs: list[dict[str, Any]] = field(default_factory=list)
    faults: list[bytes | None] = field(default_factory=list)
    token_faults: list[bytes] = field(default_factory=list)
    expires_in: object = 3600
    client: tuple[str, str] = CLIENT
    user: tuple[str, str] = USER
    refreshes: bool = True
    valid: set[str] = field(default_factory=set)
    granted: list[str] = field(default_factory=list)
    searches: list[dict[str, Any]] = field(default_factory=list)

    def serve(self) -> Loopback:
        """The server; use it in a ``with``."""
        return Loopback(pages={"/oauth/token": self._token, "/v1/api/search": self._search})

    def revoke(self) -> None:
        """Every token given so far is void, before its time."""
        self.valid.clear()

    async def _token(self, asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(self.token_faults.pop(0) if self.token_faults else self._grant(asked))
        await writer.drain()

    def _grant(self, asked: Asked) -> bytes:
        form = {name: values[0] for name, values in parse_qs(asked.body.decode()).items()}
        grant = form.get("grant_type", "")
        if asked.headers.get("authorization") != "Basic " + b64encode(":".join(self.client).encode()).decode():
            return reply(b'{"error": "invalid_client"}', status=401)
        known = {
            "password": (form.get("username"), form.get("password")) == self.user,
            "client_credentials": True,
            "refresh_token": self.refreshes and form.get("refresh_token", "").startswith("refresh-canary"),
        }
        if asked.method != "POST" or not known.get(grant):
            return reply(b'{"error": "invalid_grant"}', status=400)
        self.granted.append(grant)
        token = f"token-canary-{len(self.granted)}"
        self.valid.add(token)
        answer = {"access_token": token, "token_type": "bearer", "refresh_token": f"refresh-canary-{token}", "expires_in": self.expires_in}
        return reply(json.dumps(answer).encode(), Content_Type="application/json")

    async def _search(self, asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(self._found(asked))
        await writer.drain()

    def _found(self, asked: Asked) -> bytes:
        if asked.headers.get("authorization", "").removeprefix("Bearer ") not in self.valid:
            return reply(b'{"error": "invalid_token"}', status=401)
        wanted = json.loads(asked.body)
        self.searches.append(wanted)
        if self.faults and (fault := self.faults.pop(0)) is not None:
            return fault
        since, until = wanted["dateRange"]["from"], wanted["dateRange"]["to"]
        found = [one for one in self.docs if since <= one["published"] <= until and _matches(one, wanted["query"]["and"])]
        found.sort(key=lambda one: one["published"], reverse=wanted["sortOrder"] == "desc")
        start = wanted.get("startAt", 0)
        page = found[start : start + wanted["maxRows"]]
        answer = {"response": {"status": {"code": 0, "reason": "success"}, "numFound": len(found), "docs": page}}
        return reply(json.dumps(answer).encode(), Content_Type="application/json;charset=UTF-8")


def _matches(one: dict[str, Any], wanted: list[dict[str, Any]]) -> bool:
    return all(any(value == one.get(each["name"]) for value in each["in"]) for each in wanted)


class Newsroom:
    """One configuration, one database, the real command line."""

    def __init__(self, folder, place, feed="", extra=""):
        self.database = folder / "wire.db"
        self.config = folder / "wirefeed.toml"
        self.config.write_text(
            f'[database]\nurl = "sqlite:///{self.database}"\n[work]\nparse_workers = 0\n'
            f'[network]\nallow = ["{place}"]\nper_host_gap_seconds = 0\n'
            '[[agency]]\nkey = "afp"\nname = "AFP"\nquoted_as = "Agence France-Presse"\ntimezone = "Europe/Paris"\n'
            f'[credentials.afp]\nkind = "oauth2"\n{extra}'
            f'[[feed]]\nname = "afp-api"\nagency = "afp"\nurl = "afp-api+http://{place}/?lang=en&rows=2"\ncredentials = "afp"\n{feed}',
            encoding="utf-8",
        )

    def run(self, *arguments, secrets=SECRETS):
        """One command, ended."""
        environ = {name: value for name, value in os.environ.items() if not name.startswith("WIREFEED_")} | secrets
        command = [sys.executable, "-m", "wirefeed", "--config", str(self.config), *arguments]
        return subprocess.run(command, env=environ, capture_output=True, text=True, timeout=120, check=False)

    def fetch(self, *, code=0, **secrets):
        """One forced round and what it says of itself."""
        done = self.run("fetch", "--once", "--force", "--json", secrets={**SECRETS, **secrets})
        assert done.returncode == code, done.stdout + done.stderr
        return json.loads(done.stdout)

    def rows(self, query):
        """What a user sees who asks the views."""
        with closing(sqlite3.connect(self.database)) as connection:
            return connection.execute(query).fetchall()
