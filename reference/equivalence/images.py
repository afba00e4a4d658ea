"""Give atoms their random images in a field, and exponentials, angles and inverse functions theirs accordingly."""

from __future__ import annotations

import random
from collections.abc import Collection
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm
from typing import Any, NoReturn

from . import exponents
from .budget import Budget, OutOfBudgetError
from .exponents import Exponent, Monomial
from .fields import HALF_TURN, Angle, Field, NotInFieldError
from .quotients import Factor

PI: Monomial = ((("pi", 0), 1),)
_FINEST = 1 << 64
_COST_OF_POWER = 5
_COST_OF_ANGLE = 30


class AngleUnit:
    """Into how many equal parts random angles are cut, so that every part of them that occurs is whole."""

    def __init__(self) -> None:
        self.size = 1

    def refine(self, parts: int) -> NoReturn:
        """Make it finer for the trials to come; the present one ends."""
        self.size = lcm(self.size, parts)
        if self.size >= _FINEST:
            raise OutOfBudgetError
        raise NotInFieldError("a finer angle")


@dataclass(frozen=True, slots=True)
class Settings:
    """What all trials of a proof share.

    `positive` names the variables whose image must stand for a positive number. With `opaque`, no root and no sign is
    computed: |u|, √u and their like have a random value for every value of u, and where a formula is defined does not
    matter. With `collapse`, products of values in exponents are taken as one value, which sees that e^(2ab·x) is
    e^(c·x) where 2ab = c, but no more that it is (e^(ab·x))².
    """

    budget: Budget
    positive: Collection[str] = ()
    opaque: bool = False
    collapse: bool = False
    unit: AngleUnit = field(default_factory=AngleUnit)


