"""Make random graphs, and students who work through them by hand, slip at some boxes and go on from there.

Values and local derivatives are written here once more, apart from the grader's own, so that the two can
be held against each other.
"""
# ruff: noqa: ARG005  (every row of the table takes the node's value and its arguments, whether it needs them or not)

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from grader.exercises import Exercise, Instance

Slip = Callable[[float], float]

LARGEST, SMALLEST = 1e4, 1e-6


@dataclass(frozen=True)
class Operation:
    """How it is written, its value, and its local derivatives from the node's value and its arguments."""

    text: str
    value: Callable[..., float]
    slopes: Callable[..., tuple[float, ...]]


OPERATIONS: Mapping[str, Operation] = {
    "add": Operation("{} + {}", lambda a, b: a + b, lambda y, a, b: (1.0, 1.0)),
    "subtract": Operation("{} - {}", lambda a, b: a - b, lambda y, a, b: (1.0, -1.0)),
    "multiply": Operation("{} * {}", lambda a, b: a * b, lambda y, a, b: (b, a)),
    "negate": Operation("-{}", lambda a: -a, lambda y, a: (-1.0,)),
    "exp": Operation("exp({})", math.exp, lambda y, a: (y,)),
    "tanh": Operation("tanh({})", math.tanh, lambda y, a: (1 - y * y,)),
    "sigmoid": Operation("sigmoid({})", lambda a: 1 / (1 + math.exp(-a)), lambda y, a: (y * (1 - y),)),
    "relu": Operation("relu({})", lambda a: max(a, 0.0), lambda y, a: (float(a > 0),)),
    "max": Operation("max({}, {})", max, lambda y, a, b: (float(a > b), float(b > a))),
    "square": Operation("{} ** 2", lambda a: a * a, lambda y, a: (2 * a,)),
    "sin": Operation("sin({})", math.sin, lambda y, a: (math.cos(a),)),
}


@dataclass(frozen=True)
class StudentGraph:
    """A random program of a few steps, with inputs."""

    inputs: Mapping[str, float]
    steps: tuple[tuple[str, str, tuple[str, ...]], ...]

    @classmethod
    def drawn(cls, random: np.random.Generator, inputs: int = 3, steps: int = 6) -> StudentGraph:
        """Each step uses names among the last five; most go on from the step before."""
        given = {f"x{place}": float(np.round(random.uniform(-2, 2), 2)) for place in range(inputs)}
        names, made = list(given), []
        for place in range(steps):
            op = str(random.choice(list(OPERATIONS)))
            args = [str(name) for name in random.choice(names[-5:], OPERATIONS[op].text.count("{}"))]
            if place and random.random() < 0.7:
                args[0] = names[-1]
            made.append((f"n{place}", op, tuple(args)))
            names.append(f"n{place}")
        return cls(given, tuple(made))

    @property
    def output(self) -> str:
        return self.steps[-1][0]

    @cached_property
    def reaching(self) -> frozenset[str]:
        """The names that the output depends on."""
        found = {self.output}
        for name, _, args in reversed(self.steps):
            found.update(args if name in found else ())
        return frozenset(found)

    @property
    def program(self) -> str:
        return "\n".join(f"{name} = {OPERATIONS[op].text.format(*args)}" for name, op, args in self.steps)

    @cached_property
    def boxes(self) -> tuple[str, ...]:
        """All that can be asked: every value, and every gradient but the output's."""
        names = [*self.inputs, *(name for name, _, _ in self.steps)]
        gradients = [f"grad.{name}" for name in names if name in self.reaching and name != self.output]
        return (*(f"value.{name}" for name, _, _ in self.steps if name in self.reaching), *gradients)

    def worked(self, slips: Mapping[str, Slip], rounded: Slip | None = None) -> dict[str, float]:
        """Every value and gradient as the student has them, who slips where told, and may round all they go on with.

        Raises OverflowError where a number grows too large.
        """
        keep = rounded or (lambda number: number)
        held, typed = dict(self.inputs), {}
        for name, op, args in self.steps:
            value = OPERATIONS[op].value(*(held[arg] for arg in args))
            held[name] = typed[f"value.{name}"] = keep(slips.get(f"value.{name}", _same)(value))
        arrived: dict[str, float] = {self.output: 1.0}
        for name, op, args in [*reversed(self.steps), *((name, "", ()) for name in self.inputs)]:
            if name not in arrived:
                continue
            gradient = arrived[name] if name == self.output else keep(slips.get(f"grad.{name}", _same)(arrived[name]))
            typed[f"grad.{name}"] = gradient
            slopes = OPERATIONS[op].slopes(held[name], *(held[arg] for arg in args)) if args else ()
            for arg, slope in zip(args, slopes, strict=True):
                arrived[arg] = arrived.get(arg, 0.0) + gradient * slope
        return {name: typed[name] for name in self.boxes}

    def on_a_kink(self, typed: Mapping[str, float]) -> bool:
        """Whether some max has a tie, or some relu stands at 0: what is right there is a convention."""
        held = {**self.inputs, **{box[6:]: number for box, number in typed.items() if box.startswith("value.")}}
        for name, op, args in self.steps:
            if name in self.reaching and (
                (op == "max" and held[args[0]] == held[args[1]]) or (op == "relu" and held[args[0]] == 0)
            ):
                return True
        return False

    def exercise(self, like: Exercise, ask: tuple[str, ...]) -> tuple[Exercise, Instance]:
        """An exercise of kind `values` that asks for these boxes, a point each, and its own instance."""
        named = {arg for _, _, args in self.steps for arg in args}
        used = {name: value for name, value in self.inputs.items() if name in named}
        made = replace(
            like, id="random/graph", kind="values", program=self.program, output=self.output, ask=ask, inputs=used,
            vary={}, parts=dict.fromkeys(ask, 1.0), points=float(len(ask)),
        )  # fmt: skip
        instance = Instance(made.id, made.digest, None, "values", made.program, made.output, used, ask)
        return made, instance


def drawn_graph(random: np.random.Generator) -> StudentGraph:
    """A random graph of moderate numbers, away from ties of max and from the kink of relu."""
    while True:
        graph = StudentGraph.drawn(random)
        try:
            numbers = graph.worked({})
        except OverflowError:
            continue
        sizes = [abs(number) for number in numbers.values() if number]
        if len(graph.boxes) >= 4 and all(SMALLEST < size < LARGEST for size in sizes) and not graph.on_a_kink(numbers):
            return graph


def drawn_slip(random: np.random.Generator) -> Slip:
    """A sign, one more or less, a factor 2, or some other number."""
    step, factor = float(random.choice([-1, 1])), float(random.uniform(0.3, 3))
    kinds: tuple[Slip, ...] = (
        lambda number: -number if number else 1.7,
        lambda number: number + step,
        lambda number: 2 * number if number else -1.3,
        lambda number: number * factor + 0.1,
    )
    return kinds[int(random.integers(len(kinds)))]


def digits(count: int) -> Slip:
    """Rounding to that many significant digits."""
    return lambda number: float(f"{number:.{count}g}")


def _same(number: float) -> float:
    return number
