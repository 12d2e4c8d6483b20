"""How each database checks itself, gives back space and is copied: the part of ``dialect.py`` that maintenance alone needs.

It decides neither when nor where to.
"""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Final, Protocol

from sqlalchemy import URL, Connection, Engine

from wirefeed.errors import StoreError

FINDINGS: Final = 20
"""How many findings of one check are told."""
EMPTY_PAGES: Final = 0.2


class Keeping(Protocol):
    """What maintenance asks of a database."""

    def unsound(self, connection: Connection) -> list[str]:
        """What the database itself finds wrong with what it stored; empty when it is sound."""
        ...

    def compact(self, engine: Engine) -> str:
        """Give back space and refresh the planner's figures; returns what was done."""
        ...

    def copy(self, engine: Engine, file: Path) -> None:
        """Write a consistent copy of the whole database while others go on writing. Raises StoreError."""
        ...


class SqliteKeeping:
    """By SQLite's own means."""

    def unsound(self, connection: Connection) -> list[str]:
        """Pages, indexes, constraints and foreign keys."""
        found = [str(row[0]) for row in connection.exec_driver_sql(f"PRAGMA integrity_check({FINDINGS})") if row[0] != "ok"]
        dangling = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(FINDINGS)
        return found + [f"row {row[1]} of {row[0]} refers to a row of {row[2]} that is not there" for row in dangling]

    def compact(self, engine: Engine) -> str:
        """The log goes into the file; the file is written anew only when a fifth of it is empty, for that holds up writers."""
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("PRAGMA query_only = OFF")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.exec_driver_sql("PRAGMA optimize")
            empty = connection.exec_driver_sql("PRAGMA freelist_count").scalar() or 0
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar() or 0
            if empty <= pages * EMPTY_PAGES:
                return f"{empty} of {pages} pages are empty: not worth a rewrite"
            connection.exec_driver_sql("VACUUM")
            return f"{empty} of {pages} pages given back"

    def copy(self, engine: Engine, file: Path) -> None:
        """SQLite's own online backup, in one step: one moment of the database, and in WAL mode nobody waits."""
        with engine.connect() as connection, closing(sqlite3.connect(file)) as target:
            driver = connection.connection.driver_connection
            if driver is not None:
                driver.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")


class PostgresqlKeeping:
    """By the server's means, and pg_dump. ``place`` is the database in words."""

    def __init__(self, address: URL, place: str) -> None:
        self._address = address
        self._place = place

    def unsound(self, connection: Connection) -> list[str]:
        """Checksum failures the server has met, and indexes it does not trust. Foreign keys are the server's to keep."""
        failures = connection.exec_driver_sql(
            "SELECT coalesce(checksum_failures, 0) FROM pg_stat_database WHERE datname = current_database()"
        ).scalar()
        found = [f"the server met {failures} pages whose checksum is wrong; restore a backup"] if failures else []
        broken = connection.exec_driver_sql("SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid")
        return found + [f"the index {row[0]} is not valid; REINDEX it" for row in broken]

    def compact(self, engine: Engine) -> str:
        """Plain VACUUM: it holds up nobody."""
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM (ANALYZE)")
        return "dead rows marked for reuse, statistics refreshed"

    def copy(self, engine: Engine, file: Path) -> None:  # noqa: ARG002 - pg_dump connects by itself
        """What pg_dump makes, in its custom format; its listing is read back. The password goes by the environment. Raises StoreError."""
        url = self._address.set(drivername="postgresql", password=None).render_as_string()
        environment = {**os.environ, **({"PGPASSWORD": str(self._address.password)} if self._address.password else {})}
        for command in (("pg_dump", "--format=custom", f"--file={file}", f"--dbname={url}"), ("pg_restore", "--list", str(file))):
            program = shutil.which(command[0])
            if program is None:
                raise StoreError(f"{command[0]} is not installed: it comes with PostgreSQL's client programs, of the server's version")
            done = subprocess.run([program, *command[1:]], env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
            if done.returncode:
                raise StoreError(f"{self._place}: {command[0]} failed: {(done.stderr.strip().splitlines() or ['no word'])[-1][:300]}")
