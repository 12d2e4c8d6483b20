"""Public fakes: a fixed clock, builders of nouns, a scripted transport, a store in memory. Nothing here is used by the program itself."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from itertools import count
from typing import Any

from wirefeed.errors import WirefeedError
from wirefeed.model.delivery import Delivery, Entry, Outcome
from wirefeed.model.feed import Agency, Cursor, Feed
from wirefeed.model.ids import key_hash
from wirefeed.model.item import Item
from wirefeed.store import SqlStore, open_store

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
"""A Wednesday; where the builders' time stands still."""

LEDE = "The harbour of Port Vell was closed on Wednesday after a crane fell onto the main quay, the port authority said."
_SHINGLE_WORDS = 5
_DELIVERED = "0" * 64


class FixedClock:
    """A clock that stands still until it is moved. Calling it tells the time (aware UTC)."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """The time it shows."""
        return self.now

    def move(self, **step: float) -> datetime:
        """Move on by a timedelta's keywords (``hours=2``); returns the new time."""
        self.now += timedelta(**step)
        return self.now


def an_agency(key: str = "tass", **overrides: Any) -> Agency:  # noqa: ANN401 - any field of Agency
    """An agency; its names follow from its key."""
    fields: dict[str, Any] = {"key": key, "name": key.upper(), "quoted_as": f"{key.capitalize()} news agency", **overrides}
    return Agency(**fields)


def a_feed(name: str = "tass-en", **overrides: Any) -> Feed:  # noqa: ANN401 - any field of Feed
    """A feed; its agency is the part of its name before the hyphen."""
    key = name.split("-", maxsplit=1)[0]
    fields: dict[str, Any] = {"name": name, "agency": an_agency(key), "url": f"https://{key}.example/{name}.xml", **overrides}
    return Feed(**fields)


def a_delivery(body: bytes = b"<rss/>", **overrides: Any) -> Delivery:  # noqa: ANN401 - any field of Delivery
    """A delivery of the feed ``tass-en``."""
    fields: dict[str, Any] = {"feed": "tass-en", "url": "https://tass.example/tass-en.xml", "body": body, "fetched_at": NOON, **overrides}
    return Delivery(**fields)


def an_entry(**overrides: Any) -> Entry:  # noqa: ANN401 - any field of Entry
    """An entry as a format might give it."""
    fields: dict[str, Any] = {
        "guid": "g1",
        "headline": "Crane falls in harbour",
        "summary": LEDE,
        "text": LEDE,
        "published": NOON,
        "language": "en",
        "url": "https://tass.example/1",
        **overrides,
    }
    return Entry(**fields)


def an_item(guid: str = "g1", **overrides: Any) -> Item:  # noqa: ANN401 - any field of Item
    """An item of the feed ``tass-en``; agency, link, content hash and shingles follow from the other fields unless given.

    ``delivery_sha256`` is that of ``the_delivery(feed)``: keep that before the item is stored.
    """
    fields: dict[str, Any] = {
        "feed": "tass-en",
        "guid": guid,
        "headline": "Crane falls in harbour",
        "summary": "",
        "text": f"{LEDE} Report {guid}.",
        "language": "en",
        "published_at": NOON,
        "received_at": NOON,
        **overrides,
    }
    key = fields["feed"].split("-")[0]
    fields.setdefault("agency", key)
    fields.setdefault("url", f"https://{key}.example/{key_hash(guid)[:12]}")
    fields.setdefault("url_key", fields["url"])
    fields.setdefault("content_hash", key_hash(f"{fields['headline']}\0{fields['summary']}\0{fields['text']}"))
    fields.setdefault("delivery_sha256", the_delivery(fields["feed"]).sha256)
    fields.setdefault("shingles", shingles_of(fields["text"]))
    return Item(**fields)


def the_delivery(feed: str) -> Delivery:
    """The delivery the items that ``an_item`` builds for a feed came in."""
    return a_delivery(f"<rss><title>{feed}</title></rss>".encode(), feed=feed)


def shingles_of(text: str) -> tuple[int, ...]:
    """Every 5-word shingle of a text as an unsigned 63-bit number, sorted: what normalising samples from."""
    words = text.lower().split()
    runs = (" ".join(words[at : at + _SHINGLE_WORDS]) for at in range(len(words) - _SHINGLE_WORDS + 1))
    return tuple(sorted({int.from_bytes(blake2b(run.encode("utf-8", "replace"), digest_size=8).digest()) >> 1 for run in runs}))


class ScriptedTransport:
    """A transport that plays back prepared outcomes, feed by feed, and remembers what it was asked.

    ``script`` gives each feed its outcomes in order: a value is returned, an error is raised; the last one repeats.
    """

    def __init__(self, script: Mapping[str, Iterable[Outcome | WirefeedError]]) -> None:
        self._script = {feed: tuple(outcomes) for feed, outcomes in script.items()}
        self._turns = {feed: count() for feed in self._script}
        self.asked: list[tuple[str, Cursor, datetime]] = []
        self.hushed: list[tuple[str, datetime, datetime]] = []

    async def fetch(self, feed: Feed, cursor: Cursor, now: datetime) -> Outcome:
        """The next outcome of this feed's script. Raises KeyError for a feed without one."""
        self.asked.append((feed.name, cursor, now))
        outcomes = self._script[feed.name]
        outcome = outcomes[min(next(self._turns[feed.name]), len(outcomes) - 1)]
        if isinstance(outcome, WirefeedError):
            raise outcome
        return outcome

    def hush(self, url: str, until: datetime, now: datetime) -> None:
        """Remember who is to be left alone."""
        self.hushed.append((url, until, now))

    async def close(self) -> None:
        """Nothing is open."""


def memory_store() -> SqlStore:
    """An empty store that lives as long as it is open: the SQL store on SQLite in memory.

    A store of dictionaries would have to know embargoes, aliases, copies and the views again to pass the contract suite, and would
    still not refuse what constraints refuse; this one opens in about 20 ms and is the real thing. One thread at a time may use it.
    """
    return open_store("sqlite://")
