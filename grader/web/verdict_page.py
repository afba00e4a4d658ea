"""Render the page of a submission: its verdict, or that it is being marked."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template

from grader.exercises import Answer, Exercise, ExercisesError, Instance
from grader.scores.standing import Score
from grader.scores.tables import Submission
from grader.verdict import Verdict
from grader.web.catalogue_view import Row, all_rows, exercise_url, row_after, steps_around, topic_title
from grader.web.code_view import listing
from grader.web.drawing import ask_order
from grader.web.formulas import Reading, read_text
from grader.web.graph_verdict import rules, verdict_drawing
from grader.web.identity import me
from grader.web.language import lang
from grader.web.question import new_numbers
from grader.web.service import service
from grader.web.verdict_view import (
    PartView,
    headline,
    number_of,
    outcome_state,
    part_views,
    slip_views,
)

REFRESH_SECONDS = 2


@dataclass(frozen=True)
class Given:
    """One typed formula: the part it answers, the text, and how it was read."""

    view: PartView
    text: str
    reading: Reading | None


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
        slips=slips,
        again=new_numbers(exercise) if exercise else "",
        has_variants=bool(exercise and exercise.vary),
        following=row_after(rows, submission.exercise),
        **_around(submission, rows),
        **_answer_part(instance, answer, parts),
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


def _answer_part(instance: Instance, answer: Answer, parts: list[PartView]) -> dict[str, object]:
    """The answer as it was given, with what the verdict says of its pieces."""
    if instance.answered_with_code:
        hits = {line for view in parts if (line := number_of(view.part, "line")) is not None}
        return {"listing": listing(answer.code or "", hits), "filename": answer.filename}
    typed = dict(answer.typed or {})
    if instance.kind == "values":
        return {"drawing": verdict_drawing(instance, typed, parts), "rules": lambda slip: rules(instance, slip)}
    given = []
    for view in parts:
        text = typed.get(view.part.name, "")
        given.append(Given(view, text, read_text(instance, text) if text.strip() else None))
    return {"given": given}


def _exercise(exercise: str) -> Exercise | None:
    """The exercise as it is now, or None where it has gone."""
    try:
        return service().catalogue.get(exercise)
    except ExercisesError:
        return None
