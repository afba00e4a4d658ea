"""`grader start`: write a folder to work in, with nothing else needed for `pytest`."""

from __future__ import annotations

import random
from pathlib import Path

import click

from grader.diagnosis import make_variant
from grader.exercises import MAX_SEED, load_catalogue, starter
from grader.messages import mistake_title

from .check import find_exercise, variant_errors
from .options import exercise_folders, seed_option
from .status import CommandError, Status


@click.command()
@click.argument("exercise_id", metavar="ID")
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@seed_option
@click.option("--vary", is_flag=True, help="Take numbers of your own instead of the exercise's.")
@exercise_folders
def start(exercise_id: str, folder: Path | None, seed: int | None, vary: bool, folders: tuple[Path, ...]) -> int:
    """Write a folder to work in for the exercise ID: its statement, and a file to fill in."""
    exercise = find_exercise(load_catalogue(*folders), exercise_id)
    if vary and seed is None:
        # Any seed will do here: it only picks numbers to practise with, and the file records it.
        seed = random.randrange(MAX_SEED)  # noqa: S311
    target = folder or Path(exercise.id.replace("/", "-"))
    with variant_errors():
        files = starter(exercise, make_variant(exercise, seed), mistake_title)
    kept = [name for name in files if (target / name).exists()]
    if kept:
        raise CommandError(
            f"{target} already has {', '.join(kept)}: nothing was written, so that no work is lost.",
            "Give another folder: grader start ID DIR",
        )
    try:
        target.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (target / name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise CommandError(
            f"cannot write to {target}: {error.strerror}.", "Give another folder: grader start ID DIR"
        ) from error
    answer = next(name for name in files if not name.startswith("statement"))
    click.echo(f"{target}/ is ready. Read statement.en.md (or statement.ko.md), write your answer into {answer}, then:")
    click.echo(f"    cd {target} && pytest")
    return Status.YES
