"""Bring a database up to date, from nothing or from any earlier release.

Two programs may do so at once: one waits for the other and finds nothing left to do.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from grader.scores.database import Database, database_url, make_engine
from grader.scores.errors import StorageError, explained

# Any number will do, as long as all releases use the same.
MIGRATION_LOCK = 7_203_118_456


def upgrade(url: str) -> None:
    """Create or update all tables in one transaction. Raises StorageError when the storage cannot be used."""
    address = database_url(url)
    engine = make_engine(address)
    try:
        with explained(address), engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATION_LOCK})
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    finally:
        engine.dispose()


def check_current(database: Database) -> None:
    """Raise StorageError unless the database answers and has exactly the tables of this release.

    One small query: cheap enough for a health check.
    """
    with database.reading() as session:
        found = MigrationContext.configure(session.connection()).get_current_revision()
    wanted = newest_revision()
    if found != wanted:
        raise StorageError(
            "not_migrated",
            f"The tables are of revision {found}, this release needs {wanted}: run `grader migrate`.",
        )


@cache
def newest_revision() -> str | None:
    """The revision of the tables that this release works with."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
