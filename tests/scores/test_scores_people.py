"""People: unique logins, one name field, sessions that can be ended, and the operator's one-time link."""

from __future__ import annotations

from datetime import timedelta

import pytest
from fixtures.databases import add_person

from grader.scores import Database, LoginTakenError, TextError, people
from grader.scores.columns import utc_now
from grader.scores.tables import OperatorLink


def test_two_logins_that_look_alike_are_the_same(database: Database) -> None:
    with database.session() as session:
        add_person(session, "Kim")
        for other in ("kim", "KIM", " Kim ", "ｋｉｍ"):
            with pytest.raises(LoginTakenError):
                add_person(session, other)
            found = people.by_login(session, other)
            assert found is not None
            assert found.login == "Kim"


def test_a_taken_login_spoils_nothing_else_of_the_transaction(database: Database) -> None:
    with database.session() as session:
        add_person(session, "kim")
        with pytest.raises(LoginTakenError):
            add_person(session, "kim")
        add_person(session, "lee")
    with database.reading() as session:
        assert people.by_login(session, "lee") is not None


def test_a_name_is_one_field_kept_composed_as_written(database: Database) -> None:
    decomposed = "\u1112\u1169\u11bc\u1100\u1175\u11af\u1103\u1169\u11bc"  # 홍길동, as macOS writes it
    with database.session() as session:
        person = people.create(session, login="hong", name=f" {decomposed} ", password_hash="h", language="ko")
        assert person.name == "홍길동"
        assert person.role == "student"
        assert person.created_at.utcoffset() == timedelta(0)


UNUSABLE = [
    ("", "Kim", "login", "empty"),
    ("  ", "Kim", "login", "empty"),
    ("k" * 201, "Kim", "login", "too_long"),
    ("\ufdfa" * 200, "Kim", "login", "too_long"),  # one character that is a phrase of eighteen
    ("kim\0", "Kim", "login", "unprintable"),
    ("kim\ud800", "Kim", "login", "unprintable"),
    ("kim", "\u202e", "name", "unprintable"),
    ("kim", "a\nb", "name", "unprintable"),
    ("kim", "n" * 5000, "name", "too_long"),
]


def test_a_login_or_name_that_cannot_be_shown_is_refused(database: Database) -> None:
    with database.session() as session:
        for login, name, field, reason in UNUSABLE:
            with pytest.raises(TextError) as caught:
                people.create(session, login=login, name=name, password_hash="h")
            assert (caught.value.field, caught.value.reason) == (field, reason)


def test_any_text_may_be_looked_up_as_a_login(database: Database) -> None:
    with database.session() as session:
        add_person(session, "kim")
        for login in ("", "nobody", "kim\0", "\ud800", "' OR 1=1 --", "k" * 100_000):
            assert people.by_login(session, login) is None


def test_any_number_may_be_looked_up_as_a_person(database: Database) -> None:
    with database.session() as session:
        assert add_person(session).id == 1
        for number in (0, -1, 2, 2**63, 10**30):
            assert people.by_id(session, number) is None


def test_a_new_password_and_ending_the_sessions_change_the_session_token(database: Database) -> None:
    with database.session() as session:
        person = add_person(session)
        tokens = [person.session_token]
        people.set_password(session, person.id, "another hash")
        tokens.append(person.session_token)
        people.end_sessions(session, person.id)
        tokens.append(person.session_token)
        assert person.password_hash == "another hash"
        assert len(set(tokens)) == 3


def test_a_language_is_remembered(database: Database) -> None:
    with database.session() as session:
        person = add_person(session)
        people.set_language(session, person.id, "ko")
        assert person.language == "ko"


def test_an_operators_link_works_once(database: Database) -> None:
    with database.session() as session:
        kim, lee = add_person(session, "kim"), add_person(session, "lee")
        assert not people.operator_exists(session)
        token = people.make_operator_link(session)
        assert people.operator_link_is_valid(session, token)
        assert people.use_operator_link(session, token, kim.id)
        assert not people.operator_link_is_valid(session, token)
        assert not people.use_operator_link(session, token, lee.id)
        assert (kim.role, lee.role) == ("operator", "student")
        assert people.operator_exists(session)


def test_an_operators_link_ends_with_its_time_and_with_the_next_one(database: Database) -> None:
    with database.session() as session:
        kim = add_person(session)
        first = people.make_operator_link(session)
        second = people.make_operator_link(session, lifetime=timedelta(minutes=5))
        assert not people.use_operator_link(session, first, kim.id)
        later = utc_now() + timedelta(minutes=6)
        assert not people.operator_link_is_valid(session, second, now=later)
        assert not people.use_operator_link(session, second, kim.id, now=later)
        assert kim.role == "student"


def test_a_guessed_link_is_nobodys(database: Database) -> None:
    with database.session() as session:
        people.make_operator_link(session)
        for token in ("", "guess", "\0", "\ud800"):
            assert not people.operator_link_is_valid(session, token)


def test_only_the_digest_of_a_links_token_is_stored(database: Database) -> None:
    with database.session() as session:
        token = people.make_operator_link(session)
        stored = session.get_one(OperatorLink, 1)
        assert token not in repr(vars(stored))
