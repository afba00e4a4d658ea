"""Do again, out here and with plain numbers, what a run says was done: does the same come out, to the last bit?"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from .claim import Line, Run

Array = npt.NDArray[np.float64]

# How far a sum, whose order of adding is not recorded, and a power may be off, relative to the largest entry.
ROOM = 2e-14
_ROUGH = frozenset(("sum", "product", "power", "power_ufunc"))


class ReplayError(Exception):
    """Something cannot be done with these numbers."""


def replay(run: Run, inputs: Sequence[Array]) -> list[Any]:
    """The value of every line, where the flattened arguments are these. Raises ReplayError."""
    values: list[Any] = []
    with np.errstate(all="ignore"):
        for line in run.lines:
            try:
                values.append(_value(line, values, inputs))
            except (ArithmeticError, ValueError, TypeError) as error:
                raise ReplayError(str(error)) from None
    return values


def goes_the_same_way(run: Run, values: Sequence[Any]) -> bool:
    """Whether all decisions of the run are the same with these values."""
    return all(bool(values[line]) == truth for line, truth in run.decisions)


def agrees(run: Run, values: Sequence[Any], results: Mapping[str, Array]) -> bool:
    """Whether the results are what came out, bit for bit; sums and powers may differ by `ROOM`."""
    if results.keys() != run.outputs.keys():
        return False
    room = ROOM if any(line.name in _ROUGH for line in run.lines) else 0.0
    for key, output in run.outputs.items():
        got = results[key]
        own = np.array([values[line] for line in output.lines], dtype=np.float64)
        if got.shape != output.shape or not np.all(np.isfinite(own)):
            return False
        largest = float(np.max(np.abs(own), initial=0.0))
        if not np.all(np.abs(got.reshape(-1) - own) <= room * largest):
            return False
    return True


def _value(line: Line, values: Sequence[Any], inputs: Sequence[Array]) -> Any:
    if line.name == "constant":
        return np.float64(line.value)
    if line.name == "input":
        return inputs[line.args[0]][line.args[1]]
    return _RULES[line.name](*(values[arg] for arg in line.args))


def _power(base: Any, exponent: Any) -> Any:
    """Python's `**` on floats, and NumPy's where Python would raise."""
    try:
        result = float(base) ** float(exponent)
    except ArithmeticError:
        return np.power(base, exponent)
    if isinstance(result, complex):
        raise ReplayError("a complex number")
    return np.float64(result)


def _of_math(name: str) -> Callable[..., Any]:
    function = getattr(math, name)
    return lambda *args: np.float64(function(*map(float, args)))


def _reduction(ufunc: Any) -> Callable[..., Any]:
    return lambda *args: ufunc.reduce(np.array(args))


_RENAMED = {"negate": "negative", "power_ufunc": "power"}
_UFUNCS = (
    "add subtract multiply divide exp log log1p expm1 exp2 log2 log10 sqrt square reciprocal tanh sinh cosh sin cos "
    "tan arcsin arccos arctan arcsinh arccosh arctanh maximum minimum sign logaddexp less less_equal greater "
    "greater_equal equal not_equal abs negate power_ufunc"
)
_MATH = "exp log log1p expm1 exp2 log2 log10 sqrt tanh sinh cosh sin cos tan asin acos atan asinh acosh atanh fabs pow"
_RULES: dict[str, Callable[..., Any]] = {
    **{name: getattr(np, _RENAMED.get(name, name)) for name in _UFUNCS.split()},
    **{f"math.{name}": _of_math(name) for name in _MATH.split() if hasattr(math, name)},
    "power": _power,
    "where": lambda condition, yes, no: yes if condition else no,
    "indicator": np.float64,
    "and": lambda left, right: bool(left) and bool(right),
    "or": lambda left, right: bool(left) or bool(right),
    "not": operator.not_,
    "sum": _reduction(np.add),
    "product": _reduction(np.multiply),
    "max": _reduction(np.maximum),
    "min": _reduction(np.minimum),
    "all": lambda *args: all(args),
    "any": lambda *args: any(args),
}
