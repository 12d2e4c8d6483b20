"""How documents come in: one adapter a scheme behind one transport. Nothing here parses, stores or decides when to poll."""

from collections.abc import Mapping
from datetime import datetime

from wirefeed.errors import Refused
from wirefeed.model.delivery import Outcome
from wirefeed.model.feed import Cursor, Feed
from wirefeed.pipeline.ports import Transport
from wirefeed.text.redact import redact
from wirefeed.transports.afp import SCHEMES, AfpTransport
from wirefeed.transports.folder import FolderSettings, FolderTransport
from wirefeed.transports.http import HttpSettings, HttpTransport

__all__ = ["FolderSettings", "FolderTransport", "HttpSettings", "HttpTransport", "Transports", "build_transports"]


class Transports:
    """Hands each feed to the adapter of its scheme. Itself a ``pipeline.ports.Transport``."""

    def __init__(self, adapters: Mapping[str, Transport]) -> None:
        self._adapters = dict(adapters)

    async def fetch(self, feed: Feed, cursor: Cursor, now: datetime) -> Outcome:
        """One poll of one feed. Raises TransportError; Refused when no adapter knows the scheme."""
        adapter = self._adapters.get(_scheme(feed.url))
        if adapter is None:
            known = ", ".join(sorted(self._adapters))
            raise Refused(f"{redact(feed.url)} has a scheme nobody here fetches; known: {known}", feed=feed.name)
        return await adapter.fetch(feed, cursor, now)

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


def build_transports(http: HttpSettings, folder: FolderSettings | None = None) -> Transports:
    """The transports wirefeed ships: http, https, file and AFP's API."""
    web = HttpTransport(http)
    return Transports({"http": web, "https": web, "file": FolderTransport(folder), **dict.fromkeys(SCHEMES, AfpTransport(web))})
