"""The database: an adapter of ``pipeline.ports.Store`` on SQLAlchemy Core. It judges, places and composes nothing."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.pool import StaticPool

from wirefeed.errors import ConfigError
from wirefeed.store import dialect, schema
from wirefeed.store.dialect import Backend
from wirefeed.store.unit import SqlUnit

__all__ = ["SqlStore", "SqlUnit", "open_store", "upgrade"]

PATIENCE = 3.0
"""Seconds to wait for the write lock or the server before an operation counts as failed: a daemon that ends may meet it more than once."""


class SqlStore:
    """One database. Any thread may open units; write units wait for one another."""

    def __init__(self, engine: Engine, backend: Backend) -> None:
        self.backend = backend
        self._engine = engine
        self._claim = backend.claim(engine)
        self._writing = engine.execution_options(**{dialect.WRITE: True})

    @property
    def is_shared(self) -> bool:
        """Whether two threads may have a unit open at once: not where the database is one connection's memory."""
        return not isinstance(self._engine.pool, StaticPool)

    @contextmanager
    def write(self) -> Iterator[SqlUnit]:
        """A unit of work that may write; leaving the block commits, an exception rolls back. Raises StoreError."""
        with self._translated(), self._writing.connect() as connection, connection.begin():
            yield SqlUnit(connection, self.backend)

    @contextmanager
    def read(self) -> Iterator[SqlUnit]:
        """A consistent view; an attempt to write in it fails. Raises StoreError."""
        # Closed without COMMIT: there is nothing to commit, so no answer to it that could be lost.
        with self._translated(), self._engine.connect() as connection:
            connection.begin()
            yield SqlUnit(connection, self.backend)

    def read_headlines(self, stories: Sequence[str]) -> dict[str, str]:
        """The current headlines of some stories by id; stories never composed are missing."""
        with self.read() as unit:
            return unit.headlines(stories)

    def claim(self) -> None:
        """Be the one daemon of this database, until closed; called again, make sure of it. Raises Occupied, StoreUnavailable."""
        with self._translated():
            self._claim.hold()

    def probe(self) -> None:
        """Write what means nothing, and wait until it is safe: whether the database takes writes again. Raises StoreError."""
        with self.write() as unit:
            unit.count("probe", 1)

    def ping(self) -> None:
        """Ask the database for an answer. Raises StoreUnavailable."""
        with self.read() as unit:
            unit.counted("change_seq")

    def unsound(self) -> list[str]:
        """What the database itself finds wrong with what it stored. Raises StoreError."""
        with self._translated(), self._engine.connect() as connection, connection.begin():
            return self.backend.keeping.unsound(connection)

    def compact(self) -> str:
        """Give back space that is not used; returns what was done. Raises StoreError."""
        with self._translated():
            return self.backend.keeping.compact(self._engine)

    def copy(self, file: Path) -> None:
        """Write a consistent copy of the database to ``file``. Raises StoreError."""
        with self._translated():
            self.backend.keeping.copy(self._engine, file)

    def close(self) -> None:
        """Give up the claim and close every connection."""
        self._claim.release()
        self._engine.dispose()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            raise self.backend.translate(error) from error


def open_store(url: str, *, patience: float = PATIENCE) -> SqlStore:
    """Open a database, making it where it does not exist; ``patience`` in seconds.

    Raises StoreUnavailable (cannot be opened or written; says which file and what to do), SchemaMismatch (written by an older
    wirefeed: ``upgrade`` it; or by a newer one), ConfigError (no such kind of address).
    """
    engine, backend = _connect(url, patience)
    try:
        schema.ensure(engine, backend)
    except SQLAlchemyError as error:
        engine.dispose()
        raise backend.translate(error) from error
    except BaseException:
        engine.dispose()
        raise
    return SqlStore(engine, backend)


def upgrade(url: str, *, patience: float = PATIENCE) -> tuple[str | None, str]:
    """Make or migrate a database; returns the schema revisions before (None: new) and after. Raises as ``open_store``."""
    engine, backend = _connect(url, patience)
    try:
        return schema.bring_up(engine, backend)
    except SQLAlchemyError as error:
        raise backend.translate(error) from error
    finally:
        engine.dispose()


def _connect(url: str, patience: float) -> tuple[Engine, Backend]:
    try:
        address = make_url(url)
        if "@" in (address.host or ""):
            raise ConfigError("an @ in the password is written %40", key="database.url")
        backend = dialect.backend(address, patience)
        return backend.engine(), backend
    except ValueError as error:
        raise ConfigError("its port is no number", key="database.url") from error
    except (ArgumentError, ModuleNotFoundError) as error:
        raise ConfigError(f"{_why(error)}: sqlite:///FILE or postgresql+psycopg://SERVER/NAME", key="database.url") from error


def _why(error: Exception) -> str:
    """Why an address is unusable, without the address: it may hold a password."""
    if isinstance(error, ModuleNotFoundError):
        return f"the driver {error.name} is not installed (pip install 'wirefeed[postgresql]')"
    return "not a database address"
