"""Until when a server asked to be left alone outlives the process that was asked."""

import sqlalchemy as sa
from alembic import op

from wirefeed.store.dialect import Moment

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the column; no feed has been asked for quiet that anybody remembers."""
    op.add_column("feed", sa.Column("quiet_until", Moment()))


def downgrade() -> None:
    """Forget it again."""
    op.drop_column("feed", "quiet_until")
