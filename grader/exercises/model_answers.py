"""Derive the answer that must get full marks from the exercise itself: no answer key is kept by hand."""

from __future__ import annotations

from reference.evaluate import as_float, evaluate
from reference.gradient import gradient
from reference.graph import CONSTANT, INPUT, Graph, Node
from reference.primitives import PRIMITIVES

from .array_files import model_function
from .engine_files import model_engine
from .model import Answer, Exercise, Instance
from .specs import CodeSpec
from .statements import exact_number


def model_answer(exercise: Exercise, instance: Instance) -> Answer:
    """A right answer to that instance."""
    if exercise.code is not None:
        source = model_function if exercise.code.shapes else _source
        return Answer.of_code(source(exercise, exercise.code))
    if exercise.engine is not None:
        return Answer.of_code(model_engine(exercise.engine))
    if exercise.spec is not None:
        return Answer.of_typed(exercise.spec.model_answer(instance))
    numbers = evaluate(instance.quantities, instance.inputs)
    return Answer.of_typed({name: exact_number(float(numbers[name])) for name in exercise.ask})


def _source(exercise: Exercise, spec: CodeSpec) -> str:
    """The function as NumPy code, a line for each node."""
    wanted = gradient(exercise.graph, [ask.node for ask in exercise.asks.values() if ask.what == "gradient"])
    nodes = {name: wanted.node(name if ask.what == "gradient" else ask.node) for name, ask in exercise.asks.items()}
    lines: list[str] = []
    written: dict[Node, str] = {}
    for node in Graph(map(wanted.node, wanted.inputs), nodes).order:
        written[node] = _expression(node, written)
        if node.op not in (INPUT, CONSTANT):
            lines.append(f"step_{len(lines)} = {written[node]}")
            written[node] = f"step_{len(lines) - 1}"
    # A gradient that is a constant must still have the shape of what it is the gradient for.
    like = f" + 0 * {spec.arguments[0]}" if spec.takes_arrays else ""
    if isinstance(spec.returns, str):
        result = written[nodes[spec.returns]] + like
    else:
        result = "{" + ", ".join(f"{key!r}: {written[nodes[ask]]}{like}" for key, ask in spec.returns.items()) + "}"
    body = "".join(f"    {line}\n" for line in [*lines, f"return {result}"])
    return f"import numpy as np\n\n\ndef {spec.signature}:\n{body}"


def _expression(node: Node, written: dict[Node, str]) -> str:
    if node.op == INPUT:
        return str(node.attrs)
    if node.op == CONSTANT:
        return f"({as_float(node.attrs)!r})"
    template = PRIMITIVES[node.op].source[1]
    args = [written[arg] for arg in node.args]
    if template is None:
        return f"np.{node.op}({', '.join(args)})"
    return (template if isinstance(template, str) else template(node)).format(*args)
