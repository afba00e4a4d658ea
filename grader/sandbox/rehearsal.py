"""Run a small job for nothing, many times, before anything forks.

By then the interpreter has seen this code and made it quicker, which it would otherwise do in every child anew, and in
memory that the child must copy for it.
"""

from __future__ import annotations

import sys
from typing import Any

import numpy as np

from . import plain
from .alarm import Alarm
from .child import Run
from .printed import Printed

# What students write: numbers and arrays, masks, products, a dict of gradients.
_SOURCE = """
import math
import numpy as np

def f(x):
    return math.exp(-x) if x >= 0 else 1 / math.exp(x)

def g(x):
    return np.where(x > 0, np.exp(-abs(x)) / 2, 1 - x**2)

def h(x, y):
    z = np.empty_like(x)
    at = x > 0
    z[at] = np.exp(-x[at])
    z[~at] += y
    return {"x": x.T @ z, "y": (y * z).sum(0)}
"""
_ROW, _MATRIX = plain.encode(np.array([0.5, -0.5])), plain.encode(np.array([[0.5, -0.5]]))
_POINTS: dict[str, list[list[Any]]] = {"f": [[0.5], [1.5]], "g": [[_ROW], [_ROW]], "h": [[_MATRIX, 0.5]]}
_JOB: dict[str, Any] = {
    "source": _SOURCE,
    "filename": "solution.py",
    "whole": True,
    "calls": [
        *({"function": name, "args": args} for name, points in _POINTS.items() for args in points),
        *({"function": name, "args": points, "way": "trace"} for name, points in _POINTS.items()),
    ],
    "limits": {"call_seconds": 1.0, "load_seconds": 1.0, "output_bytes": 2**20},
}


def rehearse(alarm: Alarm, times: int) -> None:
    """Do the job so often."""
    for _ in range(times):
        Run(_JOB, lambda _: None, alarm, Printed(0)).run()
    del sys.modules["solution"]
