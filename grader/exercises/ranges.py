"""Say in a few characters where numbers are drawn from: `-5..5`, `0.5..2 step 0.5`, `-3..3 real`."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm

from .stream import Stream

_NUMBER = r"[+-]?(?:\d{1,9}(?:\.\d{1,9})?|\.\d{1,9})"
_RANGE = re.compile(rf"\s*({_NUMBER})\s*\.\.\s*({_NUMBER})\s*(?:step\s+({_NUMBER})|(real))?\s*")
_MOST_CHOICES = 1_000_000


@dataclass(frozen=True)
class Range:
    """The numbers low, low + step, … up to high; with step None every number between. `-5..5` has step 1."""

    low: Fraction
    high: Fraction
    step: Fraction | None

    @classmethod
    def parse(cls, text: str) -> Range:
        """Read `LOW..HIGH`, `LOW..HIGH step STEP` or `LOW..HIGH real`. Raises ValueError: what is wrong."""
        match = _RANGE.fullmatch(text)
        if match is None:
            raise ValueError(f'{text!r} is not a range; write "-5..5", "0.5..2 step 0.5" or "-3..3 real"')
        low, high = Fraction(match[1]), Fraction(match[2])
        step = None if match[4] else Fraction(match[3] or 1)
        if low >= high:
            raise ValueError(f"the range {text!r} ends before it begins")
        if step is not None and step <= 0:
            raise ValueError(f"the step in {text!r} must be above 0")
        if step is not None and (high - low) / step >= _MOST_CHOICES:
            raise ValueError(f"the range {text!r} holds more than {_MOST_CHOICES} numbers")
        return cls(low, high, step)

    def draw(self, stream: Stream) -> float:
        """One number of the range, each as likely."""
        if self.step is None:
            return stream.real(*self._ends)
        low, step, last, denominator = self._grid
        return (low + step * stream.below(last + 1)) / denominator

    def draw_many(self, count: int, stream: Stream) -> list[float]:
        """So many numbers, one after the other."""
        if self.step is None:
            return stream.reals(count, *self._ends)
        return [self.draw(stream) for _ in range(count)]

    @cached_property
    def _grid(self) -> tuple[int, int, int, int]:
        """The lowest number and the step as whole numbers, the number of steps, and what to divide by."""
        step = self.step or Fraction(1)
        denominator = lcm(self.low.denominator, step.denominator)
        return int(self.low * denominator), int(step * denominator), int((self.high - self.low) / step), denominator

    def __contains__(self, number: float) -> bool:
        """Whether the number lies between the ends, on a step or not."""
        least, most = self._floats
        return least <= number <= most

    def reaches(self, number: float) -> bool:
        """Whether some number of steps leads from the lowest number to this one."""
        return self.step is None or (Fraction(number) - self.low) % self.step == 0

    @cached_property
    def _ends(self) -> tuple[float, float]:
        return float(self.low), float(self.high)

    @cached_property
    def _floats(self) -> tuple[float, float]:
        """The least and the largest float between the ends: fractions are slow to compare."""
        least, most = self._ends
        return (
            least if least >= self.low else math.nextafter(least, math.inf),
            most if most <= self.high else math.nextafter(most, -math.inf),
        )

    def anywhere(self, stream: Stream) -> float:
        """Any number between the ends, the step set aside: a generic point."""
        return stream.real(*self._ends)
