"""Read a student's file as a syntax tree, once for all who want to know something of its text."""

from __future__ import annotations

import ast
from functools import lru_cache


@lru_cache(maxsize=8)
def syntax_tree(source: str) -> ast.Module | None:
    """The tree, not to be changed; None where Python cannot read the text."""
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
