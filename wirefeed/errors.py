"""Every error wirefeed raises on purpose. Expected outcomes (nothing new, a stale item, a bad entry) are values, not errors.

::

    WirefeedError
    ├── ConfigError            the configuration; exit code 2
    ├── TransportError         one feed could not be fetched
    │   ├── Unreachable *      refused, reset, timed out, name not found, 5xx
    │   ├── RateLimited *      429 or 503 with Retry-After
    │   ├── Unauthorized       401, 403
    │   ├── Gone               404 is Missing; 410 is Gone for good
    │   ├── Missing *          404
    │   ├── Unusable *         an answer that is no whole document: cut, too large, wrong encoding
    │   └── Refused            the guard: the address may not be reached
    ├── FormatError            one delivery could not be read
    │   ├── UnknownFormat      no format recognises it (an HTML page where a feed was due)
    │   ├── Malformed          recognised, but broken beyond use
    │   └── TooCostly          the parse worker was stopped: time or memory
    ├── StoreError             the database
    │   ├── StoreUnavailable * locked, full, away
    │   │   └── StoreDenied *  read-only or not to be opened: an operator must act first
    │   ├── Conflict *         somebody else changed the same row
    │   ├── Occupied           another daemon works on this database
    │   └── SchemaMismatch     written by a newer or an older wirefeed
    ├── InputError             a file or an id the user named is not usable; exit code 2
    └── ProvenanceError        a composite does not rebuild from its sources: a bug, never retried

``*`` marks ``retryable``: the only thing retry code may ask.
"""

from datetime import datetime


class WirefeedError(Exception):
    """Root of the tree. ``retryable`` says whether trying again later can help."""

    retryable = False


class ConfigError(WirefeedError):
    """A configuration file, key or value is wrong. Says which file and key, and what to do; ``others`` are mistakes found beside it."""

    others: "tuple[ConfigError, ...]" = ()

    def __init__(self, message: str, *, path: str | None = None, key: str | None = None) -> None:
        super().__init__(": ".join(part for part in (path, key, message) if part))
        self.path = path
        self.key = key


class TransportError(WirefeedError):
    """Fetching one feed failed; ``status`` is the HTTP status where there was one."""

    def __init__(self, message: str, *, feed: str, status: int | None = None) -> None:
        super().__init__(message)
        self.feed = feed
        self.status = status


class Unreachable(TransportError):
    """No whole answer came: connection refused, reset, timed out, name not found, or a 5xx. ``dns`` when the name did not resolve."""

    retryable = True

    def __init__(self, message: str, *, feed: str, status: int | None = None, dns: bool = False) -> None:
        super().__init__(message, feed=feed, status=status)
        self.dns = dns


class RateLimited(TransportError):
    """The host asks us to wait until ``retry_after`` (aware UTC; None when it did not say)."""

    retryable = True

    def __init__(self, message: str, *, feed: str, status: int | None = None, retry_after: datetime | None = None) -> None:
        super().__init__(message, feed=feed, status=status)
        self.retry_after = retry_after


class Unauthorized(TransportError):
    """The host refuses this client (401, 403)."""


class Missing(TransportError):
    """The address has nothing now (404, an absent folder); it may come back."""

    retryable = True


class Gone(TransportError):
    """The feed is gone for good (410): it is retired, loudly."""


class Unusable(TransportError):
    """An answer came but is no whole document: cut compression, over the size cap, a second encoding layer, an unexpected status."""

    retryable = True


class Refused(TransportError):
    """The guard refused the address: private network, forbidden scheme, redirect to a refused place."""


class FormatError(WirefeedError):
    """A delivery cannot be read. ``delivery`` is its sha256."""

    def __init__(self, message: str, *, delivery: str) -> None:
        super().__init__(message)
        self.delivery = delivery


class UnknownFormat(FormatError):
    """No format recognises these bytes."""


class Malformed(FormatError):
    """The format is known, but the document is cut or broken beyond use."""


class TooCostly(FormatError):
    """The parse worker was stopped at its time or memory limit."""


class StoreError(WirefeedError):
    """The database refused or failed."""


class StoreUnavailable(StoreError):
    """Locked, full, read-only or away; the same work can be tried again."""

    retryable = True


class StoreDenied(StoreUnavailable):
    """Read-only, or not to be opened by this user. Work goes on by itself once an operator has mended it; starting is refused till then."""


class Occupied(StoreError):
    """Another daemon works on this database."""


class Conflict(StoreError):
    """Somebody else changed the same rows first."""

    retryable = True


class SchemaMismatch(StoreError):
    """The database was written by another version of wirefeed."""


class InputError(WirefeedError):
    """A file, line or id the user named cannot be used."""


class ProvenanceError(WirefeedError):
    """A composite does not rebuild from its sources. A bug: never retried, never published."""
