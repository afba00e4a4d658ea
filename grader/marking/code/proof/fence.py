"""Say from a file's text alone whether its function can be followed: `why_not(source, function)` is None, or a word.

A trace is written by the student's own process, which can write what it likes. So it is believed only of code whose
text has no way to reach the tracer, or anything else that a number's value does not tell: an allow-list of syntax, of
names and of attributes, and no name that is put together while running. The text is read out here and is not executed.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any

from ..reading import nodes, syntax_tree
from .narrow import NARROW, fields, in_their_places
from .vocabulary import (
    BUILTINS,
    METHODS,
    MODULES,
    OCCUPIED,
    OPERATORS,
    TRACEABLE,
    WARNINGS,
)

MAX_CHARACTERS = 20_000
MAX_DEPTH = 60

_UNFOLLOWED = (
    ast.Try, ast.TryStar, ast.Global, ast.Nonlocal, ast.AsyncFunctionDef, ast.AsyncFor, ast.AsyncWith, ast.Await,
    ast.Match,
)  # fmt: skip
_UNUSABLE_PREFIXES = ("_traced", "gi_", "f_", "tb_", "cr_", "ag_", "co_")


class FencedError(Exception):
    """This file cannot be followed; the message says because of what."""


def why_not(source: str, function: str) -> str | None:
    """What in the text keeps the function from being followed; None where nothing does."""
    if len(source) > MAX_CHARACTERS:
        return "length"
    tree = syntax_tree(source)
    if tree is None:
        return "syntax"
    try:
        _check_depth(tree)
        _Fence(tree).check(function)
    except FencedError as error:
        return str(error)
    return None


def _check_depth(tree: ast.AST) -> None:
    level: list[ast.AST] = [tree]
    for _ in range(MAX_DEPTH):
        level = [child for node in level for child in ast.iter_child_nodes(node)]
    if level:
        raise FencedError("depth")


class _Fence:
    def __init__(self, tree: ast.Module) -> None:
        self.tree = tree
        self._checks: dict[type[ast.AST], Callable[[Any], list[ast.AST] | None]] = {
            ast.Name: self._check_name,
            ast.Attribute: self._check_attribute,
            ast.Call: self._check_call,
            ast.With: self._check_with,
            ast.ClassDef: self._check_class_def,
            ast.FunctionDef: self._check_function_def,
            ast.Constant: self._check_constant,
            ast.MatchClass: self._refuse,
        }
        self.modules: dict[str, str] = {}
        self.taken: dict[str, tuple[str, str]] = {}
        for node in nodes(tree):
            if isinstance(node, ast.Import | ast.ImportFrom):
                self._import(node)
        self.own = set(_given(nodes(tree)))
        stored = (node for node in nodes(tree) if isinstance(node, ast.Attribute))
        self.attributes = self.own | {node.attr for node in stored if isinstance(node.ctx, ast.Store)}
        self.attributes |= fields(tree, self.path)
        self.in_their_places = in_their_places(tree, self.path, self.own)

    def check(self, function: str) -> None:
        """Raise FencedError for the first thing that is not on the lists."""
        imported = self.modules.keys() | self.taken.keys()
        if self.own & imported:
            raise FencedError("an imported name that is used for something else")
        if "__name__" in self.own | imported:  # it is how the file's own functions are known
            raise FencedError("__name__")
        self._visit(self.tree)
        for statement in reachable(self.tree, function):
            self._check_reachable(statement)

    # -- imports

    def _import(self, node: ast.Import | ast.ImportFrom) -> None:
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name not in MODULES or ("." in alias.name and not alias.asname):
                    raise FencedError(f"import {alias.name}")
                self.modules[alias.asname or alias.name] = alias.name
            return
        module = node.module or ""
        for alias in node.names:
            if node.level or alias.name not in MODULES.get(module, ()):
                raise FencedError(f"import {module}.{alias.name}")
            self.taken[alias.asname or alias.name] = (module, alias.name)

    # -- integrity: the whole file

    def _visit(self, node: ast.AST) -> None:
        waiting = [node]
        while waiting:
            current = waiting.pop()
            check = self._checks.get(type(current))
            inner = check(current) if check else None
            waiting.extend(ast.iter_child_nodes(current) if inner is None else inner)

    def _check_name(self, node: ast.Name) -> None:
        name = node.id
        self._check_place(node, self.taken.get(name))
        if name in self.modules:
            raise FencedError(f"{name} as a value")
        if name.startswith("__") and name not in OPERATORS and name != "__name__":
            raise FencedError(name)
        if name not in self.own and name not in self.taken and name not in BUILTINS and name != "__name__":
            raise FencedError(name)

    def _check_attribute(self, node: ast.Attribute) -> list[ast.AST] | None:
        path = self.path(node)
        if path is not None:
            module, name = path
            if name not in MODULES[module] or not isinstance(node.ctx, ast.Load):
                raise FencedError(f"{module}.{name}")
            self._check_place(node, path)
            return []
        name = node.attr
        if name == "__init__" and isinstance(node.value, ast.Call) and _is_name(node.value.func, "super"):
            return None
        own = name in self.attributes and name not in OCCUPIED
        if name.startswith(_UNUSABLE_PREFIXES) or name.endswith("__") or not (own or name in METHODS):
            raise FencedError(f".{name}")
        return None

    def _check_place(self, node: ast.expr, path: tuple[str, str] | None) -> None:
        if path in NARROW and node not in self.in_their_places:
            raise FencedError(f"{path[1]} in that place")

    def path(self, node: ast.expr) -> tuple[str, str] | None:
        """The module and the dotted name within it that an imported name or an attribute is, where it is one."""
        if isinstance(node, ast.Name):
            return self.taken.get(node.id)
        names: list[str] = []
        while isinstance(node, ast.Attribute):
            names.append(node.attr)
            node = node.value
        if not names or not isinstance(node, ast.Name) or node.id not in self.modules:
            return None
        return self.modules[node.id], ".".join(reversed(names))

    def _check_call(self, node: ast.Call) -> None:
        path = self.path(node.func)
        if path in (("numpy", "errstate"), ("numpy", "seterr")) and not _only_warnings(node):
            raise FencedError("np.errstate")
        if _is_name(node.func, "super") and (node.args or node.keywords):
            raise FencedError("super with arguments")

    def _check_with(self, node: ast.With) -> None:
        for item in node.items:
            call = item.context_expr
            if not isinstance(call, ast.Call) or self.path(call.func) != ("numpy", "errstate"):
                raise FencedError("with")

    def _check_class_def(self, node: ast.ClassDef) -> None:
        if node.keywords:
            raise FencedError("metaclass")
        for base in node.bases:
            if self.path(base) != ("abc", "ABC") and not (
                isinstance(base, ast.Name) and base.id in self.own | {"object"}
            ):
                raise FencedError("a class made from another one")

    def _check_function_def(self, node: ast.FunctionDef) -> None:
        if node.name.startswith("__") and node.name not in OPERATORS:
            raise FencedError(node.name)

    def _refuse(self, node: ast.AST) -> None:
        raise FencedError(type(node).__name__.lower())

    def _check_constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, complex):
            raise FencedError("a complex number")

    # -- what the function itself may do

    def _check_reachable(self, statement: ast.stmt) -> None:
        for node in ast.walk(statement):
            if isinstance(node, _UNFOLLOWED):
                raise FencedError(type(node).__name__.lower())
            if isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Mod):
                raise FencedError("%")  # a text's % would write a number out
            if isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Pow) and not _is_whole(node.value):
                raise FencedError("**=")  # it might become complex
            if _is_name(node, "isinstance"):
                raise FencedError("isinstance")
            if isinstance(node, ast.Compare) and not _is_of_none(node):
                raise FencedError("is")
            path = self._used(node)
            if path is not None and path[0] == "numpy" and path[1] not in TRACEABLE:
                raise FencedError(f"np.{path[1]}")

    def _used(self, node: ast.AST) -> tuple[str, str] | None:
        if not isinstance(node, ast.Name | ast.Attribute):
            return None
        path = self.path(node)
        return None if path is not None and path[1] in ("random", "linalg") else path


@lru_cache(maxsize=8)
def reachable(tree: ast.Module, function: str) -> tuple[ast.stmt, ...]:
    """The statements at top level that the function may come to use, by the names in them."""
    binding: dict[str, list[ast.stmt]] = {}
    for statement in tree.body:
        for name in _bound(statement):
            binding.setdefault(name, []).append(statement)
    found: dict[ast.stmt, None] = {}
    waiting = list(binding.get(function, ()))
    while waiting:
        statement = waiting.pop()
        if statement not in found:
            found[statement] = None
            names = {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)}
            waiting.extend(other for name in names for other in binding.get(name, ()))
    return tuple(found)


def _bound(statement: ast.stmt) -> Iterator[str]:
    """The names that a statement gives to something, outside of functions and classes."""
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        yield statement.name
    else:
        yield from _given(ast.walk(statement))


def _given(some: Iterable[ast.AST]) -> Iterator[str]:
    """The names that these nodes give to something of the file's own."""
    for node in some:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            yield node.id
        elif isinstance(node, ast.arg):
            yield node.arg


def _is_name(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def _is_whole(node: ast.expr) -> bool:
    number = node.operand if isinstance(node, ast.UnaryOp) else node
    return isinstance(number, ast.Constant) and type(number.value) is int


def _only_warnings(call: ast.Call) -> bool:
    values = [keyword.value for keyword in call.keywords if keyword.arg is not None]
    allowed = all(isinstance(value, ast.Constant) and value.value in WARNINGS for value in values)
    return allowed and len(values) == len(call.keywords) and not call.args


def _is_of_none(node: ast.Compare) -> bool:
    """No `is` in it, unless with None."""
    asked = [side for op, side in zip(node.ops, node.comparators, strict=True) if isinstance(op, ast.Is | ast.IsNot)]
    return all(isinstance(side, ast.Constant) and side.value is None for side in asked)
