"""The parts of a large installation: `grader migrate`, `grader worker` and `grader operator-link`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from grader.scores import Database, StorageError, markings, upgrade
from grader.web import operator_link as new_operator_link
from grader.work import Settings, SettingsError, run_worker

from .options import data_option, trusted_code_option
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


@click.command()
@data_option
def retry(data: Path | None) -> int:
    """Make everything due that the grader failed on, for workers to mark, once what was in the way is mended."""
    with storage_errors():
        database = Database(service_settings(data).database_url)
        with database.session() as session:
            failed = markings.failed(session)
            count = sum(markings.retry(session, marking.id) for marking in failed)
        database.close()
    click.echo(f"Answers that will be marked again: {count}.")
    return Status.YES


@click.command("operator-link")
@click.option("--address", default="", metavar="URL", help="The service's address, to print the whole link.")
def operator_link(address: str) -> int:
    """Print a one-time link that makes whoever follows it the operator. Status 1 when there is an operator already."""
    with storage_errors():
        link = new_operator_link(service_settings())
    if link is None:
        warn("there is an operator already: no link was made.")
        return Status.NO
    click.echo(address.rstrip("/") + link)
    return Status.YES