class Images:
    """One random choice of images."""

    def __init__(self, field: Field, rng: random.Random, settings: Settings) -> None:
        self.field, self.rng, self.settings, self.budget = field, rng, settings, settings.budget
        self._atoms: dict[Any, int] = {}
        self._bases: dict[Monomial, int] = {}
        self._angles: dict[Monomial, Angle] = {}

    def atom(self, atom: Any) -> int:
        """The image of an atom: a value stands for itself, everything else is random."""
        kind, key = atom
        if kind == "value":
            return int(key)
        if atom not in self._atoms:
            drawn = self.rng.randrange(2, self.field.p)
            squared = kind == "pi" or (kind == "x" and key in self.settings.positive)
            self._atoms[atom] = drawn * drawn % self.field.p if squared else drawn
        return self._atoms[atom]

    def total(self, exponent: Exponent) -> int:
        """The image of the polynomial itself."""
        result = 0
        for monomial, coefficient in exponent.items():
            value = self.field.fraction(coefficient)
            for atom, times in monomial:
                value = value * self.field.power(self.atom(atom), Fraction(times)) % self.field.p
            result += value
        return result % self.field.p

    # -- values that are not computed any further, and logarithms

    def of_value(self, value: int, known: Exponent | None = None) -> Exponent:
        """A value as an exponent: a simple number, else as it is `known`, else an atom; v and −v share one.

        A random value is as good as never a simple number by chance.
        """
        p = self.field.p
        number = self.field.simple_number(value)
        if number is not None:
            return exponents.number(number)
        if known is not None:
            return known
        key = min(value, p - value)
        return exponents.scaled(exponents.atom("value", key), Fraction(1 if key == value else -1))

    def collapsed(self, exponent: Exponent) -> Exponent:
        """The same with each sum of products of values made one value: 2ab·x + c·x is v·x."""
        groups: dict[Monomial, dict[Monomial, Fraction]] = {}
        for monomial, coefficient in exponent.items():
            values = tuple(pair for pair in monomial if pair[0][0] == "value")
            others = tuple(pair for pair in monomial if pair[0][0] != "value")
            groups.setdefault(others, {})[values] = coefficient
        total: Exponent = {}
        for others, values_of in groups.items():
            one = self.of_value(self.total(values_of)) if set(values_of) != {()} else values_of
            total = exponents.combined(total, exponents.product({others: Fraction(1)}, one, self.budget), Fraction(1))
        return total

    def log_of_value(self, value: int) -> Exponent:
        """log|v|, an atom of its own."""
        if value == 0:
            raise NotInFieldError("log 0")
        key = min(value, self.field.p - value)
        return {} if key == 1 else exponents.atom("log", key)

    def opaque(self, function: Any, value: int) -> int:
        """The random value of a function at a value."""
        return self.atom((function, value))

    def size(self, value: int) -> int:
        """|v|: by the sign in the field, or opaque, but the same for v and −v."""
        if self.settings.opaque:
            return self.opaque("size", min(value, self.field.p - value)) if value else 0
        return self.field.size(value)

    def sign(self, value: int) -> int:
        """The sign of a value: v/|v|."""
        if self.settings.opaque:
            return value * self.field.inverse(self.size(value)) if value else 0
        return self.field.sign(value)

    # -- exponentials

    def exponential(self, exponent: Exponent) -> int:
        """exp of the exponent: a product of powers of squares."""
        result = 1
        for monomial, coefficient in exponent.items():
            self.budget.spend(_COST_OF_POWER)
            result = result * self.field.power(self.base(monomial), coefficient) % self.field.p
        return result

    def base(self, monomial: Monomial) -> int:
        """exp of a monomial: |u| for log|u|, else a random square."""
        atom = exponents.lone_atom(monomial)
        if atom is not None and atom[0] == "log" and not self.settings.opaque:
            return self.field.size(int(atom[1]))
        if monomial not in self._bases:
            drawn = self.rng.randrange(2, self.field.p)
            self._bases[monomial] = drawn * drawn % self.field.p
        return self._bases[monomial]

    # -- angles

    def direction(self, exponent: Exponent) -> Angle:
        """Cosine and sine of the exponent."""
        result: Angle = (1, 0)
        for monomial, coefficient in exponent.items():
            self.budget.spend(_COST_OF_ANGLE)
            result = self.field.turn(result, self._part(monomial, coefficient))
        return result

    def _part(self, monomial: Monomial, coefficient: Fraction) -> Angle:
        atom = exponents.lone_atom(monomial)
        known = atom is not None and atom[0] in {"arcsin", "arctan"} and not self.settings.opaque
        if coefficient.denominator == 1 and atom is not None and known:
            return self.field.multiple(self._known_angle(atom[0], int(atom[1])), coefficient.numerator)
        if monomial == PI:
            parts = coefficient * HALF_TURN
            if parts.denominator != 1:
                raise OutOfBudgetError  # no such part of π is at hand
            return self.field.multiple(self.field.half_turn_part(), parts.numerator % (2 * HALF_TURN))
        parts = coefficient * self.settings.unit.size
        if parts.denominator != 1:
            self.settings.unit.refine(coefficient.denominator)
        if monomial not in self._angles:
            self._angles[monomial] = self.field.random_angle(self.rng)
        return self.field.multiple(self._angles[monomial], parts.numerator)

    def _known_angle(self, kind: str, value: int) -> Angle:
        """The angle whose sine, or tangent, is the value; its cosine is positive."""
        p = self.field.p
        if kind == "arcsin":
            return self.field.power((1 - value * value) % p, Fraction(1, 2)), value
        cosine = self.field.power((1 + value * value) % p, Fraction(-1, 2))
        return cosine, value * cosine % p

    def arc(self, kind: str, value: int) -> Exponent:
        """arcsin or arctan of a value: a part of π where that is well known, else ± an atom, the function being odd."""
        p = self.field.p
        key = min(value, p - value)
        sign = Fraction(1 if key == value else -1)
        part = self.field.known_arcs(kind).get(value)
        if part is None and (mirrored := self.field.known_arcs(kind).get(p - value)) is not None:
            part = -mirrored
        if part is not None:
            return exponents.scaled({PI: Fraction(1)}, part)
        return exponents.scaled(exponents.atom(kind, key), sign)

    # -- factors of sums

    def generator(self, generator: Any, power: Fraction) -> int:
        """The image of a generator of `quotients.py` to a power."""
        kind, key = generator
        if kind == "E":
            return self.field.power(self.base(key), power)
        if kind == "size":
            return self.field.power(self.field.size(key), power)
        return self.field.power(self.atom(generator), power)

    def log_of_generator(self, generator: Any) -> Exponent:
        kind, key = generator
        if kind == "E":
            return {key: Fraction(1)}
        return self.log_of_value(key if kind == "size" else self.atom(generator))

    def log_of_factor(self, generators: list[Any], factor: Factor) -> Exponent:
        total = 0
        for coefficient, powers in factor.terms:
            self.budget.spend(len(powers))
            value = coefficient
            for generator, power in zip(generators, powers, strict=True):
                if power:
                    value = value * self.generator(generator, power) % self.field.p
            total += value
        return self.log_of_value(total % self.field.p)
