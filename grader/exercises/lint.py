"""Prove an exercise sound before a student meets it: its mathematics, variants, words, drawing and starter.

`lint_exercise(exercise, mark)` gives one line for each problem. Marking is a layer above this one, so whoever calls
brings it along.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Protocol

from grader.verdict import Finding, Verdict
from reference.layout import lay_out, overlaps

from .answer_files import read_answer_file
from .array_oracles import disagreements_of_arrays
from .errors import VariantError
from .instances import make_instance, unfair
from .model import Answer, Exercise, Instance
from .model_answers import model_answer
from .oracles import disagreements
from .starter import ANSWERS, SOLUTION, starter
from .statements import GRAPH
from .words import wrong_words

_SEEDS = 20
_FEWEST_VARIANTS = 5


class Mark(Protocol):
    """What marks an answer: `grader.marking.mark` with a sandbox bound to it."""

    def __call__(self, exercise: Exercise, instance: Instance, answer: Answer, /) -> Verdict: ...


def lint_exercise(exercise: Exercise, mark: Mark | None = None) -> list[str]:
    """Every problem found, a line each; an empty list is a sound exercise. Without `mark` nothing is marked."""
    found = [problem for check in CHECKS for problem in check(exercise)]
    return found + (list(_marks(exercise, mark)) if mark is not None and not found else [])


def _mathematics(exercise: Exercise) -> Iterator[str]:
    code = exercise.code
    if not exercise.program:
        return
    for line in disagreements_of_arrays(exercise, code) if code and code.shapes else disagreements(exercise):
        yield f"oracles: {line}"


def _variants(exercise: Exercise) -> Iterator[str]:
    """The exercise's own inputs and those of twenty seeds make fair questions, and not always the same one."""
    if why := unfair(exercise, make_instance(exercise)):
        yield f"inputs: {why}"
    drawn = set()
    for seed in range(_SEEDS if exercise.vary else 0):
        try:
            drawn.add(tuple(make_instance(exercise, seed).inputs.values()))
        except VariantError as error:
            yield f"vary: {error}"
            return
    if exercise.vary and len(drawn) < _FEWEST_VARIANTS:
        yield f"vary: only {len(drawn)} different variants in {_SEEDS} seeds; widen the ranges"


def _drawing(exercise: Exercise) -> Iterator[str]:
    """Nothing overlaps in the drawing, wide or tall, with the boxes that are filled in."""
    if exercise.kind != "values" and not any(GRAPH in text for text in exercise.statements.values()):
        return
    rows = {"value": "value", "gradient": "grad"}
    boxes = [(rows[ask.what], ask.node) for ask in exercise.asks.values()] if exercise.kind == "values" else []
    for tall in (False, True):
        for line in overlaps(lay_out(exercise.graph, tall=tall, fields=boxes, captions=bool(boxes))):
            yield f"drawing ({'tall' if tall else 'wide'}): {line}"


def _starter(exercise: Exercise) -> Iterator[str]:
    return starter_problems(exercise, starter(exercise, make_instance(exercise)))


def starter_problems(exercise: Exercise, files: Mapping[str, str]) -> Iterator[str]:
    """The file that a student starts from is read back as what it is, and code in it compiles."""
    name = SOLUTION if exercise.answered_with_code else ANSWERS
    found = read_answer_file(files[name], name)
    if found.exercise != exercise.id:
        yield f"starter: {name} does not name its exercise"
    if found.answer.code is not None:
        try:
            compile(found.answer.code, name, "exec")
        except SyntaxError as error:
            yield f"starter: {name} does not compile: {error}"


def _marks(exercise: Exercise, mark: Mark) -> Iterator[str]:
    """The model answer gets full marks, and the untouched starter none, and is told that nothing is written yet."""
    seeds = (None, 1, 2) if exercise.vary else (None,)
    for seed in seeds:
        instance = make_instance(exercise, seed)
        verdict = mark(exercise, instance, model_answer(exercise, instance))
        if verdict.outcome != "correct":
            lost = [f"{part.name} ({part.finding.code if part.finding else part.outcome})" for part in verdict.parts
                    if part.points < part.max_points]  # fmt: skip
            yield f"marking: the model answer (seed {seed}) loses {', '.join(lost)}"
        yield from _wrong_marks(exercise, instance, mark)
    name = SOLUTION if exercise.answered_with_code else ANSWERS
    instance = make_instance(exercise)
    untouched = mark(exercise, instance, read_answer_file(starter(exercise, instance)[name], name).answer)
    if untouched.points > 0:
        yield f"marking: the untouched starter earns {untouched.points:g} points"
    findings = [part.finding for part in untouched.parts if part.finding]
    for code in {each.code: None for each in findings if not _says_nothing_is_there(each)}:
        yield f"marking: the untouched starter is told {code}, and not that nothing is written yet"


def _says_nothing_is_there(finding: Finding) -> bool:
    return finding.code == "name_missing" or finding.params.get("case") == "unwritten"


def _wrong_marks(exercise: Exercise, instance: Instance, mark: Mark) -> Iterator[str]:
    """Answers that are not right lose points, and name the mistakes that they are made of."""
    for wrong in exercise.spec.wrong_answers(instance) if exercise.spec else ():
        verdict = mark(exercise, instance, Answer.of_typed(wrong.typed))
        answered = ", ".join(wrong.typed.values())
        if verdict.points >= verdict.max_points:
            yield f"marking: the wrong answer {answered} gets full marks"
        codes = [part.finding.code for part in verdict.parts if part.finding]
        if wrong.code is not None and wrong.code not in codes:
            yield f"marking: the mistake {wrong.code!r} of the answer {answered} is not known; see docs/marking.md"


CHECKS: tuple[Callable[[Exercise], Iterator[str]], ...] = (_mathematics, _variants, wrong_words, _drawing, _starter)
