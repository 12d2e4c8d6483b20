"""A migrated database and a new one are the same; the way back leaves nothing."""

import subprocess
import sys

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from wirefeed.store import schema, views
from wirefeed.store.tables import metadata


def config(connection=None) -> Config:
    made = Config()
    made.set_main_option("script_location", str(schema.MIGRATIONS))
    made.attributes["connection"] = connection
    return made


def shape(connection):
    """Everything a schema consists of: columns, keys, checks, indexes of every table, and the views."""
    seen = inspect(connection)
    if connection.dialect.name == "sqlite":
        return sorted(" ".join(sql.split()) for (sql,) in connection.execute(text("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")))
    tables = {
        name: (
            [{**column, "type": str(column["type"])} for column in seen.get_columns(name)],
            seen.get_pk_constraint(name),
            sorted(seen.get_foreign_keys(name), key=str),
            sorted(seen.get_check_constraints(name), key=str),
            sorted(seen.get_unique_constraints(name), key=str),
            sorted(seen.get_indexes(name), key=str),
        )
        for name in sorted(seen.get_table_names())
    }
    return tables, sorted(seen.get_view_names())


def empty(connection):
    views.drop(connection)
    command.downgrade(config(connection), "base")
    connection.execute(text("DROP TABLE alembic_version"))


def test_migrations_and_a_new_database_come_to_the_same(store):
    with store.write() as unit:
        made = shape(unit.connection)
        empty(unit.connection)
        left = [name for name in inspect(unit.connection).get_table_names() if not name.startswith("sqlite_")]
        assert left == []
        command.upgrade(config(unit.connection), "head")
        views.create(unit.connection)
        assert shape(unit.connection) == made
        assert schema.stored(unit.connection) == schema.HEAD


def test_the_revisions_the_program_knows_are_those_in_the_folder():
    found = [script.revision for script in ScriptDirectory.from_config(config()).walk_revisions()]
    assert tuple(reversed(found)) == schema.REVISIONS


def test_opening_a_database_does_not_import_alembic(tmp_path):
    program = (
        "import sys; from wirefeed.store import open_store; "
        f"open_store('sqlite:///{tmp_path}/a.db').close(); open_store('sqlite:///{tmp_path}/a.db').close(); "
        "sys.exit(sorted({'alembic', 'sqlalchemy.orm', 'psycopg'} & set(sys.modules)) or 0)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_nothing_is_left_to_generate(store):
    with store.read() as unit:
        differences = compare_metadata(MigrationContext.configure(unit.connection), metadata)
    assert [one for one in differences if one[0] != "remove_table" or one[1].name != "alembic_version"] == []
