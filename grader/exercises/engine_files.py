"""Write an engine's files: the class a student starts from, and a right one, derived from the table of primitives."""

from __future__ import annotations

from reference.build import apply, variable
from reference.compile import compile_graph
from reference.gradient import gradient
from reference.graph import Graph
from reference.primitives import PRIMITIVES

from .engine_section import BINARY
from .specs import EngineSpec

_SIGNS = {"add": "+", "subtract": "-", "multiply": "*", "divide": "/", "power": "**", "negate": "-"}
_DUNDERS = {"add": "add", "subtract": "sub", "multiply": "mul", "divide": "truediv"}

_ENGINE = """\
class {name}:
    def __init__(self, data, parts=()):
        self.data = data
        self.grad = 0.0
        self.parts = parts

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                stack.extend((part, False) for part, _ in node.parts)
        self.grad = 1.0
        for node in reversed(order):
            for part, slope in node.parts:
                part.grad += slope * node.grad


def applied(rule, *operands):
    operands = [each if isinstance(each, {name}) else {name}(each) for each in operands]
    value, *slopes = rule(*(each.data for each in operands))
    return {name}(value, list(zip(operands, slopes)))
"""


def engine_start(spec: EngineSpec, not_written: str) -> str:
    """A file that compiles; making an object raises NotImplementedError, which says what to do."""
    between = " ".join(_SIGNS[op] for op in spec.operations if op in BINARY)
    methods = " ".join(f".{op}()" for op in spec.operations if op not in _SIGNS)
    wanted = [
        f"Between two objects, or an object and a plain number on either side: {between}",
        *(["v ** k for a plain number k"] if "power" in spec.operations else []),
        *(["-v"] if "negate" in spec.operations else []),
        *([f"Methods: {methods}"] if methods else []),
        "v.backward() puts the derivative of v with respect to every object that leads to it into .grad",
    ]
    body = "\n".join(f"    {line}" for line in wanted)
    return (
        f'\n\nclass {spec.name}:\n    """A number, .data, that remembers how it was computed; .grad is 0 at first.\n\n'
        f'{body}\n    """\n\n    def __init__(self, data):\n        raise NotImplementedError("{not_written}")\n'
    )


def model_engine(spec: EngineSpec) -> str:
    """A right engine: the rules are compiled from the primitives' own, and the methods made from the rules."""
    rules = "\n\n".join(_rule(op) for op in spec.operations)
    methods = "\n".join(_methods(op, spec.name) for op in spec.operations)
    return f"{rules}\n\n{_ENGINE.format(name=spec.name)}\n\n{methods}\n"


def _rule(op: str) -> str:
    """A function that gives the value and the local derivatives; a power's for its base only."""
    inputs = [variable(name) for name in "ab"[: PRIMITIVES[op].arity]]
    graph = Graph(inputs, {"y": apply(op, *inputs)})
    wanted = graph.inputs[:1] if op == "power" else graph.inputs
    return compile_graph(gradient(graph, wanted), f"rule_{op}").source


def _methods(op: str, name: str) -> str:
    if op in BINARY:
        plain, turned = f"{name}.__{_DUNDERS[op]}__", f"{name}.__r{_DUNDERS[op]}__"
        return (
            f"{plain} = lambda v, other: applied(rule_{op}, v, other)\n"
            f"{turned} = lambda v, other: applied(rule_{op}, other, v)"
        )
    if op == "power":
        return f"{name}.__pow__ = lambda v, k: applied(rule_power, v, k)"
    method = "__neg__" if op == "negate" else op
    return f"{name}.{method} = lambda v: applied(rule_{op}, v)"
