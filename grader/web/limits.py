"""Slow down who guesses passwords or floods the queue, without locking out a class behind one address."""

from __future__ import annotations

from flask import Response, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import current_user

SIGN_IN_FAILURES = "10 per 5 minutes"
SIGN_IN = "600 per minute"
SIGN_UP = "300 per minute; 3000 per hour"
SUBMISSIONS = "40 per minute; 600 per hour"
CHECKS = "120 per minute"
# A pause in typing asks for one; a class that has not signed in shares an address.
READINGS = "1500 per minute"

limiter = Limiter(key_func=get_remote_address, storage_uri="memory://", headers_enabled=False)


def address_and_login() -> str:
    """One person's sign-ins from one place: a class shares an address, and its members do not share this."""
    return f"{get_remote_address()} {request.form.get('login', '')[:200].casefold()}"


def person_or_address() -> str:
    """Who submits: the person where signed in, else the address."""
    return f"person {current_user.get_id()}" if current_user.is_authenticated else get_remote_address()


def failed(response: Response) -> bool:
    """Whether a sign-in failed: only failures count towards the limit on guessing."""
    return response.status_code != 303
