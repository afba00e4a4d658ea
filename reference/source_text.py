"""Say where in a program's text something stands: characters, line and column, and the words themselves."""

from __future__ import annotations

import textwrap
from typing import Any

from .errors import Place
from .graph import Node


class SourceText:
    """The text of a program, which may be indented as a whole, and where its nodes were written."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = text.splitlines(keepends=True)
        self.parsed = textwrap.dedent(text)
        pairs = zip(self.lines, self.parsed.splitlines(keepends=True), strict=False)
        self.margin = max((len(line) - len(parsed) for line, parsed in pairs if parsed.strip()), default=0)
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line))
        self.spans: dict[Node, tuple[int, int]] = {}

    def _offset(self, line: int, byte: int) -> int:
        """The index in the text of a position that `ast` gives: a line from 1 and a byte in UTF-8 from 0."""
        column = byte
        if not self.text.isascii():
            column = len(self.lines[line - 1][self.margin :].encode()[:byte].decode(errors="ignore"))
        return self.starts[line - 1] + self.margin + column

    def span(self, tree: Any) -> tuple[int, int]:
        """Which characters the tree was read from."""
        return self._offset(tree.lineno, tree.col_offset), self._offset(tree.end_lineno, tree.end_col_offset)

    def place(self, tree: Any) -> Place:
        """Line and columns of the tree."""
        start, end = self.span(tree)
        first = self.starts[tree.lineno - 1]
        return Place(tree.lineno, start - first + 1, end - first + 1)

    def quote(self, tree: Any) -> str:
        """The text of the tree, cut where it is long."""
        start, end = self.span(tree)
        return textwrap.shorten(self.text[start:end], 60, placeholder=" …")

    def mark(self, node: Node, tree: Any) -> None:
        """Remember where a node was written; the first place counts."""
        self.spans.setdefault(node, self.span(tree))
