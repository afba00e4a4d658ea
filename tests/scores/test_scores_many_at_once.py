"""Many people submit and many workers claim at the same moment, and nobody hears that the database is locked."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from fixtures.databases import add_person, add_submission, verdict
from sqlalchemy import func, select

from grader.scores import Database, markings, people
from grader.scores.tables import Marking, StoredVerdict, Submission

THREADS = 8
SUBMISSIONS = 200


def in_threads(function: Callable[[int], object], calls: int) -> None:
    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(function, range(calls)))


@pytest.mark.slow
def test_eight_threads_submit_two_hundred_answers(database: Database) -> None:
    with database.session() as session:
        add_person(session)

    def submit(number: int) -> None:
        with database.reading() as session:
            kim = people.by_login(session, "kim")
        assert kim is not None
        with database.session() as session:
            add_submission(session, kim, key=str(number))

    in_threads(submit, SUBMISSIONS)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Submission)) == SUBMISSIONS
        assert session.scalar(select(func.count()).select_from(Marking)) == SUBMISSIONS


def test_eight_workers_mark_each_submission_once(database: Database) -> None:
    with database.session() as session:
        kim = add_person(session)
        for number in range(40):
            add_submission(session, kim, key=str(number))
    claimed: list[int] = []

    def work(number: int) -> None:
        while True:
            with database.session() as session:
                claim = markings.claim(session, f"a/{number}/")
            if claim is None:
                return
            claimed.append(claim.submission)
            with database.session() as session:
                markings.record(session, claim, verdict(), exercise_digest="d" * 64)

    in_threads(work, THREADS)
    assert sorted(claimed) == list(range(1, 41))
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(StoredVerdict)) == 40
