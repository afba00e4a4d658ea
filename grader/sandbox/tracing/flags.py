"""Find the parameters that are switches: `def sigmoid(x, derivative=False)`, called with True or False as it stands.

A test of one depends on nothing but which call it is, so it need not be seen. The function may be nothing but called:
no value, no method, not decorated.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence


def flags(tree: ast.Module) -> set[ast.AST]:
    """The places where such parameters are read."""
    found: set[ast.AST] = set()
    for function in tree.body:
        if isinstance(function, ast.FunctionDef) and not function.decorator_list:
            found.update(_flags_of(function, tree))
    return found


def binds(tree: ast.Module, name: str) -> bool:
    """Whether the file gives the name to anything of its own."""
    return any(name in _names(node) and not _is_read(node) for node in ast.walk(tree))


def _flags_of(function: ast.FunctionDef, tree: ast.Module) -> Iterator[ast.AST]:
    calls = _calls(function.name, tree) if any(map(_is_literal, function.args.defaults)) else None
    if calls is None:
        return
    places = [*function.args.posonlyargs, *function.args.args]
    defaults = dict(zip(reversed(places), reversed(function.args.defaults), strict=False))
    for place, parameter in enumerate(places):
        given = [_given(call, place, parameter.arg) or defaults.get(parameter) for call in calls]
        if parameter in defaults and all(map(_is_literal, [defaults[parameter], *given])):
            uses = [node for node in ast.walk(function) if parameter.arg in _names(node)]
            if all(node is parameter or _is_read(node) for node in uses):
                yield from (node for node in uses if node is not parameter)


def _calls(name: str, tree: ast.Module) -> Sequence[ast.Call] | None:
    """All calls of the function; None where its name is used for anything else, or arguments are not written out."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and _is_read(node.func, name)]
    called = {call.func for call in calls}
    others = [node for node in ast.walk(tree) if name in _names(node) and node not in called]
    plainly = all(
        not any(isinstance(each, ast.Starred) for each in call.args)
        and all(keyword.arg is not None for keyword in call.keywords)
        for call in calls
    )
    return calls if len(others) == 1 and plainly else None  # the one is the definition


def _given(call: ast.Call, place: int, name: str) -> ast.expr | None:
    named = [keyword.value for keyword in call.keywords if keyword.arg == name]
    return call.args[place] if place < len(call.args) else named[0] if named else None


def _names(node: ast.AST) -> set[str]:
    """The names that a node itself uses or binds, whatever it is; keywords of calls and attributes are none."""
    if isinstance(node, ast.keyword | ast.Attribute):
        return set()
    if isinstance(node, ast.alias):
        return {node.asname or node.name}
    own = [value for field in ("id", "arg", "name", "rest") if isinstance(value := getattr(node, field, None), str)]
    return {*own, *getattr(node, "names", ())} if isinstance(node, ast.Global | ast.Nonlocal) else set(own)


def _is_read(node: ast.AST, name: str | None = None) -> bool:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and name in (None, node.id)


def _is_literal(node: ast.AST | None) -> bool:
    return isinstance(node, ast.Constant) and (node.value is None or isinstance(node.value, bool))
