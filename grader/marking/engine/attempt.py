"""Compare what a student's engine holds after one graph with what the engine here gives for the same steps.

The engine here is the one that differentiates every exercise: its gradient rules are run on numbers.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from grader.diagnosis.tape import Array, Site, Tape
from grader.sandbox import CallReport, Report
from reference.graph import CONSTANT, Graph, Node

from .recipe import VALUE, Form, Recipe

# How far floats may be off, relative to the sizes of all that was added up on the way.
_TOLERANCE = 1e-9


@dataclass(frozen=True, eq=False)
class Attempt:
    """A graph that was built with a student's class, and what came of it. `ended` where the process ended there."""

    recipe: Recipe
    call: CallReport
    ended: Report | None = None

    @cached_property
    def data(self) -> tuple[float | None, ...]:
        """The values that the student's nodes hold; None where that is no number."""
        return self._held("data")

    @cached_property
    def grad(self) -> tuple[float | None, ...]:
        """The gradients that they hold; None where that is no number."""
        return self._held("grad")

    def _held(self, name: str) -> tuple[float | None, ...]:
        value = self.call.value
        found = value.get(name) if isinstance(value, dict) else None
        items = found if isinstance(found, list) and len(found) == len(self.recipe.steps) else self.recipe.steps
        return tuple(map(_number, items))

    @property
    def answered(self) -> bool:
        """Whether something came back at all."""
        return self.call.status == "returned"

    @property
    def is_stuck(self) -> bool:
        """Whether it never ended, or ended the process."""
        return self.call.status == "time_limit" or self.ended is not None

    @cached_property
    def truth(self) -> Truth:
        """What the engine here has."""
        return Truth.of(self.recipe)

    @cached_property
    def wrong(self) -> bool:
        """Whether anything is not as it should be."""
        return not self.answered or any(True for _ in self.differences())

    def differences(self) -> Iterator[tuple[str, float | None, float]]:
        """What differs: its name (`a.grad`), what the student's node holds, and what it should."""
        for place, name in enumerate(self.recipe.names):
            if not self.truth.fits_value(place, self.data[place]):
                yield f"{name}.data", self.data[place], self.truth.values[place]
        for place, name in enumerate(self.recipe.names):
            if self._counts(place) and not self.truth.fits_gradient(place, self.grad[place]):
                yield f"{name}.grad", self.grad[place], self.truth.gradients[place]

    def _counts(self, place: int) -> bool:
        """Whether the gradient there is looked at: results may be let go of once they have been handed back."""
        return self.recipe.steps[place].op == VALUE or self.grad[place] not in (None, 0.0)

    @property
    def values_differ(self) -> bool:
        """Whether already the way forward is not right."""
        return any(name.endswith(".data") for name, _, _ in self.differences())

    def gradients(self) -> dict[Node, float]:
        """What the student's nodes hold as gradients, where they hold any."""
        held = zip(self.recipe.nodes, self.grad, strict=True)
        return {
            node: gradient
            for place, (node, gradient) in enumerate(held)
            if gradient is not None and math.isfinite(gradient) and self._counts(place)
        }

    def slips(self) -> frozenset[Form]:
        """The operations that hand back something else to an operand used once than follows from what they hold.

        Also those whose value does not follow from their operands' values.
        """
        data = zip(self.recipe.nodes, self.data, strict=True)
        typed = {node: np.float64(value) for node, value in data if value is not None}
        held = Tape(self.recipe.graph, self.truth.inputs, typed)
        found = set()
        for place, (step, node) in enumerate(zip(self.recipe.steps, self.recipe.nodes, strict=True)):
            if step.op == VALUE:
                continue
            if not self.truth.fits_value(place, self.data[place]):
                found.add(step.form)
            upstream = self.grad[place] if place < len(self.recipe.steps) - 1 else 1.0
            for index, operand in enumerate(step.operands):
                if not isinstance(operand, int) or self.recipe.uses[operand] > 1 or not upstream:
                    continue
                if not self._counts(operand):
                    continue
                follows = float(held.local(node, index)) * upstream
                if not math.isclose(self.grad[operand] or 0.0, follows, rel_tol=1e-8, abs_tol=1e-12):
                    found.add(step.form)
        return frozenset(found)


@dataclass(frozen=True)
class Truth:
    """The values and gradients of a recipe's steps, and how far floats may be from each."""

    inputs: Mapping[str, Array]
    tape: Tape
    nodes: tuple[Node, ...]
    values: tuple[float, ...]
    gradients: tuple[float, ...]

    @classmethod
    def of(cls, recipe: Recipe) -> Truth:
        """Run the recipe's graph forwards and backwards."""
        inputs: dict[str, Array] = {name: np.float64(number) for name, number in recipe.inputs.items()}
        with np.errstate(all="ignore"):
            tape = Tape(recipe.graph, inputs)
            gradients = tape.backward()
        values = tuple(float(tape.values[node]) for node in recipe.nodes)
        return cls(inputs, tape, recipe.nodes, values, tuple(float(gradients[node]) for node in recipe.nodes))

    def fits_value(self, place: int, got: float | None) -> bool:
        """Whether a number is the value there."""
        return _near(got, self.values[place]) or self._within(got, self.values[place], self._value_sizes[place])

    def fits_gradient(self, place: int, got: float | None) -> bool:
        """Whether a number is the gradient there."""
        return _near(got, self.gradients[place]) or self._within(
            got, self.gradients[place], self._gradient_sizes[place]
        )

    @staticmethod
    def _within(got: float | None, right: float, size: float) -> bool:
        return got is not None and abs(got - right) <= _TOLERANCE * size

    @cached_property
    def _value_sizes(self) -> list[float]:
        """The size of all that was added up to each value: where terms cancel, it is larger than the value."""
        sizes: dict[Node, float] = {}
        for node in self.graph.order:
            value = abs(float(self.tape.values[node]))
            through = (abs(float(self.tape.local(node, i))) * sizes[arg] for i, arg in enumerate(node.args))
            sizes[node] = 0.0 if node.op == CONSTANT else max(value, sum(through))
        return [sizes[node] for node in self.nodes]

    @cached_property
    def _gradient_sizes(self) -> list[float]:
        """The same for gradients."""
        rows = dict.fromkeys(self.graph.order, _size_of_part)
        with np.errstate(all="ignore"):
            sizes = self.tape.backward(rows=rows)
        return [float(sizes[node]) for node in self.nodes]

    @property
    def graph(self) -> Graph:
        return self.tape.graph


def _size_of_part(site: Site) -> Array:
    return np.float64(abs(site.up * site.local))


def _near(got: float | None, right: float) -> bool:
    return got is not None and abs(got - right) <= 1e-11 * abs(right)


def _number(item: object) -> float | None:
    """A plain number, or an array that holds a single one."""
    if isinstance(item, np.ndarray):
        return float(item.reshape(-1)[0]) if item.size == 1 else None
    if isinstance(item, bool | int | float):
        try:
            return float(item)
        except OverflowError:
            return None
    return None
