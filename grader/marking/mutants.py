"""Mark inputs by the wrong programs that they expose: backward passes with one known mistake each.

A wrong program is exposed by a test where some gradient that it gives is not the true one. Where a mistake can be made
in more than one way, each way earns its share by showing in some test.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.diagnosis.wrong_programs import Shown, differences, has_kink, right_gradients
from grader.exercises import Instance, MutantsSpec
from grader.exercises.kinds.mutants import SEPARATOR
from grader.verdict import Evidence, Finding, Part, PartOutcome

from .answers import missing, typed_texts
from .marks import Marks, Task
from .numbers import Number, read_number

Test = Mapping[str, float]
# What the parts are where no test can be used; a test where the gradient does not exist is simply a wrong one.
_WITHOUT_A_TEST: Mapping[str, PartOutcome] = {"name_missing": "skipped", "unreadable": "error"}


@dataclass(frozen=True)
class Tests:
    """The tests that can be used, and the first reason why another one cannot."""

    usable: tuple[Test, ...]
    problem: Finding | None


def mark_mutants(task: Task) -> Marks:
    """One part per wrong program."""
    spec = task.spec(MutantsSpec)
    tests = _read_tests(task.instance, typed_texts(task.instance, task.answer), spec.tests)
    if not tests.usable:
        problem = tests.problem or missing()
        return task.nothing(problem, _WITHOUT_A_TEST.get(problem.code, "incorrect"))
    graph = task.instance.graph
    columns = {name: np.array([test[name] for test in tests.usable]) for name in graph.inputs}
    found = differences(graph, _nodes(task.instance), spec.mistakes, columns)
    return Marks(tuple(_part(task, mistake, found[mistake], tests) for mistake in spec.mistakes))


def _part(task: Task, mistake: str, forms: Sequence[Shown], tests: Tests) -> Part:
    hidden = [form for form in forms if not form.any()]
    if forms and not hidden:
        return task.part(mistake, "correct")
    if tests.problem is not None and tests.problem.code == "unreadable":
        return task.part(mistake, "error", tests.problem)
    finding = Finding("value_wrong", params={"case": "mutant"}, evidence=_evidence(task.instance, tests.usable[-1]))
    return task.partly(mistake, 1 - len(hidden) / len(forms) if forms else 0, finding)


def _evidence(instance: Instance, test: Test) -> Evidence:
    """A test at which the wrong program and the right one agree, and what both give there."""
    labels = {ask.node: ask.label for ask in instance.asks.values()}
    gradients = right_gradients(instance.graph, _nodes(instance), test)
    return Evidence(dict(test), {labels[node]: value for node, value in gradients.items()})


def _nodes(instance: Instance) -> list[str]:
    return [ask.node for ask in instance.asks.values() if ask.what == "gradient"]


def _read_tests(instance: Instance, texts: Mapping[str, str], most: int) -> Tests:
    """The tests of an answer: the first number of every input is one, the second another."""
    columns = {name: [each.strip() for each in texts.get(name, "").split(SEPARATOR)] for name in instance.graph.inputs}
    count = max(len(column) for column in columns.values())
    if count > most:
        return Tests((), Finding("unreadable", params={"case": "tests", "most": most, "count": count}))
    usable, problem = [], None
    for place in range(count):
        row = {name: column[place] if place < len(column) else "" for name, column in columns.items()}
        if any(row.values()):
            test = _read_test(instance, row, place + 1)
            if isinstance(test, Finding):
                problem = problem or test
            else:
                usable.append(test)
    return Tests(tuple(usable), problem)


def _read_test(instance: Instance, row: Mapping[str, str], number: int) -> Test | Finding:
    """One test, or why it cannot be used: a number is missing or unreadable, or the gradient is not there."""
    test: dict[str, float] = {}
    for name, text in row.items():
        read = read_number(text) if text else None
        if not isinstance(read, Number):
            more = read.params.get("more", []) if read else [{"words": "test.empty"}]
            return _cannot("unreadable", number, name=name, more=more)
        test[name] = read.middle
    if not np.all(np.isfinite(list(right_gradients(instance.graph, _nodes(instance), test).values()))):
        return _cannot("not_finite", number)
    if has_kink(instance.graph, test):
        return _cannot("value_wrong", number, case="kink")
    return test


def _cannot(code: str, number: int, case: str = "test", **params: Any) -> Finding:
    return Finding(code, params={"case": case, "test": number, **params})
