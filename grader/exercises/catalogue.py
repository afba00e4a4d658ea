"""Load every exercise under some folders, in teaching order; a broken one is listed and harms no other."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from pathlib import Path

from .errors import ExerciseError, ExercisesError, Problem, UnknownExercise
from .model import Exercise
from .reader import read_exercise

_PACKAGE = Path(__file__).resolve().parent.parent
_MOST_EXERCISES = 5_000


class Catalogue:
    """The exercises by ID, iterated in teaching order; `broken` holds an error for each one refused."""

    def __init__(self, exercises: Iterable[Exercise], broken: Iterable[ExerciseError] = ()) -> None:
        self._exercises = {each.id: each for each in sorted(exercises, key=_teaching_order)}
        self.broken = tuple(broken)

    def get(self, exercise: str) -> Exercise:
        """The exercise of that ID. Raises `UnknownExercise` with near IDs, `ExerciseError` if broken."""
        if exercise in self._exercises:
            return self._exercises[exercise]
        for error in self.broken:
            if error.exercise == exercise:
                raise error
        near = difflib.get_close_matches(exercise[:100], self._exercises, n=3, cutoff=0.5)
        raise UnknownExercise(exercise, tuple(near))

    def __iter__(self) -> Iterator[Exercise]:
        return iter(self._exercises.values())

    def __len__(self) -> int:
        return len(self._exercises)

    def __contains__(self, exercise: object) -> bool:
        return exercise in self._exercises


def load_catalogue(*folders: Path, shipped: bool = True) -> Catalogue:
    """The exercises that are shipped, and those under more folders (`TOPIC/NAME/exercise.toml`).

    Raises `ExercisesError` where a folder does not exist. Of two exercises with one ID the first is kept, the
    other one is broken.
    """
    found: dict[str, Exercise] = {}
    broken: list[ExerciseError] = []
    first = (shipped_exercises(),) if shipped else ()
    for folder in dict.fromkeys(folder.resolve() for folder in (*first, *folders)):
        for exercise, path in _candidates(folder):
            try:
                if exercise in found:
                    raise ExerciseError(
                        exercise, [Problem(path, None, f"{exercise!r} is in {found[exercise].folder}, too")]
                    )
                found[exercise] = read_exercise(path, exercise)
            except ExerciseError as error:
                broken.append(error)
    return Catalogue(found.values(), broken)


def shipped_exercises() -> Path:
    """The folder of the exercises that come with the grader: a checkout's own, else the wheel's."""
    checkout = _PACKAGE.parent
    own = checkout / "exercises"
    return own if own.is_dir() and (checkout / "pyproject.toml").is_file() else _PACKAGE / "_exercises"


def _candidates(folder: Path) -> Iterator[tuple[str, Path]]:
    """Every `TOPIC/NAME` below the folder, with its path; hidden folders and files are passed over."""
    try:
        paths = [path for topic in _folders(folder) for path in _folders(topic)]
    except OSError as error:
        raise ExercisesError(f"{folder}: no folder of exercises can be read here: {error.strerror}") from None
    if len(paths) > _MOST_EXERCISES:
        raise ExercisesError(f"{folder}: this holds more than {_MOST_EXERCISES} folders; is it a folder of exercises?")
    for path in paths:
        yield f"{path.parent.name}/{path.name}", path


def _folders(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith((".", "_")))


def _teaching_order(exercise: Exercise) -> tuple[int, str]:
    return (exercise.step or 1_000, exercise.id)
