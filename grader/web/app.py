"""Make the web application: one factory, blueprints by concern, everything else in its own module."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from flask import Flask, request, url_for

from grader.exercises import load_catalogue
from grader.scores import Database, people
from grader.web import accounts, errors, exercises, identity, language, scores, security, site, submissions
from grader.web.limits import limiter
from grader.web.service import EXTENSION, Service
from grader.work import Settings


def _nobody() -> None:
    """Workers look by themselves, too: nobody needs to be woken."""


def create_app(settings: Settings | None = None, *, wake: Callable[[], None] = _nobody) -> Flask:
    """The service as a WSGI application; without settings, those of the environment.

    The database must have its tables (`grader.scores.upgrade`). Nothing is marked here: workers do that, and
    `wake` is called whenever there is something new for them.
    """
    settings = settings or Settings.from_environment()
    app = Flask("grader.web")
    app.config["SECRET_KEY"] = settings.key("sessions")
    app.extensions[EXTENSION] = Service(Database(settings.database_url), load_catalogue(*settings.exercises), wake)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(version=_static_version(app), this_page=this_page)
    for part in (security, identity, language, errors):
        part.install(app)
    limiter.init_app(app)
    for module in (site, accounts, exercises, submissions, scores):
        app.register_blueprint(module.blueprint)
    return app


def operator_link(settings: Settings) -> str | None:
    """The path of a new one-time link that makes its user operator, or None where there is one already."""
    database = Database(settings.database_url)
    try:
        with database.session() as session:
            if people.operator_exists(session):
                return None
            return f"/operator/{people.make_operator_link(session)}"
    finally:
        database.close()


def this_page() -> str:
    """The path that shows this page again: where the language button comes back to."""
    if request.method == "GET":
        return request.full_path.rstrip("?")
    if request.endpoint in exercises.FORM_ENDPOINTS and request.view_args:
        return url_for("exercises.page", **request.view_args)
    return "/"


def _static_version(app: Flask) -> str:
    """A digest of the style sheets and scripts, part of their addresses: a browser may keep them for ever."""
    digest = hashlib.sha256()
    for file in sorted(Path(app.static_folder or "").rglob("*.*")):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]
