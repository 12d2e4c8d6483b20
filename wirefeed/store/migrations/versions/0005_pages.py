"""Article pages: those still owed, and which archived bytes are the page of which item. Frozen as SQL beside this file, as 0001 is."""

from pathlib import Path

from alembic import op

revision = "0005"
down_revision = "0004"

TABLES = ("item_page", "owed_page")

_HERE = Path(__file__)


def upgrade() -> None:
    """Make the tables; views are made anew afterwards."""
    script = _HERE.with_suffix(f".{op.get_bind().dialect.name}.sql")
    for statement in script.read_text(encoding="utf-8").split(";\n"):
        if statement.strip():
            op.execute(statement)


def downgrade() -> None:
    """Remove the tables; a page that was still owed is not fetched."""
    for name in TABLES:
        op.drop_table(name)
