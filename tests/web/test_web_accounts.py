"""Signing up, in and out: who one is changes only with a new session, and guessing tells nothing."""

from __future__ import annotations

from flask import Flask
from web_actor import PASSWORD, Actor

from grader.scores import people
from grader.web import passwords
from grader.web.service import Service


def session_cookie(actor: Actor) -> str:
    cookie = actor.client.get_cookie("grader")
    return cookie.value if cookie else ""


def test_signing_up_signs_in_and_goes_to_the_exercises(visitor: Actor) -> None:
    response = visitor.sign_up()
    assert (response.status_code, response.location) == (303, "/exercises")
    assert "김민지" in visitor.get("/").text


def test_a_password_is_kept_as_an_argon2_hash(student: Actor, service: Service) -> None:
    with service.database.reading() as session:
        person = people.by_login(session, student.login)
    assert person is not None
    assert person.password_hash.startswith("$argon2id$")


def test_signing_in_brings_the_page_one_came_from(visitor: Actor, student: Actor) -> None:
    response = visitor.sign_in(next_page="/exercises/graph/linear?seed=3")
    assert (response.status_code, response.location) == (303, "/exercises/graph/linear?seed=3")


def test_a_login_is_the_same_in_capitals_and_in_full_width(student: Actor, app: Flask) -> None:
    for login in ("MinJi", "ｍｉｎｊｉ", " minji "):
        other = Actor(app.test_client(), login=login)
        assert other.sign_in().status_code == 303
    newcomer = Actor(app.test_client(), login="MINJI")
    taken = newcomer.sign_up()
    assert taken.status_code == 400
    assert "Somebody has this user name already" in taken.text


def test_a_korean_login_and_a_student_number_are_taken_as_text(app: Flask) -> None:
    for login in ("홍길동", "0020261234"):
        assert Actor(app.test_client(), login=login).sign_up().status_code == 303
        assert Actor(app.test_client(), login=login).sign_in().status_code == 303


def test_a_wrong_password_and_an_unknown_login_get_the_same_answer(student: Actor, app: Flask) -> None:
    wrong = Actor(app.test_client(), login=student.login).sign_in("not the password")
    unknown = Actor(app.test_client(), login="nobody").sign_in("not the password")
    assert wrong.status_code == unknown.status_code == 401
    assert "do not belong together" in wrong.text
    assert wrong.text.count("") - len(student.login) == unknown.text.count("") - len("nobody")


def test_an_unknown_login_is_checked_against_a_hash_of_the_same_cost() -> None:
    stored = passwords.hash_password(PASSWORD)
    assert passwords._nobody().rsplit("$", 2)[0] == stored.rsplit("$", 2)[0]
    assert not passwords.matches(None, "nobody has this password")
    assert passwords.matches(stored, PASSWORD)


def test_every_change_of_who_one_is_begins_a_new_session(visitor: Actor) -> None:
    visitor.get("/signup")
    before = session_cookie(visitor)
    old_token = visitor.token("/signup")
    visitor.sign_up()
    signed_up = session_cookie(visitor)
    assert signed_up not in ("", before)
    assert visitor.client.post("/language", data={"csrf_token": old_token, "lang": "ko"}).status_code == 400
    visitor.sign_out()
    signed_out = session_cookie(visitor)
    visitor.sign_in()
    assert len({before, signed_up, signed_out, session_cookie(visitor)}) == 4


def test_signing_out_forgets_who_one_is_and_what_the_browser_keeps(student: Actor) -> None:
    response = student.sign_out()
    assert (response.status_code, response.location) == (303, "/")
    assert response.headers["Clear-Site-Data"] == '"cache"'
    assert student.get("/scores").status_code == 303


def test_signing_out_takes_a_form_and_no_link(student: Actor) -> None:
    assert student.get("/signout").status_code == 405
    assert student.get("/scores").status_code == 200


def test_ending_a_persons_sessions_ends_them_everywhere(student: Actor, service: Service) -> None:
    with service.database.session() as session:
        person = people.by_login(session, student.login)
        assert person is not None
        people.end_sessions(session, person.id)
    assert student.get("/scores").status_code == 303


def test_a_short_password_is_refused_beside_its_field(visitor: Actor) -> None:
    response = visitor.post("/signup", {"login": "kim", "name": "Kim", "password": "1234567"})
    assert response.status_code == 400
    assert "Take at least 8 characters." in response.text
    assert 'value="kim"' in response.text
    assert "1234567" not in response.text


def test_a_password_that_is_the_login_or_absurdly_long_is_refused(visitor: Actor) -> None:
    for password in ("MinjiMinji", "x" * 5000):
        data = {"login": "minjiminji", "name": "Kim", "password": password}
        assert visitor.post("/signup", data).status_code == 400


def test_a_login_that_cannot_be_stored_is_explained(visitor: Actor) -> None:
    for login, words in (("", "This is needed."), ("x" * 300, "too long"), ("a\x07b", "cannot be shown")):
        response = visitor.post("/signup", {"login": login, "name": "Kim", "password": PASSWORD})
        assert response.status_code == 400
        assert words in response.text


def test_a_name_is_shown_as_text_and_never_as_markup(visitor: Actor) -> None:
    name = "<script>alert(1)</script>"
    visitor.post("/signup", {"login": "kim", "name": name, "password": PASSWORD})
    page = visitor.get("/").text
    assert name not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
