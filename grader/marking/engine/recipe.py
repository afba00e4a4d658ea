"""Say how a graph is built, one step after another: for a student's class, for the engine here, and for people to read.

recipe = Recipe((Step("value", (Plain(2.5),)), Step("multiply", (Plain(3), 0))))
recipe.wire()           # what the sandbox builds it from
recipe.lines("Value")   # a = Value(2.5); b = 3 * a; b.backward()
recipe.graph            # the same graph for the engine here
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from string import ascii_lowercase
from typing import Any, NamedTuple

from reference.build import apply, constant, variable
from reference.evaluate import evaluate_nodes
from reference.graph import CONSTANT, Graph, Node

VALUE = "value"
_SIGNS = {"add": "+", "subtract": "-", "multiply": "*", "divide": "/", "power": "**"}


class Plain(NamedTuple):
    """An operand that is a plain number, an int or a float, and no object of the student's."""

    number: float


Operand = int | Plain


class Step(NamedTuple):
    """One operation on earlier steps, by their places, or on plain numbers. `value` makes a new object."""

    op: str
    operands: tuple[Operand, ...]

    @property
    def places(self) -> tuple[int, ...]:
        """The earlier steps that it uses, once per use."""
        return tuple(operand for operand in self.operands if isinstance(operand, int))

    @property
    def form(self) -> Form:
        """The operation with where its plain numbers stand."""
        kinds = "".join("n" if isinstance(operand, Plain) else "v" for operand in self.operands)
        return Form(self.op, "v" if self.op == VALUE else kinds)


class Form(NamedTuple):
    """An operation and the kinds of its operands: `vv` two objects, `nv` a plain number on the left, and so on."""

    op: str
    kinds: str


@dataclass(frozen=True)
class Recipe:
    """The steps of a graph; the last one is differentiated, and every other one leads to it."""

    steps: tuple[Step, ...]

    def wire(self) -> tuple[list[Any], ...]:
        """The steps as plain data, as `grader/sandbox/driving.py` reads them."""
        return tuple([step.op, *map(_plain_operand, step.operands)] for step in self.steps)

    @classmethod
    def from_wire(cls, data: Iterable[list[Any]]) -> Recipe:
        """The recipe that `wire` wrote."""
        steps = (
            Step(op, tuple(Plain(each[0]) if isinstance(each, list) else each for each in operands))
            for op, *operands in data
        )
        return cls(tuple(steps))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """A name for every step: a, b, c … and then a1, b1, …"""
        rounds = (divmod(place, len(ascii_lowercase)) for place in range(len(self.steps)))
        return tuple(f"{ascii_lowercase[letter]}{number or ''}" for number, letter in rounds)

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """The node of every step in the engine here."""
        nodes: list[Node] = []
        for name, step in zip(self.names, self.steps, strict=True):
            if step.op == VALUE:
                nodes.append(variable(name))
            else:
                args = (constant(each.number) if isinstance(each, Plain) else nodes[each] for each in step.operands)
                nodes.append(apply(step.op, *args))
        return tuple(nodes)

    @cached_property
    def graph(self) -> Graph:
        """The whole as a graph; every step has its name."""
        named = dict(zip(self.names, self.nodes, strict=True))
        inputs = [node for node, step in zip(self.nodes, self.steps, strict=True) if step.op == VALUE]
        return Graph(inputs, {self.names[-1]: self.nodes[-1]}, named)

    @cached_property
    def inputs(self) -> Mapping[str, float]:
        """The numbers of the objects that are made, by name."""
        return {
            name: float(operand.number)
            for name, step in zip(self.names, self.steps, strict=True)
            for operand in step.operands
            if step.op == VALUE and isinstance(operand, Plain)
        }

    @cached_property
    def values(self) -> Mapping[str, object]:
        """The values that flow forward, by name."""
        found = evaluate_nodes(self.graph, self.inputs)
        return {name: found[node] for name, node in zip(self.names, self.nodes, strict=True)}

    @property
    def levels_out(self) -> bool:
        """Whether something is taken from itself, or divided by itself: all gradients cancel there, right or wrong."""
        return any(step.op in ("subtract", "divide") and len(set(step.operands)) < 2 for step in self.steps)

    @property
    def size(self) -> int:
        """The number of nodes, plain numbers in operations included."""
        return sum(node.op == CONSTANT for node in self.graph.order) + len(self.steps)

    @cached_property
    def uses(self) -> tuple[int, ...]:
        """How often each step is used."""
        counted = [0] * len(self.steps)
        for step in self.steps:
            for place in step.places:
                counted[place] += 1
        return tuple(counted)

    @cached_property
    def forms(self) -> frozenset[Form]:
        """The operations that occur, new objects aside."""
        return frozenset(step.form for step in self.steps if step.op != VALUE)

    def lines(self, engine: str) -> list[str]:
        """The same as a person would write it, `backward()` included."""
        built = [f"{name} = {self._written(step, engine)}" for name, step in zip(self.names, self.steps, strict=True)]
        return [*built, f"{self.names[-1]}.backward()"]

    def _written(self, step: Step, engine: str) -> str:
        first, *others = (self._operand(operand) for operand in step.operands)
        if step.op == VALUE:
            return f"{engine}({first.strip('()')})"
        if others:
            return f"{first} {_SIGNS[step.op]} {others[0]}"
        return f"-{first}" if step.op == "negate" else f"{first}.{step.op}()"

    def _operand(self, operand: Operand) -> str:
        if isinstance(operand, int):
            return self.names[operand]
        return f"({operand.number!r})" if operand.number < 0 else repr(operand.number)


def _plain_operand(operand: Operand) -> int | list[float]:
    return [operand.number] if isinstance(operand, Plain) else operand
