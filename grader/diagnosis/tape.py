"""Run a scalar graph at many points at once, forwards and backwards, under any rules.

A `Tape` holds the value of every node at each point. `backward` sums gradients as reverse mode does, and
`forward` moves one node and follows the movement, but either takes changed rules for some nodes: that is
what a known mistake is. Values are float64 arrays of one shape (or NumPy floats, for a single point), never
raise, and may be infinite or NaN.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from reference.build import constant, variable
from reference.evaluate import as_float
from reference.graph import CONSTANT, INPUT, Graph, Node, topological_order
from reference.primitives import PRIMITIVES

Array = npt.NDArray[np.float64] | np.float64
ReverseRow = Callable[["Site"], Array]
ForwardRow = Callable[["Motion"], Array]
Combine = Callable[[Sequence[Array]], Array]

_ONE = np.float64(1.0)
_ZERO = np.float64(0.0)


class Tape:
    """A graph's values at given inputs, and its gradients under any rules.

    `typed` replaces the values of some nodes by others (what a student wrote): later values, and the local
    derivatives, follow from those.
    """

    def __init__(self, graph: Graph, inputs: Mapping[str, Array], typed: Mapping[Node, Array] | None = None) -> None:
        self.graph = graph
        self.output = graph.node(graph.outputs[0])
        self.values: dict[Node, Array] = {}
        self._locals: dict[tuple[Node, int], Array] = {}
        replaced = typed or {}
        with np.errstate(all="ignore"):
            for node in graph.order:
                self.values[node] = replaced.get(node, self._value(node, inputs))

    def _value(self, node: Node, inputs: Mapping[str, Array]) -> Array:
        if node.op == INPUT:
            return inputs[node.attrs]
        if node.op == CONSTANT:
            return np.float64(as_float(node.attrs))
        value: Array = PRIMITIVES[node.op].numpy(*(self.values[arg] for arg in node.args))
        return value

    def computed(self, node: Node) -> Array:
        """The value of an inner node as it follows from its arguments, also where it is replaced by another."""
        return self._value(node, {})

    def args(self, node: Node) -> tuple[Array, ...]:
        """The values that go into the node."""
        return tuple(self.values[arg] for arg in node.args)

    def local(self, node: Node, index: int) -> Array:
        """∂node/∂argument: its local derivative for the argument of that index."""
        key = (node, index)
        if key not in self._locals:
            args = self.args(node)
            # The rule for quotients goes by the quotient itself; people go by numerator and denominator.
            value = args[0] / args[1] if node.op == "divide" else self.values[node]
            self._locals[key] = local_derivative(node.op, index, args, value)
        return self._locals[key]

    def backward(
        self,
        rows: Mapping[Node, ReverseRow] | None = None,
        combine: Mapping[Node, Combine] | None = None,
        known: Mapping[Node, Array] | None = None,
        seed: Array = _ONE,
    ) -> dict[Node, Array]:
        """The gradient of the output at every node that leads to it.

        `rows` are the changed rules of some nodes, `combine` changes how contributions are put together at
        a node with several users, and `known` are gradients that somebody wrote at some nodes: they are
        what is handed on from there, while the answer still holds what follows from the nodes above.
        """
        rows, combine, known = rows or {}, combine or {}, known or {}
        arrived: dict[Node, list[Array]] = {self.output: [seed]}
        totals: dict[Node, Array] = {}
        for node in reversed(self.graph.order):
            parts = arrived.get(node)
            if parts is None:
                continue
            total = combine[node](parts) if node in combine and len(parts) > 1 else _sum(parts)
            totals[node] = total
            upstream = known.get(node, total)
            row = rows.get(node)
            for index, arg in enumerate(node.args):
                local = self.local(node, index)
                part = upstream * local if row is None else row(Site(self, node, index, upstream, local))
                arrived.setdefault(arg, []).append(part)
        return totals

    def forward(self, start: Node, rows: Mapping[Node, ForwardRow] | None = None) -> Array:
        """How fast the output moves when the node `start` moves at rate 1 and all inputs are held."""
        rows = rows or {}
        rates: dict[Node, Array] = {start: _ONE}
        for node in self.graph.order:
            if node in rates or not any(arg in rates for arg in node.args):
                continue
            motion = Motion(self, node, start, tuple(rates.get(arg) for arg in node.args))
            row = rows.get(node)
            rates[node] = motion.rate if row is None else row(motion)
        return rates.get(self.output, _ZERO)


class Site:
    """Where a reverse rule is applied: one argument of one node, and what arrives there from above."""

    __slots__ = ("index", "local", "node", "tape", "up")

    def __init__(self, tape: Tape, node: Node, index: int, up: Array, local: Array) -> None:
        self.tape, self.node, self.index, self.up, self.local = tape, node, index, up, local

    @property
    def u(self) -> Array:
        """The value of this argument."""
        return self.tape.values[self.node.args[self.index]]

    @property
    def v(self) -> Array:
        """The value of the other argument of two."""
        return self.tape.values[self.node.args[1 - self.index]]

    @property
    def y(self) -> Array:
        """The value of the node itself."""
        return self.tape.values[self.node]

    def local_at_output(self) -> Array:
        """The local derivative of a node of one argument, taken at the node's own value."""
        value = PRIMITIVES[self.node.op].numpy(self.y)
        return local_derivative(self.node.op, 0, (self.y,), value)


