"""Nothing that was stored is changed or deleted: the database itself refuses, whatever program asks."""

from __future__ import annotations

import pytest
from fixtures.databases import add_person, add_submission, instance, verdict
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from grader.scores import Database, markings, standing, variants

APPEND_ONLY = ("variants", "submissions", "verdicts", "overrides")


@pytest.fixture
def filled(database: Database) -> Database:
    with database.session() as session:
        kim = add_person(session)
        variants.pin(session, kim.id, instance())
        number = add_submission(session, kim).id
        claim = markings.claim(session, "a/1/")
        assert claim is not None
        markings.record(session, claim, verdict(), exercise_digest="d" * 64)
        standing.override(session, number, points=1.0, max_points=2.0, reason="r", by_person_id=kim.id)
    return database


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("statement", ["DELETE FROM {0}", "UPDATE {0} SET {1} = {1}", "TRUNCATE {0} CASCADE"])
def test_what_was_stored_cannot_be_changed_or_deleted(filled: Database, table: str, statement: str) -> None:
    column = "marking_id" if table == "verdicts" else "id"
    if statement.startswith("TRUNCATE") and filled.url.get_backend_name() == "sqlite":
        return  # SQLite has no such statement
    with pytest.raises(DBAPIError, match="only ever added"), filled.session() as session:
        session.execute(text(statement.format(table, column)))
    with filled.reading() as session:
        assert session.scalar(text(f"SELECT count(*) FROM {table}")) == 1


def test_a_reading_session_cannot_write(filled: Database) -> None:
    with pytest.raises(Exception, match="read"), filled.reading() as session:
        add_person(session, "lee")


def test_a_reading_session_sees_one_state_of_the_database(filled: Database) -> None:
    count = text("SELECT count(*) FROM people")
    with filled.reading() as session:
        assert session.scalar(count) == 1
        with filled.session() as writing:
            add_person(writing, "lee")
        assert session.scalar(count) == 1
    with filled.reading() as session:
        assert session.scalar(count) == 2


def test_an_error_inside_a_session_stores_nothing_of_it(filled: Database) -> None:
    def fail_half_way() -> None:
        with filled.session() as session:
            add_person(session, "lee")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_half_way()
    with filled.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM people")) == 1


def test_a_person_with_submissions_cannot_be_deleted(filled: Database) -> None:
    with pytest.raises(DBAPIError), filled.session() as session:
        session.execute(text("DELETE FROM people"))
