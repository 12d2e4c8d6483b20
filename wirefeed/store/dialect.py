"""SQLite and PostgreSQL: the only file that knows one from the other. It names no column but those handed in.

Both are driven synchronously. A write unit takes the database's one write lock when it begins (SQLite ``BEGIN IMMEDIATE``, PostgreSQL
an advisory lock): a deferred SQLite transaction that reads first and writes later fails at once with BUSY_SNAPSHOT, whatever the timeout.
"""

import fcntl
import os
from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final, Protocol

from sqlalchemy import (
    ARRAY,
    TIMESTAMP,
    URL,
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Dialect,
    Engine,
    Integer,
    Select,
    String,
    Table,
    TypeDecorator,
    bindparam,
    cast,
    column,
    create_engine,
    event,
    func,
    insert,
    literal_column,
    select,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.pool import StaticPool
from sqlalchemy.sql.expression import TextClause
from sqlalchemy.types import TypeEngine

from wirefeed.errors import ConfigError, Conflict, Occupied, StoreDenied, StoreError, StoreUnavailable
from wirefeed.store.safekeeping import Keeping, PostgresqlKeeping, SqliteKeeping

WRITE: Final = "wirefeed_write"
"""Execution option of a connection: whether its transactions may write."""
WRITE_LOCK: Final = 0x77697265_66656564  # "wirefeed" in ASCII
CLAIM_LOCK: Final = WRITE_LOCK + 1
POSTINGS: Final = 32
"""How many of the newest items a single key or fingerprint may lead to: a set phrase stands in thousands."""
SQLITE_CACHE_KIB: Final = 8192
"""Of pages a connection keeps. More is no faster: taking in 30,000 items costs the same with 64 MB, 16 and 8."""
SQLITE_CHECKPOINT_PAGES: Final = 4000
"""16 MB of log before it is copied into the file: a page of an index that many commits write is copied once."""

Upsert = sqlite.Insert | postgresql.Insert
Number = BigInteger().with_variant(Integer, "sqlite")
"""A 64-bit integer; as a primary key it numbers itself (SQLite aliases its rowid only for INTEGER)."""


class Moment(TypeDecorator[datetime]):
    """An aware UTC time: TIMESTAMPTZ in PostgreSQL, in SQLite text of one width (``2022-01-19T12:00:00.000000Z``) that sorts."""

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The column type."""
        return dialect.type_descriptor(TIMESTAMP(timezone=True) if dialect.name == "postgresql" else String(27))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | str | None:
        """Towards the database. Raises ValueError for a naive time."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a naive time cannot be stored: {value!r}")
        if dialect.name == "postgresql":
            return value
        utc = value if value.tzinfo is UTC else value.astimezone(UTC)
        return utc.isoformat(timespec="microseconds")[:-6] + "Z"

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ANN401 - text or datetime, as the driver has it
        """From the database."""
        if value is None:
            return None
        return value.astimezone(UTC) if dialect.name == "postgresql" else datetime.fromisoformat(value)


class Backend(Protocol):
    """What the store asks of a database beyond the SQL both speak."""

    place: str
    """The file or the server, for messages; without credentials."""
    keeping: Keeping
    """How it is checked, compacted and copied."""

    def __hash__(self) -> int:
        """Statements are kept by backend."""
        ...

    def engine(self) -> Engine:
        """A new engine; opens nothing yet."""
        ...

    def upsert(self, table: Table) -> Upsert:
        """An INSERT that knows ON CONFLICT."""
        ...

    def reserve(self, connection: Connection, table: Table, count: int) -> list[int]:
        """``count`` fresh numbers for rows of ``table``, ascending. Only inside a write unit."""
        ...

    def listed(self, name: str) -> Select[tuple[int]]:
        """A subquery of the integers bound to ``name`` (as ``pack`` makes them): an IN list of any length in one parameter."""
        ...

    def pack(self, values: Collection[int]) -> object:
        """Integers as the parameter ``listed`` and ``postings`` expect."""
        ...

    def postings(self, table: str) -> TextClause:
        """(hash, items) of a table (hash, item) for those of the packed ``hashes`` that are there: the newest items, comma-separated."""
        ...

    def post(self, connection: Connection, table: str, rows: Sequence[tuple[int, int]]) -> None:
        """Add rows (hash, item) to such a table, past SQLAlchemy's work on every parameter; those that are there already stay."""
        ...

    def translate(self, error: BaseException) -> StoreError:
        """What went wrong, in words that say what to do."""
        ...

    def claim(self, engine: Engine) -> "Claim":
        """The claim of one daemon on this database, not yet held."""
        ...


