"""Compile a student's file so that its tests are seen: `if n == 3` of plain numbers leaves no other trace.

Every comparison, and everything that is asked whether it is true, goes through `__seen__`; everything that entries
are put into, through `__target__`; every power, which might be complex, through `__real__`; what is printed in an
f-string through `__shown__`. Lines and columns stay.
"""

from __future__ import annotations

import ast
from collections.abc import Collection
from types import CodeType

from .flags import binds, flags

SEEN, TARGET, REAL, SHOWN = "__seen__", "__target__", "__real__", "__shown__"
# What defines something; loops, tests and calls at top level have had their effect when the file was run.
_ASSIGNING = (ast.Assign, ast.AnnAssign, ast.AugAssign)
_DEFINING = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef, *_ASSIGNING)


def compiled(source: str, filename: str, failed: Collection[int] = ()) -> CodeType:
    """The definitions of the file, instrumented; without the assignments in lines that are known to fail or not to end,
    whose names nothing has."""
    tree = ast.parse(source, filename)
    never = source.isascii() and "print" not in source  # most files, which need not be searched for it
    instrument = Instrument(flags(tree), never or not binds(tree, "print"))
    given = (item for item in tree.body if not isinstance(item, _ASSIGNING) or item.lineno not in failed)
    tree.body = [instrument.visit(item) for item in given if isinstance(item, _DEFINING)]
    return compile(tree, filename, "exec", dont_inherit=True)


class Instrument(ast.NodeTransformer):
    """Puts the calls in. `flags` are names that are read and whose value a call has as it is written.

    `prints` says whether `print` is Python's.
    """

    def __init__(self, flags: set[ast.AST], prints: bool) -> None:
        self._flags = flags
        self._prints = prints

    def visit_Call(self, node: ast.Call) -> ast.Call:
        self.generic_visit(node)
        if self._prints and isinstance(node.func, ast.Name) and node.func.id == "print":
            for part in (part for arg in node.args if isinstance(arg, ast.JoinedStr) for part in arg.values):
                if isinstance(part, ast.FormattedValue):
                    part.value = _called(SHOWN, part.value)
        return node

    def visit_Compare(self, node: ast.Compare) -> ast.expr:
        self.generic_visit(node)
        named = any(
            isinstance(side, ast.Constant) and isinstance(side.value, str | None)
            for side in (node.left, *node.comparators)
        )
        switch = node.left in self._flags and all(isinstance(side, ast.Constant) for side in node.comparators)
        return node if named or switch else _called(SEEN, node)

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.expr:
        self.generic_visit(node)
        node.values = [self._tested(value) for value in node.values]
        return node

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        self.generic_visit(node)
        return _called(REAL, node) if isinstance(node.op, ast.Pow) else node

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.expr:
        self.generic_visit(node)
        if isinstance(node.op, ast.Not):
            node.operand = self._tested(node.operand)
        return node

    def _visit_test(self, node: ast.If | ast.While | ast.IfExp | ast.Assert) -> ast.AST:
        self.generic_visit(node)
        node.test = self._tested(node.test)
        return node

    def visit_comprehension(self, node: ast.comprehension) -> ast.comprehension:
        self.generic_visit(node)
        node.ifs = [self._tested(test) for test in node.ifs]
        return node

    def visit_Subscript(self, node: ast.Subscript) -> ast.Subscript:
        self.generic_visit(node)
        if not isinstance(node.ctx, ast.Load):
            node.value = _called(TARGET, node.value)
        return node

    def _tested(self, node: ast.expr) -> ast.expr:
        """Something that is asked whether it is true; comparisons are seen already, `and`, `or`, `not` by their
        parts."""
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == SEEN:
            return node
        if isinstance(node, ast.Compare | ast.BoolOp | ast.Constant) or node in self._flags:
            return node
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            return node
        return _called(SEEN, node)


for _kind in (ast.If, ast.While, ast.IfExp, ast.Assert):
    setattr(Instrument, f"visit_{_kind.__name__}", Instrument._visit_test)


def _called(name: str, node: ast.expr) -> ast.expr:
    call = ast.Call(ast.Name(name, ast.Load()), [node], [])
    ast.copy_location(call.func, node)
    return ast.copy_location(call, node)
