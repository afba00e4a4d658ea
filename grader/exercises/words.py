"""Check the words of a statement: both languages say the same variables, nothing unsafe, no answer given away."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from fractions import Fraction

from reference.errors import EngineError
from reference.evaluate import evaluate
from reference.formula import parse_formula
from reference.graph import CONSTANT, Graph

from .model import Exercise
from .statements import MATH, placeholders
from .stream import Stream

_HTML = re.compile(r"<[A-Za-z/!][^>\n]*>")
_IMAGE = re.compile(r"!\[[^\]\n]*\]")
# 은/는 and the like depend on how the word before them is read aloud, which differs from number to number.
_PARTICLE = re.compile(r"\[\[\w+\]\]\$?(은|는|이|가|을|를|와|과|으로|로)(?![가-힣])")
_IMPOLITE = re.compile("당신")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_PLACEHOLDER = re.compile(r"\[\[\w+\]\]")
_TELLTALE = (0.0, 1.0, 2.0)  # too common to give anything away
_CLOSE = Fraction(1, 200)
_CODE = re.compile(r"`[^`\n]*`")


def wrong_words(exercise: Exercise) -> Iterator[str]:
    """Every problem in the statements, a line each."""
    named = {lang: placeholders(text) for lang, text in exercise.statements.items()}
    if len(set(named.values())) > 1:
        told = "; ".join(f"{lang}: {', '.join(sorted(names)) or 'none'}" for lang, names in named.items())
        yield f"statements: the languages do not fill in the same names ({told})"
    for lang, text in exercise.statements.items():
        for problem in _in_one(exercise, lang, text):
            yield f"statement.{lang}.md: {problem}"


def _in_one(exercise: Exercise, lang: str, text: str) -> Iterator[str]:
    plain = _CODE.sub("", text)
    if found := _HTML.search(MATH.sub("", plain)):
        yield f"{found[0]} is HTML, which is shown as text; use Markdown"
    if found := _IMAGE.search(plain):
        yield f"{found[0]} is an image; draw with [[graph]]"
    if "$" in MATH.sub("", plain):
        yield "a $ has no partner"
    wanted = exercise.code.signature if exercise.code else exercise.engine.name if exercise.engine else ""
    if wanted not in text:
        yield f"it does not say `{wanted}`"
    if lang == "ko" and (found := _PARTICLE.search(plain)):
        yield f"the particle {found[1]} stands right after a number that varies"
    if lang == "ko" and (found := _IMPOLITE.search(plain)):
        yield f"{found[0]} is not how a student is addressed"
    if exercise.kind == "program":
        yield from _wanted_in(exercise, plain)
    yield from _answers_in(exercise, plain)


def _wanted_in(exercise: Exercise, text: str) -> Iterator[str]:
    """A wanted gradient that is not written out, and a program that is one of the answers."""
    for name in placeholders(text) & {"program", "graph"}:
        yield f"[[{name}]] shows a program that is an answer"
    shown = [graph for _, graph in _formulas_in(exercise, text)]
    for name in exercise.ask:
        wanted = _values(exercise, exercise.asked_graph(name))
        if not any(_same(_values(exercise, graph), wanted) for graph in shown):
            yield f"it does not write out the wanted {exercise.asks[name].label}"


def _answers_in(exercise: Exercise, text: str) -> Iterator[str]:
    """Formulas and numbers of the statement that are the answer to something asked."""
    if exercise.kind == "formula":
        for piece, graph in _formulas_in(exercise, text):
            if len(graph) > 1 and (name := _answered(exercise, graph)):
                yield f"it shows {piece.strip()}, the answer to {name}"
    if exercise.kind == "values":
        written = {Fraction(number) for number in _NUMBER.findall(_PLACEHOLDER.sub("", text))}
        numbers = evaluate(exercise.quantities, exercise.inputs)
        given = {*_TELLTALE, *map(abs, exercise.inputs.values()), *_constants(exercise.graph)}
        for name in exercise.ask:
            size = abs(float(numbers[name]))
            if size not in given and any(abs(number - Fraction(size)) < _CLOSE for number in written):
                yield f"it contains the number {size:g}, the answer to {name}"


def _formulas_in(exercise: Exercise, text: str) -> list[tuple[str, Graph]]:
    """Every formula of the inputs in a statement's mathematics, either side of an equation."""
    pieces = [piece for formula in MATH.findall(text) for piece in formula.strip("$").split("=")]
    return [(piece, graph) for piece in pieces if (graph := _read(exercise, piece)) is not None]


def _read(exercise: Exercise, text: str) -> Graph | None:
    """A piece of a statement as a formula of the inputs; None for anything else."""
    try:
        graph = parse_formula(text, names=exercise.graph.inputs)
    except EngineError:
        return None
    return graph if set(graph.inputs) <= set(exercise.graph.inputs) else None


def _answered(exercise: Exercise, graph: Graph) -> str | None:
    """The asked quantity that a formula equals (by value at some points), if the program does not say it itself."""
    shown = _values(exercise, graph)
    own = [
        [float(evaluate(exercise.quantities, point)[f"value.{name}"]) for point in _points(exercise)]
        for name in exercise.graph.named
    ]
    if any(_same(shown, each) for each in own):
        return None
    asked = ((name, _values(exercise, exercise.asked_graph(name))) for name in exercise.ask)
    return next((name for name, values in asked if _same(shown, values)), None)


def _points(exercise: Exercise) -> list[dict[str, float]]:
    """Some generic points, always the same."""
    stream = Stream("words", exercise.digest)
    return [{name: stream.real(0.2, 1.7) for name in exercise.graph.inputs} for _ in range(4)]


def _values(exercise: Exercise, graph: Graph) -> list[float]:
    """A formula's values at those points."""
    points = ({name: point[name] for name in graph.inputs} for point in _points(exercise))
    return [float(evaluate(graph, point)[graph.outputs[0]]) for point in points]


def _same(left: list[float], right: list[float]) -> bool:
    return all(math.isclose(one, other, rel_tol=1e-9) for one, other in zip(left, right, strict=True))


def _constants(graph: Graph) -> set[float]:
    return {abs(float(node.attrs)) for node in graph.order if node.op == CONSTANT}
