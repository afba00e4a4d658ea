"""The first page, which needs no account, and the health check."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from grader.scores import check_current
from grader.web.catalogue_view import progress
from grader.web.drawing import sample
from grader.web.identity import me
from grader.web.service import service

blueprint = Blueprint("site", __name__)


@blueprint.get("/")
def home() -> str:
    """What this is, with a drawn graph; for who is signed in, where to go on."""
    person = me()
    return render_template("home.html", progress=progress(person), drawing=sample(mini=person is not None))


@blueprint.get("/healthz")
def healthz() -> ResponseReturnValue:
    """200 while the database answers. A storage error becomes 503 like everywhere else."""
    check_current(service().database)
    return "ok\n", 200, {"Content-Type": "text/plain; charset=utf-8"}
