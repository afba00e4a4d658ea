"""Keep a request to its own site and its own person: headers, cookies, redirects, sizes, and forged forms.

Nothing here trusts the Host header: every address the service writes is a path. Scripts are the service's own files
and speak with the service alone; no page has one inside it. The only inline style is the one that places boxes over
a drawing; it carries the response's nonce.
"""

from __future__ import annotations

import secrets
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, g, has_request_context, request, session
from flask.sessions import SecureCookieSessionInterface
from flask_wtf.csrf import CSRFProtect
from werkzeug.datastructures import ImmutableDict

from grader.exercises.source import MOST_BYTES

BODY_LIMIT = 256 * 1024
# A form with a file in it may be larger: a notebook carries its pictures along.
UPLOAD_LIMIT = BODY_LIMIT + MOST_BYTES
PARTS_LIMIT = 200

_POLICY = ImmutableDict(
    {
        "default-src": "'none'",
        "script-src": "'self'",
        "connect-src": "'self'",
        "style-src": "'self' 'nonce-{nonce}'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
    }
)
_HEADERS = ImmutableDict(
    {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
)

csrf = CSRFProtect()


class _Sessions(SecureCookieSessionInterface):
    """Session cookies that are Secure exactly where the request came by HTTPS: `make serve` works too."""

    def get_cookie_secure(self, app: Flask) -> bool:  # noqa: ARG002  (Flask's signature)
        return has_request_context() and request.is_secure


def install(app: Flask) -> None:
    """Set limits and cookies, protect every form, and put the headers on every response."""
    app.config.update(
        MAX_CONTENT_LENGTH=BODY_LIMIT,
        MAX_FORM_MEMORY_SIZE=BODY_LIMIT,
        MAX_FORM_PARTS=PARTS_LIMIT,
        SEND_FILE_MAX_AGE_DEFAULT=365 * 24 * 3600,  # their addresses change with their content
        SESSION_COOKIE_NAME="grader",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,  # a form is good as long as its session: thinking for an hour is allowed
    )
    app.session_interface = _Sessions()
    app.before_request(_allow_uploads)  # before the form is read for its token
    csrf.init_app(app)
    app.jinja_env.globals["nonce"] = nonce
    app.after_request(_protect)


def _allow_uploads() -> None:
    if request.mimetype == "multipart/form-data":
        request.max_content_length = UPLOAD_LIMIT


def nonce() -> str:
    """What marks this response's own `<style>`."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    value: str = g.nonce
    return value


def _protect(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = "; ".join(
        f"{name} {value.format(nonce=nonce())}" for name, value in _POLICY.items()
    )
    response.headers.update(_HEADERS)
    if request.endpoint != "static":
        # Not `no-store`: the Back button must bring a typed answer back. Signing out clears the cache.
        response.headers["Cache-Control"] = "private, no-cache"
    return response


def new_session(keep: tuple[str, ...] = ()) -> None:
    """Throw the session away and begin another, at every change of who one is. Named entries come along."""
    kept: dict[str, Any] = {name: session[name] for name in keep if name in session}
    session.clear()
    g.pop("csrf_token", None)
    session.update(kept, session=secrets.token_urlsafe(12))


def local_path(target: str | None) -> str | None:
    """The target of a redirect if it is a path of this site, else None.

    `//host`, `/\\host`, control characters and anything with a scheme or a host are other people's addresses.
    """
    if not target or not target.startswith("/") or target[1:2] in ("/", "\\"):
        return None
    if any(character < " " or character == "\x7f" for character in target):
        return None
    try:
        parts = urlsplit(target)
    except ValueError:
        return None
    return None if parts.scheme or parts.netloc else target
