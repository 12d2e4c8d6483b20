"""What AFP's API costs: reading a page, and a first poll of a day over loopback. Prints Markdown; processor time.

python benchmarks/afp_api.py
"""

import asyncio
import json
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.integration.afp_server import CLIENT, AfpApi, doc
from wirefeed.formats import parse
from wirefeed.model.credentials import Grant, OAuth2, Secret
from wirefeed.model.delivery import Fetched
from wirefeed.model.feed import Agency, Cursor, Feed
from wirefeed.testing import a_delivery
from wirefeed.transports import HttpSettings, build_transports

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
PARAGRAPH = "The coastguard of Lindhaven said on Wednesday that the ferry, its crew and all of its passengers were safe in the harbour. "
AGENCY = Agency(key="afp", name="AFP", quoted_as="Agence France-Presse")
ACCOUNT = OAuth2(grant=Grant.CLIENT_CREDENTIALS, client_id=Secret(CLIENT[0]), client_secret=Secret(CLIENT[1]))
DOCS = 1500


def day() -> list[dict[str, object]]:
    """A busy day: documents of about 4 KB, one a minute of its last hours."""
    minutes = (NOW - timedelta(seconds=57 * number) for number in range(DOCS))
    return [doc(number, news=[PARAGRAPH * 3] * 10, published=f"{at:%Y-%m-%dT%H:%M:%SZ}") for number, at in enumerate(minutes)]


def reading(docs: list[dict[str, object]]) -> str:
    """The cost of one page as the format reads it."""
    body = json.dumps({"response": {"docs": docs[:100], "numFound": DOCS}}).encode()
    started = time.process_time()
    entries = [len(parse(a_delivery(body)).entries) for _ in range(20)]
    return f"| reading a page of {entries[0]} documents ({len(body) // 1024} KiB) | {(time.process_time() - started) / 20 * 1000:.1f} ms |"


async def polling(docs: list[dict[str, object]]) -> str:
    """The cost of a first poll: a token, every page, the withdrawals (the server's part, a thread here, included)."""
    api = AfpApi(docs=docs)
    with api.serve() as server:
        transport = build_transports(HttpSettings(allow=(server.place,), per_host_gap_seconds=0))
        feed = Feed(name="afp", agency=AGENCY, url=f"afp-api+http://{server.place}/?hours=24", credentials=ACCOUNT)
        started = time.process_time()
        found = await transport.fetch(feed, Cursor(), NOW)
        spent = time.process_time() - started
        await transport.close()
    if not isinstance(found, Fetched):
        raise SystemExit(f"the poll brought nothing: {found}")
    unos = {one["uno"] for delivery in found.deliveries for one in json.loads(delivery.body)["response"]["docs"]}
    megabytes = sum(len(delivery.body) for delivery in found.deliveries) / 1024 / 1024
    return f"| a first poll: {len(unos)} of {DOCS} documents, {len(api.searches)} searches, {megabytes:.1f} MiB | {spent * 1000:.0f} ms |"


if __name__ == "__main__":
    documents = day()
    print("| what | processor time |\n| --- | --- |")
    print(reading(documents))
    print(asyncio.run(polling(documents)))
