"""The first page, which needs no account, and the health check."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from grader.scores import check_current
from grader.web.catalogue_view import progress
from grader.web.drawing import sample, sample_in_little
from grader.web.identity import me
from grader.web.service import service

blueprint = Blueprint("site", __name__)


@blueprint.get("/")
def home() -> str:
    """What this is, with a drawn graph; for who is signed in, where to go on."""
    person = me()
    drawing, little = (None, sample_in_little()) if person else (sample(), None)
    return render_template("home.html", progress=progress(person), drawing=drawing, little=little)


@blueprint.get("/healthz")
def healthz() -> ResponseReturnValue:
    """200 while the database answers and has this version's tables. A storage error becomes 503 like everywhere."""
    check_current(service().database)
    return "ok\n", 200, {"Content-Type": "text/plain; charset=utf-8"}
