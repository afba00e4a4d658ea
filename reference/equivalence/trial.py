"""Evaluate terms in a field at random values, keeping every identity of exponentials, logarithms, roots and angles.

Whatever the random values, the map from formulas to the field respects sums and products and these laws, all
of which hold for the real functions wherever they are defined:

    exp(Σ cᵢmᵢ) = Π Eᵢ^cᵢ        one random square E for each monomial m
    log|uv| = log|u| + log|v|     one random value for each irreducible factor, up to its sign
    √u, u^c                       by the only root that is itself a square
    sign(u)                       1 for squares, −1 for others
    sin, cos of Σ cᵢmᵢ            by random points of the unit circle, and π by its own
    arcsin u, arctan u            a random value for each value of u, up to its sign

So a difference that is 0 for all random values is 0 as a formula, under these laws, and the functions are
equal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from . import exponents, quotients
from .exponents import Exponent, Monomial
from .fields import NotInFieldError
from .images import Images
from .plan import Plan
from .quotients import Quotient
from .tape import NUMBER, Tape
from .trial_values import OF_EXPONENTIAL, VALUES

_ONE = Fraction(1)
_HALF = Fraction(1, 2)
_HIGHEST_POWER = 8
_COST_OF_TERM = 5


class Trial:
    """One random map into a field. `values[t]` is term t's image.

    `signs` gives the terms whose sign is known, 1 or −1. Where the random values have it otherwise, or leave
    the domain, `NotInFieldError` is raised, and another trial is due.
    """

    def __init__(self, tape: Tape, plan: Plan, images: Images, signs: Mapping[int, int]) -> None:
        self.tape, self.plan, self.images, self.signs = tape, plan, images, signs
        self.field, self.budget, self.settings = images.field, images.budget, images.settings
        self.values: dict[int, int] = {}
        self.exponents: dict[int, Exponent] = {}
        self.logs: dict[int, Exponent] = {}
        self.quotients: dict[int, Quotient | None] = {}

    def run(self) -> None:
        """Evaluate all terms of the plan."""
        self.budget.spend(_COST_OF_TERM * len(self.plan.terms))
        for term in self.plan.terms:
            op, args = self.tape.ops[term], self.tape.args[term]
            value = self.values[term] = VALUES[op](self, term, *args) % self.field.p
            known = self.signs.get(term)
            if known is not None and self.field.sign(value) == -known:
                raise NotInFieldError("a sign")
            # In this order: a quotient may need an exponent, and a logarithm either.
            if term in self.plan.exponents:
                self.exponents[term] = self.exponent(term, op, args)
            if term in self.plan.quotients:
                self.quotients[term] = self.quotient(term, op, args)
            if term in self.plan.logarithms:  # 0 has none; where one is taken of it all the same, that is noticed there
                self.logs[term] = self.logarithm(term, op, args) if value else {}

    def number(self, term: int) -> Fraction:
        return self.tape.number_of(term) or Fraction(0)

    def whole(self, term: int) -> int | None:
        """The whole number that a term is, or None."""
        number = self.tape.number_of(term)
        return number.numerator if number is not None and number.denominator == 1 else None

    def positive(self, term: int) -> int:
        """The value of a term that must be positive where the formula is defined."""
        value = self.values[term]
        if not self.settings.opaque and self.field.sign(value) != 1:
            raise NotInFieldError("outside the domain")
        return value

    # -- exponents

    def exponent(self, term: int, op: str, args: tuple[int, ...]) -> Exponent:
        """The term as a polynomial with rational coefficients."""
        rule = _EXPONENTS.get(op)
        found = None if rule is None else rule(self, term, *args)
        if found is not None and self.settings.collapse:
            found = self.images.collapsed(found)
        if found is None or len(found) > 1:
            return self.images.of_value(self.values[term], found)
        return found

    def powered(self, _term: int, base: int, exponent: int) -> Exponent | None:
        power = self.whole(exponent)
        return None if power is None else exponents.power(self.exponents[base], power, self.budget)

    def times_sign(self, term: int, arg: int) -> Exponent:
        """|u| or relu(u), where the sign of u is settled."""
        if self.settings.opaque:
            return self.images.of_value(self.values[term])
        sign = self.field.sign(self.values[arg])
        factor = sign if self.tape.ops[term] == "abs" else int(sign == 1)
        return exponents.scaled(self.exponents[arg], Fraction(factor))

    def divided(self, _term: int, above: int, below: int) -> Exponent:
        """A quotient; a sum that is left below is an atom by its value."""
        quotient = Quotient(self.exponents[above], self.exponents[below])
        if len(quotient.below) > 1:
            quotient = quotients.reduced(quotient.above, quotient.below, self.budget)
        inverse = exponents.power(quotient.below, -1, self.budget)
        if inverse is None:
            inverse = self.images.of_value(self.field.inverse(self.images.total(quotient.below)))
        return exponents.product(quotient.above, inverse, self.budget)

    # -- logarithms

    def logarithm(self, term: int, op: str, args: tuple[int, ...]) -> Exponent:
        """log|u| of the term u."""
        rule = _LOGARITHMS.get(op)
        if rule is not None:
            return rule(self, term, *args)
        inside = self.quotients[term]
        found = None if inside is None else self.log_of_quotient(inside)
        return self.images.log_of_value(self.values[term]) if found is None else found

    def log_of_quotient(self, inside: Quotient) -> Exponent | None:
        images = self.images
        return quotients.logarithm(inside, self.log_of_number, images.log_of_generator, images.log_of_factor)

    def log_of_number(self, value: Fraction) -> Exponent:
        if value == 0:
            raise NotInFieldError("log 0")
        total: Exponent = {}
        for prime, times in quotients.prime_powers(value):
            total = exponents.combined(total, self.images.log_of_value(prime % self.field.p), Fraction(times))
        return total

    # -- quotients of polynomials

    def quotient(self, term: int, op: str, args: tuple[int, ...]) -> Quotient | None:
        """The term as a quotient of polynomials in generators; None where that is too long."""
        if op == NUMBER:
            return quotients.whole(exponents.number(self.number(term)))
        if op == "variable":
            return quotients.whole(exponents.atom("x", self.tape.values[term]))
        if op in {"add", "subtract", "multiply", "divide", "negate"} or (op == "power" and self.small_power(args[1])):
            return self.combined_quotient(op, args)
        if op in OF_EXPONENTIAL:
            above, below = OF_EXPONENTIAL[op]
            return Quotient(*(self.exponential_sum(args[0], part) for part in (above, below)))
        if op in {"sqrt", "power"} and not self.settings.opaque:
            return quotients.whole(self.root(args[0], _HALF if op == "sqrt" else self.number(args[1])))
        return quotients.whole(self.images.of_value(self.values[term]))

    def root(self, base: int, power: Fraction) -> Exponent:
        """A fractional power of a term that is positive or zero."""
        if self.values[base] == 0:
            return {}
        return self.monomial(exponents.scaled(self.logs[base], power), _ONE)

    def small_power(self, term: int) -> bool:
        power = self.whole(term)
        return power is not None and abs(power) <= _HIGHEST_POWER

    def combined_quotient(self, op: str, args: tuple[int, ...]) -> Quotient | None:
        first = self.quotients[args[0]]
        if first is None:
            return None
        if op == "negate":
            return Quotient(exponents.scaled(first.above, -_ONE), first.below)
        if op == "power":
            return quotients.power(first, self.number(args[1]).numerator, self.budget)
        second = self.quotients[args[1]]
        if second is None:
            return None
        if op in {"add", "subtract"}:
            return quotients.add(first, second, _ONE if op == "add" else -_ONE, self.budget)
        if op == "divide":
            if not second.above:
                raise NotInFieldError("division by zero")
            second = Quotient(second.below, second.above)
        return quotients.multiply(first, second, self.budget)

    def exponential_sum(self, term: int, parts: Mapping[int, int]) -> Exponent:
        """Σ c·exp(n·u) for the pairs n, c."""
        total: Exponent = {}
        for times, coefficient in parts.items():
            exponent = exponents.scaled(self.exponents[term], Fraction(times))
            total = exponents.combined(total, self.monomial(exponent, Fraction(coefficient)), _ONE)
        return total

    def monomial(self, exponent: Exponent, coefficient: Fraction) -> Exponent:
        """coefficient · exp(exponent), with a generator for each monomial of the exponent."""
        powers = []
        for monomial, power in exponent.items():
            atom = exponents.lone_atom(monomial)
            of_log = atom is not None and atom[0] == "log" and not self.settings.opaque
            generator = ("size", atom[1]) if atom is not None and of_log else ("E", monomial)
            powers.append((generator, power))
        key: Monomial = tuple(sorted(powers))  # type: ignore[arg-type]  # powers of generators may be fractions
        return {key: coefficient}


_EXPONENTS: dict[str, Callable[..., Exponent | None]] = {
    "number": lambda trial, term: exponents.number(trial.number(term)),
    "variable": lambda trial, term: exponents.atom("x", trial.tape.values[term]),
    "pi": lambda _trial, _term: exponents.atom("pi", 0),
    "add": lambda trial, _term, a, b: exponents.combined(trial.exponents[a], trial.exponents[b], _ONE),
    "subtract": lambda trial, _term, a, b: exponents.combined(trial.exponents[a], trial.exponents[b], -_ONE),
    "negate": lambda trial, _term, a: exponents.scaled(trial.exponents[a], -_ONE),
    "multiply": lambda trial, _term, a, b: exponents.product(trial.exponents[a], trial.exponents[b], trial.budget),
    "divide": Trial.divided,
    "power": Trial.powered,
    "log": lambda trial, _term, a: trial.logs[a],
    "arcsin": lambda trial, _term, a: trial.images.arc("arcsin", trial.values[a]),
    "arctan": lambda trial, _term, a: trial.images.arc("arctan", trial.values[a]),
    "abs": Trial.times_sign,
    "relu": Trial.times_sign,
}

_LOGARITHMS: dict[str, Callable[..., Exponent]] = {
    "number": lambda trial, term: trial.log_of_number(trial.number(term)),
    "multiply": lambda trial, _term, a, b: exponents.combined(trial.logs[a], trial.logs[b], _ONE),
    "divide": lambda trial, _term, a, b: exponents.combined(trial.logs[a], trial.logs[b], -_ONE),
    "negate": lambda trial, _term, a: trial.logs[a],
    "abs": lambda trial, _term, a: trial.logs[a],
    "power": lambda trial, _term, a, b: exponents.scaled(trial.logs[a], trial.number(b)),
    "sqrt": lambda trial, _term, a: exponents.scaled(trial.logs[a], _HALF),
    "real_power": lambda trial, _term, a, b: exponents.product(trial.logs[a], trial.exponents[b], trial.budget),
    "exp": lambda trial, _term, a: trial.exponents[a],
}
