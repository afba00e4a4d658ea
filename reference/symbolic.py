"""Turn a graph into SymPy and SymPy into a graph; SymPy's own `diff` is an oracle that shares no rule with this engine.

    to_sympy(parse_program("z = x**2 + x*y + y"))      # x**2 + x*y + y
    from_sympy(sympy.exp(-x**2))                       # a graph

Symbols are real. Arrays become arrays of expressions, entry by entry, whose symbols are called `W_0_1`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import numpy as np
import sympy

from .build import Number, apply, constant, variable
from .errors import EngineError
from .graph import CONSTANT, INPUT, Graph, Node
from .primitives import PRIMITIVES

MAX_ENTRIES = 10_000


def to_sympy(graph: Graph) -> Any:
    """The expression of the single output, or a dict of expressions by name where there are several.

    An array output is a NumPy array of expressions. Raises `EngineError` for a graph with more than 10,000
    entries.
    """
    values = sympy_nodes(graph)
    found = {name: values[graph.named[name]] for name in graph.outputs}
    return found if len(found) > 1 else found[graph.outputs[0]]


def sympy_nodes(graph: Graph) -> dict[Node, Any]:
    """The expression, or array of expressions, of every node that the outputs need."""
    entries = sum(int(np.prod(node.shape, dtype=int)) for node in graph.order)
    if entries > MAX_ENTRIES:
        message = f"the graph has {entries:,} entries; at most {MAX_ENTRIES:,} become expressions"
        raise EngineError("too_large", message, found=entries, allowed=MAX_ENTRIES)
    values: dict[Node, Any] = {}
    for node in graph.order:
        if node.op == INPUT:
            values[node] = symbols(node.attrs, node.shape)
        elif node.op == CONSTANT:
            values[node] = _over_entries(exact, node.attrs) if node.shape else exact(node.attrs)
        else:
            values[node] = _applied(node, [values[arg] for arg in node.args])
    return values


def symbols(name: str, shape: tuple[int, ...] = ()) -> Any:
    """The real symbol of an input, or an array of them: `W` of shape (2, 2) is W_0_0, W_0_1, W_1_0, W_1_1."""
    if shape == ():
        return sympy.Symbol(name, real=True)
    array = np.empty(shape, dtype=object)
    for place in np.ndindex(shape):
        array[place] = sympy.Symbol("_".join([name, *map(str, place)]), real=True)
    return array


def exact(number: Number) -> Any:
    """A number as SymPy has it: whole numbers and fractions exactly, π and e by name, other floats with 15 digits."""
    if isinstance(number, int):
        return sympy.Integer(number)
    if isinstance(number, Fraction):
        return sympy.Rational(number.numerator, number.denominator)
    value = float(number)
    if value.is_integer():
        return sympy.Integer(int(value))
    return {np.pi: sympy.pi, np.e: sympy.E}.get(value) or sympy.Float(value)


def _applied(node: Node, args: list[Any]) -> Any:
    """The expression of an operation on expressions."""
    row = PRIMITIVES[node.op]
    if not row.elementwise:
        arrays = [np.asarray(arg, dtype=object) for arg in args]
        result = row.sympy(sympy, *arrays, **dict(node.attrs)) if callable(row.sympy) else None
        return np.asarray(result, dtype=object)[()] if node.shape == () else result
    form = _form(row.sympy)
    return form(*args) if node.shape == () else _over_entries(form, *args)


def _form(column: Any) -> Callable[..., Any]:
    """The entry of the table's SymPy column as a function of expressions."""
    if isinstance(column, str):
        function: Callable[..., Any] = getattr(sympy, column)
        return function
    return lambda *args: column(sympy, *args)


def _over_entries(function: Callable[..., Any], *arrays: Any) -> Any:
    """The function at every entry, with broadcasting."""
    return np.frompyfunc(function, len(arrays), 1)(*arrays)


_FUNCTIONS: Mapping[str, str] = {
    row.sympy: name for name, row in PRIMITIVES.items() if isinstance(row.sympy, str) and row.arity == 1
}  # fmt: skip
_FOLDED: Mapping[str, str] = {"Add": "add", "Mul": "multiply", "Max": "maximum", "Min": "minimum"}


def from_sympy(expression: Any, output: str = "f") -> Graph:
    """A graph of the expression, with its symbols in order of name as inputs.

    Raises `EngineError` for a function that the engine does not have.
    """
    inputs = {symbol: variable(symbol.name) for symbol in sorted(expression.free_symbols, key=str)}
    nodes: dict[Any, Node] = dict(inputs)
    for part in _bottom_up(expression):
        if part not in nodes:
            nodes[part] = _node(part, [nodes[arg] for arg in _arguments(part)])
    return Graph(inputs.values(), {output: nodes[expression]})


def _bottom_up(expression: Any) -> list[Any]:
    """Every subexpression after its own parts."""
    order, stack = [], [(expression, False)]
    while stack:
        part, ready = stack.pop()
        if ready:
            order.append(part)
        else:
            stack.append((part, True))
            stack.extend((arg, False) for arg in _arguments(part))
    return order


def _arguments(part: Any) -> tuple[Any, ...]:
    """What a subexpression is made of, numbers being whole."""
    return () if part.is_Number or part.is_NumberSymbol or part.is_Symbol else tuple(part.args)


def _node(part: Any, args: list[Node]) -> Node:
    """The node of one SymPy operation on nodes."""
    kind = part.func.__name__
    if part.is_Rational:
        return constant(int(part) if part.q == 1 else Fraction(int(part.p), int(part.q)))
    if part.is_Number or part.is_NumberSymbol:
        return constant(float(part))
    if kind in _FOLDED:
        result = args[0]
        for arg in args[1:]:
            result = apply(_FOLDED[kind], result, arg)
        return result
    if kind == "Pow":
        return _power(part, *args)
    if kind in _FUNCTIONS and len(args) == 1:
        return apply(_FUNCTIONS[kind], *args)
    message = f"the engine has no function {kind}"
    raise EngineError("unknown_function", message, function=kind)


def _power(part: Any, base: Node, exponent: Node) -> Node:
    """Roots and reciprocals as they are written; SymPy has them as powers."""
    if part.exp == -1:
        return apply("divide", constant(1), base)
    if part.exp == sympy.Rational(1, 2):
        return apply("sqrt", base)
    return apply("power", base, exponent)
