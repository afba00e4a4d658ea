"""`grader check`: mark one answer, a file or typed, and say what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from grader.exercises import (
    Answer,
    AnswerFileError,
    Catalogue,
    Exercise,
    ExerciseError,
    UnknownExercise,
    VariantError,
    read_answer_file,
)
from grader.marking import AnswerError
from grader.marking.local import LocalMarker
from grader.messages import to_json
from grader.messages.catalogues import Lang

from .options import lang_option, marking_options, seed_option
from .output import json_line, show_verdict, warn
from .status import OF_OUTCOME, CommandError


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--exercise", "exercise_id", metavar="ID", help="The exercise; wins over the file's own line.")
@seed_option
@click.option("--answer", "typed", multiple=True, metavar="NAME=TEXT", help="One typed answer; repeat for more.")
@lang_option
@click.option("--json", "as_json", is_flag=True, help="Print the verdict as one JSON value.")
@marking_options
def check(
    file: Path | None,
    exercise_id: str | None,
    seed: int | None,
    typed: tuple[str, ...],
    lang: Lang,
    as_json: bool,
    folders: tuple[Path, ...],
    show_answers: bool,
    trusted_code: bool,
) -> int:
    """Mark FILE, or the answers typed with --answer.

    \b
    grader check solution.py
    grader check --exercise partial/quadratic --answer 'dz_dx=2x + y' --answer 'dz_dy=x + 1'
    """
    with LocalMarker(folders, trusted_code=trusted_code, own_code=True, show_answers=show_answers) as marker:
        if file is not None and not typed:
            exercise, seed, answer = _from_file(marker.catalogue, file, exercise_id, seed)
        elif typed and file is None:
            exercise, answer = _from_options(marker.catalogue, exercise_id, typed)
        else:
            raise CommandError("give either a FILE or --answer NAME=TEXT.", "For example: grader check solution.py")
        if exercise.answered_with_code and marker.runs_unlocked:
            why = "--trusted-code" if trusted_code else f"no locks on this system ({', '.join(marker.missing_locks)})"
            warn(f"{why}: this code runs WITHOUT isolation. Use it for your own files only.")
        try:
            with variant_errors():
                instance = marker.instance(exercise, seed)
            verdict = marker.mark_instance(exercise, instance, answer)
        except AnswerError as error:
            raise CommandError(str(error)) from error
    if as_json:
        click.echo(json_line(to_json(verdict, lang)))
    else:
        show_verdict(verdict, exercise, instance, answer, lang)
    return OF_OUTCOME[verdict.outcome]


def _from_file(
    catalogue: Catalogue, file: Path, exercise_id: str | None, seed: int | None
) -> tuple[Exercise, int | None, Answer]:
    try:
        found = read_answer_file(file)
    except AnswerFileError as error:
        raise CommandError(f"{file}: {error}.") from error
    if exercise_id and found.exercise and found.exercise != exercise_id:
        warn(f"{file} says exercise {found.exercise}; --exercise {exercise_id} wins.")
    if seed is not None and found.seed is not None and found.seed != seed:
        warn(f"{file} says seed {found.seed}; --seed {seed} wins.")
    wanted = exercise_id or found.exercise
    if wanted is None:
        raise CommandError(
            f"{file} does not say which exercise it answers.",
            "Begin it with a line `# exercise: ID`, or give --exercise ID; `grader exercises list` has the IDs.",
        )
    exercise = find_exercise(catalogue, wanted)
    return exercise, found.seed if seed is None else seed, found.answer


def _from_options(catalogue: Catalogue, exercise_id: str | None, typed: tuple[str, ...]) -> tuple[Exercise, Answer]:
    if exercise_id is None:
        raise CommandError("--answer needs --exercise ID.", "`grader exercises list` has the IDs.")
    exercise = find_exercise(catalogue, exercise_id)
    answers: dict[str, str] = {}
    for text in typed:
        name, equals, value = text.partition("=")
        if not equals:
            raise CommandError(
                f"--answer {text!r} has no '='.",
                f"Write --answer NAME=TEXT with NAME one of: {', '.join(exercise.answers)}",
            )
        if name.strip() in answers:
            raise CommandError(f"--answer {name.strip()} was given twice.")
        answers[name.strip()] = value
    if exercise.answered_with_code:
        raise CommandError(
            f"{exercise.id} is answered with a file of Python.",
            f"`grader start {exercise.id}` writes one to begin with; then: grader check solution.py",
        )
    return exercise, Answer.of_typed(answers)


def find_exercise(catalogue: Catalogue, wanted: str) -> Exercise:
    """The exercise of that ID, or an error that names those nearest to it."""
    try:
        return catalogue.get(wanted)
    except UnknownExercise as error:
        raise CommandError(str(error), "`grader exercises list` has the IDs.") from error
    except ExerciseError as error:
        raise CommandError(f"the exercise {wanted} is broken:\n{error}", "Mend the file, then try again.") from error


@contextmanager
def variant_errors() -> Iterator[None]:
    """Say that no fair numbers were found for a seed as a command's error."""
    try:
        yield
    except VariantError as error:
        raise CommandError(str(error), "Take another --seed.") from error
