"""Mark formulas: each text is compared with the gradient as a graph; one that differs gets a point and a name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from grader.diagnosis import Named, Question, generic_points, name_result, results
from grader.exercises import Ask, FormulaSpec, Instance
from grader.messages import is_about_graphs, plain
from grader.verdict import FORM, Finding, Part
from reference import FormulaError
from reference.equivalence.forms import form_problem
from reference.formula import Reading
from reference.graph import INPUT, Graph, topological_order

from .agreement import Agreement, agreement
from .answers import missing, typed_texts
from .marks import Marks, Task, named_finding
from .reading import formula_reading, unreadable


def mark_formula(task: Task) -> Marks:
    """One part per derivative asked for, and one more for each form."""
    texts = typed_texts(task.instance, task.answer)
    forms = task.spec(FormulaSpec).forms
    read = {name: _read(task.instance, texts.get(name, "")) for name in task.instance.ask}
    graphs = {name: found.graph for name, found in read.items() if isinstance(found, Reading)}
    parts = []
    for name in task.instance.ask:
        part = _part(task, name, read[name], graphs)
        parts.append(part)
        if name in forms:
            parts.append(_form_part(task, part, read[name], forms[name].form))
    proved = all(part.outcome == "correct" for part in parts)
    return Marks(tuple(parts), "proof" if proved else None)


def _read(instance: Instance, text: str) -> Reading | Finding:
    """The typed formula, in the program's inputs and, if its writer likes, its assigned names."""
    if not text.strip():
        return missing()
    try:
        return formula_reading(instance, text)
    except FormulaError as error:
        return unreadable(error, text)


def _part(task: Task, name: str, read: Reading | Finding, graphs: Mapping[str, Graph]) -> Part:
    label = task.instance.asks[name].label
    if isinstance(read, Finding):
        return task.part(name, "skipped" if read.code == "name_missing" else "error", read, label)
    found = agreement(read.graph, task.instance.asked_graph(name))
    if found.outcome == "correct":
        return replace(task.part(name, "correct", None, label), note=found.gap)
    return task.part(name, found.outcome, found.finding or different(task.instance, name, found, graphs), label)


def _form_part(task: Task, formula: Part, read: Reading | Finding, form: str) -> Part:
    """The part about a formula's form. It earns only where the formula is equal."""
    name = f"{formula.name}{FORM}"
    if isinstance(read, Finding):
        return task.part(name, formula.outcome, read, formula.label)
    if formula.outcome == "incorrect":
        return task.part(name, "incorrect", Finding("value_wrong", params={"case": "form_of_wrong"}), formula.label)
    problem = form_problem(read, form)
    if problem is None:
        return task.part(name, formula.outcome, formula.finding, formula.label)
    found = plain(read.text[slice(*problem.place)] if problem.place else read.text)
    finding = Finding("value_wrong", params={"case": problem.code, "found": found})
    return task.part(name, "incorrect", finding, formula.label)


def different(instance: Instance, name: str, found: Agreement, graphs: Mapping[str, Graph]) -> Finding:
    """Why a formula is not the derivative of that name: the mistake if it is known, rounded decimals, or simply another
    formula; and a point where they differ.

    `graphs` are this formula and others that were given, by the names of what they answer.
    """
    evidence = found.evidence
    if _is_constant(instance.asked_graph(name)):
        evidence = replace(evidence, expected=None)  # its value at a point would be the answer itself
    named = _known_mistake(instance, instance.asks[name], graphs)
    if named is not None and not (named.tentative and found.digits):
        return named_finding(named, evidence)
    if found.digits:
        return Finding("precision", params={"case": "formula", "digits": found.digits}, evidence=evidence)
    case = found.case if evidence.inputs else "constant"
    return Finding("value_wrong", params={"case": case}, evidence=evidence)


def _is_constant(graph: Graph) -> bool:
    """Whether no input reaches the output."""
    return not any(node.op == INPUT for node in topological_order([graph.node(graph.outputs[0])]))


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
    question = Question(wanted, ask.node, "formula")
    return name_result(question, inputs, got, given, lambda code: not is_about_graphs(code))
