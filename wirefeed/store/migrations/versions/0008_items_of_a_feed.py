"""Items by feed, the last first: of them it is told what a feed says under every report."""

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the index."""
    op.create_index("ix_item_feed", "item", ["feed", "number"])


def downgrade() -> None:
    """Remove it; asking for the last items of a feed reads all items."""
    op.drop_index("ix_item_feed", table_name="item")
