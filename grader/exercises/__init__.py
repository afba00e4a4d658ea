"""Read exercises from disk, make the instance that a student sees, and read the answer that comes back."""

from __future__ import annotations

from .errors import AnswerFileError, ExerciseError, ExercisesError, Problem, UnknownExercise, VariantError
from .model import MAX_SEED, Answer, Ask, CodeSpec, Exercise, Instance, Kind, Trial
from .ranges import Range
from .stream import Stream

__all__ = [
    "MAX_SEED",
    "Answer",
    "AnswerFileError",
    "Ask",
    "CodeSpec",
    "Exercise",
    "ExerciseError",
    "ExercisesError",
    "Instance",
    "Kind",
    "Problem",
    "Range",
    "Stream",
    "Trial",
    "UnknownExercise",
    "VariantError",
]
