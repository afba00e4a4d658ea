"""Say what is wrong with the storage, and what to do, instead of a driver's traceback.

ScoresError
├── StorageError     the database cannot be used: code, message with what to do
├── LoginTakenError       somebody has this login already
├── TextError     a login or a name that cannot be stored: field, reason
└── LostLeaseError        another worker has taken the marking over; its verdict will count
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError


class ScoresError(Exception):
    """Base of all that `grader.scores` raises of its own."""


class StorageError(ScoresError):
    """The database cannot be used now. `code` is stable; the message says what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class LoginTakenError(ScoresError):
    """Somebody has this login already (upper and lower case count as the same)."""


class TextError(ScoresError):
    """A `login` or a `name` that is "empty", "too_long" or "unprintable"."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"this {field} is {reason.replace('_', ' ')}")
        self.field = field
        self.reason = reason


class LostLeaseError(ScoresError):
    """The lease ran out and another worker has taken the marking over."""


# What each trouble is called, and what is to be done about it.
MESSAGES = {
    "full": "The disk of the database {where} is full: make room. Nothing that was stored is lost.",
    "not_migrated": "The database {where} has no tables yet, or old ones: run `grader migrate` once.",
    "read_only": "The database {where} cannot be written: give this user permission on it and on its folder.",
    "standby": "The database {where} only takes reads: GRADER_DATABASE_URL must name the primary server.",
    "cannot_open": "The database {where} cannot be opened: does its folder exist, may this user write there?",
    "busy": "The database {where} was busy for too long: another program holds it. Try again.",
    "input_output": "Reading or writing the database {where} failed: check the disk and the room on it.",
    "corrupt": "The database {where} is damaged, or no SQLite database at all: restore the newest backup.",
    "unreachable": "The database {where} cannot be reached: is it running, are its address and password right?",
    "exhausted": "The database {where} is out of connections or memory: try again, or give it more.",
}

# By the first part of the name of SQLite's result code.
SQLITE_CODES = {
    "SQLITE_FULL": "full",
    "SQLITE_READONLY": "read_only",
    "SQLITE_PERM": "read_only",
    "SQLITE_CANTOPEN": "cannot_open",
    "SQLITE_BUSY": "busy",
    "SQLITE_IOERR": "input_output",
    "SQLITE_CORRUPT": "corrupt",
    "SQLITE_NOTADB": "corrupt",
}

# By PostgreSQL's SQLSTATE, or by its first two characters, the class.
SQLSTATES = {
    "53100": "full",
    "25006": "standby",
    "42P01": "not_migrated",
    "42703": "not_migrated",
    "08": "unreachable",
    "53": "exhausted",
    "57": "unreachable",
}


@contextmanager
def explained(url: URL) -> Iterator[None]:
    """Turn a driver's error about the storage itself into a StorageError; others pass through."""
    try:
        yield
    except DBAPIError as error:
        known = explain(error, url)
        if known is None:
            raise
        raise known from error


def explain(error: DBAPIError, url: URL) -> StorageError | None:
    """What the operator should hear, or None where the error is not about the storage."""
    cause = error.orig
    if url.get_backend_name() == "sqlite":
        where, code = str(url.database), _sqlite(cause)
    else:
        where, code = url.render_as_string(hide_password=True), _postgresql(cause)
    if code is None:
        return None
    said = f" ({str(cause).strip().splitlines()[0]})" if code == "unreachable" else ""
    return StorageError(code, MESSAGES[code].format(where=where) + said)


def _sqlite(cause: BaseException | None) -> str | None:
    name: str = getattr(cause, "sqlite_errorname", "")
    if name == "SQLITE_ERROR" and str(cause).startswith(("no such table", "no such column")):
        return "not_migrated"
    return SQLITE_CODES.get("_".join(name.split("_")[:2]))


def _postgresql(cause: BaseException | None) -> str | None:
    import psycopg  # noqa: PLC0415  (the driver is installed only where PostgreSQL is used)

    state: str | None = getattr(cause, "sqlstate", None)
    if state is None:
        return "unreachable" if isinstance(cause, psycopg.OperationalError) else None
    return SQLSTATES.get(state) or SQLSTATES.get(state[:2])
