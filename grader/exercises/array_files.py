"""Write the files for exercises on arrays: what a student is told of them, and a right function for the sizes tried."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from itertools import count

import reference
from reference.compile import compile_graph
from reference.gradient import gradient
from reference.graph import Graph, Shape

from .model import Exercise
from .specs import CodeSpec, Declared


def told_of_arrays(spec: CodeSpec) -> str:
    """The shapes of the arguments, for a docstring."""
    shapes = ", ".join(f"{name} {_shape_text(spec.shapes.get(name, ()))}" for name in spec.arguments)
    told = f"The arguments are float64 arrays: {shapes}. A gradient has the shape of what it is the gradient for."
    return textwrap.fill(told, 100)


def _shape_text(shape: Declared) -> str:
    return "(" + ", ".join(map(str, shape)) + ("," if len(shape) == 1 else "") + ")"


def model_function(exercise: Exercise, spec: CodeSpec) -> str:
    """The function as source compiled from the graph, once for each of the sizes that are tried."""
    tried = [each for trial in spec.trials for each in trial.sizes]
    tried += [each for trial in spec.trials if trial.sizes for each in small_sizes(spec, trial.sizes[0])]
    sizes = {tuple(sorted(each.items())): each for each in tried}
    functions, cases = [], []
    for number, chosen in enumerate(sizes.values()):
        shapes = spec.sized(chosen)
        functions.append(compile_graph(_wanted(exercise, spec, shapes), f"sized_{number}").source)
        cases.append(f"    {_key(spec, shapes)}: sized_{number},")
    keys = list(spec.returns) if not isinstance(spec.returns, str) else []
    result = "dict(zip(" + repr(keys) + ", results))" if keys else "results[0]"
    arguments = ", ".join(spec.arguments)
    body = (
        f"def {spec.signature}:\n"
        f"    shapes = tuple(np.shape(each) for each in ({arguments},))\n"
        f"    results = CASES[shapes]({arguments})\n"
        f"    return {result}\n"
    )
    return "import numpy as np\n\n" + "\n\n".join([*functions, "CASES = {\n" + "\n".join(cases) + "\n}\n", body])


def small_sizes(spec: CodeSpec, letters: Iterable[str]) -> list[dict[str, int]]:
    """Lengths from 2 on for the letters; no length of a result is that of another axis, so that none is square."""
    returns = [spec.returns] if isinstance(spec.returns, str) else list(spec.returns.values())
    shapes = [spec.shapes.get(ask.partition(".")[2], ()) for ask in returns]
    fixed = {length for shape in shapes for length in shape if isinstance(length, int)}
    found = []
    for least in (2, 3):
        sizes: dict[str, int] = {}
        for letter in sorted(letters, key=lambda letter: (any(letter in shape for shape in shapes), letter)):
            taken = {*sizes.values(), *(fixed if any(letter in shape for shape in shapes) else ())}
            sizes[letter] = next(length for length in count(least) if length not in taken)
        found.append(sizes)
    return found


def _wanted(exercise: Exercise, spec: CodeSpec, shapes: dict[str, Shape]) -> Graph:
    """All that is asked for, with inputs and outputs in the order of the arguments and of the keys."""
    graph = reference.parse_program(exercise.program, exercise.output, shapes)
    asks = exercise.asks.values()
    slopes = gradient(graph, [ask.node for ask in asks if ask.what == "gradient"])
    outputs = {
        ask.name: slopes.node(f"grad.{ask.node}" if ask.what == "gradient" else ask.node) for ask in asks
    }  # fmt: skip
    return Graph(map(graph.node, spec.arguments), outputs)


def _key(spec: CodeSpec, shapes: dict[str, Shape]) -> str:
    return repr(tuple(shapes.get(name, ()) for name in spec.arguments))
