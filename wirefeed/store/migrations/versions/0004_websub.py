"""Subscriptions to hubs, and how drops stand: two tables, frozen as SQL beside this file, one script a database."""

from pathlib import Path

from alembic import op

revision = "0004"
down_revision = "0003"

_HERE = Path(__file__)


def upgrade() -> None:
    """Make the tables; views are made anew afterwards."""
    script = _HERE.with_suffix(f".{op.get_bind().dialect.name}.sql")
    for statement in script.read_text(encoding="utf-8").split(";\n"):
        if statement.strip():
            op.execute(statement)


def downgrade() -> None:
    """Remove the tables; the views must be gone already."""
    for name in ("drop_box", "subscription"):
        op.drop_table(name)
