"""Store what people hand in, before anything else is done with it, and find it again for its owner only."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from grader.exercises import Answer, Instance
from grader.scores import markings
from grader.scores.adding import add_new
from grader.scores.columns import LARGEST_NUMBER, utc_now
from grader.scores.tables import Submission


def submit(  # noqa: PLR0913  (one parameter per column)
    session: Session,
    person_id: int,
    instance: Instance,
    answer: Answer,
    *,
    key: str,
    language: str = "en",
    now: datetime | None = None,
) -> Submission:
    """Store an answer with the instance it answers, and ask for its marking in the same transaction.

    `key` is the form's own random text: the same key of the same person stores once, and the submission that
    is already there is given back (a double click, a repeated POST).
    """
    now = now or utc_now()
    submission = add_new(
        session,
        Submission,
        person_id=person_id,
        exercise=instance.exercise,
        seed=instance.seed,
        instance=instance.to_dict(),
        answer=answer.to_dict(),
        language=language,
        key=_digest(key),
        received_at=now,
    )
    if submission is None:
        same_key = (Submission.person_id == person_id, Submission.key == _digest(key))
        return session.scalars(select(Submission).where(*same_key)).one()
    markings.ask(session, submission, reason="submitted", now=now)
    return submission


def submission_of(session: Session, person_id: int, number: int) -> Submission | None:
    """A person's own submission; None when there is none of this number, or when it is somebody else's."""
    if not 0 < number <= LARGEST_NUMBER:
        return None
    return session.scalars(
        select(Submission).where(Submission.id == number, Submission.person_id == person_id)
    ).one_or_none()


def submissions_to(session: Session, person_id: int, exercise: str) -> Sequence[Submission]:
    """A person's submissions to one exercise, the newest first."""
    return session.scalars(
        select(Submission)
        .where(Submission.person_id == person_id, Submission.exercise == exercise)
        .order_by(Submission.id.desc())
    ).all()


def _digest(key: str) -> str:
    # The key comes from a form: whatever is in it, its digest can be stored.
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