class Motion:
    """Where a forward rule is applied: a node, and how fast each argument moves (None: held still)."""

    __slots__ = ("node", "rates", "start", "tape")

    def __init__(self, tape: Tape, node: Node, start: Node, rates: tuple[Array | None, ...]) -> None:
        self.tape, self.node, self.start, self.rates = tape, node, start, rates

    def value(self, index: int) -> Array:
        """The value of an argument."""
        return self.tape.values[self.node.args[index]]

    def moved(self, index: int) -> Array:
        """How fast an argument moves; 0 where it is held still."""
        rate = self.rates[index]
        return _ZERO if rate is None else rate

    def local(self, index: int) -> Array:
        """The local derivative for an argument."""
        return self.tape.local(self.node, index)

    @property
    def moving(self) -> list[int]:
        """The indices of the arguments that move."""
        return [index for index, rate in enumerate(self.rates) if rate is not None]

    @property
    def inner(self) -> int:
        """The index of the argument that moves, for nodes with one such argument."""
        return self.moving[0]

    @property
    def rate(self) -> Array:
        """The right rate: local derivatives times rates, added up."""
        return _sum([self.local(index) * self.moved(index) for index in self.moving])

    def outer_at(self, point: Array) -> tuple[Array, Array]:
        """The node's value and local derivative if the moving argument were `point`."""
        args = tuple(point if index == self.inner else self.value(index) for index in range(len(self.rates)))
        value: Array = PRIMITIVES[self.node.op].numpy(*args)
        return value, local_derivative(self.node.op, self.inner, args, value)


def local_derivative(op: str, index: int, args: tuple[Array, ...], value: Array) -> Array:
    """∂op/∂argument at the arguments' values; the engine's own gradient rule, run on numbers."""
    steps, result = local_rule(op, index, len(args))
    memory: dict[Node, Any] = {}
    given = {"y": value, **{f"a{i}": arg for i, arg in enumerate(args)}}
    for node in steps:
        if node.op == INPUT:
            memory[node] = given[node.attrs]
        elif node.op == CONSTANT:
            memory[node] = np.float64(as_float(node.attrs))
        else:
            memory[node] = PRIMITIVES[node.op].numpy(*(memory[arg] for arg in node.args))
    outcome: Array = memory[result]
    return outcome


@cache
def local_rule(op: str, index: int, arity: int) -> tuple[tuple[Node, ...], Node]:
    """The engine's gradient rule for an upstream gradient of 1, as nodes over the inputs y, a0, a1."""
    rules = PRIMITIVES[op].rules
    rule = rules[index] if index < len(rules) else rules[-1]
    args = [variable(f"a{i}") for i in range(arity)]
    result = constant(0) if rule is None else rule(constant(1), variable("y"), *args)
    return topological_order([result]), result


@cache
def goes_by_value(op: str) -> bool:
    """Whether some local derivative of the operation is taken from the node's own value, as that of exp is."""
    arity = PRIMITIVES[op].arity or 2
    return any(
        step.op == INPUT and step.attrs == "y" for index in range(arity) for step in local_rule(op, index, arity)[0]
    )


def _sum(parts: Sequence[Array]) -> Array:
    total = parts[0]
    for part in parts[1:]:
        total = total + part
    return total
