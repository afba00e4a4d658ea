"""Sign up, sign in, sign out, choose a language, and become operator by a one-time link."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from grader.messages.catalogues import LANGUAGES, language
from grader.scores import LoginTakenError, TextError, people
from grader.scores.tables import Person
from grader.web import limits, passwords
from grader.web.forms import SignUpForm
from grader.web.identity import SignedIn, begin_session, end_session, me
from grader.web.language import lang, remember, say
from grader.web.limits import limiter
from grader.web.security import local_path
from grader.web.service import service

blueprint = Blueprint("accounts", __name__)


def _next() -> str:
    """Where to go afterwards: a path of this site, or nothing."""
    return local_path(request.values.get("next")) or ""


def _go_on() -> Response:
    return _see_other(_next() or url_for("exercises.index"))


def _see_other(path: str) -> Response:
    return redirect(path, code=303)


@blueprint.route("/signin", methods=["GET", "POST"])
@limiter.limit(limits.SIGN_IN, methods=["POST"])
@limiter.limit(limits.SIGN_IN_FAILURES, key_func=limits.address_and_login, methods=["POST"], deduct_when=limits.failed)
def sign_in() -> ResponseReturnValue:
    """Sign in. A wrong password and an unknown login get the same answer in the same time."""
    if request.method == "GET":
        return _go_on() if me() else _sign_in_page()
    login = request.form.get("login", "")
    person = _with_password(login, request.form.get("password", ""))
    if person is None:
        return _sign_in_page(login, say("This user name and password do not belong together.")), 401
    begin_session(person)
    return _go_on()


def _sign_in_page(login: str = "", error: str = "") -> str:
    return render_template("signin.html", login=login, error=error, next=_next())


def _with_password(login: str, password: str) -> Person | None:
    with service().database.reading() as session:
        person = people.by_login(session, login)
    stored = person.password_hash if person is not None and person.active else None
    if not passwords.matches(stored, password):
        return None
    return person


@blueprint.route("/signup", methods=["GET", "POST"])
@limiter.limit(limits.SIGN_UP, methods=["POST"])
def sign_up() -> ResponseReturnValue:
    """Make an account, which also signs in."""
    form = SignUpForm.of_request()
    if request.method == "GET":
        return _go_on() if me() else _sign_up_page(form)
    person = _new_person(form)
    if person is None:
        return _sign_up_page(form), 400
    begin_session(person)
    return _go_on()


def _sign_up_page(form: SignUpForm) -> str:
    return render_template(
        "signup.html",
        form=form,
        heading=say("Sign up"),
        lead="",
        button=say("Sign up"),
        action=url_for("accounts.sign_up"),
        next=_next(),
        shortest=passwords.SHORTEST,
        operator=False,
    )


def _new_person(form: SignUpForm, operator_token: str | None = None) -> Person | None:
    """Store the person of a valid form, as operator where the link holds; None after an error."""
    if not form.is_valid():
        return None
    hashed = passwords.hash_password(form.password)
    try:
        with service().database.session() as session:
            person = people.create(
                session,
                login=form.login,
                name=form.name,
                password_hash=hashed,
                language=lang(),
            )
            if operator_token and not people.use_operator_link(session, operator_token, person.id):
                abort(404)
    except LoginTakenError:
        form.taken()
    except TextError as error:
        form.blame(error)
    else:
        return person
    return None


@blueprint.post("/signout")
def sign_out() -> ResponseReturnValue:
    """Sign out, and let the browser forget the pages it keeps for the Back button."""
    end_session()
    response = _see_other("/")
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@blueprint.post("/language")
def choose_language() -> ResponseReturnValue:
    """Read in another language from now on; a signed-in person's choice is stored."""
    asked = request.form.get("lang")
    response = _see_other(_next() or "/")
    if asked not in LANGUAGES:
        return response
    if person := me():
        with service().database.session() as session:
            people.set_language(session, person.number, language(asked))
    return remember(response, language(asked))


@blueprint.route("/operator/<token>", methods=["GET", "POST"])
@limiter.limit(limits.SIGN_IN, methods=["POST"])
def operator(token: str) -> ResponseReturnValue:
    """The one-time link: whoever has it becomes operator, with a new account or the one signed in."""
    with service().database.reading() as session:
        if not people.operator_link_is_valid(session, token):
            abort(404)
    if person := me():
        promoting = request.method == "POST"
        return _promote(person, token) if promoting else render_template("operator.html", token=token)
    form = SignUpForm.of_request()
    if request.method == "POST" and (made := _new_person(form, token)):
        begin_session(made)
        flash(say("You are the operator of this service now."), "good")
        return _go_on()
    return _operator_page(form, token), 400 if request.method == "POST" else 200


def _operator_page(form: SignUpForm, token: str) -> str:
    return render_template(
        "signup.html",
        form=form,
        heading=say("Become the operator"),
        lead=say("This link works once. The account you make here runs the service."),
        button=say("Make the account"),
        action=url_for("accounts.operator", token=token),
        next="",
        shortest=passwords.SHORTEST,
        operator=True,
    )


def _promote(person: SignedIn, token: str) -> Response:
    with service().database.session() as session:
        if not people.use_operator_link(session, token, person.number):
            abort(404)
        people.end_sessions(session, person.number)
    with service().database.reading() as session:
        promoted = people.by_id(session, person.number)
    if promoted is None:
        abort(404)
    begin_session(promoted)
    flash(say("You are the operator of this service now."), "good")
    return _go_on()
