"""Show the fields of a formula exercise, and how what was typed is read, or what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from grader.exercises import Instance
from grader.marking.reading import unreadable
from grader.messages import finding_message
from grader.verdict import Finding
from grader.web.drawing import del_sign, label
from grader.web.language import lang
from grader.web.mathml import derivative, identifier, polish
from reference.errors import FormulaError
from reference.formula import read_formula
from reference.graph import Graph
from reference.notation import assignments, to_mathml


@dataclass(frozen=True)
class Reading:
    """How a text is read: as MathML, and what else it could mean; or why it cannot be, with the place marked."""

    formula: Markup | None = None
    other: Markup | None = None
    error: str = ""
    marked: Markup | None = None


@dataclass(frozen=True)
class Asked:
    """One field: the name of its answer, the question, what was typed, and how that is read (None: not asked)."""

    name: str
    label: Markup
    question: Markup
    typed: str
    reading: Reading | None


def asked_formulas(instance: Instance, typed: Mapping[str, str], *, read: bool) -> list[Asked]:
    """The fields in the order asked; with `read`, every text that is not blank is read."""
    fields = []
    for name, ask in instance.asks.items():
        text = typed.get(name, "")
        question = derivative(ask.of, ask.node, del_sign(instance))
        if ask.what == "value":
            question = Markup("<math>{}<mo>=</mo></math>").format(identifier(ask.node))
        reading = read_text(instance, text) if read and text.strip() else None
        fields.append(Asked(name, label(ask), question, text, reading))
    return fields


def read_text(instance: Instance, text: str) -> Reading:
    """How marking would read this text."""
    graph = instance.graph
    between = {name: graph for name in graph.named if name not in graph.inputs and name.isidentifier()}
    try:
        reading = read_formula(text, graph.inputs, definitions=between)
    except FormulaError as error:
        finding = unreadable(error, text)
        return Reading(error=finding_message(finding, lang()), marked=_marked(text, finding))
    other = _mathml(reading.alternative) if reading.alternative is not None else None
    return Reading(_mathml(reading.graph, reading.used), other)


def _marked(text: str, finding: Finding) -> Markup:
    """The text with the place where reading stopped marked, an end that came too early by a sign of its own."""
    start, end = finding.params["column"] - 1, finding.params["end"] - 1
    return Markup("{}<b>{}</b>{}").format(text[:start], text[start:end].strip() or "▯", text[end:])


def program_html(instance: Instance) -> list[Markup]:
    """The program as equations, one per line."""
    return graph_html(instance.graph)


def graph_html(graph: Graph) -> list[Markup]:
    """Any program as equations, one per line."""
    line = "<math><mrow>{}<mo>=</mo>{}</mrow></math>"
    return [polish(line.format(*both)) for both in assignments(graph, "mathml")]


def _mathml(graph: Graph, names: Iterable[str] = ()) -> Markup:
    """The formula, with the names that were used in it as names."""
    return polish(to_mathml(graph, names=names))
