"""Keep graphs on firm ground: values of moderate size, away from kinks, poles and cancellation.

What is compared there is the engine, and not the rounding of floats or a convention about relu at 0.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from reference.evaluate import as_float
from reference.primitives import PRIMITIVES

from .recipe import VALUE, Plain, Recipe, Step

LARGEST = 20.0
_SMALLEST = 0.05
_CANCELLED = 0.05

# Whether an operation may be applied to arguments of these values; the others always may.
_ALLOWED: Mapping[str, Callable[..., bool]] = {
    "add": lambda a, b: abs(a + b) >= _CANCELLED * (abs(a) + abs(b)),
    "subtract": lambda a, b: abs(a - b) >= _CANCELLED * (abs(a) + abs(b)),
    "divide": lambda *args: abs(args[1]) >= 0.2,
    "power": lambda a, b: 0.3 <= abs(a) <= 4 and (a > 0 or float(b).is_integer()),
    "exp": lambda a: -4 <= a <= 2.5,
    "log": lambda a: a >= 0.2,
    "tanh": lambda a: 0.1 <= abs(a) <= 2.5,
    "sigmoid": lambda a: abs(a) <= 4,
    "relu": lambda a: abs(a) >= 0.1,
    "sin": lambda a: abs(a) <= 3,
    "cos": lambda a: abs(a) <= 3,
    "sqrt": lambda a: a >= 0.1,
}


def value_of(step: Step, values: Sequence[float]) -> float | None:
    """The value of a step, given those of the earlier ones; None where it does not stand on firm ground."""
    args = [as_float(each.number) if isinstance(each, Plain) else values[each] for each in step.operands]
    if step.op == VALUE:
        return args[0]
    evaluate = PRIMITIVES[step.op].math
    allowed = _ALLOWED.get(step.op)
    if evaluate is None or (allowed is not None and not allowed(*args)):
        return None
    value = float(evaluate(*args))
    # What relu holds back is 0, and must be tried; elsewhere small numbers come of cancellation.
    small = abs(value) < _SMALLEST and not (step.op == "relu" and value == 0)
    return None if small or not math.isfinite(value) or abs(value) > LARGEST else value


def values_of(recipe: Recipe) -> list[float] | None:
    """The values of all steps, or None where one of them does not stand on firm ground."""
    values: list[float] = []
    for step in recipe.steps:
        value = value_of(step, values)
        if value is None:
            return None
        values.append(value)
    return values
