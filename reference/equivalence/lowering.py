"""Put a graph on a tape: its scalar operations as they are, the others as what they are short for."""

from __future__ import annotations

from fractions import Fraction

from ..graph import CONSTANT, INPUT, Node, topological_order
from .tape import PI, Tape

_SAME = frozenset(
    {"add", "subtract", "multiply", "divide", "negate", "power", "exp", "log", "sqrt", "sin", "cos", "tan"}
    | {"arcsin", "arccos", "arctan", "sinh", "cosh", "tanh", "arcsinh", "arccosh", "arctanh"}
    | {"sigmoid", "relu", "abs", "sign", "maximum", "minimum"}
)


_LONGEST_NUMBER = 4096


class UnsupportedError(Exception):
    """An operation that is not compared; its name is the argument."""


def add_graph(tape: Tape, root: Node) -> int:
    """The term of a node. Raises `UnsupportedError` for arrays and for numbers that are not finite."""
    terms: dict[Node, int] = {}
    for node in topological_order([root]):
        terms[node] = _lowered(tape, node, [terms[arg] for arg in node.args])
    return terms[root]


def _lowered(tape: Tape, node: Node, args: list[int]) -> int:
    if node.shape != ():
        raise UnsupportedError(node.op)
    if node.op == INPUT:
        return tape.variable(node.attrs)
    if node.op == CONSTANT:
        return tape.number(_number(node))
    if node.op == "arccos" and tape.number_of(args[0]) == -1:
        return tape.term(PI)
    if node.op in _SAME:
        return tape.apply(node.op, *args)
    return _rewritten(tape, node.op, args)


def _number(node: Node) -> Fraction:
    try:
        value = Fraction(node.attrs)
    except (ValueError, OverflowError):
        raise UnsupportedError(repr(node.attrs)) from None
    if max(value.numerator.bit_length(), value.denominator.bit_length()) > _LONGEST_NUMBER:
        raise UnsupportedError(f"a number of more than {_LONGEST_NUMBER} bits")
    return value


def _rewritten(tape: Tape, op: str, args: list[int]) -> int:
    one = tape.number(1)
    if op == "broadcast_to":
        return args[0]
    if op == "expm1":
        return tape.apply("subtract", tape.apply("exp", args[0]), one)
    if op == "log1p":
        return tape.apply("log", tape.apply("add", one, args[0]))
    if op in {"greater", "less", "greater_equal", "less_equal"}:
        return _ordered(tape, op, *args)
    if op in {"equal", "not_equal", "where"}:
        return _chosen(tape, op, args)
    raise UnsupportedError(op)


def _ordered(tape: Tape, op: str, a: int, b: int) -> int:
    """A comparison as 1 or 0: is a − b positive?"""
    if op in {"less", "greater_equal"}:
        a, b = b, a
    above = tape.apply("is_positive", tape.apply("subtract", a, b))
    return above if op in {"greater", "less"} else tape.apply("subtract", tape.number(1), above)


def _chosen(tape: Tape, op: str, args: list[int]) -> int:
    """Equality as 1 or 0, and `where`, which chooses by a condition that is not 0."""
    same = tape.apply("is_zero", args[0] if op == "where" else tape.apply("subtract", *args))
    if op == "equal":
        return same
    apart = tape.apply("subtract", tape.number(1), same)
    if op == "not_equal":
        return apart
    return tape.apply("add", args[2], tape.apply("multiply", apart, tape.apply("subtract", args[1], args[2])))
