"""Names that may stand in some places only: what they give elsewhere reaches further than numbers.

`np.ndarray` and `NDArray` make arrays of memory that nothing was written to; `wraps` copies any attributes that it is
told to; `namedtuple` makes attributes of any names.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Set

from ..reading import nodes

Path = Callable[[ast.expr], tuple[str, str] | None]

NARROW = frozenset(
    (
        ("numpy", "ndarray"),
        ("numpy.typing", "ArrayLike"),
        ("numpy.typing", "NDArray"),
        ("functools", "wraps"),
        ("collections", "namedtuple"),
    )
)
_GENERIC = ("list", "tuple", "dict", "set")


def in_their_places(tree: ast.Module, path: Path, own: Set[str]) -> set[ast.AST]:
    """The nodes of narrow names that stand where they may; `own` are the names that the file binds."""
    found: set[ast.AST] = set()
    for node in nodes(tree):
        found.update(_types(node, path, own))
        if isinstance(node, ast.FunctionDef) and node.decorator_list:
            innermost = node.decorator_list[-1]
            if isinstance(innermost, ast.Call) and _takes_one_name(innermost) and _is(innermost, path, "wraps"):
                found.add(innermost.func)
    found.update(call.func for call, _ in _tuples(tree, path))
    return found


def fields(tree: ast.Module, path: Path) -> set[str]:
    """The names of all named tuples' fields."""
    return {name for _, names in _tuples(tree, path) for name in names}


def _types(node: ast.AST, path: Path, own: Set[str]) -> Iterator[ast.AST]:
    """The types in the annotations of a node, or in its call of isinstance: only in what keeps them to itself."""
    waiting = [getattr(node, field, None) for field in ("annotation", "returns")]
    if isinstance(node, ast.Call) and _is_builtin(node.func, ("isinstance",), own):
        waiting += node.args[1:]
    while waiting:
        part = waiting.pop()
        if isinstance(part, ast.Name | ast.Attribute):
            yield part
        elif isinstance(part, ast.Tuple | ast.List):
            waiting += part.elts
        elif isinstance(part, ast.BinOp) and isinstance(part.op, ast.BitOr):
            waiting += (part.left, part.right)
        elif isinstance(part, ast.Subscript) and (path(part.value) or _is_builtin(part.value, _GENERIC, own)):
            waiting += (part.value, part.slice)


def _is_builtin(node: ast.expr, names: tuple[str, ...], own: Set[str]) -> bool:
    return isinstance(node, ast.Name) and node.id in names and node.id not in own


def _takes_one_name(call: ast.Call) -> bool:
    return len(call.args) == 1 and isinstance(call.args[0], ast.Name) and not call.keywords


def _tuples(tree: ast.Module, path: Path) -> Iterator[tuple[ast.Call, list[str]]]:
    """`Name = namedtuple("Name", "a b")`, at top level, with its fields."""
    for statement in tree.body:
        call = statement.value if isinstance(statement, ast.Assign) else None
        if isinstance(call, ast.Call) and _is(call, path, "namedtuple"):
            names = _fields(call)
            if names:
                yield call, names


def _fields(call: ast.Call) -> list[str]:
    if len(call.args) != 2 or call.keywords or not isinstance(call.args[0], ast.Constant):
        return []
    listed = call.args[1]
    texts = listed.elts if isinstance(listed, ast.List | ast.Tuple) else [listed]
    named = [text.value for text in texts if isinstance(text, ast.Constant) and isinstance(text.value, str)]
    return " ".join(named).replace(",", " ").split() if len(named) == len(texts) else []


def _is(call: ast.Call, path: Path, name: str) -> bool:
    found = path(call.func)
    return found is not None and found in NARROW and found[1] == name
