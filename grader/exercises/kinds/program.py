"""Ask for a program whose gradient is given. The exercise's own program is one, and says what the gradient is.

    kind = "program"
    program = '''
    p = x * y
    f = p * z
    '''
    ask = ["df_dx", "df_dy", "df_dz"]

    [build]
    operations = ["add", "multiply"]   # nothing else may be used
    most = 3                           # nor more of them

Any other program with the same gradient is as good.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar

from reference.graph import CONSTANT, INPUT, Graph

from ..fields import Fields
from ..model import Instance
from .spec import Entry, OwnKind, Spec, Texts

BUILD_KEYS = ("operations", "most")
OPERATIONS_PART = "operations"
ANSWER = "program"
# The operations that a program may be built of, as they are written.
OPERATIONS: Mapping[str, str] = MappingProxyType(
    {
        "add": "+",
        "subtract": "-",
        "multiply": "*",
        "divide": "/",
        "negate": "-",
        "power": "**",
        "maximum": "max",
        "minimum": "min",
        **{name: name for name in ("exp", "log", "sqrt", "sin", "cos", "tan", "sinh", "cosh", "tanh")},
        **{name: name for name in ("sigmoid", "relu", "abs")},
    }
)
MOST_OPERATIONS = 100


@dataclass(frozen=True)
class ProgramSpec(Spec):
    """Which operations the program may be built of (empty: any), and how many (0: as many as there may be at all)."""

    operations: tuple[str, ...]
    most: int
    how: ClassVar[str] = "an assignment on each line, with + - * / ** and functions such as exp"

    def parts(self, ask: tuple[str, ...]) -> tuple[str, ...]:
        return (*ask, OPERATIONS_PART) if self.operations or self.most else ask

    def entries(self, instance: Instance) -> Iterator[Entry]:
        wanted = ", ".join(ask.label for ask in instance.asks.values())
        yield Entry(ANSWER, f"a program for {instance.output} with the wanted {wanted}", lines=True)

    def model_answer(self, instance: Instance) -> Texts:
        return {ANSWER: instance.program}

    def too_many(self, graph: Graph) -> int:
        """By how many operations a program exceeds what is allowed."""
        return max(0, len(_operations(graph)) - self.most) if self.most else 0

    def foreign(self, graph: Graph) -> tuple[str, ...]:
        """The operations of a program that may not be used, as they are written."""
        odd = (op for op in _operations(graph) if self.operations and op not in self.operations)
        return tuple(dict.fromkeys(OPERATIONS.get(op, op) for op in odd))


def _operations(graph: Graph) -> list[str]:
    """The operations of a program; the minus of a number is none."""
    return [
        node.op
        for node in graph.order
        if node.op not in (INPUT, CONSTANT) and not (node.op == "negate" and node.args[0].op == CONSTANT)
    ]


def read_build(fields: Fields, graph: Graph, ask: tuple[str, ...]) -> ProgramSpec:
    """The spec in that table. Problems are noted in `fields`."""
    fields.only(*BUILD_KEYS)
    operations = fields.texts("operations")
    for operation in operations:
        if operation not in OPERATIONS:
            fields.problem(f"{operation!r} is no operation; there are: {', '.join(OPERATIONS)}", "operations")
    spec = ProgramSpec(operations, fields.whole("most", 0, 1, MOST_OPERATIONS) or 0)
    if odd := spec.foreign(graph):
        fields.problem(f"the exercise's own program uses {', '.join(odd)}", "operations")
    if spec.too_many(graph):
        fields.problem(f"the exercise's own program has {spec.too_many(graph)} operations more", "most")
    known = [f"d{graph.outputs[0]}_d{name}" for name in graph.inputs]
    for name in ask:
        if name not in known:
            fields.problem(f"{name!r} is no derivative of the output by an input; there are: {', '.join(known)}")
    return spec


PROGRAM = OwnKind("build", ("ask",), read_build, optional=True)
