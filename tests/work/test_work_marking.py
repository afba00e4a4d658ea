"""A worker turns a stored submission into a stored verdict, and a failure of the grader into another try."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from fixtures.databases import add_person, verdict
from fixtures.working import CATALOGUE, mark_right, marking_of, points_of, submit, verdicts, worker

from grader.exercises import Answer, Exercise, Instance, make_instance
from grader.marking import Runner, mark
from grader.sandbox import Job, Report, SandboxBroken
from grader.scores import Database, markings, submissions
from grader.verdict import Verdict


class Sandboxes:
    """Counts the sandboxes that were started and closed; running code in one is the marker's business."""

    def __init__(self) -> None:
        self.started = 0
        self.closed = 0

    @contextmanager
    def __call__(self) -> Iterator[Runner]:
        self.started += 1
        yield self
        self.closed += 1

    def run(self, job: Job, meanwhile: object = None) -> Report:
        raise AssertionError("no marker here runs code")


def test_a_submission_is_marked_with_what_was_pinned_and_handed_in(database: Database) -> None:
    shown = replace(make_instance(CATALOGUE.get("graph/linear"), None), inputs={"W": 9.0, "x": 5.0, "b": 3.0})
    answer = Answer.of_typed({"value.g": "45"})
    with database.session() as session:
        number = submissions.submit(session, add_person(session).id, shown, answer, key="k").id
    seen: list[object] = []

    def mark(exercise: Exercise, *rest: object, secret: bytes) -> Verdict:
        seen.extend([exercise.id, *rest, secret])
        return verdict(1.5)

    marker = worker(database, mark)
    assert marker.work_once()
    assert not marker.work_once()
    assert seen == ["graph/linear", shown, answer, None, b"secret"]
    assert points_of(database, number) == 1.5
    marking = marking_of(database, number)
    assert (marking.state, marking.note) == ("done", None)
    assert marking.exercise_digest == CATALOGUE.get("graph/linear").digest


def test_an_exercise_that_was_changed_marks_what_was_pinned_and_says_so(database: Database) -> None:
    shown = replace(make_instance(CATALOGUE.get("graph/linear"), None), digest="of an older form")
    with database.session() as session:
        number = submissions.submit(session, add_person(session).id, shown, Answer.of_typed({}), key="k").id

    def mark(exercise: Exercise, instance: Instance, *rest: object, secret: bytes) -> Verdict:
        assert instance == shown
        return verdict()

    worker(database, mark).work_once()
    marking = marking_of(database, number)
    assert (marking.state, marking.note) == ("done", "exercise_changed")
    assert marking.exercise_digest == CATALOGUE.get("graph/linear").digest


