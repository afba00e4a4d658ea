"""Hand markings out to workers by lease, so that each gets exactly one verdict whatever crashes.

    waiting ──claim──▶ claimed ──record──▶ done
       ▲                  │ fail, or the lease runs out
       └──── backoff ─────┤
                          └── after MAX_TRIES ──▶ failed ──claim──▶ claimed …  (still tried, ever more seldom;
                              what can never be marked is failed at once, and tried only when somebody asks)

A claim counts as a try from its first moment, so a submission that kills its worker cannot do so for ever. A
verdict is taken only under the token of the lease in force, checked in the transaction that stores it.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Update, select, update
from sqlalchemy.orm import Session

from grader.scores.columns import document_digest, storable, utc_now
from grader.scores.errors import LostLeaseError
from grader.scores.tables import Marking, Reason, StoredVerdict, Submission
from grader.verdict import Verdict

LEASE = timedelta(seconds=120)
MAX_TRIES = 5
LONGEST_WAIT = timedelta(hours=1)
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
LONGEST_ERROR = 4000
PRIORITY: Mapping[Reason, int] = {"submitted": 0, "regrade": 10}


@dataclass(frozen=True)
class Claim:
    """What a worker needs to mark one submission, and the token that lets it record the verdict."""

    marking_id: int
    lease_token: str
    submission: int
    exercise: str
    instance: Mapping[str, Any]
    answer: Mapping[str, Any]
    tries: int


def ask(session: Session, submission: Submission, *, reason: Reason, now: datetime | None = None) -> Marking:
    """Ask for a submission to be marked, again if it was before: earlier markings and verdicts stay."""
    now = now or utc_now()
    marking = Marking(
        submission_id=submission.id,
        reason=reason,
        priority=PRIORITY[reason],
        instance_digest=document_digest(submission.instance),
        state="waiting",
        due_at=now,
        created_at=now,
    )
    session.add(marking)
    session.flush()
    return marking


def claim(session: Session, worker: str, *, lease: timedelta = LEASE, now: datetime | None = None) -> Claim | None:
    """Lease the next marking that is due to `worker`, or None when none is. Several may claim at once."""
    now = now or utc_now()
    while (marking := _next_due(session, now)) is not None:
        if marking.state == "claimed":
            marking.last_error = f"its lease ran out: the worker {marking.claimed_by} died, or took too long"
            if marking.tries >= MAX_TRIES:
                _put_off(marking, now)
                session.flush()
                continue
        return _lease(session, marking, worker, now + lease)
    return None


def _next_due(session: Session, now: datetime) -> Marking | None:
    # Other workers skip the row that this transaction has locked (on SQLite the whole database is).
    return session.scalars(
        select(Marking)
        .where(Marking.state != "done", Marking.due_at <= now)
        .order_by(Marking.priority, Marking.due_at, Marking.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()


def _lease(session: Session, marking: Marking, worker: str, until: datetime) -> Claim:
    token = secrets.token_hex(16)
    marking.state = "claimed"
    marking.due_at = until
    marking.lease_token = token
    marking.claimed_by = worker
    marking.tries += 1
    submission = session.get_one(Submission, marking.submission_id)
    session.flush()
    return Claim(
        marking_id=marking.id,
        lease_token=token,
        submission=submission.id,
        exercise=submission.exercise,
        instance=submission.instance,
        answer=submission.answer,
        tries=marking.tries,
    )


def record(
    session: Session,
    claim: Claim,
    verdict: Verdict,
    *,
    exercise_digest: str,
    note: str | None = None,
) -> None:
    """Store the verdict of a claimed marking and finish it, both or neither.

    `exercise_digest` is that of the exercise that marked it; the instance keeps the one it was made from.
    Raises LostLeaseError when the marking was taken over meanwhile: nothing is stored, the other's verdict
    counts.
    """
    _under_lease(
        session,
        claim,
        update(Marking).values(
            state="done",
            lease_token=None,
            exercise_digest=exercise_digest,
            grader_version=verdict.grader_version,
            note=note,
        ),
    )
    session.add(
        StoredVerdict(
            marking_id=claim.marking_id,
            outcome=verdict.outcome,
            points=verdict.points,
            max_points=verdict.max_points,
            document=verdict.to_dict(),
        )
    )
    session.flush()


def fail(session: Session, claim: Claim, error: str, *, for_good: bool = False, now: datetime | None = None) -> Marking:
    """Say that the grader itself failed on a claimed marking: it stays unmarked and is due again later.

    The wait doubles with every try; after MAX_TRIES its state is `failed`. Where no other try can come to
    anything (`for_good`), that is its state at once, and only `retry` makes it due. Raises LostLeaseError as
    `record` does.
    """
    _under_lease(session, claim, update(Marking).values(last_error=storable(error, LONGEST_ERROR)))
    marking = session.get_one(Marking, claim.marking_id)
    _put_off(marking, now or utc_now())
    if for_good:
        marking.state, marking.due_at = "failed", NEVER
    session.flush()
    return marking


def _under_lease(session: Session, claim: Claim, change: Update) -> None:
    changed = session.execute(
        change.where(
            Marking.id == claim.marking_id,
            Marking.lease_token == claim.lease_token,
            Marking.state == "claimed",
        ).returning(Marking.id)
    )
    if changed.first() is None:
        raise LostLeaseError(f"marking {claim.marking_id} was taken over by another worker")


def _put_off(marking: Marking, now: datetime) -> None:
    marking.state = "failed" if marking.tries >= MAX_TRIES else "waiting"
    marking.lease_token = None
    marking.due_at = now + backoff(marking.tries)


def backoff(tries: int) -> timedelta:
    """How long a marking waits after so many failed tries: 1, 2, 4 … seconds, at most an hour."""
    return min(timedelta(seconds=2 ** min(tries - 1, 20)), LONGEST_WAIT)


def release(session: Session, worker: str, *, now: datetime | None = None) -> int:
    """End the leases of workers that are known to be dead, so that nobody waits for them to run out.

    `worker` is a name, or the beginning of several. Should one live after all, its verdict is refused.
    Returns how many leases ended.
    """
    now = now or utc_now()
    held = session.scalars(
        select(Marking).where(Marking.state == "claimed", Marking.claimed_by.startswith(worker, autoescape=True))
    ).all()
    for marking in held:
        marking.last_error = f"the worker {marking.claimed_by} died"
        _put_off(marking, now)
        if marking.tries == 1:
            # The first time it was hardly this submission's doing.
            marking.due_at = now
    session.flush()
    return len(held)


def holders(session: Session) -> Sequence[str]:
    """The names of the workers that hold a lease."""
    claimed = select(Marking.claimed_by).where(Marking.state == "claimed", Marking.claimed_by.is_not(None))
    return [name for name in session.scalars(claimed.distinct()) if name is not None]


def retry(session: Session, marking_id: int, *, now: datetime | None = None) -> bool:
    """Let a marking that waits after failures be tried now; False when it is done, claimed or not there."""
    retried = session.execute(
        update(Marking)
        .where(Marking.id == marking_id, Marking.state.in_(("waiting", "failed")))
        .values(state="waiting", due_at=now or utc_now(), tries=0)
        .returning(Marking.id)
    )
    return retried.first() is not None


def failed(session: Session) -> Sequence[Marking]:
    """The markings that the grader has failed on for good, or MAX_TRIES times or more, the oldest first."""
    return session.scalars(select(Marking).where(Marking.state == "failed").order_by(Marking.id)).all()


def newest(session: Session, submission_id: int) -> Marking | None:
    """The marking asked for last, to tell a student how far it has come."""
    return session.scalars(
        select(Marking).where(Marking.submission_id == submission_id).order_by(Marking.id.desc()).limit(1)
    ).first()
