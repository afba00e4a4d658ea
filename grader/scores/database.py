"""Open the database, SQLite or PostgreSQL, and work in transactions that behave alike on both.

database = Database("sqlite:////srv/grader/grader.sqlite3")
with database.session() as session:      # reads and writes; committed at the end, rolled back on an error
    people.create(session, ...)
with database.reading() as session:      # reads only; never waits for a writer
    people.by_login(session, "kim")
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import Session, sessionmaker

from grader.scores.errors import StorageError, explained

BUSY_SECONDS = 30
READING = "grader_reading"


class Database:
    """One database, with a pool of connections that threads may share; a forked process needs one of its own.

    Objects stay readable after their session has ended. StorageError says what is wrong with the storage.
    """

    def __init__(self, url: str) -> None:
        self.url = database_url(url)
        self._engine = make_engine(self.url)
        reader = self._engine.execution_options(**_reading_options(self.url))
        self._session = sessionmaker(self._engine, expire_on_commit=False)
        self._reading = sessionmaker(reader, expire_on_commit=False)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A transaction that may write. On SQLite it holds the one write lock: mark nothing in it."""
        with explained(self.url), self._session.begin() as session:
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A transaction that sees one state of the database; the database refuses to write in it."""
        with explained(self.url), self._reading.begin() as session:
            yield session

    def check(self) -> None:
        """Raise StorageError when the database cannot be reached."""
        with self.reading() as session:
            session.execute(text("SELECT 1"))

    def close(self) -> None:
        """Give the connections back; the database can be used again afterwards."""
        self._engine.dispose()


def database_url(url: str) -> URL:
    """The address as SQLAlchemy reads it; `postgresql://` and `postgres://` mean psycopg 3.

    Raises StorageError when it is not an address of SQLite (a file, not `:memory:`) or PostgreSQL.
    """
    try:
        read = make_url(url)
    except ArgumentError:
        raise StorageError("bad_url", f"This is not a database address: {url!r}. {_EXAMPLES}") from None
    if read.drivername in {"postgresql", "postgres"}:
        read = read.set(drivername="postgresql+psycopg")
    if read.drivername == "postgresql+psycopg":
        return read
    if read.drivername != "sqlite" or read.database in {None, "", ":memory:"}:
        shown = read.render_as_string(hide_password=True)
        raise StorageError(
            "bad_url", f"Scores can be kept in an SQLite file or in PostgreSQL, not in {shown}. {_EXAMPLES}"
        )
    return read


_EXAMPLES = "Examples: sqlite:////srv/grader/grader.sqlite3, postgresql://grader@db.example.org/grader"


def _reading_options(url: URL) -> dict[str, Any]:
    """What makes a transaction refuse to write, and see one state of the database from its first look on."""
    if url.get_backend_name() == "sqlite":
        return {READING: True}
    return {"postgresql_readonly": True, "isolation_level": "REPEATABLE READ"}


def make_engine(url: URL) -> Engine:
    """An engine with the settings that keep an acknowledged submission through a crash."""
    # What people hand in, and their password hashes, stay out of error messages and logs.
    settings: dict[str, Any] = {"pool_size": 10, "max_overflow": 20, "hide_parameters": True}
    if url.get_backend_name() != "sqlite":
        # A connection that died while it lay idle is replaced before it is used.
        return create_engine(url, pool_pre_ping=True, **settings)
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS}, **settings)
    event.listen(engine, "do_connect", _make_private)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _make_private(_dialect: object, _record: object, arguments: list[Any], _settings: object) -> None:
    # A new file is its owner's alone. What stands in the way (no folder, no permission) SQLite says itself.
    with suppress(OSError):
        Path(arguments[0]).touch(0o600, exist_ok=False)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # Python's module would begin transactions by itself, too late and always deferred.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and writes later cannot wait for another writer: SQLite refuses it at
    # once with "database is locked". One that takes the write lock when it begins waits its turn.
    reads_only = connection.get_execution_options().get(READING, False)
    connection.exec_driver_sql(f"PRAGMA query_only = {'ON' if reads_only else 'OFF'}")
    connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")
