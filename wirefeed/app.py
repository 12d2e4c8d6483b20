"""The composition root: ``build(settings)`` wires store, transports, reader and rules into an App. The only module that knows everyone."""

import asyncio
import os
import random
from collections.abc import AsyncIterator, Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

import structlog

from wirefeed.cluster.rules import ClusterRules
from wirefeed.cluster.train import Training
from wirefeed.cluster.weights import Weights, read_weights, shipped
from wirefeed.compose.rules import ComposeRules
from wirefeed.config.settings import Settings
from wirefeed.config.sftp_keys import sftp_secrets
from wirefeed.dedup.rules import DedupRules
from wirefeed.errors import ConfigError, InputError
from wirefeed.model.feed import Feed
from wirefeed.pipeline.imports import Imported, check_lines, import_lines, read_lines
from wirefeed.pipeline.lessons import desk_lessons, read_lessons
from wirefeed.pipeline.listener import Listener
from wirefeed.pipeline.merge import Merged, merge
from wirefeed.pipeline.place import Seating
from wirefeed.pipeline.poll import Desk, Polled
from wirefeed.pipeline.ports import Clock
from wirefeed.pipeline.replay import Replay
from wirefeed.pipeline.round import Round, run_round
from wirefeed.pipeline.rules import Rules
from wirefeed.store import SqlStore, open_store
from wirefeed.transports import HttpSettings, SftpKeys, SftpSettings, build_transports
from wirefeed.transports.hub import HubClient
from wirefeed.work.composing import ComposingPool, cores
from wirefeed.work.reading import InlineReader, ReadingPool

log = structlog.get_logger(module=__name__)


def utc_now() -> datetime:
    """The wall clock, in UTC."""
    return datetime.now(UTC)


def rules_of(settings: Settings) -> Rules:
    """The rules a configuration asks for."""
    return Rules(
        dedup=DedupRules(),
        cluster=ClusterRules(),
        compose=ComposeRules(max_words=settings.merge.max_words, written_in=settings.merge.written_in),
        min_agencies=settings.merge.min_agencies,
    )


def tell_disabled(settings: Settings) -> None:
    """One line for each feed that disables itself for want of credentials."""
    for name, why in settings.disabled().items():
        log.warning("feed disabled", feed=name, why=why)


def weights_of(settings: Settings) -> Weights:
    """The weights the configuration names, else those wirefeed comes with. Raises ConfigError."""
    named = settings.merge.weights
    if named is None:
        return shipped()
    try:
        return read_weights(Path(named).read_text("utf-8"))
    except (OSError, UnicodeDecodeError, InputError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise ConfigError(f"{named}: {why}; `wirefeed train` writes such files", key="merge.weights") from error


def listener_of(settings: Settings) -> Listener | None:
    """Who brings languages together, where the configuration wants that. Raises ConfigError where the extra for it is missing."""
    if settings.merge.languages == "separate":
        return None
    from wirefeed.work.vectors import LeadVectors, is_installed  # noqa: PLC0415 - nothing of it where languages stay apart

    if not is_installed():
        raise ConfigError("\"together\" needs the extra: pip install 'wirefeed[languages]'", key="merge.languages")
    return Listener(embedder=LeadVectors())


@dataclass(kw_only=True)
class App:
    """One running wirefeed. The store opens, and workers start, when first needed; ``close`` ends both."""

    settings: Settings
    rules: Rules
    clock: Clock = utc_now

    @cached_property
    def store(self) -> SqlStore:
        """The database, migrated to the current schema."""
        if self.settings.database.url is None:
            raise ConfigError("no database address", key="database.url")
        return open_store(self.settings.database.url)

    @cached_property
    def seating(self) -> Seating:
        """The live stories in memory, rebuilt from the store as needed."""
        return self._seating()

    def _seating(self) -> Seating:
        return Seating(rules=self.rules.cluster, weights=weights_of(self.settings), listener=listener_of(self.settings))

    @cached_property
    def composer(self) -> ComposingPool | None:
        """Who composes where very many stories wait; None where this process does: a machine with one core, say."""
        work = self.settings.work
        if not work.compose_workers or cores() == 1:
            return None
        return ComposingPool(workers=work.compose_workers, megabytes=work.compose_megabytes)

    @asynccontextmanager
    async def desk(self) -> AsyncIterator[Desk]:
        """Everything polls need: transports, parse workers and the writer thread, all ended when the block ends."""
        tell_disabled(self.settings)
        writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="writer")
        beside = ThreadPoolExecutor(max_workers=1, thread_name_prefix="beside")
        transport = build_transports(_http(self.settings), sftp=_sftp(self.settings))
        desk = Desk(
            store=self.store,
            transport=transport,
            pages=transport,
            reader=_reader(self.settings),
            rules=self.rules,
            clock=self.clock,
            writer=writer,
            jitter=_jitter,
            composer=self.composer,
            beside=beside if self.store.is_shared else None,
        )
        try:
            yield desk
        finally:
            await close_tools(desk)
            writer.shutdown(cancel_futures=True)
            beside.shutdown(cancel_futures=True)

    def fitted(self, desk: Desk, settings: Settings) -> Desk:
        """The same desk with the transports, the reader and the rules another configuration asks for. The old ones stay open."""
        listener_of(settings)
        transport = build_transports(_http(settings), sftp=_sftp(settings))
        return replace(desk, transport=transport, pages=transport, reader=_reader(settings), rules=rules_of(settings))

    async def fetch_once(
        self, *, force: bool = False, only: Collection[str] = (), told: Callable[[Polled], None] = lambda _: None
    ) -> Round:
        """Poll the due feeds once, place and merge."""
        async with self.desk() as desk:
            return await run_round(desk, self.seating, self.settings.feeds(), force=force, only=only, told=told)

    def import_file(self, lines: Sequence[bytes], name: str, told: Callable[[int], None] = lambda _: None) -> Imported:
        """Import JSON lines. The whole file is checked before the first line is stored. Raises InputError naming file and line."""
        check_lines(lines, name)
        read = read_lines(lines, self.settings.agencies(), name)
        return import_lines(self.store, self.seating, read, rules=self.rules, now=self.clock(), told=told, composer=self.composer)

    def training(self, files: Mapping[str, Iterable[bytes]], *, desk: bool, told: Callable[[str], None] = lambda _: None) -> Training:
        """What can be learned from labelled JSON lines, by the name of their file, and (``desk``) from the desk's rulings."""
        sets = {}
        for name, lines in files.items():
            told(f"reading {name}")
            scratch = open_store("sqlite://")
            sets[name] = read_lessons(scratch, lines, self.settings.agencies(), name, self.rules)
            scratch.close()
        if desk:
            with self.store.read() as unit:
                sets["the desk's decisions"] = desk_lessons(unit)
        return Training(sets, self.rules.cluster, told=told)

    def compose_changed(self) -> Merged:
        """Compose the stories whose members changed."""
        return merge(self.store, self.rules, self.clock(), composer=self.composer)

    async def replay(self, target: SqlStore, told: Callable[[int], None] = lambda _: None) -> Replay:
        """Build everything anew from this database's archive in an empty one. Feeds no longer configured are taken as stored."""
        with self.store.read() as unit:
            agencies = unit.agencies()
            stored = {one.name: Feed(name=one.name, agency=agencies[one.agency], url=one.url) for one in unit.feed_overview()}
        seating = self._seating()
        feeds = {**stored, **self.settings.feeds()}
        reader = _reader(self.settings)
        done = Replay(target=target, reader=reader, feeds=feeds, rules=self.rules, seating=seating, now=self.clock())
        try:
            with self.store.read() as unit:
                await done.run(unit, told)
        finally:
            reader.close()
        return done

    def backup_folder(self) -> Path | None:
        """Where backups go; None where no folder follows from the configuration."""
        if self.settings.maintenance.backup_folder is not None:
            return Path(self.settings.maintenance.backup_folder)
        file = self.database_file()
        return file.parent / "backups" if file else None

    def database_file(self) -> Path | None:
        """The file of an SQLite database; None for any other."""
        url = self.settings.database.url or ""
        name = url.removeprefix("sqlite:///").partition("?")[0]
        return Path(name).absolute() if url.startswith("sqlite:///") and name and name != ":memory:" else None

    def close(self) -> None:
        """Close what was opened."""
        if "store" in self.__dict__:
            self.store.close()


