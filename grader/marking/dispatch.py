"""Choose the marker of an answer's kind, time it, and put its parts together."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from grader import __version__
from grader.exercises import Answer, Exercise, Instance, Kind
from grader.verdict import Verdict, overall

from .answers import check_fits
from .choice import mark_choice
from .code import mark_code
from .code.cells import told_in_cells
from .derivation import mark_derivation
from .engine import mark_engine
from .formula import mark_formula
from .marks import Marks, Runner, Task
from .mutants import mark_mutants
from .program import mark_program
from .repeated import SameFile
from .values import mark_values

# One module per kind of question; adding a kind is adding a row.
MARKERS: Mapping[Kind, Callable[[Task], Marks]] = MappingProxyType(
    {
        "formula": mark_formula,
        "values": mark_values,
        "code": mark_code,
        "engine": mark_engine,
        "choice": mark_choice,
        "derivation": mark_derivation,
        "program": mark_program,
        "mutants": mark_mutants,
    }
)

# What a verdict says where code ran without locks (--trusted-code).
_NOT_LOCKED = ({"words": "note.not_locked"},)


def mark(  # noqa: PLR0913  (the contract's signature: what is marked, by what, and what may be shown)
    exercise: Exercise,
    instance: Instance,
    answer: Answer,
    runner: Runner | None = None,
    *,
    secret: bytes = b"local",
    show_answers: bool = False,
    prove: bool = True,
) -> Verdict:
    """The verdict on an answer to an instance of an exercise.

    `secret` keys the hidden inputs of code; `show_answers` lets expected numbers into the evidence of typed
    values; without `prove` code is tried at points only. Raises `AnswerError` for an answer that does not fit the
    exercise, and lets a `SandboxBroken` of the runner through: then there is no verdict. Nothing else that a student
    hands in raises.
    """
    start = time.perf_counter()
    check_fits(exercise, instance, answer)
    in_code = exercise.answered_with_code
    runs = SameFile(runner) if in_code and runner is not None else runner
    marks = MARKERS[exercise.kind](Task(exercise, instance, answer, runs, secret, show_answers, prove))
    parts = told_in_cells(marks.parts, answer.code or "") if in_code else marks.parts
    return Verdict(
        exercise=exercise.id,
        exercise_digest=instance.digest,
        grader_version=__version__,
        seed=instance.seed,
        outcome=overall(marks.parts),
        points=_total(part.points for part in marks.parts),
        max_points=_total(part.max_points for part in marks.parts),
        parts=parts,
        shown_by=marks.shown_by,
        elapsed_ms=round(1000 * (time.perf_counter() - start), 1),
        printed=marks.printed,
        notes=(*(_NOT_LOCKED if in_code and getattr(runner, "trusted", False) else ()), *marks.notes),
    )


def _total(points: Iterable[float]) -> float:
    """The sum, without the dust of binary fractions: three thirds of a point are one point."""
    return round(math.fsum(points), 9)
