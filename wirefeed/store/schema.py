"""Which schema a database has, and bringing it to this program's. Alembic is imported only when a database is behind (0.9 s).

A new database is made from ``tables.py`` at once and stamped; a test holds the migrations to the same result.
"""

from pathlib import Path
from typing import Final

from sqlalchemy import Column, Connection, Engine, MetaData, PrimaryKeyConstraint, String, Table, insert, select

from wirefeed.errors import SchemaMismatch
from wirefeed.store import views
from wirefeed.store.dialect import WRITE, Backend
from wirefeed.store.tables import metadata

REVISIONS: Final = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009")
"""Every revision there ever was, oldest first; the files stand in ``migrations/versions``."""
HEAD: Final = REVISIONS[-1]
MIGRATIONS: Final = Path(__file__).parent / "migrations"

_stamp: Final = Table(
    "alembic_version",
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)


def ensure(engine: Engine, backend: Backend) -> None:
    """Make the schema where there is none. Raises SchemaMismatch when there is another than this program's."""
    with engine.connect() as connection, connection.begin():
        found = stored(connection)
    if found is None:
        with engine.connect().execution_options(**{WRITE: True}) as connection, connection.begin():
            found = stored(connection) or make(connection)
    if found == HEAD:
        return
    if found in REVISIONS:
        raise SchemaMismatch(f"{backend.place}: written by an older wirefeed (schema {found}); run `wirefeed db upgrade`")
    raise SchemaMismatch(f"{backend.place}: written by a newer wirefeed (schema {found}, this one knows {HEAD}); install that one")


def bring_up(engine: Engine, backend: Backend) -> tuple[str | None, str]:
    """Make or migrate the schema; returns the revisions before (None: there was none) and after. Raises SchemaMismatch for a newer one."""
    with engine.connect().execution_options(**{WRITE: True}) as connection, connection.begin():
        found = stored(connection)
        if found is None:
            return None, make(connection)
        if found != HEAD and found in REVISIONS:
            _migrate(connection)
            return found, HEAD
    ensure(engine, backend)
    return found, HEAD


def stored(connection: Connection) -> str | None:
    """The revision the database is stamped with; None where there is no schema yet."""
    if not connection.dialect.has_table(connection, _stamp.name):
        return None
    return connection.scalar(select(_stamp.c.version_num))


def make(connection: Connection) -> str:
    """Make all tables and views in an empty database and stamp it."""
    metadata.create_all(connection, checkfirst=False)
    views.create(connection)
    _stamp.create(connection)
    connection.execute(insert(_stamp).values(version_num=HEAD))
    return HEAD


def _migrate(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415 - see the module's first line
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    views.drop(connection)
    command.upgrade(config, "head")
    views.create(connection)
