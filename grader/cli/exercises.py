"""`grader exercises`: the catalogue; one exercise as a student sees it; the proof that it is sound; a new one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
from rich.table import Table
from rich.text import Text

from grader.diagnosis import make_variant
from grader.exercises import (
    Catalogue,
    Exercise,
    lint_exercise,
    load_catalogue,
    template,
)
from grader.marking.local import LocalMarker
from grader.marking.soundness import SEEDS, soundness
from grader.messages.catalogues import Lang

from .check import find_exercise, variant_errors
from .options import exercise_folders, lang_option, seed_option
from .output import console, drawing_variants, points_text, warn
from .statement import show_statement
from .status import CommandError, Status


@click.group()
def exercises() -> None:
    """List, show, check or begin exercises."""


def _load(folders: tuple[Path, ...]) -> Catalogue:
    """The catalogue; what is broken in it is said on standard error and does not take the rest down."""
    catalogue = load_catalogue(*folders)
    for error in catalogue.broken:
        warn(str(error))
    return catalogue


@exercises.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print the list as one JSON value.")
@lang_option
@exercise_folders
def list_(as_json: bool, lang: Lang, folders: tuple[Path, ...]) -> int:
    """List every exercise, in teaching order."""
    catalogue = _load(folders)
    if as_json:
        click.echo(json.dumps([_summary(exercise) for exercise in catalogue], ensure_ascii=False))
    else:
        table = Table(box=None, pad_edge=False, header_style="bold")
        for heading in ("ID", "Kind", "Points", "Title"):
            table.add_column(heading, justify="right" if heading == "Points" else "left")
        for exercise in catalogue:
            table.add_row(exercise.id, exercise.kind, points_text(exercise.points), Text(exercise.titles[lang]))
        console().print(table)
    return Status.USAGE if catalogue.broken else Status.YES


def _summary(exercise: Exercise) -> dict[str, Any]:
    return {
        "id": exercise.id,
        "kind": exercise.kind,
        "points": exercise.points,
        "teaches": exercise.teaches,
        "title": dict(exercise.titles),
        "ask": list(exercise.ask),
        "parts": list(exercise.parts),
        "digest": exercise.digest,
    }


@exercises.command()
@click.argument("exercise_id", metavar="ID")
@seed_option
@lang_option
@exercise_folders
def show(exercise_id: str, seed: int | None, lang: Lang, folders: tuple[Path, ...]) -> int:
    """Show one exercise as a student sees it."""
    exercise = find_exercise(load_catalogue(*folders), exercise_id)
    console().print(Text(exercise.titles[lang], style="bold"))
    with variant_errors():
        show_statement(exercise, make_variant(exercise, seed), lang)
    console().print(
        Text(
            f"\nAsked: {', '.join(exercise.answers or exercise.parts)} · {points_text(exercise.points)} points",
            style="dim",
        )
    )
    return Status.YES


@exercises.command()
@click.argument("ids", nargs=-1, metavar="[ID]…")
@click.option("--seeds", type=click.IntRange(1), default=SEEDS, show_default=True, help="How many variants to draw.")
@exercise_folders
def lint(ids: tuple[str, ...], seeds: int, folders: tuple[Path, ...]) -> int:
    """Prove exercises sound: all of them, or those named. Status 1 when a problem was found."""
    catalogue = _load(folders)
    chosen = [find_exercise(catalogue, wanted) for wanted in ids] or list(catalogue)
    problems = len(catalogue.broken)
    with LocalMarker(folders, own_code=True) as marker:
        for exercise in chosen:
            found = lint_exercise(exercise, marker.mark_instance)
            notes: list[str] = []
            if not found:
                with drawing_variants(exercise.id) as progress:
                    proof = soundness(exercise, marker.mark_instance, seeds, progress)
                found, notes = proof.problems, proof.notes
            console().print(Text.assemble(("✗ " if found else "✓ ", "red" if found else "green"), exercise.id))
            for problem in found:
                console().print(Text(f"    {problem}"))
            for note in notes:
                console().print(Text(f"    · {note}", style="dim"))
            problems += len(found)
    return Status.NO if problems else Status.YES


@exercises.command()
@click.argument("exercise_id", metavar="ID")
@click.option("--into", type=click.Path(file_okay=False, path_type=Path), default=Path("exercises"), show_default=True)
def new(exercise_id: str, into: Path) -> int:
    """Begin an exercise of your own: TOPIC/NAME, to be changed and then linted."""
    try:
        files = template(exercise_id)
    except ValueError as error:
        raise CommandError(str(error), "For example: grader exercises new graph/triangle") from error
    folder = into.joinpath(*exercise_id.split("/"))
    if folder.exists():
        raise CommandError(f"{folder} is there already: nothing was written.")
    try:
        folder.mkdir(parents=True)
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise CommandError(f"cannot write {folder}: {error.strerror}.") from error
    click.echo(f"{folder} is begun. Change it, then: grader exercises lint {exercise_id} --exercises {into}")
    return Status.YES
