"""How operations are called on the tape: NumPy's ufuncs by their name, Python's operators where they differ."""

from __future__ import annotations

from typing import Any

import numpy as np

# Ufuncs whose result is recorded under another name than their own.
_RENAMED = {
    "negative": "negate",
    "absolute": "abs",
    "fabs": "abs",
    "fmax": "maximum",
    "fmin": "minimum",
    "float_power": "power_ufunc",
    "power": "power_ufunc",
    "logical_and": "and",
    "bitwise_and": "and",
    "logical_or": "or",
    "bitwise_or": "or",
    "logical_not": "not",
    "invert": "not",
}
_OWN = (
    "add subtract multiply divide exp log log1p expm1 exp2 log2 log10 sqrt square reciprocal tanh sinh cosh sin cos "
    "tan arcsin arccos arctan arcsinh arccosh arctanh maximum minimum sign logaddexp"
)
_COMPARISONS = ("less", "less_equal", "greater", "greater_equal", "equal", "not_equal")
_LOGIC = ("and", "or", "not")

UFUNCS = {**{name: name for name in _OWN.split()}, **_RENAMED, **{name: name for name in _COMPARISONS}}
# The operations that give truth values.
TRUTHS = frozenset((*_COMPARISONS, *_LOGIC, "all", "any"))
# The operations that take truth values as they are; all others take them as 1 and 0.
OF_TRUTHS = frozenset((*_LOGIC, "all", "any", "equal", "not_equal"))

# `pow` is C's, which `**` on floats is; the ufunc on arrays may differ in the last bit.
BINARY: dict[str, tuple[str, Any]] = {
    "add": ("add", np.add),
    "sub": ("subtract", np.subtract),
    "mul": ("multiply", np.multiply),
    "truediv": ("divide", np.divide),
    "pow": ("power", np.power),
}
COMPARED: dict[str, tuple[str, Any]] = {
    "lt": ("less", np.less),
    "le": ("less_equal", np.less_equal),
    "gt": ("greater", np.greater),
    "ge": ("greater_equal", np.greater_equal),
    "eq": ("equal", np.equal),
    "ne": ("not_equal", np.not_equal),
}

# `math`'s functions that can be followed.
_MATH = "exp log log1p expm1 exp2 log2 log10 sqrt tanh sinh cosh sin cos tan asin acos atan asinh acosh atanh fabs pow"
MATH = frozenset(_MATH.split())

# What a type of numbers may be called where float64 is meant; `modules.py` adds its own stand-ins.
FLOATS: list[Any] = [float, np.float64, "float64", "float", "d", "f8"]

# Reductions: what is recorded, and the ufunc that is reduced.
REDUCTIONS: dict[str, tuple[str, Any]] = {
    "sum": ("sum", np.add),
    "mean": ("sum", np.add),
    "max": ("max", np.maximum),
    "amax": ("max", np.maximum),
    "min": ("min", np.minimum),
    "amin": ("min", np.minimum),
    "prod": ("product", np.multiply),
    "all": ("all", np.logical_and),
    "any": ("any", np.logical_or),
}
OF_UFUNC = {ufunc: recorded for recorded, ufunc in REDUCTIONS.values()}