async def close_tools(desk: Desk) -> None:
    """Close a desk's transports and parse workers; its store and writer are the App's."""
    await desk.transport.close()
    desk.reader.close()


def hub_client(settings: Settings) -> HubClient:
    """Who asks hubs, through the same guard as feeds."""
    return HubClient(_http(settings))


def _reader(settings: Settings) -> ReadingPool | InlineReader:
    work = settings.work
    if work.parse_workers == 0:
        return InlineReader()
    return ReadingPool(workers=work.parse_workers, seconds=work.parse_seconds, megabytes=work.parse_megabytes)


def _http(settings: Settings) -> HttpSettings:
    network = settings.network
    return HttpSettings(
        user_agent=network.user_agent,
        contact=network.contact,
        allow=network.allow,
        per_host_connections=network.per_host_connections,
        per_host_gap_seconds=network.per_host_gap_seconds,
        timeout_seconds=network.timeout_seconds,
        concurrency=network.concurrency,
    )


def _sftp(settings: Settings) -> SftpSettings:
    network = settings.network
    return SftpSettings(
        known_hosts=settings.sftp.known_hosts, keys=_sftp_keys, allow=network.allow, timeout_seconds=network.timeout_seconds
    )


def build(settings: Settings, clock: Clock = utc_now) -> App:
    """Wire an App. Opens nothing yet. Raises ConfigError where an extra is missing that the configuration asks for."""
    listener_of(settings)
    return App(settings=settings, rules=rules_of(settings), clock=clock)


@contextmanager
def running(settings: Settings, clock: Clock = utc_now) -> Iterator[App]:
    """An App that is closed when the block ends."""
    app = build(settings, clock)
    try:
        yield app
    finally:
        app.close()


def fetch_once(app: App, *, force: bool = False, only: Collection[str] = (), told: Callable[[Polled], None] = lambda _: None) -> Round:
    """``App.fetch_once`` for callers without an event loop."""
    return asyncio.run(app.fetch_once(force=force, only=only, told=told))


def _sftp_keys(feed: str) -> SftpKeys:
    found = sftp_secrets(feed, os.environ)
    return SftpKeys(password=found.get("password"), private_key=found.get("key"), passphrase=found.get("passphrase"))


def _jitter() -> float:
    return random.uniform(-1, 1)  # noqa: S311 - spreads polls over time; nothing secret
