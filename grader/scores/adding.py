"""Add a row unless one like it is there already, also when two processes try at the same moment."""

from __future__ import annotations

from typing import Any, TypeVar

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from grader.scores.tables import Base

Row = TypeVar("Row", bound=Base)


def add_new(session: Session, table: type[Row], **values: Any) -> Row | None:
    """The new row, or None when a unique constraint says that it is there already.

    A savepoint that is rolled back would do as well, but not on a full disk: there SQLite rolls the whole
    transaction back by itself, and the savepoint's error would hide the true one.
    """
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    added = insert(table).values(**values).on_conflict_do_nothing().returning(table)
    return session.scalars(added).one_or_none()
