"""What every request works with: the database, the exercises, and the server's settings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from flask import current_app

from grader.exercises import Catalogue
from grader.scores import Database

EXTENSION = "grader"


@dataclass(frozen=True)
class Service:
    """One application's database and catalogue of exercises; threads share them.

    `wake` is called after something was stored to be marked.
    """

    database: Database
    catalogue: Catalogue
    wake: Callable[[], None]


def service() -> Service:
    """The service of the application that handles this request."""
    return cast(Service, current_app.extensions[EXTENSION])
