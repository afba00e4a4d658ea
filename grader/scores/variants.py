"""Pin what a person was shown, so that no later change alters an exercise under their hands."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from grader.exercises import Instance
from grader.scores.tables import Variant


def pin(session: Session, person_id: int, instance: Instance) -> Instance:
    """Store this instance as the one shown, or give back the one pinned before for its exercise and seed.

    Two requests at once pin one and the same.
    """
    pinned = pinned_for(session, person_id, instance.exercise, instance.seed)
    if pinned is None:
        pinned = Variant(
            person_id=person_id,
            exercise=instance.exercise,
            seed=instance.seed,
            instance=instance.to_dict(),
        )
        try:
            with session.begin_nested():
                session.add(pinned)
                session.flush()
        except IntegrityError:
            pinned = pinned_for(session, person_id, instance.exercise, instance.seed)
            if pinned is None:
                raise
    return Instance.from_dict(pinned.instance)


def pinned_for(session: Session, person_id: int, exercise: str, seed: int | None) -> Variant | None:
    """The variant a person was shown, or None when they have not seen it."""
    return session.scalars(
        select(Variant).where(
            Variant.person_id == person_id, Variant.exercise == exercise, Variant.seed == seed
        )
    ).one_or_none()
