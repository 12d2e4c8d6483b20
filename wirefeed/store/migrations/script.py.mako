"""${message}."""

from alembic import op

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    """Bring the tables from ${down_revision} to ${up_revision}; views are made anew afterwards."""
    ${upgrades if upgrades else "op.execute()"}


def downgrade() -> None:
    """The way back."""
    ${downgrades if downgrades else "op.execute()"}
