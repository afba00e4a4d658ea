"""Run a student's file so that its functions can be called, whatever else the file does.

`run_whole` runs it as Python would. `run_definitions` runs, one by one, only what defines things: imports,
functions, classes and assignments; it steps over training loops, prints, plots and `input()`, and says what
it stepped over.
"""

from __future__ import annotations
import __future__

import ast
import sys
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

from .stubs import ABSENT, Drawing, is_stub, refuse, stands_in_for_something

STATEMENT_SECONDS = 0.3
MAX_SKIPPED = 500
MAX_SHOWN = 120
_DEFINING = (
    ast.Import,
    ast.ImportFrom,
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.Assign,
    ast.AnnAssign,
)
_HARMLESS = (ast.Pass, ast.Global, ast.AugAssign, ast.Delete)
_CATCH_IMPORTS = frozenset(("ImportError", "ModuleNotFoundError", "Exception", "BaseException"))
_FUTURE_MASK: int = sum(getattr(__future__, name).compiler_flag for name in __future__.all_feature_names)

Limited = Callable[..., Any]


class UncompilableError(Exception):
    """The file is no Python: `cause` is what the compiler said of it (not always a SyntaxError)."""

    def __init__(self, cause: BaseException) -> None:
        super().__init__(str(cause))
        self.cause = cause


def new_module(filename: str) -> ModuleType:
    """A module for the student's names, as `import` would make it: its `__name__` is not `__main__`.

    It has what a notebook, and a file that was made from one, expects to be there.
    """
    module = sys.modules["solution"] = ModuleType("solution")
    module.__file__ = filename
    module.__dict__.update(display=print, get_ipython=Drawing)
    return module


def run_whole(source: str, module: ModuleType, limited: Limited, seconds: float) -> None:
    """Run the whole file in `module` under a limit of time; raises whatever it raises, or UncompilableError."""
    code = _compile(source, module)
    if "except" in source and any(root in source for root in ABSENT):
        refuse(_done_without(ast.parse(source)))
    limited(seconds, exec, code, module.__dict__)


def run_definitions(
    source: str, module: ModuleType, limited: Limited, caught: tuple[type[BaseException], ...]
) -> list[str]:
    """Run what defines something; gives the first statements that were stepped over, as `"LINE: text"`.

    A statement that raises one of `caught`, or takes longer than STATEMENT_SECONDS, is stepped over as well.
    """
    lines = source.split("\n")
    tree = _compile(source, module, ast.PyCF_ONLY_AST)
    refuse(_done_without(tree))
    flags = _future_flags(tree)
    skipped = []
    for statement in _statements(tree):
        if _is_quiet(statement):
            continue
        if not _defines(statement) or not _run(statement, module, limited, caught, flags):
            skipped.append(_shown(statement, lines))
    return skipped[:MAX_SKIPPED]


def _statements(tree: ast.Module) -> Iterator[ast.stmt]:
    """The statements at top level; `import a, b` as one for each module, since one of them may not be here."""
    for statement in tree.body:
        if isinstance(statement, ast.Import):
            yield from (ast.copy_location(ast.Import([alias]), statement) for alias in statement.names)
        else:
            yield statement


def _compile(source: str, module: ModuleType, flags: int = 0) -> Any:
    try:
        return compile(source, str(module.__file__), "exec", flags=flags, dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:  # zero bytes, or nested too deeply
        raise UncompilableError(error) from None


def stubbed_imports(source: str) -> list[str]:
    """The import lines at top level whose modules are stand-ins, as `"LINE: text"`."""
    if not stands_in_for_something():
        return []
    tree = ast.parse(source)
    lines = source.split("\n")
    return [_shown(statement, lines) for statement in _statements(tree) if _imports_stub(statement)][:MAX_SKIPPED]


def _imports_stub(statement: ast.stmt) -> bool:
    return any(map(is_stub, _imported(statement)))


def _done_without(tree: ast.Module) -> set[str]:
    """The absent modules that the file imports only where it catches that they are not there."""
    tried = [node for node in ast.walk(tree) if isinstance(node, ast.Try) and any(map(_catches_imports, node.handlers))]
    inside = {id(node): node for each in tried for statement in each.body for node in ast.walk(statement)}
    guarded = {name.partition(".")[0] for node in inside.values() for name in _imported(node)}
    outside = (node for node in ast.walk(tree) if id(node) not in inside)
    return (guarded & ABSENT) - {name.partition(".")[0] for node in outside for name in _imported(node)}


def _catches_imports(handler: ast.ExceptHandler) -> bool:
    if handler.type is None:
        return True
    return any(isinstance(node, ast.Name) and node.id in _CATCH_IMPORTS for node in ast.walk(handler.type))


def _imported(node: ast.AST) -> list[str]:
    """The modules that an import line asks for."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []


def _future_flags(tree: ast.Module) -> int:
    """The compiler flags of the file's `from __future__ import` lines, which hold for every statement."""
    future: list[ast.stmt] = [
        item for item in tree.body if isinstance(item, ast.ImportFrom) and item.module == "__future__"
    ]
    code = compile(ast.Module(future, []), "future", "exec", dont_inherit=True)
    return code.co_flags & _FUTURE_MASK


def _is_quiet(statement: ast.stmt) -> bool:
    """Docstrings, and the main block, which nobody expects to run here."""
    if isinstance(statement, ast.Expr):
        return isinstance(statement.value, ast.Constant)
    return isinstance(statement, ast.If) and any(
        isinstance(node, ast.Name) and node.id == "__name__" for node in ast.walk(statement.test)
    )


def _defines(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Try):
        handlers = [item for handler in statement.handlers for item in handler.body]
        return all(map(_defines, [*statement.body, *handlers, *statement.orelse, *statement.finalbody]))
    if isinstance(statement, ast.If):
        return all(map(_defines, [*statement.body, *statement.orelse]))
    return isinstance(statement, _DEFINING + _HARMLESS)


def _run(
    statement: ast.stmt,
    module: ModuleType,
    limited: Limited,
    caught: tuple[type[BaseException], ...],
    flags: int,
) -> bool:
    try:
        code = compile(ast.Module([statement], []), str(module.__file__), "exec", flags=flags, dont_inherit=True)
        limited(STATEMENT_SECONDS, exec, code, module.__dict__)
    except caught:
        return False
    return True


def _shown(statement: ast.stmt, lines: list[str]) -> str:
    """The statement as `"LINE: text"`, with as much of it as stands in its first line."""
    if isinstance(statement, ast.Import):
        return f"{statement.lineno}: {ast.unparse(statement)[:MAX_SHOWN]}"
    line = lines[statement.lineno - 1].encode("utf-8", "replace")
    end = statement.end_col_offset if statement.end_lineno == statement.lineno else None
    text = line[statement.col_offset : end].decode("utf-8", "replace")
    return f"{statement.lineno}: {text.strip()[:MAX_SHOWN]}"
