"""Show one's own scores: the best of each exercise, and every attempt."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from grader.scores import standing
from grader.web.catalogue_view import rows_with
from grader.web.identity import me
from grader.web.language import lang
from grader.web.service import service
from grader.web.verdict_view import outcome_state

blueprint = Blueprint("scores", __name__)


@blueprint.get("/scores")
def index() -> ResponseReturnValue:
    """The best attempt of each exercise counts; all of them are listed, the newest first."""
    person = me()
    if person is None:
        return redirect(url_for("accounts.sign_in", next=request.path), code=303)
    with service().database.reading() as session:
        scores = standing.scores_of(session, person.number)
    rows = rows_with(standing.best_of(scores))
    kinds = {row.exercise.id: row.exercise.kind for row in rows}
    return render_template(
        "scores.html",
        all=scores,
        rows=rows,
        points=sum(row.best.points for row in rows if row.best and row.best.points),
        max_points=sum(row.exercise.points for row in rows),
        titles={row.exercise.id: row.exercise.titles[lang()] for row in rows},
        states={score.submission: outcome_state(score.outcome, kinds.get(score.exercise, "")) for score in scores},
    )
