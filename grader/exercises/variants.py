"""Tell whether inputs make a fair question: numbers one can write down, and that tell right from wrong.

The rule for telling right from wrong: quantities that differ in general (values and gradients of named nodes,
and the numbers 0 and 1) must differ here too, and by more than a sign; else an answer could be right for a
wrong reason. Whether two of them differ in general is found out at random points near the inputs.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import combinations

from reference.evaluate import evaluate
from reference.graph import CONSTANT, INPUT

from .model import Instance
from .stream import Stream

_GENERIC_POINTS = 3
_GENERIC_TRIES = 30
_LARGEST = 1_000.0
_SMALLEST = 0.01
_EXACT_OPS = frozenset(
    {
        INPUT,
        CONSTANT,
        "add",
        "subtract",
        "multiply",
        "divide",
        "negate",
        "power",
        "maximum",
        "minimum",
        "abs",
        "relu",
    }
)


def acceptable(instance: Instance) -> bool:
    """Whether these inputs may be shown to a student."""
    return objection(instance) is None


def objection(instance: Instance) -> str | None:
    """Why these inputs may not be shown, or None when they may. Only typed numbers depend on the inputs."""
    if instance.kind != "values":
        return None
    if same := _like_inputs(instance.inputs):
        return same
    here = _numbers(instance, instance.inputs)
    if not all(map(math.isfinite, here.values())):
        return "some value or gradient is not finite"
    return _unwritable(instance, here) or _two_squared(instance, here) or _coinciding(instance, here)


def _like_inputs(inputs: Mapping[str, float]) -> str | None:
    """Inputs of one size, or of size 0 or 1: seen before anything is evaluated, since most draws end here."""
    sizes = {0.0: "0", 1.0: "1"}
    for name, value in inputs.items():
        if sizes.setdefault(abs(value), name) != name:
            return f"{sizes[abs(value)]} and {name} are both {value:g} here, up to sign"
    return None


def _numbers(instance: Instance, inputs: Mapping[str, float]) -> dict[str, float]:
    """Value and gradient of every named node, by their asks' names, and the numbers that hide mistakes."""
    numbers = {name: float(value) for name, value in evaluate(instance.quantities, inputs).items()}
    return {**numbers, "0": 0.0, "1": 1.0}


def _unwritable(instance: Instance, here: Mapping[str, float]) -> str | None:
    """Arithmetic must give at most three digits before the point and two after; the rest a moderate size."""
    exact = all(node.op in _EXACT_OPS for node in instance.graph.order)
    for name in instance.ask:
        size = abs(here[name])
        if size >= _LARGEST or (_decimals(size) > 2 if exact else 0 < size < _SMALLEST):
            return f"{name} is {here[name]:g}: not a number to write down"
    return None


def _decimals(number: float) -> int:
    return next((digits for digits in range(6) if math.isclose(number, round(number, digits), abs_tol=1e-12)), 6)


def _two_squared(instance: Instance, here: Mapping[str, float]) -> str | None:
    """At 2, a square and its derivative are the same number."""
    graph = instance.graph
    bases = {graph.name_of(node.args[0]) for node in graph.order if node.op == "power"} | set(graph.inputs)
    twos = [name for name in bases if name is not None and here[f"value.{name}"] == 2]
    return f"{min(twos)} is 2, where a square equals its derivative" if twos else None


def _coinciding(instance: Instance, here: Mapping[str, float]) -> str | None:
    """The first two quantities that are the same here, up to sign, though they differ in general."""
    same = [pair for pair in combinations(here, 2) if not _tell_apart(here[pair[0]], here[pair[1]])]
    stream = Stream("generic points", instance.program)
    points = 0
    for _ in range(_GENERIC_TRIES):
        near = {name: _near(value, stream) for name, value in instance.inputs.items()}
        there = _numbers(instance, near)
        if not all(map(math.isfinite, there.values())):
            continue
        for one, other in same:
            if not math.isclose(abs(there[one]), abs(there[other]), rel_tol=1e-9, abs_tol=1e-12):
                return f"{one} and {other} are both {here[one]:g} here, up to sign"
        points += 1
        if points == _GENERIC_POINTS:
            return None
    return "the program has no value at most points near these inputs"


def _near(value: float, stream: Stream) -> float:
    """A number of the same sign and size, so that it most likely lies in the program's domain."""
    return value * stream.real(0.6, 1.7) if value else stream.real(-1.0, 1.0)


def _tell_apart(one: float, other: float) -> bool:
    """Whether the two differ in size, decimals rounded to two digits; whole numbers are exact."""
    one, other = abs(one), abs(other)
    if one.is_integer() and other.is_integer():
        return one != other
    return f"{one:.1e}" != f"{other:.1e}"
