"""Tell a formula that is off by a little from differences: its error is smooth, while that of differences is noise."""

from __future__ import annotations

import numpy as np

from grader.exercises import Trial

from .results import Array

_FEWEST = 12
_DEGREE = 5
_NOISE = 3e-15
_DIGITS = range(8, 15)


def is_formula(inputs: Array, got: Array, truth: Array, asked: Trial) -> bool:
    """Whether results at many numbers agree as the exercise asks elsewhere, and err as a formula does: by a constant
    that was cut short, or by rounding in the end. One argument only; a polynomial is laid through relative errors."""
    with np.errstate(all="ignore"):
        near = np.abs(got - truth) <= np.maximum(asked.relative * np.abs(truth), asked.absolute)
        errors = got / truth - 1
    if len(inputs) < _FEWEST or not np.all(near) or not np.all(np.isfinite(errors)):
        return False
    if any(np.array_equal(np.round(got, digits), got) for digits in _DIGITS):
        return True
    fitted = np.polynomial.Polynomial.fit(inputs, errors, _DEGREE)
    return bool(np.max(np.abs(fitted(inputs) - errors)) <= _NOISE)
