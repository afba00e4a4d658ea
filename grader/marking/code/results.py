"""Compare what a function gave with the truth, element by element, outside the sandbox.

The truth is the exercise's graph evaluated in ball arithmetic: see `truths.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from grader.sandbox import NotPlain
from grader.verdict import Evidence, Finding, plain_value

from .corners import Corner, corners
from .plan import Try
from .said import phrase
from .truths import Truths

Array = npt.NDArray[np.float64]

# Inputs up to here are of ordinary size: exponentials are tame, and different functions differ by more than rounding.
TAME = 20.0


@dataclass(frozen=True)
class Result:
    """What one call gave for one asked quantity: `got` is an array where it is made of numbers, else None."""

    made: Try
    value: object
    truths: Truths
    asked: str

    @cached_property
    def got(self) -> Array | None:
        return numbers(self.value)

    @cached_property
    def truth(self) -> Array:
        """The true value of every element, flattened; NaN where there is none."""
        return self._wanted.reshape(-1)

    @cached_property
    def _wanted(self) -> Array:
        return self.truths.of(self.made, self.asked)

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape that the result should have."""
        return self._wanted.shape

    @cached_property
    def flat(self) -> Array:
        """The elements that came back, or none where their number does not fit. Rows and columns that changed
        places are put back: that is a matter of the shape."""
        if self.got is None or self.got.size != self.truth.size:
            return np.empty(0)
        turned = self.got.ndim == 2 and self.got.shape != self.shape and self.got.T.shape == self.shape
        return (self.got.T if turned else self.got).reshape(-1)

    @cached_property
    def right(self) -> npt.NDArray[np.bool_]:
        """Which elements agree, to the trial's tolerance, or are a slope of either side where there is a corner."""
        if self.flat.size != self.truth.size:
            return np.zeros(self.truth.size, dtype=bool)
        agreeing = self._agreeing.copy()
        agreeing[list(self.turned)] = True
        return agreeing

    @cached_property
    def _agreeing(self) -> npt.NDArray[np.bool_]:
        with np.errstate(all="ignore"):
            return np.asarray((np.abs(self.flat - self.truth) <= self._room) | np.isnan(self.truth))

    @property
    def _room(self) -> Array:
        return np.maximum(self.made.trial.relative * np.abs(self.truth), self.made.trial.absolute)

    @cached_property
    def turned(self) -> Mapping[int, Corner]:
        """The elements, by their places, that stand at a corner and are right there by another convention."""
        if self.made.sizes is not None or self.flat.size != self.truth.size or np.all(self._agreeing):
            return {}
        points = list(self.made.points)
        places = [int(place) for place in np.flatnonzero(~self._agreeing)]
        found = corners(self.truths.instance, self.asked, [points[place] for place in places])
        return {
            place: corner
            for place, corner in zip(places, found, strict=True)
            if corner and corner.low - self._room[place] <= self.flat[place] <= corner.high + self._room[place]
        }

    @property
    def cut(self) -> bool:
        """Whether only what stands behind the point is missing, and the arguments were whole numbers: an array that is
        made like one of those (`np.zeros_like(x)`) holds whole numbers only."""
        whole = all(type(value) is int for value in self.made.inputs.values())
        return whole and bool(np.array_equal(self.flat, np.trunc(self.truth)))

    @property
    def is_finite(self) -> bool:
        """Whether it is made of finite numbers, and not of zeros only."""
        return self.got is not None and bool(np.all(np.isfinite(self.got)) and np.any(self.got))

    @property
    def truly_right(self) -> bool:
        """Whether some drawn element of ordinary size agrees in relative terms: not merely a small number where
        a small one is due, nor at the far end of a function, where others come near it."""
        if not self.made.drawn or self.flat.size == 0:
            return False
        tame = self._tame
        with np.errstate(all="ignore"):
            near = np.abs(self.flat - self.truth) <= 1e-9 * np.abs(self.truth)
        return bool(np.any(near & tame & (self.truth != 0)))

    @property
    def _tame(self) -> npt.NDArray[np.bool_]:
        """Which elements come of inputs of ordinary size."""
        if self.made.sizes is not None:
            return np.array([max(np.max(np.abs(value)) for value in self.made.inputs.values()) <= TAME])
        return np.array([max(map(abs, point.values())) <= TAME for point in self.made.points])

    def evidence(self) -> Evidence:
        """The arguments, what came back, and what the graph gives there."""
        inputs = {name: plain_value(value) for name, value in self.made.inputs.items()}
        expected = plain_value(self._wanted if self.shape else float(self.truth[0]))
        return Evidence(inputs, plain_value(self.value), expected)

    def wrong_type(self) -> Finding:
        wanted = "a_number_or_array" if self.shape else "a_number"
        return wrong_type(self.value, {"words": wanted}, self.evidence())

    def shape_finding(self) -> Finding | None:
        """Whether another shape came back than should have."""
        if self.got is None:
            return self.wrong_type()
        if isinstance(self.value, list):
            return self.wrong_type()
        if self.got.shape != self.shape:
            params: dict[str, Any] = {"wanted": str(self.shape), "got": str(self.got.shape)}
            if self.made.sizes is not None:
                params |= {"case": "gradient", "name": self.asked.partition(".")[2]}
                if self.got.ndim == 2 and self.got.T.shape == self.shape:
                    return Finding("dw_operands_swapped", evidence=self.evidence())
            return Finding("wrong_shape", params=params, evidence=self.evidence())
        return None

    def value_finding(self, any_shape: bool) -> Finding | None:
        """What is wrong with the values; with `any_shape` the right number of elements is enough."""
        if self.got is None:
            return self.wrong_type()
        if self.got.size != self.truth.size or (self.got.shape != self.shape and not any_shape):
            return self.shape_finding() or self.wrong_type()
        if np.all(self.right):
            return None
        if not np.all(np.isfinite(self.flat[~self.right])):
            got = self.flat[~self.right & ~np.isfinite(self.flat)][0]
            return Finding("not_finite", params={"got": plain_value(got)}, evidence=self.evidence())
        return Finding("value_wrong", evidence=self.evidence())

    def error(self) -> float:
        """The largest relative error of a finite element that is not right."""
        with np.errstate(all="ignore"):
            errors = np.abs(self.flat - self.truth) / np.abs(self.truth)
        wrong = errors[~self.right] if errors.size else errors
        return float(np.max(wrong)) if wrong.size and np.all(np.isfinite(wrong)) else np.inf


def wrong_type(value: object, wanted: dict[str, Any], evidence: Evidence | None = None) -> Finding:
    """The finding for something other than what was asked for."""
    got: dict[str, Any] = {"words": "nothing"}
    if isinstance(value, NotPlain):
        got = {"words": "a_value", "type": value.kind, "value": phrase(value.message)}
    elif value is not None:
        got = {"words": "a_value", "type": type(value).__name__, "value": str(plain_value(value))[:60]}
    return Finding("wrong_type", params={"got": got, "wanted": wanted}, evidence=evidence)


def numbers(value: object) -> Array | None:
    """A number, an array, or lists of numbers, as a float64 array; None for anything else."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, np.ndarray):
        return value if value.dtype == np.float64 else None
    if isinstance(value, int | float) or (isinstance(value, list) and _all_numbers(value)):
        try:
            return np.array(value, dtype=np.float64)
        except (ValueError, OverflowError):
            return None
    return None


def _all_numbers(items: Sequence[object]) -> bool:
    """Whether nested lists hold numbers only; the sandbox has bounded their depth."""
    return all(
        _all_numbers(item)
        if isinstance(item, list)
        else isinstance(item, int | float | np.ndarray) and not isinstance(item, bool)
        for item in items
    )
