"""How documents come in: one adapter a scheme behind one transport. Nothing here parses, stores or decides when to poll."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from wirefeed.errors import Refused
from wirefeed.model.delivery import Outcome
from wirefeed.model.feed import Cursor, Feed
from wirefeed.pipeline.fetching import LetsGo, PageTransport, PutsAway, Transport
from wirefeed.text.redact import redact
from wirefeed.transports.afp import SCHEMES, AfpTransport
from wirefeed.transports.drop import FolderSettings, SftpKeys, SftpSettings
from wirefeed.transports.folder import FolderTransport
from wirefeed.transports.http import HttpSettings, HttpTransport
from wirefeed.transports.pages import HttpPages, product

if TYPE_CHECKING:
    from wirefeed.transports.sftp import SftpTransport

__all__ = [
    "FolderSettings",
    "FolderTransport",
    "HttpSettings",
    "HttpTransport",
    "SftpKeys",
    "SftpSettings",
    "Transports",
    "build_transports",
]


class LateSftp:
    """The SFTP transport, whose library (an extra, 0.3 s to import) is wanted only where a feed asks for it."""

    def __init__(self, settings: SftpSettings) -> None:
        self._settings = settings
        self._transport: SftpTransport | None = None

    async def fetch(self, feed: Feed, cursor: Cursor, now: datetime) -> Outcome:
        """As SftpTransport. Raises Refused when the library is not installed."""
        return await self._real(feed).fetch(feed, cursor, now)

    async def put_away(self, feed: Feed, cursor: Cursor, now: datetime) -> Cursor:
        """As SftpTransport."""
        return await self._real(feed).put_away(feed, cursor, now)

    def hush(self, url: str, until: datetime, now: datetime) -> None:
        """SFTP knows no such wish."""

    async def close(self) -> None:
        """Nothing is held open between polls."""

    def _real(self, feed: Feed) -> "SftpTransport":
        if self._transport is None:
            try:
                from wirefeed.transports.sftp import SftpTransport  # noqa: PLC0415 - see the class's first line
            except ModuleNotFoundError as error:
                raise Refused(
                    f"sftp:// needs {error.name}, which is not installed (pip install 'wirefeed[sftp]')", feed=feed.name
                ) from error
            self._transport = SftpTransport(self._settings)
        return self._transport


class Transports:
    """Hands each feed to the adapter of its scheme. Itself a ``pipeline.fetching.Transport``."""

    def __init__(self, adapters: Mapping[str, Transport], pages: PageTransport | None = None) -> None:
        self._adapters = dict(adapters)
        self._pages = pages

    async def fetch(self, feed: Feed, cursor: Cursor, now: datetime) -> Outcome:
        """One poll of one feed. Raises TransportError; Refused when no adapter knows the scheme."""
        adapter = self._adapters.get(_scheme(feed.url))
        if adapter is None:
            known = ", ".join(sorted(self._adapters))
            raise Refused(f"{redact(feed.url)} has a scheme nobody here fetches; known: {known}", feed=feed.name)
        return await adapter.fetch(feed, cursor, now)

    async def put_away(self, feed: Feed, cursor: Cursor, now: datetime) -> Cursor:
        """Let a drop move the files that the stored ``cursor`` marks as taken; other feeds have nothing to move."""
        adapter = self._adapters.get(_scheme(feed.url))
        return await adapter.put_away(feed, cursor, now) if isinstance(adapter, PutsAway) else cursor

    def let_go(self, feed: Feed) -> None:
        """What was fetched of ``feed`` is stored or given up: a large document makes room."""
        adapter: object = self._adapters.get(_scheme(feed.url))
        if isinstance(adapter, LetsGo):
            adapter.let_go(feed)

    async def fetch_page(self, feed: Feed, url: str, now: datetime) -> Outcome:
        """One article page. Raises TransportError; Refused when nobody here fetches pages, or robots.txt or the guard says no."""
        if self._pages is None:
            raise Refused(f"{redact(url)} is not fetched: no transport here fetches pages", feed=feed.name)
        return await self._pages.fetch_page(feed, url, now)

    def hush(self, url: str, until: datetime, now: datetime) -> None:
        """Leave the host of ``url`` alone until ``until``; fetches of it are Deferred, forced or not."""
        adapter = self._adapters.get(_scheme(url))
        if adapter is not None:
            adapter.hush(url, until, now)

    async def close(self) -> None:
        """Close every adapter once."""
        for adapter in dict.fromkeys(self._adapters.values()):
            await adapter.close()


def _scheme(url: str) -> str:
    return url.partition(":")[0].lower()


def build_transports(http: HttpSettings, folder: FolderSettings | None = None, sftp: SftpSettings | None = None) -> Transports:
    """The transports wirefeed ships: http, https, file, sftp, AFP's API, and article pages."""
    web, remote = HttpTransport(http), LateSftp(sftp or SftpSettings())
    apis = dict.fromkeys(SCHEMES, AfpTransport(web))
    pages = HttpPages(web, product(http.user_agent))
    return Transports({"http": web, "https": web, "file": FolderTransport(folder), "sftp": remote, **apis}, pages)
