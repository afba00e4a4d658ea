"""Tests of wrong programs: a row of boxes for each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from grader.exercises import Instance, MutantsSpec
from grader.exercises.kinds.mutants import MOST_TESTS, SEPARATOR
from grader.messages import mistake_title
from grader.web.drawing import picture
from grader.web.kinds.page import Answered, Asking, Page, Parts
from grader.web.language import lang, say


@dataclass(frozen=True)
class Row:
    """One test: its number, and what stands in the box of each input."""

    number: int
    boxes: Mapping[str, str]


def _form(asking: Asking) -> Parts:
    spec = asking.exercise.spec
    tests, mistakes = (spec.tests, spec.mistakes) if isinstance(spec, MutantsSpec) else (1, ())
    return {
        **asking.around_graph(picture),
        "mistakes": [mistake_title(mistake, lang()) for mistake in mistakes],
        **_table(asking.instance, asking.typed, tests),
    }


def _verdict(answered: Answered) -> Parts:
    return _table(answered.instance, answered.answer.typed or {}, 1)


def _table(instance: Instance, typed: Mapping[str, str], tests: int) -> Parts:
    """The inputs, and a row for each test: at least so many."""
    columns = {name: [each.strip() for each in typed.get(name, "").split(SEPARATOR)] for name in instance.graph.inputs}
    count = min(MOST_TESTS, max(tests, *(len(column) for column in columns.values())))
    rows = [
        Row(place + 1, {name: column[place] if place < len(column) else "" for name, column in columns.items()})
        for place in range(count)
    ]
    return {"inputs": instance.graph.inputs, "rows": rows}


def _hint() -> Markup:
    return say("Whole numbers, decimals and fractions are read. A test needs a number in every box.")


MUTANTS = Page("mutants", _form, _verdict, _hint)
