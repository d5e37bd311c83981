"""Alembic's entry: runs migrations on the engine that `bot.store.migrate` hands over."""

from alembic import context

from bot.store import tables
from bot.store.base import Base

assert tables


def run() -> None:
    """Migrate in one transaction; SQLite alters tables by copying them (batch mode)."""
    engine = context.config.attributes["engine"]
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            compare_type=True,
            user_module_prefix="types.",
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run()
