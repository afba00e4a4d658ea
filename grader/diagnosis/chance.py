"""Say how likely a wrong number is that follows no rule: the other side of the scales that weigh evidence."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping

from .tape import Array

# Slips of no known kind: a number at hand or what two of those give, a small whole number, a right number that went
# wrong on paper, some decimal.
_AT_HAND, _WHOLE, _SLIP, _DECIMAL = 0.3, 0.35, 0.2, 0.1
_WHOLE_SIZE = 4.0
# A right number that had to be rounded, and was not rounded well.
_LAST_DIGIT, _MOST_OFF, _SEVERAL = 0.05, 3, 3
_LEAST = 1e-30
_EXACT = 1e-6


class Chance:
    """How likely numbers are by chance beside the numbers at hand: the values of the graph that a student sees."""

    def __init__(self, numbers: Iterable[Array]) -> None:
        self._shares = _shares([float(number) for number in numbers])

    def of(self, number: float, right: float) -> float:
        """The likelihood of the number, as one of those that a slip in the place of the right one may give."""
        likely = _AT_HAND * self._shares.get(_key(number), 0.0)
        slips = [_key(slip) for slip in _slips(right)]
        likely += _SLIP * slips.count(_key(number)) / len(slips)
        if abs(number - round(number)) < 1e-9:
            likely += _WHOLE * math.exp(-min(abs(number), 700.0) / _WHOLE_SIZE) / (2 * _WHOLE_SIZE)
        if _is_off_in_its_last_digit(number, right):
            likely += _LAST_DIGIT / (2 * _MOST_OFF)
        likely += _DECIMAL * 10.0 ** -_digits(number) / 2 / (1 + abs(math.log10(abs(number) + 1e-9)))
        return max(likely, _LEAST)


def _slips(right: float) -> list[float]:
    """What becomes of a right number by a sign, a factor 2 or 10, or a digit that is off."""
    return [-right, 2 * right, right / 2, 10 * right, right / 10, *(right + off for off in (-10, -2, -1, 1, 2, 10))]


def _is_off_in_its_last_digit(number: float, right: float) -> bool:
    """Whether it is a right number that goes on behind the last of several digits, but for a few units of the last."""
    if _digits(number) < _SEVERAL:
        return False
    unit = 10.0 ** (_size(number) + 1 - _digits(number))
    goes_on = abs(right / unit - round(right / unit)) > _EXACT
    return goes_on and abs(number - right) <= _MOST_OFF * unit


def _shares(shown: list[float]) -> Mapping[str, float]:
    """The numbers at hand, and what two of them give, each with its share."""
    counted: dict[str, float] = defaultdict(float)
    for left in shown:
        counted[_key(left)] += 2
        counted[_key(-left)] += 1
        for right in shown:
            for result in (left + right, left * right, left - right):
                counted[_key(result)] += 1 / len(shown)
    total = sum(counted.values())
    return {key: count / total for key, count in counted.items()}


def _key(number: float) -> str:
    return f"{number + 0.0:.7g}"


def _size(number: float) -> int:
    """The power of ten of its first digit."""
    return math.floor(math.log10(abs(number))) if number else 0


def _digits(number: float) -> int:
    mantissa = f"{number:.7g}".lstrip("-").split("e")[0].replace(".", "").strip("0")
    return max(1, len(mantissa))
