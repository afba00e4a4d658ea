"""Show one's own submissions: the verdict, or how far marking has come."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from grader.scores import markings, standing, submissions
from grader.scores.standing import Score
from grader.scores.tables import Submission
from grader.verdict import Verdict
from grader.web.identity import me
from grader.web.service import service
from grader.web.verdict_page import marking_page, verdict_page

blueprint = Blueprint("submissions", __name__)

# Most answers are marked while the browser waits for the page; the others' pages ask again by themselves.
WAIT_SECONDS = 1.5
LOOK_EVERY_SECONDS = 0.05
# Waiting takes a thread of the server: only so many may, the rest are told at once.
_waiting = threading.BoundedSemaphore(3)


@dataclass(frozen=True)
class _Stored:
    """A submission with its score in force and its verdict; `state` is that of its newest marking."""

    submission: Submission
    score: Score | None
    verdict: Verdict | None
    state: str


@blueprint.get("/submissions/<int:number>")
def page(number: int) -> ResponseReturnValue:
    """The verdict on one's own submission; other people's are not there."""
    person = me()
    if person is None:
        return redirect(url_for("accounts.sign_in", next=request.path), code=303)
    stored = _stored(person.number, number)
    if stored is None:
        abort(404)
    if stored.verdict is None and _marked_soon(stored.submission.id):
        stored = _stored(person.number, number) or stored
    if stored.verdict is None or stored.score is None:
        return marking_page(stored.submission, stored.state)
    return verdict_page(stored.submission, stored.score, stored.verdict)


def _stored(person_id: int, number: int) -> _Stored | None:
    with service().database.reading() as session:
        submission = submissions.submission_of(session, person_id, number)
        if submission is None:
            return None
        newest = markings.newest(session, number)
        return _Stored(
            submission,
            standing.score_of(session, number),
            standing.verdict_in_force(session, number),
            newest.state if newest else "waiting",
        )


def _marked_soon(number: int) -> bool:
    """Wait a moment for the verdict, where there is a place to wait; whether it has come."""
    if not _waiting.acquire(blocking=False):
        return False
    try:
        deadline = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < deadline:
            time.sleep(LOOK_EVERY_SECONDS)
            with service().database.reading() as session:
                if standing.verdict_in_force(session, number) is not None:
                    return True
    finally:
        _waiting.release()
    return False
