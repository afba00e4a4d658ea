"""Work out which score is in force: nothing is stored for it, so nothing can disagree with the verdicts.

Of a submission, the newest finished marking counts; an instructor's override counts before it. Of an
exercise, a person's best submission counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from grader.scores.tables import Marking, Override, StoredVerdict, Submission
from grader.verdict import Verdict


@dataclass(frozen=True)
class Score:
    """What one submission is worth now. `points` is None while it has neither a verdict nor an override."""

    submission: int
    exercise: str
    seed: int | None
    received_at: datetime
    points: float | None
    max_points: float | None
    outcome: str | None
    overridden: bool


def override(  # noqa: PLR0913  (one parameter per column)
    session: Session, submission_id: int, *, points: float, max_points: float, reason: str, by_person_id: int
) -> Override:
    """Give a submission other points, with the reason; its verdicts stay as they are."""
    given = Override(
        submission_id=submission_id,
        points=points,
        max_points=max_points,
        reason=reason,
        by_person_id=by_person_id,
    )
    session.add(given)
    session.flush()
    return given


def verdict_in_force(session: Session, submission_id: int) -> Verdict | None:
    """The verdict of a submission's newest finished marking, or None while there is none."""
    document = session.scalars(
        select(StoredVerdict.document)
        .join(Marking, Marking.id == StoredVerdict.marking_id)
        .where(Marking.submission_id == submission_id)
        .order_by(Marking.id.desc())
        .limit(1)
    ).first()
    return None if document is None else Verdict.from_dict(document)


def score_of(session: Session, submission_id: int) -> Score | None:
    """What this submission is worth now; None when there is no such submission."""
    row = session.execute(_scores().where(Submission.id == submission_id)).one_or_none()
    return None if row is None else Score(*row)


def scores_of(session: Session, person_id: int) -> list[Score]:
    """Every submission of a person with what it is worth now, the newest first."""
    rows = session.execute(_scores().where(Submission.person_id == person_id).order_by(Submission.id.desc()))
    return [Score(*row) for row in rows]


def best_of(scores: Sequence[Score]) -> dict[str, Score]:
    """The best of a person's scores by exercise: most points, then the earliest; unmarked only if alone."""
    best: dict[str, Score] = {}
    for score in sorted(scores, key=lambda score: score.submission):
        held = best.get(score.exercise)
        if held is None or _rank(score) > _rank(held):
            best[score.exercise] = score
    return best


def _rank(score: Score) -> float:
    return -1.0 if score.points is None else score.points


def _scores() -> Select[*tuple[Any, ...]]:
    """A row per submission, in the order of Score's fields: its override in force, else its verdict in force."""
    # Correlated, so that a page about one person reads that person's rows, however many others there are.
    newest_marking = (
        select(func.max(Marking.id))
        .where(Marking.submission_id == Submission.id, Marking.state == "done")
        .correlate(Submission)
        .scalar_subquery()
    )
    other = aliased(Override)
    newest_override = (
        select(func.max(other.id)).where(other.submission_id == Submission.id).correlate(Submission).scalar_subquery()
    )
    return (
        select(
            Submission.id,
            Submission.exercise,
            Submission.seed,
            Submission.received_at,
            func.coalesce(Override.points, StoredVerdict.points),
            func.coalesce(Override.max_points, StoredVerdict.max_points),
            StoredVerdict.outcome,
            Override.id.is_not(None),
        )
        .select_from(Submission)
        .outerjoin(StoredVerdict, StoredVerdict.marking_id == newest_marking)
        .outerjoin(Override, Override.id == newest_override)
    )
