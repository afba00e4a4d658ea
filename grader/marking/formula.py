"""Mark formulas: each text is compared with the gradient as a graph; one that differs gets a point and a name."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np

import reference
from grader.diagnosis import Named, Question, generic_points, name_result, results
from grader.exercises import Ask, Instance
from grader.verdict import Evidence, Finding, Part, plain_value
from reference import Comparison, FormulaError
from reference.graph import Graph

from .answers import missing, typed_texts
from .marks import Marks, Task, named_finding
from .reading import read_typed, unreadable


def mark_formula(task: Task) -> Marks:
    """One part per derivative asked for."""
    texts = typed_texts(task.instance, task.answer)
    read = {name: _read(task.instance, texts.get(name, "")) for name in task.instance.ask}
    graphs = {name: graph for name, graph in read.items() if isinstance(graph, Graph)}
    parts = tuple(_part(task, name, read[name], graphs) for name in task.instance.ask)
    proved = all(part.outcome == "correct" for part in parts)
    return Marks(parts, "proof" if proved else None)


def _read(instance: Instance, text: str) -> Graph | Finding:
    """The typed formula, in the program's inputs and, if its writer likes, its assigned names."""
    if not text.strip():
        return missing()
    graph = instance.graph
    between = {name: graph for name in graph.named if name not in graph.inputs and name.isidentifier()}
    try:
        return read_typed(text, graph.inputs, between)
    except FormulaError as error:
        return unreadable(error, text)


def _part(task: Task, name: str, read: Graph | Finding, graphs: Mapping[str, Graph]) -> Part:
    label = task.instance.asks[name].label
    if isinstance(read, Finding):
        return task.part(name, "skipped" if read.code == "name_missing" else "error", read, label)
    comparison = reference.compare(read, task.instance.asked_graph(name))
    if comparison.relation == "equal":
        return task.part(name, "correct", None, label)
    if comparison.relation == "undecided" and _agrees_nowhere(comparison):
        return task.part(name, "incorrect", Finding("not_finite", params={"case": "formula"}), label)
    if comparison.relation == "undecided":
        return task.part(name, "undecided", Finding("undecided"), label)
    return task.part(name, "incorrect", _different(task.instance, name, comparison, graphs), label)


def _agrees_nowhere(comparison: Comparison) -> bool:
    """Whether nothing speaks for the formula: it could not be worked out at any point where the derivative could."""
    note = comparison.note
    return note is not None and note.code == "agrees_at_points" and note.parameters["points"] == 0


def _different(instance: Instance, name: str, comparison: Comparison, graphs: Mapping[str, Graph]) -> Finding:
    """The mistake if it is known, and a point where the two differ."""
    evidence = Evidence(
        {each: _number(value) for each, value in (comparison.point or {}).items()},
        plain_value(comparison.left_value),
        plain_value(comparison.right_value),
    )
    named = _known_mistake(instance, instance.asks[name], graphs)
    if named is not None:
        return named_finding(named, evidence)
    defined = comparison.left_value is not None and comparison.right_value is not None
    case = "formula" if defined or comparison.point is None else "domain"
    return Finding("value_wrong", params={"case": case}, evidence=evidence)


def _known_mistake(instance: Instance, ask: Ask, graphs: Mapping[str, Graph]) -> Named | None:
    program = instance.graph
    inputs = generic_points(program, instance.program)
    answers = {each: results(graph, inputs) for each, graph in graphs.items()}
    given = {
        instance.asks[each].node: answer
        for each, answer in answers.items()
        if each != ask.name and instance.asks[each].of == ask.of
    }
    wanted = Graph(map(program.node, program.inputs), {ask.of: program.node(ask.of)}, program.named)
    got = np.broadcast_to(answers[ask.name], next(iter(inputs.values())).shape)
    return name_result(Question(wanted, ask.node, "formula"), inputs, got, given)


def _number(value: Fraction) -> Any:
    return value.numerator if value.denominator == 1 else float(value)
