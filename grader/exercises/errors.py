"""What is said of an exercise that cannot be used: every problem with its file and line.

ExercisesError
├── ExerciseError      an exercise on disk that is not sound: all problems found in it
├── UnknownExercise    an ID that the catalogue does not have
├── VariantError       no acceptable inputs for a seed, or a seed out of range
└── AnswerFileError    an answer's file that cannot be read: its line
    └── UnreadableSourceError   it is no text, or too long: a code for the reason
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal


class ExercisesError(Exception):
    """Base of every error that `grader.exercises` raises on purpose."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong in an exercise's files. `line` counts from 1; None where the whole file is meant."""

    path: Path
    line: int | None
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}" if self.line else f"{self.path}: {self.message}"


class ExerciseError(ExercisesError):
    """An exercise that is refused. `problems` holds all that was found, in the order of the files."""

    def __init__(self, exercise: str, problems: Iterable[Problem]) -> None:
        self.exercise = exercise
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class UnknownExercise(ExercisesError):  # noqa: N818  (as `reference.UnknownName`: what is wrong, not that it is)
    """An ID that the catalogue does not have. `near` lists the IDs that look like it, nearest first."""

    def __init__(self, exercise: str, near: tuple[str, ...] = ()) -> None:
        self.exercise = exercise
        self.near = near
        hint = f"; did you mean {' or '.join(near)}?" if near else ""
        super().__init__(f"there is no exercise {exercise!r}{hint}")


class VariantError(ExercisesError):
    """No instance can be made for that seed; the message says why."""


class AnswerFileError(ExercisesError):
    """An answer's file that cannot be read. `line` counts from 1, or is None."""

    def __init__(self, message: str, line: int | None = None) -> None:
        self.message = message
        self.line = line
        super().__init__(f"line {line}: {message}" if line else message)


class UnreadableSourceError(AnswerFileError):
    """What was handed in is no text that can be read. `reason` says why, for words in other languages."""

    def __init__(
        self,
        reason: Literal["too_large", "zero_bytes", "not_text", "not_a_notebook"],
        message: str,
        line: int | None = None,
    ) -> None:
        self.reason = reason
        super().__init__(message, line)
