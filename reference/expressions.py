"""Read the right-hand side of an assignment as nodes, with a stack instead of recursion.

What is allowed is listed here, and all else refused with its line and column.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from fractions import Fraction
from typing import Any, NoReturn

from .build import apply, constant
from .calls import CONSTANTS, FUNCTIONS, METHODS, NUMPY_NAMES, call
from .errors import EngineError, ProgramError
from .graph import Node
from .source_text import SourceText

MAX_DEPTH = 1000
MAX_EXPONENT = 400  # of a decimal number: float64 ends at 308
MODULES = frozenset({"np", "numpy", "math"})
ALLOWED = "numbers, names, + - * / ** @, comparisons, .T, constant indices and calls of known functions"

BINARY: dict[type[ast.AST], str] = {
    ast.Add: "add",
    ast.Sub: "subtract",
    ast.Mult: "multiply",
    ast.Div: "divide",
    ast.Pow: "power",
    ast.MatMult: "matmul",
    ast.Gt: "greater",
    ast.GtE: "greater_equal",
    ast.Lt: "less",
    ast.LtE: "less_equal",
    ast.Eq: "equal",
    ast.NotEq: "not_equal",
}


def read_expression(tree: ast.expr, source: SourceText, lookup: Callable[[ast.Name], Node]) -> Node:
    """The node of an expression. `lookup` gives the node of a name."""
    return _Expression(source, lookup).read(tree)


class _Expression:
    """Visits each part of a tree twice: first its own parts are put on the stack, then they are joined."""

    def __init__(self, source: SourceText, lookup: Callable[[ast.Name], Node]) -> None:
        self.source = source
        self.lookup = lookup
        self.values: list[Any] = []

    def read(self, root: ast.expr) -> Node:
        todo: list[tuple[ast.expr, int, int]] = [(root, -1, 1)]
        while todo:
            tree, count, depth = todo.pop()
            if count >= 0:
                self._join(tree, count)
                continue
            if depth > MAX_DEPTH:
                message = f"expressions are read to a depth of {MAX_DEPTH}; give parts names of their own"
                raise ProgramError("too_deep", message, self.source.place(tree), allowed=MAX_DEPTH)
            parts = self._parts(tree)
            todo.append((tree, len(parts), depth))
            todo.extend((part, -1, depth + 1) for part in reversed(parts))
        result = self.values.pop()
        if not isinstance(result, Node):
            raise self._refused(root)
        return result

    def _parts(self, tree: ast.expr) -> list[ast.expr]:  # noqa: PLR0911  (a case per kind of expression)
        """What must be read before the tree itself; refuses what is not allowed."""
        match tree:
            case ast.Name():
                return []
            case ast.Constant(value=int() | float() | None):
                return []
            case ast.BinOp(left, op, right) if type(op) in BINARY:
                return [left, right]
            case ast.Compare(left, [op], [right]) if type(op) in BINARY:
                return [left, right]
            case ast.UnaryOp(ast.USub() | ast.UAdd(), operand):
                return [operand]
            case ast.Tuple(elements) | ast.List(elements):
                return list(elements)
            case ast.Subscript(value):
                return [value]
            case ast.Attribute(ast.Name(module), name) if module in MODULES and name in CONSTANTS:
                return []
            case ast.Attribute(value, "T"):
                return [value]
            case ast.Call():
                return self._call_parts(tree)
        raise self._refused(tree)

    def _call_parts(self, tree: ast.Call) -> list[ast.expr]:
        """The object of a method, the arguments and the values of the keywords."""
        self._function(tree)
        for keyword in tree.keywords:
            if keyword.arg is None:
                raise self._refused(keyword.value)
        subject = [] if self._is_function(tree.func) else [tree.func.value]  # type: ignore[attr-defined]
        return [*subject, *tree.args, *(keyword.value for keyword in tree.keywords)]

    def _join(self, tree: ast.expr, count: int) -> None:
        """Make the node of a tree whose parts have been read."""
        parts = self.values[len(self.values) - count :]
        del self.values[len(self.values) - count :]
        try:
            value = self._made(tree, parts)
        except ProgramError:
            raise
        except EngineError as error:
            self._raise_placed(error, tree)
        if isinstance(value, Node):
            self.source.mark(value, tree)
        self.values.append(value)

    def _made(self, tree: ast.expr, parts: list[Any]) -> Any:  # noqa: PLR0911  (a case per kind of expression)
        match tree:
            case ast.Name():
                return self.lookup(tree)
            case ast.Constant():
                return self._constant(tree)
            case ast.BinOp():
                return call(BINARY[type(tree.op)], parts)
            case ast.Compare():
                return apply(BINARY[type(tree.ops[0])], *map(self._node, parts))
            case ast.UnaryOp(ast.USub(), ast.Constant()) if isinstance(parts[0], Node):
                return constant(-parts[0].attrs)
            case ast.UnaryOp(ast.USub()):
                return call("negate", parts)
            case ast.UnaryOp():
                return parts[0]
            case ast.Tuple() | ast.List():
                return tuple(parts)
            case ast.Subscript():
                return apply("index", self._node(parts[0]), key=self._key(tree.slice))
            case ast.Attribute(ast.Name(), name) if not parts:
                return constant(CONSTANTS[name])
            case ast.Attribute():
                return call("transpose", parts)
            case ast.Call():
                named = len(parts) - len(tree.keywords)
                keywords = {
                    keyword.arg or "": value for keyword, value in zip(tree.keywords, parts[named:], strict=True)
                }
                return call(self._function(tree), parts[:named], keywords)
        raise self._refused(tree)

    def _node(self, part: Any) -> Node:
        if not isinstance(part, Node):
            raise EngineError("wrong_arguments", "a number or an array was expected here")
        return part

    def _raise_placed(self, error: EngineError, tree: ast.expr) -> NoReturn:
        """Raise the error again, saying where in the text it happened."""
        kind = ProgramError if type(error) is EngineError else type(error)
        raise kind(error.code, error.message, self.source.place(tree), **error.parameters) from None

    def _constant(self, tree: ast.Constant) -> Any:
        """A number as it is written, decimals as exact fractions; True, False and None for keywords."""
        if not isinstance(tree.value, float):
            return tree.value if isinstance(tree.value, bool | None) else constant(tree.value)  # type: ignore[arg-type]
        start, end = self.source.span(tree)
        written = self.source.text[start:end].replace("_", "")
        exponent = written.lower().partition("e")[2]
        if exponent and abs(int(exponent)) > MAX_EXPONENT:
            message = f"the exponent of {written} is too large"
            raise ProgramError("number_too_large", message, self.source.place(tree), found=written)
        return constant(Fraction(written))

    def _key(self, tree: ast.expr) -> tuple[Any, ...]:
        """What stands in brackets: whole numbers, slices, `None`, `...` and lists of whole numbers."""
        parts = tree.elts if isinstance(tree, ast.Tuple) else [tree]
        return tuple(self._key_part(part) for part in parts)

    def _key_part(self, tree: ast.expr) -> Any:
        if isinstance(tree, ast.Slice):
            ends = [None if end is None else self._key_part(end) for end in (tree.lower, tree.upper, tree.step)]
            if all(end is None or isinstance(end, int) for end in ends):
                return slice(*ends)
            raise self._refused(tree)
        try:
            value = ast.literal_eval(tree)
        except ValueError:
            raise self._refused(tree) from None
        if isinstance(value, list) and value and all(type(entry) is int for entry in value):
            return tuple(value)
        if value is None or value is Ellipsis or type(value) is int:
            return value
        raise self._refused(tree)

    @staticmethod
    def _is_function(function: ast.expr) -> bool:
        """Whether it is `exp` or `np.exp`, not the method of something."""
        match function:
            case ast.Name():
                return True
            case ast.Attribute(ast.Name(module)):
                return module in MODULES
        return False

    def _function(self, tree: ast.Call) -> str:
        """The name, as `calls.py` has it, of the function or method that is called."""
        function = tree.func
        match function:
            case ast.Name(name):
                known = name if name in FUNCTIONS else None
            case ast.Attribute(ast.Name(module), name) if module in MODULES:
                name = name if module == "math" else NUMPY_NAMES.get(name, name)
                known = name if name in FUNCTIONS else None
            case ast.Attribute(_, name):
                known = METHODS.get(name)
            case _:
                raise self._refused(function)
        if known is None:
            listed = ", ".join(sorted(FUNCTIONS))
            message = f"{name!r} is no function known here; there are: {listed}"
            raise ProgramError("unknown_function", message, self.source.place(function), found=name, allowed=listed)
        return known

    def _refused(self, tree: ast.AST) -> ProgramError:
        found = self.source.quote(tree)
        message = f"{found!r} is not allowed here; allowed are {ALLOWED}"
        return ProgramError("not_allowed", message, self.source.place(tree), found=found, allowed=ALLOWED)
