"""Prove an exercise sound against the library of known mistakes: `soundness(exercise, mark)`.

Every variant of two hundred seeds shows every mistake; each mistake costs points; nothing that a student is told
holds the answer. Which mistakes an exercise cannot tell from one another is said too, as a note: that is no fault.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Protocol

from grader.diagnosis import alike, make_variant, telling
from grader.exercises import Answer, Exercise, Instance, VariantError, exact_number
from grader.messages import LANGUAGES, finding_message
from grader.verdict import Finding, Verdict
from reference import evaluate
from reference.notation import to_text

from .dispatch import mark
from .mistaken import MistakenFunction, mistaken_numbers

SEEDS = 200
_MOST_SECONDS = 60.0
_AT_A_TIME = 20
_MOST_PAIRS = 3
_ABOUT_POINTS = frozenset({"repeated", "convention"})
_NUMBER = re.compile(r"[-−]?\d+(?:\.\d+)?")

Progress = Callable[[int, int], None]


class Mark(Protocol):
    """What marks a typed answer: `grader.marking.mark`, or its like."""

    def __call__(self, exercise: Exercise, instance: Instance, answer: Answer, /) -> Verdict: ...


@dataclass
class Soundness:
    """What is wrong with an exercise, and what its author may want to know; a line each."""

    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def soundness(exercise: Exercise, mark: Mark = mark, seeds: int = SEEDS, progress: Progress | None = None) -> Soundness:
    """Problems and notes. `progress` is told how many of the seeds are done; it takes a minute at most."""
    found = Soundness()
    if exercise.kind == "values":
        _variants(exercise, seeds, progress or _silent, found)
        for seed in (None, 0) if exercise.vary else (None,):
            found.problems += _numbers_marked(exercise, make_variant(exercise, seed), mark)
    elif exercise.kind == "code" and exercise.code is not None and not exercise.shapes:
        found.problems += _functions_marked(exercise, make_variant(exercise))
    elif exercise.kind == "formula":
        found.problems += _formulas_told(exercise, make_variant(exercise), mark)
    found.problems = list(dict.fromkeys(found.problems))
    return found


def _silent(_done: int, _of: int) -> None:
    """Nobody is told."""


def _variants(exercise: Exercise, seeds: int, progress: Progress, found: Soundness) -> None:
    """What the canonical inputs and those of many seeds tell apart, at the loosest rounding."""
    own = make_variant(exercise)
    found.notes += [f"{', '.join(boxes)}: cannot tell apart {', '.join(codes)}" for codes, boxes in alike(own)]
    for box, code in telling([own])[0].hidden:
        found.notes.append(f"at the exercise's own inputs {code} gives the right number for {box}")
    confused: Counter[tuple[str, str, str]] = Counter()
    start, done = time.monotonic(), 0
    while exercise.vary and done < seeds and time.monotonic() - start < _MOST_SECONDS:
        try:
            drawn = [make_variant(exercise, seed) for seed in range(done, min(done + _AT_A_TIME, seeds))]
        except VariantError as error:
            found.problems.append(f"vary: {error}")
            return
        for variant, each in zip(drawn, telling(drawn), strict=True):
            for box, code in each.hidden:
                found.problems.append(f"vary: with seed {variant.seed} {code} gives the right number for {box}")
            confused.update(each.confused)
        done += len(drawn)
        progress(done, seeds)
    if exercise.vary and done < seeds:
        found.notes.append(f"only {done} of {seeds} seeds were tried in {_MOST_SECONDS:g} s")
    for (box, one, other), times in confused.most_common(_MOST_PAIRS):
        found.notes.append(f"on {times} of {done} variants {one} and {other} give one number for {box}")


def _numbers_marked(exercise: Exercise, instance: Instance, mark: Mark) -> Iterator[str]:
    """Each mistake that is applicable costs points, and what is said of it does not give the answer away."""
    right = evaluate(instance.quantities, instance.inputs)
    answers = {name: float(right[name]) for name in instance.ask}
    for code, typed in mistaken_numbers(instance):
        verdict = mark(exercise, instance, Answer.of_typed(typed))
        if verdict.points >= verdict.max_points:
            yield f"marking: {code} gets full marks (seed {instance.seed})"
        for part in verdict.parts:
            if part.finding is not None:
                shown = part.finding.evidence and part.finding.evidence.expected is not None
                if shown or _tells(part.finding, exact_number(answers[part.name])):
                    yield f"messages: what is said of {code} holds the answer for {part.name} (seed {instance.seed})"


def _tells(finding: Finding, answer: str) -> bool:
    """Whether a number of the message is the answer, and not one that its words always have, nor a number of points."""
    more = [phrase for phrase in finding.params.get("more", ()) if phrase.get("words") not in _ABOUT_POINTS]
    finding = replace(finding, params={**finding.params, "more": more})
    bare = replace(finding, params={name: it for name, it in finding.params.items() if isinstance(it, str)})
    for lang in LANGUAGES:
        said, always = (_NUMBER.findall(finding_message(each, lang)) for each in (finding, bare))
        if any(number.replace("−", "-") == answer.replace("−", "-") for number in said if number not in always):
            return True
    return False


def _functions_marked(exercise: Exercise, instance: Instance) -> Iterator[str]:
    """The same for functions, which are run under each changed rule instead of in the sandbox."""
    if exercise.code is None:
        return
    function = MistakenFunction(instance, exercise.code)
    for place, code in function.ways.items():
        function.place = place
        verdict = mark(exercise, instance, Answer.of_code("# written by a changed rule"), function)
        if verdict.points >= verdict.max_points:
            yield f"marking: {code} gets full marks"


def _formulas_told(exercise: Exercise, instance: Instance, mark: Mark) -> Iterator[str]:
    """What is said of a wrong formula does not hold the right one. (That one which differs anywhere is refused, the
    comparison itself proves.)"""
    for name in instance.ask:
        right = to_text(instance.asked_graph(name))
        verdict = mark(exercise, instance, Answer.of_typed({name: f"{right} + 7"}))
        for part in verdict.parts:
            said = [finding_message(part.finding, lang) for lang in LANGUAGES] if part.finding else []
            if part.name == name and len(right) > _MOST_PAIRS and any(right in text for text in said):
                yield f"messages: what is said of a wrong {name} holds the right one"
