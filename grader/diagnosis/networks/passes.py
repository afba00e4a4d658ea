"""Run a network's backward pass as people write it, layer by layer, under any rules.

    delta    the gradient at a layer's sums; it begins with the loss and the last layer
    slope    the derivative of a layer's function at its sums
    back     what goes from a layer's sums to the output of the layer before
    weights, biases    what a layer's sums give for them

A known mistake changes one of these. Shapes are checked by NumPy alone: a rule whose arrays do not fit gives nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from reference.evaluate import evaluate, evaluate_nodes
from reference.gradient import gradient
from reference.graph import INPUT, Graph, Node
from reference.primitives import PRIMITIVES

from ..tape import local_derivative
from .layers import Layer, layers_of

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Numbers:
    """A layer at the given inputs."""

    layer: Layer
    place: int
    inside: Array
    W: Array
    b: Array
    sums: Array
    out: Array

    @property
    def op(self) -> str | None:
        """The layer's function; None where it has none."""
        return None if self.layer.out is self.layer.sums else self.layer.out.op

    @cached_property
    def slope(self) -> Array:
        """The right derivative of its function, at every sum."""
        return self.slope_at(self.sums, self.out)

    def slope_at(self, point: Array, value: Array) -> Array:
        """The derivative of its function at other points, where it has these values. Raises ValueError for a function
        that does not go entry by entry."""
        if self.op is None:
            return np.ones_like(point)
        if not PRIMITIVES[self.op].elementwise:
            raise ValueError(f"{self.op} has no derivative entry by entry")
        return np.broadcast_to(np.asarray(local_derivative(self.op, 0, (point,), value)), point.shape)


@dataclass(frozen=True)
class Step:
    """The backward pass at one layer: `d` is the gradient at its sums."""

    net: Network
    here: Numbers
    d: Array

    @property
    def dW(self) -> Array:  # noqa: N802  (the field's name)
        """The right gradient of the weights by that delta."""
        return self.here.inside.T @ self.d

    @property
    def db(self) -> Array:
        """The right gradient of the biases."""
        summed: Array = self.d.sum(axis=0)
        return summed

    @property
    def error(self) -> Array:
        """What goes back to the output of the layer before."""
        return self.d @ self.here.W.T

    @property
    def before(self) -> Numbers:
        """The layer before. Raises ValueError at the first."""
        if not self.here.place:
            raise ValueError("there is no layer before the first")
        return self.net.layers[self.here.place - 1]


@dataclass(frozen=True)
class Rules:
    """The rules of a backward pass; None is the right one. `answer` makes of a value and its gradient what is
    given back."""

    delta: Callable[[Network], Array] | None = None
    slope: Callable[[Numbers], Array] | None = None
    back: Callable[[Step], Array] | None = None
    weights: Callable[[Step], Array] | None = None
    biases: Callable[[Step], Array] | None = None
    answer: Callable[[Array, Array], Array] | None = None

    @property
    def spreads(self) -> bool:
        """Whether the change is made once, on the way back, so that all that lies below follows from it."""
        return any(rule is not None for rule in (self.delta, self.slope, self.back))


RIGHT = Rules()


@dataclass
class Network:
    """A program of layers at the given inputs, and everything that flows through it."""

    graph: Graph
    inputs: Mapping[str, Array]
    found: tuple[Layer, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.found = layers_of(self.graph)

    @cached_property
    def layers(self) -> list[Numbers]:
        values = {node: np.asarray(value) for node, value in evaluate_nodes(self.graph, self.inputs).items()}
        return [
            Numbers(
                each, place, values[each.inside], values[each.weights], values[each.biases], values[each.sums],
                values[each.out],
            )
            for place, each in enumerate(self.found)
        ]  # fmt: skip

    @property
    def last(self) -> Numbers:
        return self.layers[-1]

    @cached_property
    def _gradients(self) -> tuple[Array, Array]:
        """The loss's gradients at the last layer's output, and at its sums."""
        names = {"out": self.found[-1].out, "sums": self.found[-1].sums}
        graph = Graph(
            map(self.graph.node, self.graph.inputs),
            {name: self.graph.node(name) for name in self.graph.outputs},
            {f"last {name}": node for name, node in names.items()},
        )
        slopes = evaluate(gradient(graph, [f"last {name}" for name in names]), self.inputs)
        return np.asarray(slopes["grad.last out"]), np.asarray(slopes["grad.last sums"])

    @property
    def upstream(self) -> Array:
        """The loss's gradient at the last layer's output."""
        return self._gradients[0]

    @property
    def delta(self) -> Array:
        """The loss's gradient at the last layer's sums."""
        return self._gradients[1]

    @property
    def rows(self) -> int:
        """The size of the batch."""
        return len(self.last.out)

    @cached_property
    def target(self) -> Array | None:
        """What the last layer is compared with: an input of its output's shape that no layer takes in."""
        taken = {node for each in self.found for node in (each.inside, each.weights, each.biases)}
        wanted = [node for node in map(self.graph.node, self.graph.inputs) if node not in taken]
        fitting = [node for node in wanted if node.shape == self.found[-1].out.shape and node.op == INPUT]
        return np.asarray(self.inputs[fitting[0].attrs]) if len(fitting) == 1 else None

    @property
    def error(self) -> Array:
        """Output minus target. Raises ValueError where there is no target."""
        if self.target is None:
            raise ValueError("the program has no target")
        return self.last.out - self.target

    def gradients(self, rules: Rules = RIGHT) -> dict[Node, Array]:
        """The gradients at weights and biases under these rules; what does not fit is left out."""
        given: dict[Node, Array] = {}
        with np.errstate(all="ignore"), suppress(ValueError):
            self._run(rules, given)
        return given

    def _run(self, rules: Rules, given: dict[Node, Array]) -> None:
        delta = self.delta if rules.delta is None else rules.delta(self)
        for here in reversed(self.layers):
            step = Step(self, here, delta)
            with suppress(ValueError):
                given[here.layer.weights] = step.dW if rules.weights is None else rules.weights(step)
            with suppress(ValueError):
                given[here.layer.biases] = step.db if rules.biases is None else rules.biases(step)
            if rules.answer is not None:
                for node, value in ((here.layer.weights, here.W), (here.layer.biases, here.b)):
                    given[node] = rules.answer(value, given[node])
            if here.place:
                slope = step.before.slope if rules.slope is None else rules.slope(step.before)
                delta = (step.error if rules.back is None else rules.back(step)) * slope
