"""The parts of a large installation, each a process of its own: `grader migrate` and `grader worker`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from grader.scores import StorageError, upgrade
from grader.work import Settings, SettingsError, run_worker

from .options import trusted_code_option
from .output import warn
from .status import CommandError, Status


def service_settings(data: Path | None = None) -> Settings:
    """The settings of the environment; `data` goes before GRADER_DATA."""
    try:
        return Settings.from_environment(data=data)
    except SettingsError as error:
        raise CommandError(str(error)) from error


@contextmanager
def storage_errors() -> Iterator[None]:
    """Say what is wrong with the database as a command's error."""
    try:
        yield
    except StorageError as error:
        raise CommandError(str(error)) from error


@click.command()
def migrate() -> int:
    """Bring the database (GRADER_DATABASE_URL, else SQLite in GRADER_DATA) to this version's form."""
    with storage_errors():
        upgrade(service_settings().database_url)
    click.echo("The database is up to date.")
    return Status.YES


@click.command()
@trusted_code_option
def worker(trusted_code: bool) -> int:
    """Mark submissions as they come, until told to stop."""
    if trusted_code:
        warn("--trusted-code: students' code runs WITHOUT isolation.")
    with storage_errors():
        run_worker(service_settings(), trusted=trusted_code)
    return Status.YES
