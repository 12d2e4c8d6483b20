"""How Alembic runs here: on the connection (and in the transaction) ``schema.py`` hands it. It reads no ini file."""

from alembic import context

from wirefeed.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
