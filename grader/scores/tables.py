"""What is stored: people, what they were shown and handed in, how it was marked, who changed a score.

    Person ── Variant          what was shown, pinned
       └───── Submission       an answer as it came, with the instance it answers
                 ├── Marking   asked for by "submitted" or "regrade"; claimed, tried, done
                 │      └── StoredVerdict   at most one, never changed
                 └── Override  an instructor's points, beside the verdicts

Variants, submissions, verdicts and overrides are only ever added: triggers in the database refuse to change
or delete them. Which score is in force is worked out by `grader.scores.standing`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from sqlalchemy import (
    CheckConstraint,
    Float,
    ForeignKey,
    Index,
    MetaData,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from grader.scores.columns import Document, RowNumber, Seed, UtcDateTime, utc_now

Role = Literal["student", "instructor", "operator"]
Reason = Literal["submitted", "regrade"]
State = Literal["waiting", "claimed", "done", "failed"]


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Person(Base):
    """Somebody who may sign in. `session_token` is part of every session: a new one ends all open ones."""

    __tablename__ = "people"
    __table_args__ = (CheckConstraint("role IN ('student', 'instructor', 'operator')", name="role"),)

    id: Mapped[int] = mapped_column(RowNumber, primary_key=True)
    login: Mapped[str] = mapped_column(String(200))
    login_key: Mapped[str] = mapped_column(String(400), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    password_hash: Mapped[str] = mapped_column(String(500))
    role: Mapped[Role] = mapped_column(String(16))
    language: Mapped[str] = mapped_column(String(8))
    active: Mapped[bool] = mapped_column(default=True)
    session_token: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)


class OperatorLink(Base):
    """A link that makes one person operator, once. Only the digest of its token is kept."""

    __tablename__ = "operator_links"

    id: Mapped[int] = mapped_column(RowNumber, primary_key=True)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    used_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class Variant(Base):
    """An instance as it was first shown to a person: later showings and submissions use this one."""

    __tablename__ = "variants"
    __table_args__ = (UniqueConstraint("person_id", "exercise", "seed"),)

    id: Mapped[int] = mapped_column(RowNumber, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    exercise: Mapped[str] = mapped_column(String(200))
    seed: Mapped[int | None] = mapped_column(Seed, nullable=False)
    instance: Mapped[dict[str, Any]] = mapped_column(Document)
    first_shown_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)


class Submission(Base):
    """An answer as it came in; its `id` is the number that people see.

    `key` keeps a double click from counting twice.
    """

    __tablename__ = "submissions"
    __table_args__ = (
        UniqueConstraint("person_id", "key"),
        Index(None, "person_id", "exercise"),
    )

    id: Mapped[int] = mapped_column(RowNumber, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    exercise: Mapped[str] = mapped_column(String(200))
    seed: Mapped[int | None] = mapped_column(Seed, nullable=False)
    instance: Mapped[dict[str, Any]] = mapped_column(Document)
    answer: Mapped[dict[str, Any]] = mapped_column(Document)
    language: Mapped[str] = mapped_column(String(8))
    key: Mapped[str] = mapped_column(String(64))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)


class Marking(Base):
    """One request to mark a submission, and how far it has come.

    `due_at` is when it may be claimed: at once while waiting, the end of the lease while claimed, the next
    try after a failure. `exercise_digest` and `grader_version` say what marked it. Lower `priority` first.
    """

    __tablename__ = "markings"
    __table_args__ = (
        CheckConstraint("reason IN ('submitted', 'regrade')", name="reason"),
        CheckConstraint("state IN ('waiting', 'claimed', 'done', 'failed')", name="state"),
        Index(None, "submission_id"),
        Index(
            "ix_markings_open",
            "priority",
            "due_at",
            "id",
            sqlite_where=text("state <> 'done'"),
            postgresql_where=text("state <> 'done'"),
        ),
    )

    id: Mapped[int] = mapped_column(RowNumber, primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"))
    reason: Mapped[Reason] = mapped_column(String(16))
    priority: Mapped[int]
    instance_digest: Mapped[str] = mapped_column(String(64))
    exercise_digest: Mapped[str | None] = mapped_column(String(64))
    grader_version: Mapped[str | None] = mapped_column(String(64))
    state: Mapped[State] = mapped_column(String(16), default="waiting")
    due_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    lease_token: Mapped[str | None] = mapped_column(String(64))
    claimed_by: Mapped[str | None] = mapped_column(String(200))
    tries: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)


class StoredVerdict(Base):
    """The verdict of one marking: `document` is `Verdict.to_dict()`; what scores need is beside it."""

    __tablename__ = "verdicts"

    marking_id: Mapped[int] = mapped_column(ForeignKey("markings.id"), primary_key=True, autoincrement=False)
    outcome: Mapped[str] = mapped_column(String(16))
    points: Mapped[float] = mapped_column(Float(53))
    max_points: Mapped[float] = mapped_column(Float(53))
    document: Mapped[dict[str, Any]] = mapped_column(Document)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)


class Override(Base):
    """Points that an instructor gives to a submission whatever its verdicts say; the newest one counts."""

    __tablename__ = "overrides"
    __table_args__ = (Index(None, "submission_id"),)

    id: Mapped[int] = mapped_column(RowNumber, primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"))
    points: Mapped[float] = mapped_column(Float(53))
    max_points: Mapped[float] = mapped_column(Float(53))
    reason: Mapped[str] = mapped_column(Text)
    by_person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
