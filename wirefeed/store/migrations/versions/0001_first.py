"""The first schema: the tables as they were in version 1.0, frozen as SQL beside this file, one script a database."""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None

TABLES = (
    "counter",
    "set_aside",
    "story_alias",
    "story_event",
    "segment",
    "story_version",
    "member",
    "story",
    "near_duplicate",
    "fingerprint",
    "item_version",
    "item_key",
    "item",
    "delivery_sighting",
    "delivery",
    "poll",
    "feed",
    "agency",
)
"""Those that refer to others first."""

_HERE = Path(__file__)


def upgrade() -> None:
    """Make the tables; views are made anew afterwards."""
    script = _HERE.with_suffix(f".{op.get_bind().dialect.name}.sql")
    for statement in script.read_text(encoding="utf-8").split(";\n"):
        if statement.strip():
            op.execute(statement)


def downgrade() -> None:
    """Remove the tables; the views must be gone already."""
    for name in TABLES:
        op.drop_table(name)
