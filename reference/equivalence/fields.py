"""Compute modulo a large prime that behaves like the real numbers where it matters for formulas.

p ≡ −1 modulo BASE, a product of small primes. Then −1 is not a square while every small prime is, so squares
stand for positive numbers; each square has exactly one root of any small order that is a square itself, the
"positive" one, so that √a·√b = √(ab) and ⁴√a = √√a hold as for positive reals; and the unit circle c² + s² =
1 has exact points for the angles π/n with n dividing HALF_TURN.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import lru_cache
from math import lcm

from flint import fmpz, fmpz_mod_ctx

from .points import generator

# 2·HALF_TURN divides BASE; the further primes make roots of more orders, and square roots of more numbers,
# exist.
HALF_TURN = 2**4 * 3**2 * 5 * 7 * 11 * 13
BASE = 2 * HALF_TURN * 5 * 17 * 19 * 23 * 29 * 31 * 37 * 41 * 43
_BITS = 127
_SIMPLE_NUMBER, _SIMPLE_DIVISOR = 48, 6

Angle = tuple[int, int]  # cosine and sine


class NotInFieldError(Exception):
    """A value that this field, or these random values, cannot stand for; others may."""


class Field:
    """The integers modulo p."""

    def __init__(self, p: int) -> None:
        self.p = p
        self._p = fmpz(p)
        self._ring = fmpz_mod_ctx(self._p)
        self._squares = (p - 1) // 2  # how many squares there are: an odd number, prime to every small prime
        self._half_turn: Angle | None = None
        self._arcs: dict[str, dict[int, Fraction]] = {}

    def sign(self, a: int) -> int:
        """1 for a square, −1 for a non-square, 0 for 0: what stands for the sign."""
        return int(fmpz(a).jacobi(self._p))

    def inverse(self, a: int) -> int:
        if a == 0:
            raise NotInFieldError("division by zero")
        return self._power(a, -1)

    def _power(self, a: int, n: int) -> int:
        return int(self._ring(a) ** n)

    def fraction(self, value: Fraction) -> int:
        if value.denominator == 1:
            return value.numerator % self.p
        return value.numerator * self.inverse(value.denominator % self.p) % self.p

    def size(self, a: int) -> int:
        """The one of a and −a that stands for a positive number."""
        return a if self.sign(a) >= 0 else self.p - a

    def power(self, a: int, exponent: Fraction) -> int:
        """A positive number, or zero, to a rational power; any number to a whole one."""
        if a == 0:
            return self._zero_power(exponent)
        if exponent.denominator == 1:
            return self._power(a, exponent.numerator)
        if self.sign(a) != 1:
            raise NotInFieldError("a root of no square")
        try:
            turns = exponent.numerator * pow(exponent.denominator, -1, self._squares)
        except ValueError:
            raise NotInFieldError("a root of this order") from None
        return self._power(a, turns % self._squares)

    def _zero_power(self, exponent: Fraction) -> int:
        if exponent < 0:
            raise NotInFieldError("division by zero")
        return int(exponent == 0)

    # -- the unit circle

    def turn(self, first: Angle, second: Angle) -> Angle:
        """The angles added."""
        (a, b), (c, d) = first, second
        return (a * c - b * d) % self.p, (a * d + b * c) % self.p

    def multiple(self, angle: Angle, n: int) -> Angle:
        """The angle n times."""
        if n < 0:
            angle, n = (angle[0], -angle[1] % self.p), -n
        result = (1, 0)
        while n:
            if n & 1:
                result = self.turn(result, angle)
            angle = self.turn(angle, angle)
            n >>= 1
        return result

    def random_angle(self, rng: random.Random) -> Angle:
        """A point of the unit circle from a random slope."""
        t = rng.randrange(2, self.p)
        scale = self.inverse((1 + t * t) % self.p)
        return (1 - t * t) * scale % self.p, 2 * t * scale % self.p

    def half_turn_part(self) -> Angle:
        """π / HALF_TURN: of all angles that might be it, the one whose sines and cosines have the right signs.

        It is put together from parts of a full turn, one for each prime power in 2·HALF_TURN.
        """
        if self._half_turn is None:
            total: Angle = (1, 0)
            for order, part in self._turn_parts():
                times = pow(2 * HALF_TURN // order, -1, order)
                total = self.turn(total, self.multiple(part, times))
            self._half_turn = total
        return self._half_turn

    def _turn_parts(self) -> Iterator[tuple[int, Angle]]:
        """Prime powers n and a full turn's n-th part."""
        angle: Angle = (0, 1)
        for _ in range(3):  # from a fourth of a turn to its 32nd part, cosines positive
            cosine = self.power((1 + angle[0]) * self.inverse(2) % self.p, Fraction(1, 2))
            angle = cosine, angle[1] * self.inverse(2 * cosine % self.p) % self.p
        yield 32, angle
        third = self._right(9, lambda angle: [self.multiple(angle, 3)[1]])  # sin 2π/3 > 0
        yield 9, third
        yield 5, self._right(5, lambda angle: [angle[1], (4 * angle[0] + 1) % self.p])  # 4 cos 2π/5 + 1 = √5
        for order in (7, 11, 13):
            yield order, self._right(order, lambda _angle: [])

    def _right(self, order: int, positive: Callable[[Angle], list[int]]) -> Angle:
        """Some turn's part of this order, for which these values are positive."""
        rng = generator(self.p)
        prime = next(n for n in range(2, order + 1) if order % n == 0)
        while True:
            angle = self.multiple(self.random_angle(rng), (self.p + 1) // order)
            if self.multiple(angle, order // prime) == (1, 0):
                continue
            for n in range(1, order):
                candidate = self.multiple(angle, n)
                if n % prime and all(self.sign(value) == 1 for value in positive(candidate)):
                    return candidate

    def simple_number(self, value: int) -> Fraction | None:
        """The simple fraction that the value is the image of, if it is."""
        for divisor in range(1, _SIMPLE_DIVISOR + 1):
            multiple = value * divisor % self.p
            if multiple <= _SIMPLE_NUMBER:
                return Fraction(multiple, divisor)
            if self.p - multiple <= _SIMPLE_NUMBER:
                return Fraction(multiple - self.p, divisor)
        return None

    def known_arcs(self, kind: str) -> dict[int, Fraction]:
        """Values whose arcsin or arctan is a known part of π, with that part."""
        if not self._arcs:
            half, root2, root3 = self.inverse(2), self.power(2, Fraction(1, 2)), self.power(3, Fraction(1, 2))
            sines = {0: 0, half: 6, root2 * half % self.p: 4, root3 * half % self.p: 3, 1: 2}
            tangents = {0: 0, self.inverse(root3): 6, 1: 4, root3: 3}
            for name, values in (("arcsin", sines), ("arctan", tangents)):
                self._arcs[name] = {value: Fraction(1, n) if n else Fraction(0) for value, n in values.items()}
        return self._arcs[kind]


@lru_cache(maxsize=64)
def random_field(seed: int, index: int, squares: int = 1) -> Field:
    """The index-th random field of a seed. All factors of the whole number `squares` are squares in it."""
    rng = generator((seed << 16) + index)
    base = lcm(BASE, 4 * squares)
    least = (1 << (_BITS - 1)) // BASE
    # The first prime from a random place on, which needs but one random number.
    p = fmpz(rng.randrange(least, 2 * least) * base - 1)
    while not p.is_probable_prime():
        p += base
    return Field(int(p))
