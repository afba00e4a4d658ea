"""Read exercises from disk, make the instance that a student sees, and read the answer that comes back.

catalogue = load_catalogue()
exercise = catalogue.get("graph/linear")
instance = make_instance(exercise, seed=7)  # the same numbers for ever
starter(exercise, instance)  # {"answers.toml": …, "statement.en.md": …, "statement.ko.md": …}
"""

from __future__ import annotations

from .answer_files import AnswerFile, read_answer_file
from .catalogue import Catalogue, load_catalogue, shipped_exercises
from .errors import AnswerFileError, ExerciseError, ExercisesError, Problem, UnknownExercise, VariantError
from .instances import make_instance
from .model import MAX_SEED, Answer, Ask, CodeSpec, Exercise, Instance, Kind, Trial
from .ranges import Range
from .starter import starter
from .statements import number_text, statement_text
from .stream import Stream
from .variants import acceptable

__all__ = [
    "MAX_SEED",
    "Answer",
    "AnswerFile",
    "AnswerFileError",
    "Ask",
    "Catalogue",
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
    "acceptable",
    "load_catalogue",
    "make_instance",
    "number_text",
    "read_answer_file",
    "shipped_exercises",
    "starter",
    "statement_text",
]
