"""The score in force: the newest finished marking, an override before it, the best submission."""

from __future__ import annotations

import math

from fixtures.databases import add_person, add_submission, instance, verdict
from sqlalchemy.orm import Session

from grader.exercises import Answer
from grader.scores import Database, markings, standing, submissions
from grader.scores.tables import Person
from grader.verdict import Evidence, Finding, Part, Verdict


def mark_next(session: Session, points: float) -> None:
    claim = markings.claim(session, "a/1/")
    assert claim is not None
    markings.record(session, claim, verdict(points), exercise_digest="d" * 64)


def submit_and_mark(session: Session, person: Person, key: str, points: float) -> int:
    number = add_submission(session, person, key).id
    mark_next(session, points)
    return number


def test_an_unmarked_submission_has_no_points_yet(database: Database) -> None:
    with database.session() as session:
        number = add_submission(session, add_person(session)).id
        score = standing.score_of(session, number)
        assert score is not None
        assert (score.points, score.max_points, score.outcome, score.overridden) == (None, None, None, False)
        assert standing.verdict_in_force(session, number) is None
        assert standing.score_of(session, number + 1) is None


def test_a_regrade_counts_from_the_moment_it_is_finished(database: Database) -> None:
    with database.session() as session:
        number = submit_and_mark(session, add_person(session), "a", 1.0)
        regraded = submissions.submission_of(session, 1, number)
        assert regraded is not None
        markings.ask(session, regraded, reason="regrade")
        score = standing.score_of(session, number)
        assert score is not None
        assert score.points == 1.0
        mark_next(session, 2.0)
        score = standing.score_of(session, number)
        assert score is not None
        assert score.points == 2.0
        assert standing.verdict_in_force(session, number) == verdict(2.0)


def test_a_regrade_that_is_finished_late_does_not_displace_a_newer_one(database: Database) -> None:
    with database.session() as session:
        submission = add_submission(session, add_person(session))
        first = markings.claim(session, "a/1/")
        markings.ask(session, submission, reason="regrade")
        second = markings.claim(session, "b/1/")
        assert first is not None
        assert second is not None
        markings.record(session, second, verdict(2.0), exercise_digest="d" * 64)
        markings.record(session, first, verdict(0.5), exercise_digest="d" * 64)
        score = standing.score_of(session, submission.id)
        assert score is not None
        assert score.points == 2.0


def test_the_newest_override_counts_and_the_verdict_stays(database: Database) -> None:
    with database.session() as session:
        kim, teacher = add_person(session, "kim"), add_person(session, "teacher")
        number = submit_and_mark(session, kim, "a", 1.0)
        for points in (1.5, 1.75):
            standing.override(
                session, number, points=points, max_points=2.0, reason="a fair idea", by_person_id=teacher.id
            )
        score = standing.score_of(session, number)
        assert score is not None
        assert (score.points, score.max_points, score.outcome, score.overridden) == (
            1.75,
            2.0,
            "correct",
            True,
        )
        assert standing.verdict_in_force(session, number) == verdict(1.0)


def test_an_override_counts_for_a_submission_that_could_not_be_marked(database: Database) -> None:
    with database.session() as session:
        kim = add_person(session)
        number = add_submission(session, kim).id
        standing.override(session, number, points=2.0, max_points=2.0, reason="right", by_person_id=kim.id)
        score = standing.score_of(session, number)
        assert score is not None
        assert (score.points, score.outcome) == (2.0, None)


def test_the_best_submission_of_each_exercise_counts_and_the_earliest_of_equals(database: Database) -> None:
    with database.session() as session:
        kim, lee = add_person(session, "kim"), add_person(session, "lee")
        numbers = [submit_and_mark(session, kim, str(points), points) for points in (0.0, 2.0, 1.0)]
        submit_and_mark(session, kim, "2.0 again", 2.0)
        submit_and_mark(session, lee, "a", 2.0)
        add_submission(session, kim, "not marked yet")
        scores = standing.scores_of(session, kim.id)
        assert [score.points for score in scores] == [None, 2.0, 1.0, 2.0, 0.0]
        best = standing.best_of(scores)
        assert {exercise: score.submission for exercise, score in best.items()} == {"graph/linear": numbers[1]}


def test_a_wrong_answer_counts_before_one_that_is_not_marked(database: Database) -> None:
    with database.session() as session:
        kim = add_person(session)
        wrong = submit_and_mark(session, kim, "a", 0.0)
        add_submission(session, kim, "b")
        assert standing.best_of(standing.scores_of(session, kim.id))["graph/linear"].submission == wrong


def test_numbers_that_are_not_finite_are_kept_as_a_verdict_writes_them(database: Database) -> None:
    evidence = Evidence(inputs={"x": math.inf}, got=[math.nan, -math.inf, 1e-300], expected=0.1 + 0.2)
    part = Part("dy_dx", "incorrect", 0.0, 1.0, Finding("not_finite", node="g\0", evidence=evidence))
    given = Verdict("chain/power", "d", "0.1.0", 7, "incorrect", 0.0, 1.0, (part,), printed="\ud800 \0 한글")
    with database.session() as session:
        number = submissions.submit(session, add_person(session).id, instance(), Answer.of_code(""), key="k").id
        claim = markings.claim(session, "a/1/")
        assert claim is not None
        markings.record(session, claim, given, exercise_digest="d" * 64)
    with database.reading() as session:
        stored = standing.verdict_in_force(session, number)
    assert stored is not None
    finding = stored.parts[0].finding
    assert finding is not None
    assert finding.evidence == Evidence({"x": "inf"}, ["nan", "-inf", 1e-300], 0.1 + 0.2)
    assert finding.node == "g\0"
    assert stored.printed == "\ud800 \0 한글"
