"""Know who is asking: sign people in and out, with a new session at every change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from flask import Flask, g
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from grader.messages.catalogues import Lang, language
from grader.scores import people
from grader.scores.tables import Person
from grader.web.security import new_session
from grader.web.service import service

KEPT_ANSWER = "kept_answer"

manager = LoginManager()


@dataclass(frozen=True, eq=False)
class SignedIn(UserMixin):  # type: ignore[misc]  # Flask-Login has no types
    """The person of this request. `session_token` ends all older sessions when it changes in the database."""

    number: int
    login: str
    name: str
    role: str
    lang: Lang
    session_token: str

    @classmethod
    def of(cls, person: Person) -> SignedIn:
        """What pages need of a stored person."""
        return cls(
            number=person.id,
            login=person.login,
            name=person.name,
            role=person.role,
            lang=language(person.language),
            session_token=person.session_token,
        )

    def get_id(self) -> str:
        """What the session holds: the number and the token."""
        return f"{self.number}.{self.session_token}"


def me() -> SignedIn | None:
    """The person who is signed in, or None."""
    return cast(SignedIn, current_user._get_current_object()) if current_user.is_authenticated else None


def begin_session(person: Person) -> None:
    """Sign this person in: the old session is gone, and what was typed before signing in comes along."""
    new_session(keep=(KEPT_ANSWER,))
    login_user(SignedIn.of(person))
    g.pop("lang", None)


def end_session() -> None:
    """Sign out: nothing of the session is left in this browser."""
    logout_user()
    new_session()


@manager.user_loader  # type: ignore[untyped-decorator]  # Flask-Login has no types
def _load(session_id: str) -> SignedIn | None:
    number, _, token = session_id.partition(".")
    if not number.isascii() or not number.isdigit() or len(number) > 18:
        return None
    with service().database.reading() as session:
        person = people.by_id(session, int(number))
    if person is None or not person.active or person.session_token != token:
        return None
    return SignedIn.of(person)


def install(app: Flask) -> None:
    """Load the person of a session before anything asks for it."""
    manager.init_app(app)
