"""A feed's kept polling history: what it truly published, and its replay through the whole program, poll by poll. It asserts nothing.

The truth is read by lxml alone, so that nothing of wirefeed vouches for itself.
"""

import asyncio
import html
import re
import sqlite3
import tarfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from lxml import etree

from tests.integration.servers import Asked, Loopback, document
from wirefeed.app import App, build
from wirefeed.config import load
from wirefeed.pipeline.round import run_round

FEED = "kept"
_NAME = re.compile(r"(\d{8}T\d{6})Z_[0-9a-f]+\.\w+$")
_ROOTS = ("rss", "RDF", "feed")
_PORTAL = b"<!doctype html><html><head><title>Sign in</title></head><body><h1>Sign in to the network</h1></body></html>"


@dataclass(frozen=True)
class Poll:
    """What a feed's address answered at one moment, as raw bytes."""

    at: datetime
    body: bytes


def read_history(archive: Path) -> tuple[Poll, ...]:
    """The polls in an archive of ``<UTC>_<commit>.xml`` files, oldest first."""
    with tarfile.open(archive) as tar:
        polls = list(_members(tar))
    return tuple(sorted(polls, key=lambda poll: poll.at))


def _members(tar: tarfile.TarFile) -> Iterator[Poll]:
    for member in tar:
        found, file = _NAME.search(member.name), tar.extractfile(member)
        if found and file:
            yield Poll(at=datetime.strptime(found[1], "%Y%m%dT%H%M%S").replace(tzinfo=UTC), body=file.read())


