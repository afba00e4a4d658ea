"""Write formulas down as one numbered list of operations, in which equal parts occur once.

A term is its number in the list, and its arguments have smaller numbers: to evaluate is to walk the list. The
two formulas of a comparison share a tape, so that a condition of one is recognised in the other. A `power`
has a number as its exponent; with any other exponent it is a `real_power`, which is defined for positive
bases only: that it happens to be defined where a varying exponent is a whole number matters at single points
only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from math import isqrt
from typing import Any

NUMBER, VARIABLE, PI = "number", "variable", "pi"

_COMMUTATIVE = frozenset({"add", "multiply", "maximum", "minimum"})
# Numbers are folded while they stay this short.
_MOST_BITS = 512
_ZERO = Fraction(0)
# Operations that a number leaves as they are.
_RIGHT_UNITS = frozenset({("add", 0), ("subtract", 0), ("multiply", 1), ("divide", 1), ("power", 1)})
_LEFT_UNITS = frozenset({("add", 0), ("multiply", 1)})


class Tape:
    """`ops[t]`, `args[t]` and `values[t]` describe term t; the value is a number's, or a variable's name."""

    def __init__(self) -> None:
        self.ops: list[str] = []
        self.args: list[tuple[int, ...]] = []
        self.values: list[Any] = []
        self.constant: list[bool] = []  # whether a term has no variables
        self._known: dict[tuple[Any, ...], int] = {}

    def __len__(self) -> int:
        return len(self.ops)

    # -- building

    def term(self, op: str, *args: int, value: Any = None) -> int:
        """The number of this term, an old one if it was written before."""
        if op in _COMMUTATIVE and args[0] > args[1]:
            args = (args[1], args[0])
        key = (op, args, value)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = len(self.ops)
            self.ops.append(op)
            self.args.append(args)
            self.values.append(value)
            self.constant.append(op != VARIABLE and all(self.constant[arg] for arg in args))
        return found

    def number(self, value: Fraction | int) -> int:
        return self.term(NUMBER, value=value if isinstance(value, Fraction) else Fraction(value))

    def variable(self, name: str) -> int:
        return self.term(VARIABLE, value=name)

    def apply(self, op: str, *args: int) -> int:
        """The operation on terms, where numbers are folded and what changes neither value nor domain is left out."""
        numbers = [self.number_of(arg) for arg in args]
        if op == "real_power" and numbers[1] is not None:
            op = "power"
        known = [number for number in numbers if number is not None]
        folded = _fold(op, *known) if len(known) == len(args) else None
        if folded is not None:
            return self.number(folded)
        if op == "negate" and self.ops[args[0]] == "negate":
            return self.args[args[0]][0]
        if len(args) == 2:
            first, second = numbers
            if second is not None and (op, int(second)) in _RIGHT_UNITS and second.denominator == 1:
                return args[0]
            if first is not None and (op, int(first)) in _LEFT_UNITS and first.denominator == 1:
                return args[1]
            if op == "power" and second is None:
                op = "real_power"
        return self.term(op, *args)

    # -- looking

    def needed(self, roots: Iterable[int]) -> list[int]:
        """All terms that the roots are made of, in the order of the tape."""
        seen: set[int] = set()
        stack = list(roots)
        while stack:
            term = stack.pop()
            if term not in seen:
                seen.add(term)
                stack.extend(self.args[term])
        return sorted(seen)

    def variables(self, roots: Iterable[int]) -> list[str]:
        """The names of the variables that occur, sorted."""
        return self.variables_in(self.needed(roots))

    def variables_in(self, terms: Iterable[int]) -> list[str]:
        """The names of those terms that are variables, sorted."""
        return sorted(self.values[term] for term in terms if self.ops[term] == VARIABLE)

    def number_of(self, term: int) -> Fraction | None:
        """The number that a term is, or None."""
        value: Fraction | None = self.values[term] if self.ops[term] == NUMBER else None
        return value


def _fold(op: str, a: Fraction, b: Fraction = _ZERO) -> Fraction | None:
    """The result on numbers where it is a number that is not too long."""
    result = _EXACT[op](a, b) if op in _EXACT else None
    if result is None or max(result.numerator.bit_length(), result.denominator.bit_length()) > _MOST_BITS:
        return None
    return result


def _power(a: Fraction, b: Fraction) -> Fraction | None:
    if b.denominator != 1 or abs(b) > 64 or (a == 0 and b <= 0):
        return None
    return a ** int(b)


def _sign(a: Fraction, _b: Fraction) -> Fraction:
    return Fraction((a > 0) - (a < 0))


def _exact_root(a: Fraction, _b: Fraction) -> Fraction | None:
    """The square root of a square, else None."""
    if a < 0:
        return None
    root = Fraction(isqrt(a.numerator), isqrt(a.denominator))
    return root if root * root == a else None


_EXACT: dict[str, Callable[[Fraction, Fraction], Fraction | None]] = {
    "add": lambda a, b: a + b,
    "subtract": lambda a, b: a - b,
    "multiply": lambda a, b: a * b,
    "divide": lambda a, b: a / b if b else None,
    "power": _power,
    "negate": lambda a, _b: -a,
    "abs": lambda a, _b: abs(a),
    "sign": _sign,
    "relu": lambda a, _b: max(a, _ZERO),
    "maximum": max,
    "minimum": min,
    "sqrt": _exact_root,
}
