"""Run the migrations on the connection, and in the transaction, that `grader.scores.upgrade` has opened."""

from __future__ import annotations

from alembic import context

from grader.scores.tables import Base

context.configure(connection=context.config.attributes["connection"], target_metadata=Base.metadata)
context.run_migrations()
