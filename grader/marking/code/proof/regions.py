"""Cut the domain of a function into pieces on which every condition about single arguments is decided.

A `Region` gives each argument a single number or an interval. Ends are exact; a cut at a number that is no float is
as good as one at the float next to it, since no argument lies between.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from reference.graph import CONSTANT, INPUT, Node, topological_order


@dataclass(frozen=True)
class Span:
    """All numbers from `low` to `high`, each end with or without."""

    low: Fraction
    high: Fraction
    low_in: bool = True
    high_in: bool = True

    @property
    def single(self) -> bool:
        """Whether it is one number."""
        return self.low == self.high

    def holds(self, number: float) -> bool:
        """Whether the number is one of it, or the float that stands for the only one."""
        return number == float(self.low) if self.single else self.includes(number)

    def includes(self, number: float | Fraction) -> bool:
        """Whether the number is exactly one of it."""
        above = self.low < number or (self.low_in and number == self.low)
        return above and (number < self.high or (self.high_in and number == self.high))

    def cut(self, at: Fraction) -> list[Span]:
        """What lies below, at, and above."""
        below = Span(self.low, at, self.low_in, high_in=False)
        above = Span(at, self.high, False, self.high_in)
        return [span for span in (below, Span(at, at), above) if not span.single or span.low_in is span.high_in is True]


@dataclass(frozen=True)
class Region:
    """A span for each argument."""

    spans: Mapping[str, Span]

    def cut(self, name: str, at: Fraction) -> list[Region]:
        """The regions below, at, and above a number of one argument."""
        return [Region({**self.spans, name: span}) for span in self.spans[name].cut(at)]

    def holds(self, point: Mapping[str, float]) -> bool:
        """Whether the point lies in it."""
        return all(span.holds(point[name]) for name, span in self.spans.items())

    @property
    def is_point(self) -> bool:
        """Whether it is a single point, of which what came out there says all."""
        return all(span.single for span in self.spans.values())


@dataclass
class Cut(Exception):  # noqa: N818  # what is to be done rather than what went wrong
    """A condition holds on a part of the region only: cut there."""

    name: str
    at: Fraction


Linear = tuple[dict[str, Fraction], Fraction]


class Lines:
    """Recognises nodes that are linear in the arguments, with exact coefficients."""

    def __init__(self) -> None:
        self._found: dict[Node, Linear | None] = {}

    def of(self, node: Node) -> Linear | None:
        """Coefficients by argument, and the constant; None for what is not linear."""
        for each in topological_order([node]):
            if each not in self._found:
                self._found[each] = self._worked_out(each)
        return self._found[node]

    def root(self, left: Node, right: Node, name: str) -> Fraction | None:
        """Where the two meet, if they are linear in this argument, and no other comes into it."""
        sides = self.of(left), self.of(right)
        if sides[0] is None or sides[1] is None:
            return None
        coefficients, rest = _combined("subtract", [sides[0], sides[1]]) or ({}, Fraction(0))
        return -rest / coefficients[name] if coefficients.keys() == {name} else None

    def _worked_out(self, node: Node) -> Linear | None:
        if node.op == INPUT:
            return {node.attrs: Fraction(1)}, Fraction(0)
        if node.op == CONSTANT:
            return {}, Fraction(node.attrs)
        parts = [self._found[arg] for arg in node.args]
        if any(part is None for part in parts):
            return None
        return _combined(node.op, [part for part in parts if part is not None])

    def sign(self, left: Node, right: Node, region: Region) -> int | None:
        """The sign of left − right on the region: 1, 0 or −1; None where this is not linear, or cannot be told.

        Raises Cut where it is one thing on a part of the region, and another on the rest.
        """
        parts = self.of(left), self.of(right)
        if parts[0] is None or parts[1] is None:
            return None
        coefficients, rest = _combined("subtract", [parts[0], parts[1]]) or ({}, Fraction(0))
        free = {}
        for name, factor in coefficients.items():
            span = region.spans[name]
            if span.single:
                rest += factor * span.low
            elif factor:
                free[name] = factor
        if len(free) == 1:
            ((name, factor),) = free.items()
            return _sign_of_one(name, factor, rest, region.spans[name])
        return _sign_of_several(free, rest, region)


def _sign_of_one(name: str, factor: Fraction, rest: Fraction, span: Span) -> int:
    root = -rest / factor
    if span.includes(root):
        raise Cut(name, root)
    return (1 if span.low >= root else -1) * (1 if factor > 0 else -1)


def _sign_of_several(free: Mapping[str, Fraction], rest: Fraction, region: Region) -> int | None:
    if not free:
        return (rest > 0) - (rest < 0)
    low = high = rest
    for name, factor in free.items():
        ends = sorted((factor * region.spans[name].low, factor * region.spans[name].high))
        low, high = low + ends[0], high + ends[1]
    return 1 if low > 0 else -1 if high < 0 else None


def is_exact(left: Node, right: Node) -> bool:
    """Whether comparing the two in floats is as good as in real numbers: no rounding comes before it.

    An argument times a power of two is not rounded, and the sign of a difference of floats is that of the floats.
    """
    for sides in ((left, right), (right, left)):
        if sides[1].op == CONSTANT and sides[1].attrs == 0 and sides[0].op in ("add", "subtract"):
            return all(map(_is_float, sides[0].args))
    return _is_float(left) and _is_float(right)


def _is_float(node: Node) -> bool:
    while node.op in ("negate", "multiply", "divide"):
        rest = [arg for arg in node.args if not _is_power_of_two(arg)]
        if len(rest) != 1 or (node.op == "divide" and rest[0] is not node.args[0]):
            return False
        node = rest[0]
    return node.op in (INPUT, CONSTANT)


def _is_power_of_two(node: Node) -> bool:
    if node.op != CONSTANT:
        return False
    size = abs(Fraction(node.attrs))
    return size > 0 and all(part & (part - 1) == 0 for part in (size.numerator, size.denominator))


def _combined(op: str, parts: list[Linear]) -> Linear | None:
    if op == "negate":
        return _scaled(parts[0], Fraction(-1))
    if op in ("add", "subtract"):
        left, right = parts[0], _scaled(parts[1], Fraction(1 if op == "add" else -1))
        names = dict.fromkeys([*left[0], *right[0]])
        total = {name: left[0].get(name, Fraction(0)) + right[0].get(name, Fraction(0)) for name in names}
        return {name: factor for name, factor in total.items() if factor}, left[1] + right[1]
    if op == "multiply" and (not parts[0][0] or not parts[1][0]):
        fixed, other = parts if not parts[0][0] else (parts[1], parts[0])
        return _scaled(other, fixed[1])
    if op == "divide" and not parts[1][0] and parts[1][1]:
        return _scaled(parts[0], 1 / parts[1][1])
    return None


def _scaled(line: Linear, factor: Fraction) -> Linear:
    return {name: each * factor for name, each in line[0].items() if factor}, line[1] * factor
