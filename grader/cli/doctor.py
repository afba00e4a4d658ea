"""`grader doctor`: what works on this machine, what is missing, and what to do about it."""

from __future__ import annotations

import importlib.util
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.table import Table
from rich.text import Text

import grader
import reference
from grader import __version__
from grader.exercises import load_catalogue
from grader.sandbox import capabilities

from .output import console
from .status import Status

if TYPE_CHECKING:
    from grader.scores import Database

MOST_FAILED = 5
OPTIONAL_PARTS = (
    (
        "web service",
        ("flask", "sqlalchemy", "alembic", "waitress", "argon2"),
        "pip install 'backprop-grader[service]'",
    ),
    ("PostgreSQL and gunicorn", ("psycopg", "gunicorn"), "pip install 'backprop-grader[scale]'"),
)


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. `required` means that something people rely on does not work without it."""

    area: str
    name: str
    works: bool
    required: bool
    hint: str = ""


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the findings as one JSON value.")
def doctor(as_json: bool) -> int:
    """Say what works here. Status 1 when something required is missing."""
    findings = [*_python(), *_exercises(), *_isolation(), *_parts(), *_database()]
    healthy = all(finding.works for finding in findings if finding.required)
    if as_json:
        click.echo(json.dumps({"ok": healthy, "version": __version__, "findings": [asdict(f) for f in findings]}))
    else:
        _show(findings)
    return Status.YES if healthy else Status.NO


def _show(findings: list[Finding]) -> None:
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    area = ""
    for finding in findings:
        if finding.area != area:
            area = finding.area
            table.add_row("", Text(area, style="bold"), "")
        sign, style = ("✓", "green") if finding.works else ("✗", "red") if finding.required else ("–", "yellow")
        table.add_row(Text(sign, style=style), Text(finding.name), Text("" if finding.works else finding.hint))
    console().print(table)


def _python() -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield Finding("Python", f"Python {version}", sys.version_info >= (3, 11), True, "install Python 3.11 or newer")
    for package in (grader, reference):
        yield _not_shadowed(package.__name__, Path(package.__file__ or "").parent)


def _not_shadowed(name: str, ours: Path) -> Finding:
    """Dead projects on PyPI are called `grader` and `reference`: where one lies earlier on the path, it is taken."""
    found = [
        Path(folder or ".") / name for folder in sys.path if (Path(folder or ".") / name / "__init__.py").is_file()
    ]
    other = next((place for place in found if place.resolve() != ours.resolve()), None)
    hint = "" if other is None else f"another package of this name lies at {other}: uninstall it, or use a fresh venv"
    return Finding("Python", f"package {name}", other is None, True, hint)


def _exercises() -> Iterator[Finding]:
    catalogue = load_catalogue()
    count = len(list(catalogue))
    yield Finding("Exercises", f"{count} exercises", count > 0, True, "install the package again")
    for error in catalogue.broken:
        yield Finding("Exercises", str(error), False, True, "mend the file")


def _isolation() -> Iterator[Finding]:
    for layer in capabilities():
        yield Finding("Isolation of student code", layer.name, layer.works, layer.required, layer.hint)


def _parts() -> Iterator[Finding]:
    for name, modules, remedy in OPTIONAL_PARTS:
        missing = [module for module in modules if importlib.util.find_spec(module) is None]
        yield Finding("Optional parts", name, not missing, False, f"missing {', '.join(missing)}: {remedy}")


def _database() -> Iterator[Finding]:
    if importlib.util.find_spec("sqlalchemy") is None:
        return
    from grader.scores import Database, StorageError  # noqa: PLC0415  (the core install has no SQLAlchemy)
    from grader.work import Settings, SettingsError  # noqa: PLC0415

    if not (os.environ.get("GRADER_DATABASE_URL") or os.environ.get("GRADER_DATA")):
        yield Finding("Database", "SQLite in ./data, made by `grader serve`", True, False)
        return
    problem = ""
    try:
        database = Database(Settings.from_environment().database_url)
        database.check()
    except (SettingsError, StorageError) as error:
        problem = str(error)
    yield Finding("Database", "the stated database answers", not problem, True, problem)
    if not problem:
        yield from _submissions(database)
        database.close()


def _submissions(database: Database) -> Iterator[Finding]:
    """Whether the tables are there, and whether something waits in them that the grader cannot mark."""
    from grader.scores import StorageError, check_current, markings  # noqa: PLC0415

    try:
        check_current(database)
        with database.reading() as session:
            failed = [f"submission {each.submission_id} ({each.last_error})" for each in markings.failed(session)]
    except StorageError as error:
        yield Finding("Database", "tables of this release", False, False, f"{error} (`grader serve` does it by itself)")
        return
    more = f" and {len(failed) - MOST_FAILED} more" if len(failed) > MOST_FAILED else ""
    hint = f"{'; '.join(failed[:MOST_FAILED])}{more}: mend what is in the way, then run `grader retry`"
    yield Finding("Database", "every submission could be marked", not failed, False, hint if failed else "")
