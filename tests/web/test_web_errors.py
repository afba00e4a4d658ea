"""Whatever goes wrong gets a kind page in the reader's language, and never a traceback."""

from __future__ import annotations

import pytest
from flask import Flask, abort
from web_actor import Actor

from grader.scores import StorageError
from grader.web.limits import limiter

WORDS = {
    400: ("This form could not be taken", "이 양식을 받을 수 없습니다"),
    403: ("This is not for you to open", "열 수 없는 페이지입니다"),
    404: ("There is no such page", "없는 페이지입니다"),
    405: ("This address only takes forms", "양식만 받는 주소입니다"),
    413: ("That is too large", "너무 큽니다"),
    418: ("That did not work", "처리하지 못했습니다"),
    429: ("That was a little fast", "조금 빨랐습니다"),
    500: ("Something broke on our side", "서버에 문제가 생겼습니다"),
}


@pytest.mark.slow
@pytest.mark.parametrize("code", WORDS)
def test_every_error_has_a_page_in_both_languages(app: Flask, code: int) -> None:
    app.add_url_rule("/failing", view_func=lambda: abort(code))
    for lang, words in zip(("en", "ko"), WORDS[code], strict=True):
        response = app.test_client().get(f"/failing?lang={lang}")
        assert response.status_code == code
        assert words in response.text
        assert 'href="/"' in response.text


def test_an_exception_gets_a_page_without_a_word_of_it(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    def fails() -> str:
        raise RuntimeError("the secret is 12345")

    app.add_url_rule("/failing", view_func=fails)
    response = app.test_client().get("/failing")
    assert response.status_code == 500
    assert "12345" not in response.text
    assert "Traceback" not in response.text
    assert "the secret is 12345" in caplog.text, "the operator's log has it"


def test_a_database_that_is_away_is_said_to_be(app: Flask) -> None:
    def fails() -> str:
        raise StorageError("unreachable", "the password of the database is …")

    app.add_url_rule("/failing", view_func=fails)
    response = app.test_client().get("/failing")
    assert response.status_code == 503
    assert "The scores cannot be reached" in response.text
    assert "password" not in response.text


def test_the_health_check_answers_while_the_database_does(visitor: Actor) -> None:
    response = visitor.get("/healthz")
    assert (response.status_code, response.text) == (200, "ok\n")


def test_the_health_check_fails_without_the_database(app: Flask) -> None:
    from grader.web.service import EXTENSION  # noqa: PLC0415

    database = app.extensions[EXTENSION].database
    database.close()
    path = database.url.database
    with open(path, "wb") as file:  # noqa: PTH123
        file.write(b"this is no database, but long enough to look like one" * 100)
    assert app.test_client().get("/healthz").status_code == 503


def test_a_wrong_method_says_which_are_right(visitor: Actor) -> None:
    response = visitor.get("/exercises/graph/linear/submissions")
    assert response.status_code == 405
    assert "POST" in response.headers["Allow"]


@pytest.fixture
def fresh_limits(app: Flask) -> None:
    with app.app_context():
        limiter.reset()


@pytest.mark.slow
def test_guessing_a_password_is_slowed_down_for_that_login_alone(
    student: Actor, app: Flask, fresh_limits: None
) -> None:
    guesser = Actor(app.test_client(), login=student.login)
    codes = [guesser.sign_in(f"guess number {number}").status_code for number in range(12)]
    assert codes == [401] * 10 + [429] * 2
    assert guesser.sign_in().status_code == 429, "even the right one, for a while"
    neighbour = Actor(app.test_client(), login="jiho")
    assert neighbour.sign_up().status_code == 303
    assert Actor(app.test_client(), login="jiho").sign_in().status_code == 303, "a class shares its address"


@pytest.mark.slow
def test_submissions_are_limited_by_person(student: Actor, classmate: Actor, fresh_limits: None) -> None:
    page = "/exercises/graph/linear"
    form = student.hidden(page)
    codes = [student.client.post(f"{page}/submissions", data=form).status_code for _ in range(41)]
    assert codes == [400] * 40 + [429]
    refused = student.client.post(f"{page}/submissions", data={**form, "value.g": "-10"})
    assert refused.status_code == 429
    assert 'name="value.g" value="-10"' in refused.text, "the answer comes back"
    assert classmate.submit("graph/linear", value__g="1")
