"""Read the right-hand side of an assignment as nodes, with a stack instead of recursion.

What is allowed is listed here, and all else refused with its line and column.
"""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from .build import apply, constant
from .calls import FUNCTIONS, call
from .errors import EngineError, Place, ProgramError
from .graph import Node

MAX_DEPTH = 1000
MAX_EXPONENT = 400  # of a decimal number: float64 ends at 308
MODULES = frozenset({"np", "numpy", "math"})

BINARY: dict[type[ast.AST], str] = {
    ast.Add: "add", ast.Sub: "subtract", ast.Mult: "multiply", ast.Div: "divide", ast.Pow: "power",
}  # fmt: skip
OPERATORS = "+ - * / **"


class Source:
    """The text of a program, to say where in it something stands."""

    def __init__(self, text: str) -> None:
        self.text = text
        lines = text.splitlines(keepends=True)
        dedented = textwrap.dedent(text).splitlines(keepends=True)
        self.margin = max(
            (len(a) - len(b) for a, b in zip(lines, dedented, strict=False) if b.strip()), default=0
        )
        self.lines = lines
        self.starts = [0]
        for line in lines:
            self.starts.append(self.starts[-1] + len(line))
        self.spans: dict[Node, tuple[int, int]] = {}

    def _offset(self, line: int, byte: int) -> int:
        """The index in the text of a position that `ast` gives: a line from 1 and a byte in UTF-8 from 0."""
        text = self.lines[line - 1][self.margin :]
        column = byte if text.isascii() else len(text.encode()[:byte].decode(errors="ignore"))
        return self.starts[line - 1] + self.margin + column

    def span(self, tree: Any) -> tuple[int, int]:
        """Which characters the tree was read from."""
        return self._offset(tree.lineno, tree.col_offset), self._offset(tree.end_lineno, tree.end_col_offset)

    def place(self, tree: Any) -> Place:
        """Line and columns of the tree."""
        start, end = self.span(tree)
        line_start = self.starts[tree.lineno - 1]
        return Place(tree.lineno, start - line_start + 1, end - line_start + 1)

    def quote(self, tree: Any) -> str:
        """The text of the tree, cut where it is long."""
        start, end = self.span(tree)
        return textwrap.shorten(self.text[start:end], 60, placeholder=" …")

    def mark(self, node: Node, tree: Any) -> None:
        """Remember where a node was written; the first place counts."""
        self.spans.setdefault(node, self.span(tree))


def read_expression(tree: ast.expr, source: Source, lookup: Callable[[ast.Name], Node]) -> Node:
    """The node of an expression. `lookup` gives the node of a name."""
    return _Expression(source, lookup).read(tree)


class _Expression:
    """Reads a tree in two visits to each part: on the first its parts are put on the stack, on the second they are joined."""

    def __init__(self, source: Source, lookup: Callable[[ast.Name], Node]) -> None:
        self.source = source
        self.lookup = lookup
        self.values: list[Any] = []

    def read(self, root: ast.expr) -> Node:
        todo: list[tuple[ast.expr, bool, int]] = [(root, False, 1)]
        while todo:
            tree, ready, depth = todo.pop()
            if ready:
                self._join(tree)
                continue
            if depth > MAX_DEPTH:
                message = f"expressions are read to a depth of {MAX_DEPTH}; give parts names of their own"
                raise ProgramError("too_deep", message, self.source.place(tree), allowed=MAX_DEPTH)
            todo.append((tree, True, depth))
            todo.extend((part, False, depth + 1) for part in reversed(self._parts(tree)))
        result = self.values.pop()
        if not isinstance(result, Node):
            raise self._refused(root)
        return result

    def _parts(self, tree: ast.expr) -> list[ast.expr]:
        """What must be read before the tree itself."""
        if isinstance(tree, ast.BinOp) and type(tree.op) in BINARY:
            return [tree.left, tree.right]
        if isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.USub | ast.UAdd):
            return [tree.operand]
        if isinstance(tree, ast.Call):
            self._function(tree)
            return list(tree.args)
        if isinstance(tree, ast.Name | ast.Constant):
            return []
        raise self._refused(tree)

    def _join(self, tree: ast.expr) -> None:
        """Make the node of a tree whose parts have been read."""
        count = len(self._parts(tree))
        parts = self.values[len(self.values) - count :]
        del self.values[len(self.values) - count :]
        try:
            value = self._made(tree, parts)
        except ProgramError:
            raise
        except EngineError as error:
            self._placed(error, tree)
        if isinstance(value, Node):
            self.source.mark(value, tree)
        self.values.append(value)

    def _made(self, tree: ast.expr, parts: list[Any]) -> Any:
        match tree:
            case ast.Name():
                return self.lookup(tree)
            case ast.Constant():
                return self._constant(tree)
            case ast.BinOp():
                return apply(BINARY[type(tree.op)], *parts)
            case ast.UnaryOp(op=ast.USub()):
                return apply("negate", *parts)
            case ast.UnaryOp():
                return parts[0]
            case ast.Call():
                return call(self._function(tree), parts)
        raise self._refused(tree)

    def _placed(self, error: EngineError, tree: ast.expr) -> None:
        """Raise the error again, saying where it happened."""
        kind = ProgramError if type(error) is EngineError else type(error)
        raise kind(error.code, error.message, self.source.place(tree), **error.parameters) from None

    def _constant(self, tree: ast.Constant) -> Node:
        """A number as it is written: decimals are exact fractions."""
        if type(tree.value) is int:
            return constant(tree.value)
        if type(tree.value) is not float:
            raise self._refused(tree)
        start, end = self.source.span(tree)
        written = self.source.text[start:end].replace("_", "")
        exponent = written.lower().partition("e")[2]
        if exponent and abs(int(exponent)) > MAX_EXPONENT:
            message = f"the exponent of {written} is too large"
            raise ProgramError("number_too_large", message, self.source.place(tree), found=written)
        return constant(Fraction(written))

    def _function(self, tree: ast.Call) -> str:
        """The name of a known function that is called."""
        function = tree.func
        if (
            isinstance(function, ast.Attribute)
            and isinstance(function.value, ast.Name)
            and function.value.id in MODULES
        ):
            name = function.attr
        elif isinstance(function, ast.Name):
            name = function.id
        else:
            raise self._refused(function)
        if name not in FUNCTIONS:
            listed = ", ".join(sorted(FUNCTIONS))
            message = f"{name!r} is not a function known here; there are: {listed}"
            raise ProgramError(
                "unknown_function", message, self.source.place(function), found=name, allowed=listed
            )
        if tree.keywords or any(isinstance(arg, ast.Starred) for arg in tree.args):
            raise self._refused(tree)
        return name

    def _refused(self, tree: ast.AST) -> ProgramError:
        found = self.source.quote(tree)
        message = f"{found!r} is not allowed here; allowed are numbers, names, {OPERATORS} and calls of known functions"
        return ProgramError("not_allowed", message, self.source.place(tree), found=found, allowed=OPERATORS)