class Claim(Protocol):
    """That one daemon works on a database, and no other. It ends with the process that holds it, however that ends."""

    def hold(self) -> None:
        """Take the claim, or make sure that it still stands. Raises Occupied (somebody else has it), SQLAlchemyError."""
        ...

    def release(self) -> None:
        """Give it up."""
        ...


def insert_many(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Plain INSERT of rows with the same columns, which are made ready for the driver in place.

    It goes past what SQLAlchemy does for every parameter of every row: a third of the time of an item's rows.
    """
    if not rows:
        return
    sql, positions, processors = _insertion(connection.dialect, table, tuple(rows[0]))
    for row in rows:
        for name, process in processors:
            row[name] = process(row[name])
    connection.exec_driver_sql(sql, [tuple([row[name] for name in positions]) for row in rows] if positions else list(rows))


@cache
def _insertion(dialect: Dialect, table: Table, names: tuple[str, ...]) -> tuple[str, Sequence[str], Sequence[tuple[str, Any]]]:
    """SQL, the order of positional parameters (none where the driver takes names), and what to do to which column."""
    compiled = insert(table).compile(dialect=dialect, column_keys=list(names))
    processors = [(name, table.c[name].type.dialect_impl(dialect).bind_processor(dialect)) for name in names]
    return str(compiled), compiled.positiontup or (), [(name, process) for name, process in processors if process]


@cache
def ignoring(backend: Backend, table: Table) -> Upsert:
    """INSERT that leaves rows alone that are there already."""
    return backend.upsert(table).on_conflict_do_nothing()


@cache
def replacing(backend: Backend, table: Table, *names: str) -> Upsert:
    """INSERT that overwrites the columns ``names`` of rows that are there already, by primary key."""
    into = backend.upsert(table)
    return into.on_conflict_do_update(index_elements=list(table.primary_key), set_={name: into.excluded[name] for name in names})


@cache
def within(backend: Backend, statement: Select[Any], number: Column[int]) -> Select[Any]:
    """``statement`` for the rows whose ``number`` is in the list packed as ``numbers``."""
    return statement.where(number.in_(backend.listed("numbers")))


def flagged(column: Column[bool]) -> ColumnElement[Any]:
    """A flag that is set, in the words of its partial index: SQLAlchemy writes ``= 1`` for SQLite, which then reads the whole table."""
    return literal_column(f"{column.table.name}.{column.name}")


def first_line(error: BaseException) -> str:
    """The driver's own words, without statement and parameters (those hold texts of feeds)."""
    orig = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    return (str(orig).splitlines() or [type(orig).__name__])[0][:300]


class Sqlite:
    """SQLite in WAL mode: readers never wait for the writer; ``synchronous=NORMAL`` may lose the last commits, never half of one."""

    def __init__(self, url: URL, patience: float) -> None:
        self._url = url
        self._patience = patience
        self._memory = url.database in (None, "", ":memory:")
        self.place = "the database in memory" if self._memory else str(Path(url.database or "").absolute())
        self.keeping: Keeping = SqliteKeeping()

    def engine(self) -> Engine:
        """A new engine; the folder of the database is made if need be. Raises StoreUnavailable."""
        arguments: dict[str, Any] = {"connect_args": {"timeout": self._patience, "check_same_thread": False}}
        if self._memory:
            arguments["poolclass"] = StaticPool
        else:
            # The last one given back is taken first: others' commits empty a connection's cache, so taking turns would keep each cold.
            arguments["pool_use_lifo"] = True
            self._make_folder()
        engine = create_engine(self._url, hide_parameters=True, **arguments)
        event.listen(engine, "connect", self._prepare)
        event.listen(engine, "begin", self._begin)
        return engine

    def upsert(self, table: Table) -> Upsert:
        """An INSERT that knows ON CONFLICT."""
        return sqlite.insert(table)

    def reserve(self, connection: Connection, table: Table, count: int) -> list[int]:
        """The numbers after the highest: nobody else writes meanwhile."""
        last: int = connection.scalar(_highest(table)) or 0
        return list(range(last + 1, last + 1 + count))

    def listed(self, name: str) -> Select[tuple[int]]:
        """Rows of a JSON array."""
        return select(func.json_each(bindparam(name, type_=String)).table_valued(column("value", Integer)).c.value)

    def pack(self, values: Collection[int]) -> object:
        """A JSON array."""
        return f"[{','.join(map(str, values))}]"

    def postings(self, table: str) -> TextClause:
        """SQLite knows no LATERAL: a subquery a hash, cut before it is gathered."""
        return _postings(
            f"SELECT q.value, (SELECT group_concat(item) FROM (SELECT item FROM {table} WHERE hash = q.value"  # noqa: S608 - our own table name
            f" ORDER BY item DESC LIMIT {POSTINGS})) FROM json_each(:hashes) AS q WHERE EXISTS (SELECT 1 FROM {table} WHERE hash = q.value)"
        )

    def post(self, connection: Connection, table: str, rows: Sequence[tuple[int, int]]) -> None:
        """The driver's own executemany."""
        if rows:
            connection.exec_driver_sql(f"INSERT OR IGNORE INTO {table} (hash, item) VALUES (?, ?)", list(rows))  # noqa: S608 - our own table name

    def translate(self, error: BaseException) -> StoreError:
        """By SQLite's own name of the error."""
        name = str(getattr(getattr(error, "orig", None), "sqlite_errorname", ""))
        why = first_line(error)
        if isinstance(error, IntegrityError):
            return Conflict(f"{self.place}: {why}")
        folder = Path(self.place).parent
        advice = {
            "SQLITE_BUSY": f"another process has held its lock for {self._patience:g} s; the daemon tries again by itself",
            "SQLITE_LOCKED": "another connection of this process holds it; the daemon tries again by itself",
            "SQLITE_FULL": f"the disk is full: free some space for {folder}; nothing is lost, the daemon goes on by itself",
            "SQLITE_READONLY": f"it is read-only: check owner and permissions of the file and of {folder}",
            "SQLITE_CANTOPEN": "it cannot be opened: it is a folder; name a file in it"
            if Path(self.place).is_dir()
            else f"it cannot be opened: {folder} must be a folder this user may write to",
            "SQLITE_IOERR": f"the disk failed: check the file system of {folder}",
            "SQLITE_PERM": "this user may not open it: check owner and permissions",
        }
        for code, words in advice.items():
            if name.startswith(code):
                kind = StoreDenied if code in ("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM") else StoreUnavailable
                return kind(f"{self.place}: {words} ({why})")
        if name in ("SQLITE_NOTADB", "SQLITE_CORRUPT"):
            return StoreError(f"{self.place}: not a sound SQLite database ({why}); restore a backup, or name another file")
        return StoreError(f"{self.place}: {why}")

    def claim(self, engine: Engine) -> Claim:  # noqa: ARG002 - the file is enough
        """A lock on a file beside the database; a database in memory is nobody else's anyway."""
        return _FileClaim(None if self._memory else Path(f"{Path(self.place).resolve()}.lock"))

    def _make_folder(self) -> None:
        folder = Path(self.place).parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreDenied(f"{self.place}: its folder cannot be made ({error.strerror})") from error

    def _prepare(self, connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's connection
        connection.isolation_level = None  # SQLAlchemy's BEGIN, not the driver's: see _begin
        for pragma in (
            "foreign_keys = ON",
            "synchronous = NORMAL",
            f"cache_size = -{SQLITE_CACHE_KIB}",
            "temp_store = MEMORY",
            f"wal_autocheckpoint = {SQLITE_CHECKPOINT_PAGES}",
            f"journal_size_limit = {64 << 20}",
        ):
            connection.execute(f"PRAGMA {pragma}")
        if connection.execute("PRAGMA journal_mode").fetchone()[0] not in ("wal", "memory"):
            connection.execute("PRAGMA journal_mode = WAL")

    def _begin(self, connection: Connection) -> None:
        writing = connection.get_execution_options().get(WRITE, False)
        connection.exec_driver_sql(f"PRAGMA query_only = {'OFF' if writing else 'ON'}")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


class Postgresql:
    """PostgreSQL through psycopg 3; connections a restart has broken are noticed and replaced before they are used."""

    def __init__(self, url: URL, patience: float) -> None:
        self._url = url.set(drivername="postgresql+psycopg")
        self._patience = patience
        self.place = f"PostgreSQL database {url.database or 'postgres'} on {url.host or url.query.get('host', 'localhost')}"
        self.keeping: Keeping = PostgresqlKeeping(url, self.place)

    def engine(self) -> Engine:
        """A new engine; opens nothing yet."""
        arguments = {"connect_timeout": max(2, round(self._patience)), **_KEEPALIVE, **self._url.query}
        engine = create_engine(self._url, hide_parameters=True, pool_pre_ping=True, connect_args=arguments)
        event.listen(engine, "connect", self._prepare)
        event.listen(engine, "begin", self._begin)
        return engine

    def upsert(self, table: Table) -> Upsert:
        """An INSERT that knows ON CONFLICT."""
        return postgresql.insert(table)

    def reserve(self, connection: Connection, table: Table, count: int) -> list[int]:
        """The next numbers of the table's sequence."""
        return sorted(connection.scalars(_NEXT, {"table": table.name, "count": count}))

    def listed(self, name: str) -> Select[tuple[int]]:
        """Elements of an array."""
        return select(func.unnest(cast(bindparam(name), ARRAY(BigInteger))).column_valued())

    def pack(self, values: Collection[int]) -> object:
        """A list: psycopg makes it an array."""
        return list(values)

    def postings(self, table: str) -> TextClause:
        """A subquery a hash, cut before it is gathered."""
        return _postings(
            f"SELECT q.value, (SELECT string_agg(CAST(item AS text), ',') FROM (SELECT item FROM {table} WHERE hash = q.value"  # noqa: S608 - our own table name
            f" ORDER BY item DESC LIMIT {POSTINGS}) AS newest) FROM unnest(CAST(:hashes AS bigint[])) AS q(value)"
            f" WHERE EXISTS (SELECT 1 FROM {table} WHERE hash = q.value)"
        )

    def post(self, connection: Connection, table: str, rows: Sequence[tuple[int, int]]) -> None:
        """Two arrays, unnested side by side."""
        if rows:
            connection.exec_driver_sql(
                f"INSERT INTO {table} (hash, item) SELECT * FROM unnest(%s::bigint[], %s::bigint[]) ON CONFLICT DO NOTHING",  # noqa: S608 - our own table name
                ([hashed for hashed, _ in rows], [item for _, item in rows]),
            )

    def translate(self, error: BaseException) -> StoreError:
        """By SQLSTATE; an error without one is a connection that failed."""
        state = str(getattr(getattr(error, "orig", None), "sqlstate", None) or "")
        why = first_line(error)
        if state.startswith(("23", "40")):
            return Conflict(f"{self.place}: {why}")
        advice = {
            "55P03": f"another process has held the write lock for {self._patience:g} s; the daemon tries again by itself",
            "53100": "the server's disk is full: free some space; nothing is lost, the daemon goes on by itself",
            "53": "the server is short of resources; the daemon tries again by itself",
            "57": "the server is stopping or has canceled the work; the daemon tries again by itself",
            "25006": "the server is read-only (a standby?); name the primary",
            "08": "the connection broke; the daemon tries again by itself",
        }
        for code, words in advice.items():
            if state.startswith(code):
                return StoreUnavailable(f"{self.place}: {words} ({why})")
        if not state and isinstance(error, OperationalError | InterfaceError):
            return StoreUnavailable(
                f"{self.place}: no connection: check address, database and credentials; the daemon tries again by itself ({why})"
            )
        return StoreError(f"{self.place}: {why}")

    def claim(self, engine: Engine) -> Claim:
        """An advisory lock of a session of its own."""
        return _SessionClaim(engine, self.place)

    def _prepare(self, connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's connection
        connection.execute("SET TIME ZONE 'UTC'")
        connection.execute(f"SET lock_timeout = {round(self._patience * 1000)}")
        connection.commit()

    def _begin(self, connection: Connection) -> None:
        writing = connection.get_execution_options().get(WRITE, False)
        if writing:
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (WRITE_LOCK,))
        elif writing is not None:  # None: the session of a claim, which has no transactions
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")


class _FileClaim:
    """flock(2) on a file that holds the process's number. The file stays; the lock ends with the process, and no child inherits it."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._file: int | None = None

    def hold(self) -> None:
        if self._path is None or self._file is not None:
            return
        try:
            file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        except OSError as error:
            raise StoreDenied(f"{self._path}: cannot be made ({error.strerror}): this user must be able to write to its folder") from error
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            who = os.pread(file, 32, 0).decode("ascii", "replace").strip()
            os.close(file)
            raise Occupied(f"{self._path}: process {who or '?'} {_OCCUPIED}") from error
        os.ftruncate(file, 0)
        os.pwrite(file, f"{os.getpid()}\n".encode(), 0)
        self._file = file

    def release(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None


class _SessionClaim:
    """pg_try_advisory_lock on a connection that is used for nothing else; the server lets go of it when the connection ends."""

    def __init__(self, engine: Engine, place: str) -> None:
        self._engine = engine
        self._place = place
        self._connection: Connection | None = None

    def hold(self) -> None:
        if self._connection is not None:
            try:
                self._connection.exec_driver_sql("SELECT 1")
            except DBAPIError:
                self.release()
            else:
                return
        connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT", **{WRITE: None})
        if not connection.exec_driver_sql("SELECT pg_try_advisory_lock(%s)", (CLAIM_LOCK,)).scalar_one():
            connection.close()
            raise Occupied(f"{self._place}: another process {_OCCUPIED}")
        self._connection = connection

    def release(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.invalidate()
            connection.close()


_OCCUPIED: Final = "is the daemon of this database already; stop it first, or give this one a database of its own"
_KEEPALIVE: Final = {"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3, "tcp_user_timeout": 30_000}
"""A server that vanished without a word is noticed within a minute (seconds; the last in milliseconds)."""
_NEXT: Final = text("SELECT nextval(pg_get_serial_sequence(:table, 'number')) FROM generate_series(1, :count)")


@cache
def _postings(sql: str) -> TextClause:
    return text(sql)


@cache
def _highest(table: Table) -> Select[tuple[int]]:
    return select(func.max(table.c.number))


def backend(url: URL, patience: float) -> Backend:
    """The backend for a database address. Raises ConfigError for any other kind of database."""
    match url.get_backend_name():
        case "sqlite":
            return Sqlite(url, patience)
        case "postgresql":
            return Postgresql(url, patience)
        case other:
            message = f"{other!r} is no database wirefeed can use: sqlite:///FILE or postgresql+psycopg://SERVER/NAME"
            raise ConfigError(message, key="database.url")
