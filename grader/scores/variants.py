"""Pin what a person was shown, so that no later change alters an exercise under their hands."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from grader.exercises import Instance
from grader.scores.adding import add_new
from grader.scores.tables import Variant


def pin(session: Session, person_id: int, instance: Instance) -> Instance:
    """Store this instance as the one shown, or give back the one pinned before for its exercise and seed.

    Two requests at once pin one and the same.
    """
    pinned = pinned_for(session, person_id, instance.exercise, instance.seed)
    if pinned is not None:
        return pinned
    added = add_new(
        session,
        Variant,
        person_id=person_id,
        exercise=instance.exercise,
        seed=instance.seed,
        instance=instance.to_dict(),
    )
    if added is not None:
        return instance
    return Instance.from_dict(session.scalars(_pinned(person_id, instance.exercise, instance.seed)).one())


def pinned_for(session: Session, person_id: int, exercise: str, seed: int | None) -> Instance | None:
    """The instance a person was shown, or None when they have not seen this exercise with this seed."""
    document = session.scalars(_pinned(person_id, exercise, seed)).one_or_none()
    return None if document is None else Instance.from_dict(document)


def _pinned(person_id: int, exercise: str, seed: int | None) -> Select[dict[str, Any]]:
    return select(Variant.instance).where(
        Variant.person_id == person_id, Variant.exercise == exercise, Variant.seed == seed
    )
