"""Rulings: what the desk decided of who sits together, which the machine never undoes."""

from alembic import op

revision = "0003"
down_revision = "0002"

_SQLITE = """
CREATE TABLE ruling (
  number INTEGER NOT NULL,
  item INTEGER NOT NULL,
  together BOOLEAN NOT NULL,
  side BOOLEAN NOT NULL,
  CONSTRAINT pk_ruling PRIMARY KEY (number, item),
  CONSTRAINT fk_ruling_item_item FOREIGN KEY(item) REFERENCES item (number)
) WITHOUT ROWID
"""


def upgrade() -> None:
    """Make the table."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute(_SQLITE if sqlite else _SQLITE.replace("INTEGER", "BIGINT").replace(" WITHOUT ROWID", ""))


def downgrade() -> None:
    """Remove it; the decisions are lost, the seats stay as they are."""
    op.drop_table("ruling")
