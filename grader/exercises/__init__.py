"""Read exercises from disk, make the instance that a student sees, and read the answer that comes back.

catalogue = load_catalogue()
exercise = catalogue.get("graph/linear")
instance = make_instance(exercise, seed=7)  # the same numbers for ever
starter(exercise, instance)  # {"answers.toml": …, "statement.en.md": …, "statement.ko.md": …}
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .answer_files import ANSWER_SUFFIXES, AnswerFile, read_answer_file
from .catalogue import Catalogue, load_catalogue, shipped_exercises
from .errors import (
    AnswerFileError,
    ExerciseError,
    ExercisesError,
    Problem,
    UnknownExercise,
    UnreadableSourceError,
    VariantError,
)
from .instances import make_instance
from .kinds import ChoiceSpec, DerivationSpec, FormulaSpec, MutantsSpec, ProgramSpec, Spec
from .model import CODE_KINDS, DERIVATIVE_KINDS, KINDS, MAX_SEED, Answer, Ask, Exercise, Instance, Kind, Option
from .notebooks import Place, cell_of, dropped_lines, line_numbers
from .ranges import Range
from .source import read_source
from .specs import CodeSpec, EngineSpec, Trial
from .starter import starter
from .statements import exact_number, statement_text
from .stream import Stream
from .template import template
from .variants import acceptable

if TYPE_CHECKING:
    from .lint import lint_exercise

__all__ = [
    "ANSWER_SUFFIXES",
    "CODE_KINDS",
    "DERIVATIVE_KINDS",
    "KINDS",
    "MAX_SEED",
    "Answer",
    "AnswerFile",
    "AnswerFileError",
    "Ask",
    "Catalogue",
    "ChoiceSpec",
    "CodeSpec",
    "DerivationSpec",
    "EngineSpec",
    "Exercise",
    "ExerciseError",
    "ExercisesError",
    "FormulaSpec",
    "Instance",
    "Kind",
    "MutantsSpec",
    "Option",
    "Place",
    "Problem",
    "ProgramSpec",
    "Range",
    "Spec",
    "Stream",
    "Trial",
    "UnknownExercise",
    "UnreadableSourceError",
    "VariantError",
    "acceptable",
    "cell_of",
    "dropped_lines",
    "exact_number",
    "line_numbers",
    "lint_exercise",
    "load_catalogue",
    "make_instance",
    "read_answer_file",
    "read_source",
    "shipped_exercises",
    "starter",
    "statement_text",
    "template",
]


def __getattr__(name: str) -> Any:
    """`lint_exercise` is loaded when it is used, with the witnesses and the formulas that only it needs."""
    if name != "lint_exercise":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return import_module(".lint", __name__).lint_exercise
