"""The functions a formula may use: every spelling, and the nodes each one builds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce

from ..build import apply, constant
from ..graph import Node


@dataclass(frozen=True, slots=True)
class Function:
    """`least` arguments at least, `most` at most (None: any number); `build` makes the node."""

    build: Callable[..., Node]
    least: int = 1
    most: int | None = 1


def _primitive(op: str) -> Function:
    return Function(lambda u: apply(op, u))


def _reciprocal(op: str) -> Function:
    return Function(lambda u: apply("divide", constant(1), apply(op, u)))


def _logarithm(base: int) -> Function:
    return Function(lambda u: apply("divide", apply("log", u), apply("log", constant(base))))


def _root(degree: int) -> Function:
    return Function(lambda u: apply("power", u, apply("divide", constant(1), constant(degree))))


_LOG_OF_ONE_MORE = Function(lambda u: apply("log", apply("add", constant(1), u)))
_EXP_LESS_ONE = Function(lambda u: apply("subtract", apply("exp", u), constant(1)))


def _folded(op: str) -> Function:
    return Function(lambda *args: reduce(lambda a, b: apply(op, a, b), args), least=2, most=None)


_SPELLINGS: dict[Function, str] = {
    _primitive("exp"): "exp",
    _EXP_LESS_ONE: "expm1",
    _primitive("log"): "ln log",
    _logarithm(2): "log2",
    _logarithm(10): "log10 lg",
    _LOG_OF_ONE_MORE: "log1p",
    _primitive("sqrt"): "sqrt √",
    _root(3): "∛",
    _root(4): "∜",
    _primitive("abs"): "abs",
    _primitive("sign"): "sign sgn",
    _primitive("sigmoid"): "sigmoid sigma σ",
    _primitive("relu"): "relu ReLU",
    _folded("maximum"): "max maximum",
    _folded("minimum"): "min minimum",
    _primitive("sin"): "sin",
    _primitive("cos"): "cos",
    _primitive("tan"): "tan",
    _reciprocal("cos"): "sec",
    _reciprocal("sin"): "csc cosec",
    _reciprocal("tan"): "cot",
    _primitive("sinh"): "sinh",
    _primitive("cosh"): "cosh",
    _primitive("tanh"): "tanh",
    _reciprocal("cosh"): "sech",
    _reciprocal("sinh"): "csch cosech",
    _reciprocal("tanh"): "coth",
    _primitive("arcsin"): "arcsin asin",
    _primitive("arccos"): "arccos acos",
    _primitive("arctan"): "arctan atan",
    _primitive("arcsinh"): "arcsinh asinh arsinh",
    _primitive("arccosh"): "arccosh acosh arcosh",
    _primitive("arctanh"): "arctanh atanh artanh",
}

FUNCTIONS: dict[str, Function] = {
    name: function for function, spellings in _SPELLINGS.items() for name in spellings.split()
}

# Without parentheses these take but one factor: √2x is √2·x.
ROOTS = frozenset("√∛∜")

# ³√x, where no operand stands before it.
RAISED_ROOTS = {"2": "√", "3": "∛", "4": "∜"}

# sin⁻¹ means the inverse function, not the reciprocal, wherever mathematics is taught.
INVERSES: dict[str, str] = {name: f"arc{name}" for name in ("sin", "cos", "tan", "sinh", "cosh", "tanh")}

# These are only read with parentheses right behind: `log2x` is log(2x).
NEED_PARENTHESES = frozenset({"log2", "log10", "log1p", "expm1"})
