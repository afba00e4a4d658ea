"""Render the page of a submission: its verdict, or that it is being marked."""

from __future__ import annotations

from flask import render_template

from grader.exercises import Answer, Exercise, ExercisesError, Instance
from grader.messages import verdict_notes
from grader.scores.standing import Score
from grader.scores.tables import Submission
from grader.verdict import Verdict
from grader.web.catalogue_view import Row, all_rows, exercise_url, row_after, steps_around, topic_title
from grader.web.drawing import ask_order
from grader.web.identity import me
from grader.web.kinds import PAGES, Answered
from grader.web.language import lang
from grader.web.question import new_numbers
from grader.web.service import service
from grader.web.verdict_view import (
    headline,
    note_views,
    outcome_state,
    part_views,
    slip_views,
)

REFRESH_SECONDS = 2


def marking_page(submission: Submission, state: str) -> str:
    """The page of a submission without a verdict: it asks again by itself, and says so where the grader failed."""
    rows = all_rows(me())
    return render_template(
        "marking.html",
        failed=state == "failed",
        refresh=REFRESH_SECONDS,
        following=row_after(rows, submission.exercise),
        **_around(submission, rows),
    )


def verdict_page(submission: Submission, score: Score, verdict: Verdict) -> str:
    """The page of a marked submission."""
    rows = all_rows(me())
    instance, answer = Instance.from_dict(submission.instance), Answer.from_dict(submission.answer)
    parts = part_views(verdict, instance)
    if instance.kind == "values":
        order = {ask.name: index for index, ask in enumerate(ask_order(instance))}
        parts.sort(key=lambda view: order.get(view.part.name, len(order)))
    slips = slip_views(parts, instance.kind)
    exercise = _exercise(submission.exercise)
    return render_template(
        "verdict.html",
        submission=submission,
        score=score,
        verdict=verdict,
        instance=instance,
        state=outcome_state(verdict.outcome, instance.kind),
        headline=headline(verdict, instance.kind, slips),
        parts=parts,
        remarks=verdict_notes(verdict, lang()),
        slips=slips,
        notes=note_views(parts),
        again=new_numbers(exercise) if exercise else "",
        has_variants=bool(exercise and exercise.vary),
        following=row_after(rows, submission.exercise),
        page=PAGES[instance.kind],
        **_around(submission, rows),
        **PAGES[instance.kind].verdict(Answered(exercise, instance, answer, parts)),
    )


def _around(submission: Submission, rows: list[Row]) -> dict[str, object]:
    """What stands around both pages: title, topic, and the row of exercises."""
    exercise = _exercise(submission.exercise)
    return {
        "exercise_id": submission.exercise,
        "title": exercise.titles[lang()] if exercise else submission.exercise,
        "topic": topic_title(submission.exercise.partition("/")[0]),
        "question_url": exercise_url(submission.exercise, submission.seed, submission.id) if exercise else "",
        "steps": steps_around(rows, submission.exercise) if exercise else [],
        "submission_number": submission.id,
    }


def _exercise(exercise: str) -> Exercise | None:
    """The exercise as it is now, or None where it has gone."""
    try:
        return service().catalogue.get(exercise)
    except ExercisesError:
        return None