def thin(polls: Sequence[Poll], wanted: int) -> tuple[Poll, ...]:
    """About ``wanted`` polls spread over the history, and every poll that is no feed document besides."""
    step = max(1, len(polls) // wanted)
    return tuple(poll for number, poll in enumerate(polls) if number % step == 0 or read_root(poll.body) is None)


def with_faults(polls: Sequence[Poll], every: int = 4) -> tuple[Poll, ...]:
    """The same history with faults put in before every fourth poll: the document cut, nothing at all, a captive portal."""
    disturbed: list[Poll] = []
    for number, poll in enumerate(polls):
        if number % every == every - 1:
            at = poll.at - timedelta(seconds=30)
            body = (poll.body[: len(poll.body) * 3 // 5], b"", _PORTAL)[number // every % 3]
            disturbed.append(Poll(at=at, body=body))
        disturbed.append(poll)
    return tuple(disturbed)


# --- the truth --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Entry:
    """What a document says of one item. ``text`` is the longest description there is."""

    guid: str
    title: str
    link: str | None
    text: str


@dataclass(frozen=True)
class Truth:
    """What a history published: distinct titles and links by guid, in the order they were first seen; ``unusable`` polls by number.

    ``twins``: by guid, the guid under which the same article had come before, nearly word for word and with much the same title. An
    article whose guid was changed is one article all the same, so twins may be kept as one item, under the titles of both.
    """

    titles: dict[str, list[str]]
    links: dict[str, list[str]]
    unusable: tuple[int, ...]
    twins: dict[str, str]

    def lost(self, guids: Iterable[str]) -> set[str]:
        """Guids that should be held and are not."""
        return set(self.titles) - set(guids) - set(self.twins)

    def titles_of(self, guid: str) -> set[str]:
        """Titles an item may be held under: its own and its twins'."""
        family = {guid, *(twin for twin, first in self.twins.items() if first == guid)}
        return {title for member in family for title in self.titles[member]}

    @property
    def retitled(self) -> int:
        """Titles that replaced another."""
        return sum(len(titles) - 1 for titles in self.titles.values())

    @property
    def relinked(self) -> int:
        """Items whose link changed."""
        return sum(len(links) > 1 for links in self.links.values())


def truth_of(polls: Sequence[Poll]) -> Truth:
    """The truth of a history, from its whole documents alone."""
    titles: dict[str, list[str]] = {}
    links: dict[str, list[str]] = {}
    begun: dict[str, dict[str, tuple[Counter[str], Counter[str]]]] = {}
    twins: dict[str, str] = {}
    unusable = []
    for number, poll in enumerate(polls):
        entries = read_entries(poll.body)
        if entries is None:
            unusable.append(number)
        for entry in entries or ():
            _note(titles, entry.guid, entry.title)
            _note(links, entry.guid, entry.link)
            others, words = begun.setdefault(entry.text[:60], {}), (Counter(entry.title.split()), Counter(entry.text.split()))
            first = next((guid for guid, other in others.items() if _one_article(words, other)), entry.guid)
            if first != entry.guid and entry.guid not in others:
                twins[entry.guid] = first
            others.setdefault(entry.guid, words)
    return Truth(titles=titles, links=links, unusable=tuple(unusable), twins=twins)


def read_root(body: bytes) -> etree._Element | None:
    """The root of a whole feed document, None for anything else (empty, cut, a page)."""
    try:
        root = etree.fromstring(body.strip())
    except etree.XMLSyntaxError:
        return None
    return root if etree.QName(root).localname in _ROOTS else None


def read_entries(body: bytes) -> list[Entry] | None:
    """The entries of a whole feed document, None for anything else."""
    root = read_root(body)
    return None if root is None else [_read_entry(node) for node in root.iter("item", "{*}item", "{*}entry")]


_PLAIN_MARKS = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "..."})


def one_line(text: str) -> str:
    """A title for comparison: entities resolved, space runs as one, quotation marks and dashes plain (changing those is no edit)."""
    return " ".join(html.unescape(text).translate(_PLAIN_MARKS).split())


def _read_entry(node: etree._Element) -> Entry:
    def text(name: str) -> str | None:
        found = node.find(name)
        return None if found is None else (found.text or found.get("href"))

    link = text("{*}link")
    texts = (found.text or "" for found in node.iter("{*}description", "{*}summary", "{*}content", "{*}encoded"))
    guid = text("{*}guid") or text("{*}id") or link or ""
    return Entry(guid=guid, title=one_line(text("{*}title") or ""), link=link, text=one_line(max(texts, key=len, default="")))


def _one_article(left: tuple[Counter[str], Counter[str]], right: tuple[Counter[str], Counter[str]]) -> bool:
    """Whether two entries, as the words of title and text, are one article: most of the title in common and nearly all of a real text."""
    shared = [(one & other).total() / max(one.total(), other.total(), 1) for one, other in zip(left, right, strict=True)]
    return left[1].total() >= 20 and shared[0] >= 0.6 and shared[1] >= 0.9


def _note(seen: dict[str, list[str]], guid: str, value: str | None) -> None:
    values = seen.setdefault(guid, [])
    if value is not None and value not in values:
        values.append(value)


# --- the replay -------------------------------------------------------------------------------------------------------------


@dataclass
class History:
    """An Answering: one address that answers with one kept poll after the other."""

    polls: Sequence[Poll]
    number: int = 0

    async def __call__(self, asked: Asked, writer: asyncio.StreamWriter) -> None:
        """Answer with the poll of the moment."""
        writer.write(document(asked, self.polls[self.number].body))
        await writer.drain()


@dataclass(frozen=True)
class Replayed:
    """What the program made of a history. ``outcomes`` and ``versions`` (held after the poll) go poll by poll."""

    database: Path
    outcomes: list[str] = field(default_factory=list)
    versions: list[int] = field(default_factory=list)

    def ask(self, sql: str) -> list[tuple[object, ...]]:
        """Rows of a query on the public views."""
        with closing(sqlite3.connect(self.database)) as database:
            return database.execute(sql).fetchall()

    def stale(self) -> set[str]:
        """Guids of which a version was set aside, and said so, because its own date was older than that of the version held."""
        return {str(guid) for (guid,) in self.ask("SELECT location FROM dropped WHERE kind = 'stale'")}

    def headlines(self) -> dict[str, set[str]]:
        """Every headline ever held, by guid."""
        held: dict[str, set[str]] = {}
        for guid, headline in self.ask("SELECT guid, headline FROM item_versions"):
            held.setdefault(str(guid), set()).add(one_line(str(headline or "")))
        return held


def write_config(folder: Path, server: Loopback) -> Path:
    """A configuration with one feed, served from here."""
    config = folder / "wirefeed.toml"
    config.write_text(
        f"""
[database]
url = "sqlite:///{folder / "wirefeed.db"}"
[network]
allow = ["{server.place}"]
per_host_gap_seconds = 0.0
timeout_seconds = 10.0
[work]
parse_workers = 0
[log]
level = "error"
[[agency]]
key = "agency"
name = "The Agency"
[[feed]]
name = "{FEED}"
agency = "agency"
url = "{server.url()}"
""",
        encoding="utf-8",
    )
    return config


def replay(polls: Sequence[Poll], folder: Path, told: Callable[[int, float], None] = lambda _, __: None) -> Replayed:
    """Fetch a history through the whole program, the clock standing at each poll's own time; ``told`` hears of each poll's seconds."""
    history, moment = History(polls), [polls[0].at]
    with Loopback(pages={"/feed.xml": history}) as server:
        app = build(load(write_config(folder, server)), clock=lambda: moment[0])
        try:
            replayed = Replayed(database=folder / "wirefeed.db")
            asyncio.run(_run(app, history, moment, replayed, told))
        finally:
            app.close()
    return replayed


async def _run(app: App, history: History, moment: list[datetime], replayed: Replayed, told: Callable[[int, float], None]) -> None:
    loop, feeds = asyncio.get_running_loop(), app.settings.feeds()
    async with app.desk() as desk:
        for number, poll in enumerate(history.polls):
            history.number, moment[0], started = number, poll.at, loop.time()
            done = await run_round(desk, app.seating, feeds, force=True)
            told(number, loop.time() - started)
            replayed.outcomes.append(done.polls[0].outcome)
            replayed.versions.append(int(str(replayed.ask("SELECT count(*) FROM item_versions")[0][0])))