def test_an_exercise_that_is_gone_is_a_visible_failure_and_stops_nobody_else(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    shown = replace(make_instance(CATALOGUE.get("graph/linear"), None), exercise="graph/gone")
    with database.session() as session:
        gone = submissions.submit(session, add_person(session).id, shown, Answer.of_typed({}), key="k").id
    other = submit(database)
    marker = worker(database)
    with caplog.at_level(logging.ERROR):
        assert marker.work_once()
        assert marker.work_once()
    assert points_of(database, other) == 2.0
    assert points_of(database, gone) is None
    marking = marking_of(database, gone)
    assert marking.state == "waiting"
    assert "graph/gone" in str(marking.last_error)
    assert f"submission {gone} could not be marked" in caplog.text


@pytest.mark.parametrize(
    ("exercise", "answer"),
    [("graph/linear", {"value.q": "1"}), ("graph/linear", None), ("backprop/linear", {"W": "1"})],
)
def test_an_answer_that_does_not_fit_its_exercise_is_tried_once_and_then_shown_to_the_operator(
    database: Database, exercise: str, answer: dict[str, str] | None
) -> None:
    given = Answer.of_code("x = 1") if answer is None else Answer.of_typed(answer)
    with database.session() as session:
        shown = make_instance(CATALOGUE.get(exercise), None)
        number = submissions.submit(session, add_person(session).id, shown, given, key="k").id
    marker = worker(database, mark, make_sandbox=Sandboxes())
    assert marker.work_once()
    marking = marking_of(database, number)
    assert (marking.state, marking.due_at) == ("failed", markings.NEVER)
    assert exercise in str(marking.last_error)
    assert not marker.work_once()


def test_what_was_pinned_of_another_kind_of_question_is_not_tried_again_and_again(database: Database) -> None:
    shown = replace(make_instance(CATALOGUE.get("graph/linear"), None), kind="formula")
    with database.session() as session:
        number = submissions.submit(session, add_person(session).id, shown, Answer.of_typed({}), key="k").id
    assert worker(database, mark).work_once()
    assert "was a question of kind formula" in str(marking_of(database, number).last_error)


def test_when_the_grader_fails_there_is_no_verdict_and_the_submission_is_marked_later(
    database: Database,
) -> None:
    number = submit(database)
    outcomes: list[Exception | Verdict] = [RuntimeError("a bug"), RecursionError(), verdict(2.0)]

    def mark(*given: object, secret: bytes) -> Verdict:
        outcome = outcomes.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    marker = worker(database, mark)
    for error in ("RuntimeError: a bug", "RecursionError: "):
        assert marker.work_once()
        marking = marking_of(database, number)
        assert (marking.state, marking.last_error) == ("waiting", error)
        assert points_of(database, number) is None
        assert not marker.work_once()  # it waits for its next try
        with database.session() as session:
            markings.retry(session, marking.id)
    assert marker.work_once()
    assert points_of(database, number) == 2.0


def test_a_verdict_that_cannot_be_stored_is_a_failure_of_the_grader(database: Database) -> None:
    number = submit(database)

    def mark(*given: object, secret: bytes) -> Verdict:
        return replace(verdict(), parts=(), printed=object())  # type: ignore[arg-type]  # that is the bug

    worker(database, mark).work_once()
    marking = marking_of(database, number)
    assert marking.state == "waiting"
    assert "not JSON serializable" in str(marking.last_error)


def test_a_sandbox_is_started_for_the_first_code_only_and_closed_in_the_end(database: Database) -> None:
    sandboxes = Sandboxes()
    marker = worker(database, make_sandbox=sandboxes)
    with marker:
        submit(database, "graph/linear", "a")
        marker.work_once()
        assert sandboxes.started == 0
        for key in ("b", "c"):
            submit(database, "sigmoid/derivative", key)
            marker.work_once()
        assert (sandboxes.started, sandboxes.closed) == (1, 0)
    assert sandboxes.closed == 1


def test_a_broken_sandbox_is_replaced_and_its_submission_marked_again(database: Database) -> None:
    number = submit(database, "sigmoid/derivative")
    sandboxes = Sandboxes()
    broken = [True]

    def mark(*given: Any, secret: bytes) -> Verdict:
        if broken.pop():
            raise SandboxBroken("the warm process died", "")
        return verdict()

    with worker(database, mark, make_sandbox=sandboxes) as marker:
        marker.work_once()
        assert (sandboxes.started, sandboxes.closed) == (1, 1)
        marking = marking_of(database, number)
        assert "the warm process died" in str(marking.last_error)
        with database.session() as session:
            markings.retry(session, marking.id)
        broken.append(False)
        marker.work_once()
        assert points_of(database, number) == 2.0
        assert sandboxes.started == 2


def test_without_a_sandbox_typed_answers_are_marked_and_code_waits(database: Database) -> None:
    @contextmanager
    def no_sandbox() -> Iterator[Runner]:
        raise SandboxBroken("Landlock is missing", "see `grader doctor`")
        yield

    code, typed = submit(database, "sigmoid/derivative", "a"), submit(database, "graph/linear", "b")
    marker = worker(database, make_sandbox=no_sandbox)
    assert marker.work_once()
    assert marker.work_once()
    assert points_of(database, typed) == 2.0
    assert points_of(database, code) is None
    assert "Landlock is missing" in str(marking_of(database, code).last_error)


def test_of_two_workers_that_marked_the_same_the_one_with_the_lease_records(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    number = submit(database)

    def mark_slowly(*given: Any, secret: bytes) -> Verdict:
        # While this one marks, its lease runs out and another one marks the same.
        with database.session() as session:
            markings.release(session, "slow/1/")
        assert worker(database, mark_right, name="quick/1/").work_once()
        return verdict(0.0)

    with caplog.at_level(logging.WARNING):
        worker(database, mark_slowly, name="slow/1/").work_once()
    assert "taken over by another worker" in caplog.text
    assert points_of(database, number) == 2.0
    with database.reading() as session:
        assert len(verdicts(session)) == 1


def test_of_two_workers_that_failed_on_the_same_only_the_one_with_the_lease_says_so(database: Database) -> None:
    number = submit(database)

    def fail_slowly(*given: Any, secret: bytes) -> Verdict:
        with database.session() as session:
            markings.release(session, "slow/1/")
        assert worker(database, mark_right, name="quick/1/").work_once()
        raise RuntimeError("too late")

    worker(database, fail_slowly, name="slow/1/").work_once()
    marking = marking_of(database, number)
    assert marking.state == "done"
    assert "too late" not in str(marking.last_error)
