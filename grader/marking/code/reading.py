"""Read a student's file as a syntax tree, once for all who want to know something of its text."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from functools import lru_cache


@lru_cache(maxsize=8)
def syntax_tree(source: str) -> ast.Module | None:
    """The tree, not to be changed; None where Python cannot read the text."""
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


@lru_cache(maxsize=8)
def nodes(tree: ast.Module) -> Sequence[ast.AST]:
    """All nodes of a file's tree, as `ast.walk` gives them: many ask, and walking takes longer than asking."""
    return tuple(ast.walk(tree))
