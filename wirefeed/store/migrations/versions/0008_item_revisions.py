"""The view of every revision beside that of the versions. No table changes; the views are made anew afterwards."""

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Nothing but the number: it has the views made anew."""


def downgrade() -> None:
    """Nothing."""
