"""Show the fields of a formula exercise, and how what was typed is read, or what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from markupsafe import Markup

from grader.exercises import Instance
from grader.marking.reading import formula_reading, unreadable
from grader.messages import finding_message
from grader.verdict import Finding
from grader.web.drawing import del_sign, label
from grader.web.language import lang
from grader.web.mathml import derivative, identifier, polish
from reference import formula
from reference.errors import FormulaError
from reference.formula import read_formula
from reference.graph import Graph
from reference.notation import assignments, to_mathml


@dataclass(frozen=True)
class Choice:
    """One of two readings: how it is written so that it is the only one, and as MathML."""

    text: str
    formula: Markup


@dataclass(frozen=True)
class Reading:
    """How a text is read, as MathML, with both readings where there are two; or why it cannot be, with the place
    marked where there is one."""

    formula: Markup | None = None
    choices: tuple[Choice, ...] = ()
    error: str = ""
    marked: Markup | None = None


@dataclass(frozen=True)
class Asked:
    """One field: the name of its answer, the question in words and in mathematics, and what was typed."""

    name: str
    label: Markup
    question: Markup
    typed: str


def asked_formulas(instance: Instance, typed: Mapping[str, str]) -> list[Asked]:
    """The fields in the order asked."""
    fields = []
    for name, ask in instance.asks.items():
        question = derivative(ask.of, ask.node, del_sign(instance))
        if ask.what == "value":
            question = Markup("<math>{}<mo>=</mo></math>").format(identifier(ask.node))
        fields.append(Asked(name, label(ask), question, typed.get(name, "")))
    return fields


def read_text(instance: Instance, text: str) -> Reading:
    """How marking would read this text."""
    return _shown(text, partial(formula_reading, instance))


def read_number_text(text: str) -> Reading:
    """How a formula of numbers alone is read."""
    return _shown(text, partial(read_formula, names=()))


def _shown(text: str, read: Callable[[str], formula.Reading]) -> Reading:
    try:
        found = read(text)
    except FormulaError as error:
        return not_read(text, unreadable(error, text))
    shown = _mathml(found.graph, found.used)
    if found.alternative is None:
        return Reading(shown)
    one, other = found.writings
    return Reading(shown, (Choice(one, shown), Choice(other, _mathml(found.alternative, found.used))))


def not_read(text: str, finding: Finding) -> Reading:
    """Why a text cannot be read, and where."""
    return Reading(error=finding_message(finding, lang()), marked=_marked(text, finding))


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
