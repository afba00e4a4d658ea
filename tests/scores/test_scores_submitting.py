"""An answer is stored whole, once, with what it answers, and found again by its owner only."""

from __future__ import annotations

import pytest
from fixtures.databases import ANSWER, add_person, add_submission, instance
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError, StatementError

from grader.exercises import Answer, Instance
from grader.scores import Database, markings, submissions
from grader.scores.tables import Marking, Submission


def test_a_submission_keeps_its_answer_and_its_whole_instance(database: Database) -> None:
    hostile = Answer.of_code("print('\0')\n# \ud800 \u202e " + "x" * 100_000)
    with database.session() as session:
        number = submissions.submit(session, add_person(session).id, instance(7), hostile, key="k").id
    with database.reading() as session:
        stored = session.get_one(Submission, number)
        assert Answer.from_dict(stored.answer) == hostile
        assert Instance.from_dict(stored.instance) == instance(7)
        assert list(stored.instance["inputs"]) == ["W", "x", "b"]
        assert (stored.exercise, stored.seed) == ("graph/linear", 7)


def test_a_submission_is_waiting_to_be_marked_from_the_moment_it_is_stored(database: Database) -> None:
    with database.session() as session:
        number = add_submission(session, add_person(session)).id
    with database.reading() as session:
        marking = markings.newest(session, number)
        assert marking is not None
        assert (marking.state, marking.reason, marking.tries) == ("waiting", "submitted", 0)


def test_the_same_form_sent_twice_stores_once(database: Database) -> None:
    keys = ["form-1", "", "\0", "\ud800", "k" * 100_000]
    with database.session() as session:
        kim = add_person(session)
        numbers = [add_submission(session, kim, key).id for key in keys]
    with database.session() as session:
        again = [submissions.submit(session, kim.id, instance(), Answer.of_typed({}), key=key) for key in keys]
        assert [each.id for each in again] == numbers
        assert again[0].answer == ANSWER.to_dict()
        assert session.scalar(select(func.count()).select_from(Marking)) == len(keys)


def test_two_people_may_send_the_same_key(database: Database) -> None:
    with database.session() as session:
        kim, lee = add_person(session, "kim"), add_person(session, "lee")
        assert add_submission(session, kim).id != add_submission(session, lee).id


def test_nobody_submits_for_a_person_who_does_not_exist(database: Database) -> None:
    with database.session() as session, pytest.raises(IntegrityError):
        submissions.submit(session, 99, instance(), ANSWER, key="k")


def test_a_submission_is_given_to_its_owner_only(database: Database) -> None:
    with database.session() as session:
        kim, lee = add_person(session, "kim"), add_person(session, "lee")
        number = add_submission(session, kim).id
        found = submissions.submission_of(session, kim.id, number)
        assert found is not None
        assert found.id == number
        assert submissions.submission_of(session, lee.id, number) is None


def test_any_number_may_be_looked_up_as_a_submission(database: Database) -> None:
    with database.session() as session:
        kim = add_person(session)
        add_submission(session, kim)
        for number in (0, -1, 99, 2**63, 10**30):
            assert submissions.submission_of(session, kim.id, number) is None


def test_the_submissions_to_an_exercise_come_newest_first(database: Database) -> None:
    with database.session() as session:
        kim, lee = add_person(session, "kim"), add_person(session, "lee")
        numbers = [add_submission(session, kim, key).id for key in ("a", "b", "c")]
        add_submission(session, lee)
        found = submissions.submissions_to(session, kim.id, "graph/linear")
        assert [submission.id for submission in found] == numbers[::-1]
        assert submissions.submissions_to(session, kim.id, "graph/deep") == []


def test_seeds_at_both_ends_are_kept(database: Database) -> None:
    with database.session() as session:
        kim = add_person(session)
        for seed in (0, 2**63 - 1):
            stored = submissions.submit(session, kim.id, instance(seed), ANSWER, key=str(seed))
            session.expire(stored)
            assert stored.seed == seed


def test_a_seed_out_of_range_is_refused(database: Database) -> None:
    with database.session() as session:
        kim = add_person(session)
        for seed in (-1, 2**63):
            with pytest.raises(StatementError, match="a seed is a whole number"):
                submissions.submit(session, kim.id, instance(seed), ANSWER, key="k")
