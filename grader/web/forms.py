"""Check what people type to sign up, and say beside each field what to change."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

from flask import request
from markupsafe import Markup

from grader.scores import TextError
from grader.web import passwords
from grader.web.language import say


@dataclass
class SignUpForm:
    """A new person as typed. `errors` has at most one sentence per field, by the field's name."""

    login: str = ""
    name: str = ""
    password: str = ""
    errors: dict[str, Markup] = field(default_factory=dict)

    @classmethod
    def of_request(cls) -> SignUpForm:
        """The fields of this request; those that are not there are empty."""
        form = request.form
        return cls(form.get("login", ""), form.get("name", ""), form.get("password", ""))

    def is_valid(self) -> bool:
        """Whether the password will do: long enough, not absurdly long, and not the user name again."""
        if len(self.password) < passwords.SHORTEST:
            self.errors["password"] = say("Take at least {n} characters.", n=passwords.SHORTEST)
        elif len(self.password) > passwords.LONGEST:
            self.errors["password"] = say("Take at most {n} characters.", n=passwords.LONGEST)
        elif _folded(self.password) == _folded(self.login):
            self.errors["password"] = say("Take something else than your user name.")
        return not self.errors

    def blame(self, error: TextError) -> None:
        """Put what the store says of a text beside its field."""
        self.errors[error.field] = {
            "empty": say("This is needed."),
            "too_long": say("This is too long: 200 characters at most."),
            "unprintable": say("This has characters that cannot be shown. Type it anew."),
        }[error.reason]

    def taken(self) -> None:
        """Say that somebody has this user name."""
        self.errors["login"] = say("Somebody has this user name already. Take another, or sign in.")


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
