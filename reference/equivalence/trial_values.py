"""The image of each operation in a field, given the images of its arguments: the rules that `trial.py` applies."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from . import exponents
from .fields import NotInFieldError

if TYPE_CHECKING:
    from .trial import Trial

_HALF = Fraction(1, 2)

# Functions of u as quotients of sums of exp(n·u): numerator and denominator, as n → coefficient.
OF_EXPONENTIAL: dict[str, tuple[Mapping[int, int], Mapping[int, int]]] = {
    "exp": ({1: 1}, {0: 1}),
    "sigmoid": ({1: 1}, {0: 1, 1: 1}),
    "sinh": ({1: 1, -1: -1}, {0: 2}),
    "cosh": ({1: 1, -1: 1}, {0: 2}),
    "tanh": ({1: 1, -1: -1}, {1: 1, -1: 1}),
}


def _number(trial: Trial, term: int) -> int:
    return trial.field.fraction(trial.number(term))


def _variable(trial: Trial, term: int) -> int:
    return trial.images.atom(("x", trial.tape.values[term]))


def _power(trial: Trial, _term: int, base: int, exponent: int) -> int:
    power = trial.number(exponent)
    if power.denominator == 1 or (trial.values[base] == 0 and power > 0):
        return trial.field.power(trial.values[base], power)
    if trial.settings.opaque:
        return trial.images.opaque(("power", power), trial.values[base])
    return trial.field.power(trial.positive(base), power)


def _real_power(trial: Trial, _term: int, base: int, exponent: int) -> int:
    trial.positive(base)
    power = trial.exponents[exponent]
    return trial.images.exponential(exponents.product(trial.logs[base], power, trial.budget))


def _of_exponential(op: str) -> Callable[..., int]:
    above, below = OF_EXPONENTIAL[op]

    def value(trial: Trial, _term: int, arg: int) -> int:
        base = trial.images.exponential(trial.exponents[arg])
        inverse = trial.field.inverse(base)
        size = {-1: inverse, 0: 1, 1: base}
        top, bottom = (sum(c * size[n] for n, c in part.items()) % trial.field.p for part in (above, below))
        return top * trial.field.inverse(bottom)

    return value


def _log(trial: Trial, _term: int, arg: int) -> int:
    trial.positive(arg)
    return trial.images.total(trial.logs[arg])


def _sqrt(trial: Trial, _term: int, arg: int) -> int:
    if trial.settings.opaque and trial.values[arg]:
        return trial.images.opaque(("power", _HALF), trial.values[arg])
    return trial.field.power(trial.positive(arg), _HALF) if trial.values[arg] else 0


def _tan(trial: Trial, _term: int, arg: int) -> int:
    cosine, sine = trial.images.direction(trial.exponents[arg])
    return sine * trial.field.inverse(cosine)


def _arcsin(trial: Trial, _term: int, arg: int) -> int:
    value = trial.values[arg]
    if not trial.settings.opaque and trial.field.sign((1 - value * value) % trial.field.p) == -1:
        raise NotInFieldError("outside the domain")
    return trial.images.total(trial.images.arc("arcsin", value))


def _sign(trial: Trial, _term: int, arg: int) -> int:
    return trial.images.sign(trial.values[arg])


def _abs(trial: Trial, _term: int, arg: int) -> int:
    return trial.images.size(trial.values[arg])


def _relu(trial: Trial, _term: int, arg: int) -> int:
    """(u + |u|)/2."""
    value = trial.values[arg]
    return (value + trial.images.size(value)) * trial.field.inverse(2)


def _is_positive(trial: Trial, term: int, arg: int) -> int:
    """(1 + sign u)/2 where u is not 0."""
    return (1 + _sign(trial, term, arg)) * trial.field.inverse(2) if trial.values[arg] else 0


VALUES: dict[str, Callable[..., int]] = {
    "number": _number,
    "variable": _variable,
    "pi": lambda trial, _term: trial.images.atom(("pi", 0)),
    "add": lambda trial, _term, a, b: trial.values[a] + trial.values[b],
    "subtract": lambda trial, _term, a, b: trial.values[a] - trial.values[b],
    "multiply": lambda trial, _term, a, b: trial.values[a] * trial.values[b],
    "divide": lambda trial, _term, a, b: trial.values[a] * trial.field.inverse(trial.values[b]),
    "negate": lambda trial, _term, a: -trial.values[a],
    "power": _power,
    "real_power": _real_power,
    **{op: _of_exponential(op) for op in OF_EXPONENTIAL},
    "log": _log,
    "sqrt": _sqrt,
    "sin": lambda trial, _term, a: trial.images.direction(trial.exponents[a])[1],
    "cos": lambda trial, _term, a: trial.images.direction(trial.exponents[a])[0],
    "tan": _tan,
    "arcsin": _arcsin,
    "arctan": lambda trial, _term, a: trial.images.total(trial.images.arc("arctan", trial.values[a])),
    "abs": _abs,
    "sign": _sign,
    "relu": _relu,
    "is_zero": lambda trial, _term, a: int(trial.values[a] == 0),
    "is_positive": _is_positive,
}
