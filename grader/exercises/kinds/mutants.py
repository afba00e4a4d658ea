"""Ask for inputs that expose wrong programs: backward passes with one known mistake each.

    kind = "mutants"

    [mutants]
    tests = 1
    mistakes = ["mul_own_input", "upstream_without_local"]
    model = [{ W = 3, x = -4, b = 7 }]

A wrong program is exposed where some gradient that it gives differs from the true one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from reference.graph import Graph

from ..fields import Fields, as_number
from ..model import Instance
from ..statements import exact_number
from .spec import Called, Entry, OwnKind, Spec, Texts, by_code

MUTANTS_KEYS = ("tests", "mistakes", "model")
SEPARATOR = ","
MOST_TESTS = 5
_MOST_MISTAKES = 30
_CODE = re.compile(r"[a-z][a-z0-9_]{1,59}")


@dataclass(frozen=True)
class MutantsSpec(Spec):
    """The mistakes of the wrong programs, a part each; how many tests may be written; tests that expose them all."""

    tests: int
    mistakes: tuple[str, ...]
    model: tuple[Mapping[str, float], ...]
    how: ClassVar[str] = 'a number; with several tests one for each, with commas between, such as "3, -1"'

    def parts(self, ask: tuple[str, ...]) -> tuple[str, ...]:
        return self.mistakes

    def entries(self, instance: Instance) -> Iterator[Entry]:
        tests = "one test" if self.tests == 1 else f"up to {self.tests} tests"
        yield from (Entry(name, f"the input {name} of {tests}") for name in instance.graph.inputs)

    def model_answer(self, instance: Instance) -> Texts:
        return {
            name: f"{SEPARATOR} ".join(exact_number(test[name]) for test in self.model)
            for name in instance.graph.inputs
        }

    def below(self, instance: Instance, lang: str, called: Called = by_code) -> str:
        return "".join(f"- {called(mistake, lang)}\n" for mistake in self.mistakes)

    def marked(self) -> dict[str, Any]:
        return {"tests": self.tests, "mistakes": self.mistakes}


def read_mutants(fields: Fields, graph: Graph, _ask: tuple[str, ...]) -> MutantsSpec:
    """The spec in that table. Problems are noted in `fields`."""
    fields.only(*MUTANTS_KEYS)
    mistakes = fields.texts("mistakes")
    if not 1 <= len(mistakes) <= _MOST_MISTAKES:
        fields.problem(f"'mistakes' must name 1 to {_MOST_MISTAKES} mistakes: see docs/marking.md", "mistakes")
    for mistake in mistakes:
        if not _CODE.fullmatch(mistake):
            fields.problem(f"{mistake!r} is no code of a mistake: see docs/marking.md", "mistakes")
    tests = fields.whole("tests", 1, 1, MOST_TESTS) or 1
    model = tuple(filter(None, (_test(fields, test, graph) for test in fields.items("model"))))
    if not 1 <= len(model) <= tests:
        fields.problem(f"'model' must hold 1 to {tests} tests such as {{ {graph.inputs[0]} = 3, … }}", "model")
    return MutantsSpec(tests, mistakes, model)


def _test(fields: Fields, given: object, graph: Graph) -> Mapping[str, float] | None:
    numbers = {name: as_number(value) for name, value in given.items()} if isinstance(given, dict) else {}
    test = {name: number for name, number in numbers.items() if number is not None}
    if set(test) == set(numbers) == set(graph.inputs):
        return test
    fields.problem(f"a test in 'model' gives a number to each of {', '.join(graph.inputs)}", "model")
    return None


MUTANTS = OwnKind("mutants", ("ask",), read_mutants)
