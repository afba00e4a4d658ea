"""Keep people: who they are, what they may do, and the one-time links that make the first operator.

Every function takes a session of `Database`; those that write need `Database.session()`.
"""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from datetime import datetime, timedelta

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from grader.scores.adding import add_new
from grader.scores.columns import LARGEST_NUMBER, utc_now
from grader.scores.errors import LoginTakenError, TextError
from grader.scores.tables import OperatorLink, Person, Role

LONGEST_LOGIN = 200
LONGEST_KEY = 400
LONGEST_NAME = 200
LINK_LIFETIME = timedelta(days=7)


def create(  # noqa: PLR0913  (one parameter per column)
    session: Session,
    *,
    login: str,
    name: str,
    password_hash: str,
    role: Role = "student",
    language: str = "en",
) -> Person:
    """Add a person.

    Raises LoginTakenError, or TextError for a login or name that is empty, too long or unprintable.
    """
    person = add_new(
        session,
        Person,
        login=clean("login", login, LONGEST_LOGIN),
        login_key=login_key(login),
        name=clean("name", name, LONGEST_NAME),
        password_hash=password_hash,
        role=role,
        language=language,
        session_token=secrets.token_urlsafe(16),
    )
    if person is None:
        raise LoginTakenError(f"the login {login} is taken")
    return person


def by_login(session: Session, login: str) -> Person | None:
    """The person with this login, upper and lower case alike; None for any text that is nobody's."""
    try:
        key = login_key(login)
    except TextError:
        return None
    return session.scalars(select(Person).where(Person.login_key == key)).one_or_none()


def by_id(session: Session, person_id: int) -> Person | None:
    """The person with this number, or None."""
    return session.get(Person, person_id) if 0 < person_id <= LARGEST_NUMBER else None


def set_password(session: Session, person_id: int, password_hash: str) -> None:
    """Give a person another password, which ends all their sessions."""
    session.execute(update(Person).where(Person.id == person_id).values(password_hash=password_hash))
    end_sessions(session, person_id)


def set_language(session: Session, person_id: int, language: str) -> None:
    """Remember in which language a person reads."""
    session.execute(update(Person).where(Person.id == person_id).values(language=language))


def end_sessions(session: Session, person_id: int) -> None:
    """End all sessions of a person: those signed in elsewhere carry the old `session_token`."""
    session.execute(update(Person).where(Person.id == person_id).values(session_token=secrets.token_urlsafe(16)))


def operator_exists(session: Session) -> bool:
    """Whether anybody is operator yet; before, `grader serve` prints a one-time link."""
    return bool(session.scalar(select(exists().where(Person.role == "operator", Person.active))))


def make_operator_link(session: Session, *, lifetime: timedelta = LINK_LIFETIME, now: datetime | None = None) -> str:
    """A new token for a one-time link; earlier unused ones end. It is not stored, nor shown again."""
    now = now or utc_now()
    session.execute(
        update(OperatorLink).where(OperatorLink.used_at.is_(None), OperatorLink.expires_at > now).values(expires_at=now)
    )
    token = secrets.token_urlsafe(32)
    session.add(OperatorLink(token_digest=_digest(token), created_at=now, expires_at=now + lifetime))
    session.flush()
    return token


def operator_link_is_valid(session: Session, token: str, *, now: datetime | None = None) -> bool:
    """Whether this token would make somebody operator now."""
    open_link = (
        OperatorLink.token_digest == _digest(token),
        OperatorLink.used_at.is_(None),
        OperatorLink.expires_at > (now or utc_now()),
    )
    return bool(session.scalar(select(exists().where(*open_link))))


def use_operator_link(session: Session, token: str, person_id: int, *, now: datetime | None = None) -> bool:
    """Make a person operator and the link used; False when it was used, has ended or never was."""
    now = now or utc_now()
    used = session.execute(
        update(OperatorLink)
        .where(
            OperatorLink.token_digest == _digest(token),
            OperatorLink.used_at.is_(None),
            OperatorLink.expires_at > now,
        )
        .values(used_at=now, used_by=person_id)
        .returning(OperatorLink.id)
    )
    if used.first() is None:
        return False
    session.execute(update(Person).where(Person.id == person_id).values(role="operator"))
    return True


def clean(field: str, text: str, longest: int) -> str:
    """The text composed (NFC) and without blanks around it; TextError when nothing printable is left."""
    text = unicodedata.normalize("NFC", text).strip()
    if not text:
        raise TextError(field, "empty")
    if len(text) > longest:
        raise TextError(field, "too_long")
    if not text.isprintable():
        raise TextError(field, "unprintable")
    return text


def login_key(login: str) -> str:
    """What two logins have in common when they count as the same: `Kim`, `kim` and `ｋｉｍ`."""
    folded = unicodedata.normalize("NFKC", clean("login", login, LONGEST_LOGIN)).casefold()
    # Some characters stand for whole phrases, so that the key may be longer than the login.
    return clean("login", unicodedata.normalize("NFKC", folded), LONGEST_KEY)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
