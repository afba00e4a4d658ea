"""Say kindly what went wrong and what to do next; never show a traceback, and never an empty page."""

from __future__ import annotations

from typing import NamedTuple

from flask import Flask, current_app, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from werkzeug.exceptions import HTTPException

from grader.exercises.source import MOST_BYTES
from grader.scores import StorageError
from grader.web.language import say
from grader.web.security import BODY_LIMIT


class _Words(NamedTuple):
    heading: Markup
    words: Markup


def install(app: Flask) -> None:
    """Give every failure a page in the reader's language."""
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(StorageError, _storage_error)


def error_page(code: int, heading: str, words: str, link: str = "/", label: str = "") -> tuple[str, int]:
    """A page that says what is, what happens next, and one thing to do."""
    label = label or say("To the start page")
    page = render_template("error.html", code=code, heading=heading, words=words, link=link, label=label)
    return page, code


def old_form_page() -> tuple[str, int]:
    """The page for a form without a good token: forged, too old, or sent without cookies."""
    return error_page(400, *_WORDS[400]())


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error
    known = _WORDS.get(error.code)
    heading, words = known() if known else _unnamed()
    page, code = error_page(error.code, heading, words)
    # Headers such as Allow and Retry-After stay; the body's type and length are the page's own.
    kept = [(name, value) for name, value in error.get_headers() if not name.startswith("Content-")]
    return page, code, kept


def _storage_error(error: StorageError) -> ResponseReturnValue:
    current_app.logger.error("%s %s: %s", request.method, request.path, error)
    return error_page(
        503,
        say("The scores cannot be reached"),
        say("The fault is on our side. What was handed in before is safe. Try again in a minute."),
    )


def _unnamed() -> _Words:
    return _Words(say("That did not work"), say("Go back and try again."))


_WORDS = {
    400: lambda: _Words(
        say("This form could not be taken"),
        say(
            "It had been open for too long, or the browser does not keep cookies. Nothing was stored. "
            "Go back, load the page anew, and send it again."
        ),
    ),
    403: lambda: _Words(
        say("This is not for you to open"), say("Another account may be allowed to: sign in with that one.")
    ),
    404: lambda: _Words(
        say("There is no such page"),
        say("The address may be mistyped, or the page belongs to somebody else."),
    ),
    405: lambda: _Words(
        say("This address only takes forms"),
        say("Open the page that the form is on, and send it from there."),
    ),
    413: lambda: _Words(
        say("That is too large"),
        say(
            "An answer may have {n} kB at most, a notebook with its pictures {m} MB. Nothing was stored. "
            "Go back: what you typed is still there. Hand in the code alone, without data.",
            n=BODY_LIMIT // 1024,
            m=MOST_BYTES // 2**20,
        ),
    ),
    429: lambda: _Words(
        say("That was a little fast"),
        say("Wait a minute, then go back and send it again."),
    ),
    500: lambda: _Words(
        say("Something broke on our side"),
        say("It has been noted. What you handed in before is safe. Try again in a moment."),
    ),
}
