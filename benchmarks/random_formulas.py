"""Make random formulas, rewrite them by identities, change them a little: pairs whose relation is known beforehand."""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction

from reference.build import apply, constant, variable
from reference.graph import CONSTANT, INPUT, Graph, Node

Rewrite = Callable[[Node, Node], Node | None]

X, Y = variable("x"), variable("y")
_UNARY = ("exp", "tanh", "sigmoid", "sin", "cos", "sqrt", "abs", "log", "relu", "sinh", "cosh", "arctan", "negate")
_BINARY = ("add", "subtract", "multiply", "multiply", "divide", "add", "maximum", "power")


def number(value: int | Fraction) -> Node:
    return constant(value)


def do(op: str, *args: Node | int | Fraction) -> Node:
    """An operation on nodes and numbers."""
    return apply(op, *(arg if isinstance(arg, Node) else constant(arg) for arg in args))


def random_formula(rng: random.Random, depth: int) -> Node:
    """A formula in x and y, `depth` operations deep at most."""
    if depth == 0 or rng.random() < 0.15:
        return rng.choice((X, Y, X, constant(rng.randint(1, 5)), constant(Fraction(rng.randint(1, 9), 10))))
    if rng.random() < 0.45:
        return do(rng.choice(_UNARY), random_formula(rng, depth - 1))
    op = rng.choice(_BINARY)
    left = random_formula(rng, depth - 1)
    if op == "power":
        return do("power", left, rng.choice((2, 3, -1, -2, Fraction(1, 2))))
    return do(op, left, random_formula(rng, depth - 1))


def graph(node: Node) -> Graph:
    return Graph([X, Y], {"formula": node})


# -- identities: each gives a node equal to u wherever u is defined, but for single points. v is a polynomial.


def _halves(op: str) -> Rewrite:
    """sin and sinh of the double argument, cos and cosh likewise."""

    def rewrite(u: Node, _v: Node) -> Node | None:
        if u.op != op:
            return None
        half = do("divide", u.args[0], 2)
        if op in {"sin", "sinh"}:
            even = "cos" if op == "sin" else "cosh"
            return do("multiply", 2, do("multiply", do(op, half), do(even, half)))
        odd = "sin" if op == "cos" else "sinh"
        square = do("multiply", 2, do("power", do(odd, half), 2))
        return do("subtract" if op == "cos" else "add", 1, square)

    return rewrite


def _when(op: str, rewrite: Callable[..., Node]) -> Rewrite:
    return lambda u, _v: rewrite(*u.args) if u.op == op else None


def _distributed(u: Node, _v: Node) -> Node | None:
    if u.op != "multiply" or u.args[1].op not in {"add", "subtract"}:
        return None
    factor, total = u.args
    return do(total.op, do("multiply", factor, total.args[0]), do("multiply", factor, total.args[1]))


def _reciprocal_sigmoid(a: Node) -> Node:
    return do("divide", 1, do("add", 1, do("exp", do("negate", a))))


IDENTITIES: tuple[Rewrite, ...] = (
    lambda u, v: do("subtract", do("add", u, v), v),
    lambda u, v: do("multiply", u, do("add", do("power", do("sin", v), 2), do("power", do("cos", v), 2))),
    lambda u, v: do("multiply", u, do("subtract", do("power", do("cosh", v), 2), do("power", do("sinh", v), 2))),
    lambda u, _v: do("negate", do("negate", u)),
    lambda u, _v: do("divide", do("multiply", 2, u), 2),
    lambda u, _v: do("log", do("exp", u)),
    lambda u, v: do("divide", do("multiply", u, v), v),
    lambda u, v: do("divide", u, do("add", do("sigmoid", v), do("sigmoid", do("negate", v)))),
    _when("exp", lambda a: do("power", do("exp", do("divide", a, 2)), 2)),
    _when("exp", lambda a: do("divide", 1, do("exp", do("negate", a)))),
    _when("sigmoid", _reciprocal_sigmoid),
    _when("sigmoid", lambda a: do("divide", do("add", 1, do("tanh", do("divide", a, 2))), 2)),
    _when("tanh", lambda a: do("subtract", do("multiply", 2, do("sigmoid", do("multiply", 2, a))), 1)),
    _halves("sin"),
    _halves("cos"),
    _halves("sinh"),
    _halves("cosh"),
    _when("add", lambda a, b: do("add", b, a)),
    _when("multiply", lambda a, b: do("multiply", b, a)),
    _when("subtract", lambda a, b: do("negate", do("subtract", b, a))),
    _when("divide", lambda a, b: do("multiply", a, do("power", b, -1))),
    _distributed,
    _when("sqrt", lambda a: do("power", a, Fraction(1, 2))),
    _when("abs", lambda a: do("maximum", a, do("negate", a))),
    _when("abs", lambda a: do("sqrt", do("power", a, 2))),
    _when("relu", lambda a: do("divide", do("add", a, do("abs", a)), 2)),
    _when("maximum", lambda a, b: do("add", b, do("relu", do("subtract", a, b)))),
    _when("log", lambda a: do("negate", do("log", do("divide", 1, a)))),
    _when("log", lambda a: do("subtract", do("log", do("multiply", 2, a)), do("log", 2))),
    _when("arctan", lambda a: do("negate", do("arctan", do("negate", a)))),
)


def _polynomial(rng: random.Random) -> Node:
    return do("add", do("multiply", rng.choice((X, Y)), rng.randint(1, 4)), rng.randint(1, 5))


def rewritten(root: Node, rng: random.Random, times: int) -> Node:
    """The formula after some identities at random places."""
    for _ in range(times):
        order = graph(root).order
        place = rng.choice(order)
        rewrites = [rewrite(place, _polynomial(rng)) for rewrite in rng.sample(IDENTITIES, len(IDENTITIES))]
        new = next(found for found in rewrites if found is not None)
        root = replaced(root, {place: new})
    return root


def replaced(root: Node, changes: dict[Node, Node]) -> Node:
    """The formula with some nodes exchanged."""
    new: dict[Node, Node] = {}
    for node in graph(root).order:
        if node in changes:
            new[node] = changes[node]
        else:
            new[node] = Node(node.op, tuple(new[arg] for arg in node.args), node.attrs, node.shape)
            if node.op in {INPUT, CONSTANT}:
                new[node] = node
    return new[root]


def changed(root: Node, rng: random.Random) -> Node:
    """The formula with one small change, which may, by chance, change nothing."""
    place = rng.choice(graph(root).order)
    tiny = Fraction(1, 10 ** rng.choice((6, 9, 12)))
    new = rng.choice(
        (
            lambda: do("add", place, tiny),
            lambda: do("multiply", place, 1 + tiny),
            lambda: do("negate", place),
            lambda: do("abs", place),
            lambda: do("maximum", place, 0),
            lambda: do("sqrt", do("power", place, 2)),
            lambda: do("power", do("sqrt", place), 2),
            lambda: do("exp", do("log", place)),
            lambda: do("add", place, do("multiply", 0, do("log", X))),
            lambda: do("maximum", place, -1000),
            lambda: X,
            lambda: do("multiply", 2, place),
        )
    )()
    return replaced(root, {place: new})
