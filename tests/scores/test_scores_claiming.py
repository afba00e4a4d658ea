"""A marking is leased to one worker at a time, comes back when the worker does not, and is never lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from fixtures.databases import add_person, add_submission, verdict
from sqlalchemy import func, select

from grader.scores import Database, LostLeaseError, markings
from grader.scores.columns import utc_now
from grader.scores.tables import Marking, StoredVerdict

LEASE = timedelta(seconds=10)


@pytest.fixture
def submission(database: Database) -> int:
    with database.session() as session:
        return add_submission(session, add_person(session)).id


def test_a_claimed_marking_is_not_claimed_again_while_the_lease_lasts(database: Database, submission: int) -> None:
    now = utc_now()
    with database.session() as session:
        claim = markings.claim(session, "a/1/", lease=LEASE, now=now)
        assert claim is not None
        assert claim.submission == submission
        assert markings.claim(session, "b/1/", lease=LEASE, now=now + LEASE / 2) is None
        assert markings.holders(session) == ["a/1/"]


def test_two_workers_that_claim_at_once_get_different_markings(database: Database) -> None:
    with database.session() as session:
        kim = add_person(session)
        for key in ("a", "b"):
            add_submission(session, kim, key)
    with database.session() as session:
        first = markings.claim(session, "a/1/")
        if session.get_bind().dialect.name == "postgresql":  # SQLite lets one transaction write at a time
            with database.session() as other:
                second = markings.claim(other, "b/1/")
    if session.get_bind().dialect.name == "sqlite":
        with database.session() as session:
            second = markings.claim(session, "b/1/")
    assert first is not None
    assert second is not None
    assert first.submission != second.submission


def test_an_expired_lease_is_claimed_by_another_and_the_late_verdict_is_refused(
    database: Database, submission: int
) -> None:
    now = utc_now()
    with database.session() as session:
        late = markings.claim(session, "a/1/", lease=LEASE, now=now)
        taken = markings.claim(session, "b/1/", lease=LEASE, now=now + LEASE)
    assert late is not None
    assert taken is not None
    assert taken.tries == 2
    with database.session() as session:
        with pytest.raises(LostLeaseError):
            markings.record(session, late, verdict(0.0), exercise_digest="d" * 64)
        with pytest.raises(LostLeaseError):
            markings.fail(session, late, "too late to say so")
    with database.session() as session:
        markings.record(session, taken, verdict(2.0), exercise_digest="d" * 64)
        with pytest.raises(LostLeaseError):
            markings.record(session, late, verdict(0.0), exercise_digest="d" * 64)
        assert [stored.points for stored in session.scalars(select(StoredVerdict))] == [2.0]


def test_a_late_verdict_counts_while_nobody_else_has_taken_over(database: Database, submission: int) -> None:
    now = utc_now()
    with database.session() as session:
        claim = markings.claim(session, "a/1/", lease=LEASE, now=now)
        assert claim is not None
        markings.record(session, claim, verdict(), exercise_digest="d" * 64)
        assert markings.claim(session, "b/1/", now=now + 3 * LEASE) is None


def test_a_verdict_and_the_end_of_its_marking_are_stored_together(database: Database, submission: int) -> None:
    with database.session() as session:
        claim = markings.claim(session, "a/1/")
        assert claim is not None
        markings.record(session, claim, verdict(1.5), exercise_digest="e" * 64, note="exercise_changed")
    with database.reading() as session:
        marking = session.get_one(Marking, claim.marking_id)
        stored = session.get_one(StoredVerdict, claim.marking_id)
        assert (marking.state, marking.note, marking.exercise_digest) == (
            "done",
            "exercise_changed",
            "e" * 64,
        )
        assert (stored.points, stored.max_points, stored.outcome) == (1.5, 2.0, "correct")


def test_a_failed_try_waits_twice_as_long_each_time_and_is_shown_after_five(
    database: Database, submission: int
) -> None:
    now = utc_now()
    states, waits = [], []
    with database.session() as session:
        for _ in range(7):
            claim = markings.claim(session, "a/1/", now=now)
            assert claim is not None
            marking = markings.fail(session, claim, "the sandbox is broken\0\ud800", now=now)
            states.append(marking.state)
            waits.append((marking.due_at - now).total_seconds())
            assert markings.claim(session, "a/1/", now=marking.due_at - timedelta(milliseconds=1)) is None
            now = marking.due_at
        assert waits == [1, 2, 4, 8, 16, 32, 64]
        assert states == ["waiting"] * 4 + ["failed"] * 3
        assert [marking.last_error for marking in markings.failed(session)] == ["the sandbox is broken\ufffd?"]
        assert markings.backoff(1000) == timedelta(hours=1)


def test_a_submission_that_kills_its_workers_is_shown_as_failed(database: Database, submission: int) -> None:
    now = utc_now()
    with database.session() as session:
        for tries in range(1, markings.MAX_TRIES + 1):
            claim = markings.claim(session, "a/1/", lease=LEASE, now=now)
            assert claim is not None
            assert claim.tries == tries
            now += LEASE
        assert markings.claim(session, "a/1/", lease=LEASE, now=now) is None
        (failed,) = markings.failed(session)
        assert "lease ran out" in str(failed.last_error)


def test_a_failed_marking_can_be_retried_and_then_marked(database: Database, submission: int) -> None:
    now = utc_now()
    with database.session() as session:
        for _ in range(markings.MAX_TRIES):
            claim = markings.claim(session, "a/1/", now=now)
            assert claim is not None
            now = markings.fail(session, claim, "broken", now=now).due_at
        (failed,) = markings.failed(session)
        assert markings.retry(session, failed.id)
        claim = markings.claim(session, "a/1/")
        assert claim is not None
        assert claim.tries == 1
        assert not markings.retry(session, claim.marking_id)
        markings.record(session, claim, verdict(), exercise_digest="d" * 64)
        assert not markings.retry(session, claim.marking_id)
        assert markings.failed(session) == []


def test_what_can_never_be_marked_is_failed_at_once_and_due_only_when_asked_for(
    database: Database, submission: int
) -> None:
    now = utc_now()
    with database.session() as session:
        claim = markings.claim(session, "a/1/", now=now)
        assert claim is not None
        markings.fail(session, claim, "no such answer", for_good=True, now=now)
        assert [marking.state for marking in markings.failed(session)] == ["failed"]
        assert markings.claim(session, "a/1/", now=now + timedelta(days=3650)) is None
        assert markings.retry(session, claim.marking_id)
        assert markings.claim(session, "a/1/") is not None


def test_what_a_dead_worker_held_is_released_and_nothing_of_others(database: Database) -> None:
    with database.session() as session:
        kim = add_person(session)
        for key in ("a", "b"):
            add_submission(session, kim, key)
        dead, living = markings.claim(session, "host_a/1/"), markings.claim(session, "host_a/12/")
        assert dead is not None
        assert living is not None
        assert markings.release(session, "host_a/1/") == 1
        assert markings.release(session, "hostXa/") == 0
        again = markings.claim(session, "b/1/")
        assert again is not None
        assert again.submission == dead.submission
        with pytest.raises(LostLeaseError):
            markings.record(session, dead, verdict(), exercise_digest="d" * 64)
        markings.record(session, living, verdict(), exercise_digest="d" * 64)


def test_new_submissions_go_before_regrades(database: Database) -> None:
    with database.session() as session:
        kim = add_person(session)
        old = add_submission(session, kim, "a")
        claim = markings.claim(session, "a/1/")
        assert claim is not None
        markings.record(session, claim, verdict(), exercise_digest="d" * 64)
        markings.ask(session, old, reason="regrade")
        new = add_submission(session, kim, "b")
        order = [markings.claim(session, "a/1/"), markings.claim(session, "a/1/")]
        assert [each and each.submission for each in order] == [new.id, old.id]


def test_a_marking_has_one_verdict_at_most(database: Database, submission: int) -> None:
    with database.session() as session:
        claim = markings.claim(session, "a/1/")
        assert claim is not None
        markings.record(session, claim, verdict(), exercise_digest="d" * 64)
        with pytest.raises(LostLeaseError):
            markings.record(session, claim, verdict(0.0), exercise_digest="d" * 64)
        assert session.scalar(select(func.count()).select_from(StoredVerdict)) == 1
