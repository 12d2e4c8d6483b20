"""Items by guid, for who asks the views; the views are made anew with it."""

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the index."""
    op.create_index("ix_item_guid", "item", ["guid"], postgresql_using="hash")


def downgrade() -> None:
    """Remove it; asking by guid reads every version again."""
    op.drop_index("ix_item_guid", table_name="item")
