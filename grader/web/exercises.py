"""Show the exercises, take answers, and say how a formula is read without counting that as an attempt."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from grader.exercises import (
    Answer,
    Exercise,
    ExerciseError,
    Instance,
    UnknownExercise,
    UnreadableSourceError,
    VariantError,
)
from grader.scores import submissions
from grader.web import answering, limits
from grader.web.catalogue_view import exercise_url, progress
from grader.web.errors import error_page, old_form_page
from grader.web.identity import me
from grader.web.language import lang, say
from grader.web.limits import limiter
from grader.web.question import Form, Notice, question_page, read_back
from grader.web.readings import settled
from grader.web.service import service

blueprint = Blueprint("exercises", __name__)

# Where the answer form is sent by a person, who gets a whole page back.
FORM_ENDPOINTS = ("exercises.check", "exercises.submit")


@blueprint.get("/exercises")
def index() -> str:
    """All exercises by topic, with one's best scores."""
    return render_template("exercises.html", progress=progress(me()))


@blueprint.get("/exercises/<topic>/<name>")
def page(topic: str, name: str) -> ResponseReturnValue:
    """One exercise, for the canonical inputs or those of `?seed=N`; `?begun=N` goes on with a submission."""
    exercise = _exercise(topic, name)
    instance = _instance(exercise, request.args.get("seed"))
    begun = answering.kept_answer(instance) or answering.handed_in(instance, request.args.get("begun"), me())
    return question_page(exercise, instance, Form.of(begun) if begun else Form())


@blueprint.post("/exercises/<topic>/<name>")
@limiter.limit(limits.CHECKS, key_func=limits.person_or_address)
def check(topic: str, name: str) -> ResponseReturnValue:
    """The exercise with the answer still in it, and how its formulas are read. Stores nothing."""
    exercise = _exercise(topic, name)
    instance = _instance(exercise, request.form.get("seed"))
    answer, _ = _settled(exercise, instance)
    return question_page(exercise, instance, Form.of(answer, checked=True))


@blueprint.post("/exercises/<topic>/<name>/reading")
@limiter.limit(limits.READINGS, key_func=limits.person_or_address)
def reading(topic: str, name: str) -> ResponseReturnValue:
    """How the texts in the form are read, and nothing else: asked for while one types. Stores nothing."""
    exercise = _exercise(topic, name)
    instance = _instance(exercise, request.form.get("seed"))
    typed = answering.answer_of_request(instance).typed or {}
    return render_template("reading.html", readings=read_back(exercise, instance, typed))


@blueprint.post("/exercises/<topic>/<name>/submissions")
@limiter.limit(limits.SUBMISSIONS, key_func=limits.person_or_address)
def submit(topic: str, name: str) -> ResponseReturnValue:
    """Store an answer, then go to the page of its verdict."""
    exercise = _exercise(topic, name)
    instance = _instance(exercise, request.form.get("seed"))
    answer, is_settled = _settled(exercise, instance)
    if answering.is_empty(answer):
        nothing = Notice("carry", "dash", say("Nothing is filled in yet"), say("Nothing was handed in."))
        return question_page(exercise, instance, Form.of(answer, nothing)), 400
    if not is_settled:
        why = say("What you typed can be read in two ways. Choose one below, then submit; nothing was handed in yet.")
        asked = Notice("carry", "fork", say("Which do you mean?"), why)
        return question_page(exercise, instance, Form.of(answer, asked, checked=True)), 422
    person = me()
    if person is None:
        return _sign_in_first(instance, answer)
    key = answering.idempotency_key(request.form.get("key", ""), answer)
    with service().database.session() as session:
        number = submissions.submit(session, person.number, instance, answer, key=key, language=lang()).id
    service().wake()
    return redirect(url_for("submissions.page", number=number), code=303)


def _settled(exercise: Exercise, instance: Instance) -> tuple[Answer, bool]:
    """The answer in this request's form, and whether all that it says has but one reading, or one that was chosen."""
    answer = answering.answer_of_request(instance)
    if answer.typed is None:
        return answer, True
    texts, is_settled = settled(read_back(exercise, instance, answer.typed), answer.typed, request.form)
    return Answer.of_typed(texts), is_settled


def _sign_in_first(instance: Instance, answer: Answer) -> ResponseReturnValue:
    if answering.keep(instance, answer):
        flash(say("Sign in to hand in your answer. It is kept, and will be there when you come back."))
    else:
        flash(say("Sign in to hand in your answer. It is too long to be kept: go back and copy it first."))
    there = exercise_url(instance.exercise, instance.seed)
    return redirect(url_for("accounts.sign_in", next=there), code=303)


@blueprint.app_errorhandler(CSRFError)
def forged_or_old(_error: CSRFError) -> ResponseReturnValue:
    """A form without a good token. An answer in it comes back, to be sent again; nothing is stored."""
    if request.endpoint not in FORM_ENDPOINTS:
        return old_form_page()
    why = say("The page had become too old. Your answer is still in it; nothing was handed in.")
    return _given_back(say("Please send this once more"), why), 400


@blueprint.errorhandler(429)
def too_fast(_error: HTTPException) -> ResponseReturnValue:
    """More answers than anybody gives: this one comes back, to be sent in a minute."""
    if request.endpoint not in FORM_ENDPOINTS:
        return "", 429
    why = say("Wait a minute, then send it again. Your answer is still here; it was not handed in.")
    return _given_back(say("That was a little fast"), why), 429


def _given_back(heading: str, why: str) -> str:
    exercise = _exercise(**(request.view_args or {}))
    instance = _instance(exercise, request.form.get("seed"))
    notice = Notice("carry", "again", heading, why)
    try:
        answer = answering.answer_of_request(instance)
    except UnreadableSourceError:
        answer = Answer.of_code("")  # nothing that a form could hold
    return question_page(exercise, instance, Form.of(answer, notice))


@blueprint.errorhandler(UnreadableSourceError)
def unreadable(error: UnreadableSourceError) -> ResponseReturnValue:
    """Code that is no text, or too long: said so, with the way back."""
    there = exercise_url("/".join((request.view_args or {}).values()))
    return error_page(400, *answering.why_unreadable(error), there, say("Back to the exercise"))


def _exercise(topic: str, name: str) -> Exercise:
    """The exercise of that address; 404 where there is none, or where it is broken."""
    try:
        return service().catalogue.get(f"{topic}/{name}")
    except (UnknownExercise, ExerciseError):
        abort(404)


def _instance(exercise: Exercise, seed: str | None) -> Instance:
    """The variant asked for; 404 for a seed that is none."""
    try:
        return answering.shown_instance(exercise, answering.seed_of(exercise, seed), me())
    except (ValueError, VariantError):
        abort(404)
