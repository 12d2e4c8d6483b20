"""Vectors of leads, for stories that are told in several languages."""

from alembic import op

revision = "0006"
down_revision = "0005"

_SQLITE = """
CREATE TABLE lead_vector (
  version INTEGER NOT NULL,
  vector BLOB NOT NULL,
  CONSTRAINT pk_lead_vector PRIMARY KEY (version),
  CONSTRAINT fk_lead_vector_version_item_version FOREIGN KEY(version) REFERENCES item_version (number)
)
"""


def upgrade() -> None:
    """Make the table."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute(_SQLITE if sqlite else _SQLITE.replace("INTEGER", "BIGINT").replace("BLOB", "BYTEA"))


def downgrade() -> None:
    """Remove it; what leads say is worked out anew when it is asked for again."""
    op.drop_table("lead_vector")
