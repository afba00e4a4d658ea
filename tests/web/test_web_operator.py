"""The first operator comes by a one-time link, never by coming first."""

from __future__ import annotations

import pytest
from flask import Flask
from web_actor import PASSWORD, Actor

from grader.scores import people
from grader.web import operator_link
from grader.web.service import Service
from grader.work import Settings


@pytest.fixture
def link(settings: Settings) -> str:
    link = operator_link(settings)
    assert link is not None
    return link


def role_of(service: Service, login: str) -> str:
    with service.database.reading() as session:
        person = people.by_login(session, login)
    assert person is not None
    return person.role


def test_whoever_signs_up_first_is_a_student(student: Actor, service: Service) -> None:
    assert role_of(service, student.login) == "student"


def test_the_link_makes_an_operators_account(visitor: Actor, link: str, service: Service) -> None:
    page = visitor.get(link)
    assert page.status_code == 200
    assert "This link works once" in page.text
    made = visitor.post(link, {"login": "minji", "name": "김민지", "password": PASSWORD})
    assert made.status_code == 303
    assert role_of(service, "minji") == "operator"
    assert "You are the operator" in visitor.get(made.location).text


def test_the_link_makes_whoever_is_signed_in_operator(student: Actor, link: str, service: Service) -> None:
    assert f"The account you are signed in with, {student.login}" in student.get(link).text
    assert student.post(link, {}).status_code == 303
    assert role_of(service, student.login) == "operator"
    assert student.get("/scores").status_code == 200, "in a session of its own"


def test_looking_at_the_link_does_not_use_it_up_and_using_it_does(visitor: Actor, app: Flask, link: str) -> None:
    assert visitor.get(link).status_code == visitor.get(link).status_code == 200
    visitor.post(link, {"login": "minji", "name": "김민지", "password": PASSWORD})
    late = Actor(app.test_client(), login="late")
    assert late.get(link).status_code == 404
    late.sign_up()
    assert late.client.post(link, data={"csrf_token": late.token()}).status_code == 404


def test_a_link_that_was_made_up_is_not_there(visitor: Actor) -> None:
    assert visitor.get("/operator/" + "x" * 43).status_code == 404


def test_a_form_with_a_mistake_leaves_the_link_good(visitor: Actor, link: str) -> None:
    assert visitor.post(link, {"login": "minji", "name": "김민지", "password": "short"}).status_code == 400
    assert visitor.post(link, {"login": "minji", "name": "김민지", "password": PASSWORD}).status_code == 303


def test_once_there_is_an_operator_no_link_is_made(visitor: Actor, link: str, settings: Settings) -> None:
    visitor.post(link, {"login": "minji", "name": "김민지", "password": PASSWORD})
    assert operator_link(settings) is None
