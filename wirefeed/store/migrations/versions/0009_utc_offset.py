"""By which clock a source gave its time: an evening in Washington is another day in UTC."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add the column; of versions stored before nobody knows any more."""
    op.add_column("item_version", sa.Column("utc_offset", sa.Integer()))


def downgrade() -> None:
    """Forget it again."""
    op.drop_column("item_version", "utc_offset")
