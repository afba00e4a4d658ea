"""The parts of a large installation, each a process of its own: `grader migrate` and `grader worker`."""

from __future__ import annotations

import click

from grader.scores import upgrade
from grader.work import Settings, SettingsError, run_worker

from .status import CommandError, Status


def _settings() -> Settings:
    try:
        return Settings.from_environment()
    except SettingsError as error:
        raise CommandError(str(error)) from error


@click.command()
def migrate() -> int:
    """Bring the database (GRADER_DATABASE_URL, else SQLite in GRADER_DATA) to this version's form."""
    upgrade(_settings().database_url)
    click.echo("The database is up to date.")
    return Status.YES


@click.command()
def worker() -> int:
    """Mark submissions as they come, until told to stop."""
    run_worker(_settings())
    return Status.YES
