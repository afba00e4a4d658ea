"""Split a derivation, as people write it, into its formulas: `split_lines("ds/dx = 1/4 = 0.25")`.

A formula ends at the end of a row and at an equals sign or an arrow. The derivative's own name on the left, and numbers
in front of the rows, are no formulas.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

Place = tuple[int, int]

_EQUALS = re.compile("=>|[=≡⇒⟹→∴]")
_D = r"(?:d|∂|\\partial\b)\s*"
_NAME = r"\\?[^\W\d]\w*"
_THING = rf"(?:{_NAME}(?:\s*\(\s*{_NAME}\s*\))?|\(\s*{_NAME}\s*\))"
# What people write to the left of the first equals sign: ds/dx, ∂f/∂x, dσ(x)/dx, s', σ'(x), d/dx σ(x), \frac{d}{dx} s.
_LEFT_SIDE = re.compile(
    rf"{_D}{_THING}\s*/\s*{_D}{_NAME}|\\d?frac\{{\s*{_D}{_THING}\s*\}}\s*\{{\s*{_D}{_NAME}\s*\}}"
    rf"|{_NAME}\s*['′’](?:\s*\(\s*{_NAME}\s*\))?"
    rf"|(?:{_D}/\s*{_D}{_NAME}|\(\s*{_D}/\s*{_D}{_NAME}\s*\)|\\d?frac\{{\s*{_D}\}}\s*\{{\s*{_D}{_NAME}\s*\}})\s*{_THING}"
)
_NUMBERED = re.compile(r"\s*\(?(\d+)[.)]\s+")


def split_lines(text: str) -> list[str]:
    """The formulas, without empty ones."""
    return [text[start:end] for start, end in line_places(text)]


def line_places(text: str) -> list[Place]:
    """Where those formulas stand: the characters [start, end)."""
    return [place for row in _rows(text) for place in _in_row(text, *row)]


def _in_row(text: str, start: int, end: int) -> list[Place]:
    signs = [sign.span() for sign in _EQUALS.finditer(text, start, end)]
    edges = [start, *(edge for sign in signs for edge in sign), end]
    pieces = [_stripped(text, *piece) for piece in zip(edges[::2], edges[1::2], strict=True)]
    if signs and _LEFT_SIDE.fullmatch(text, *pieces[0]):
        pieces = pieces[1:]
    return [(first, last) for first, last in pieces if first < last]


def _rows(text: str) -> list[Place]:
    """Every row that is not empty, without the numbers 1, 2, 3 … in front where all rows have them."""
    rows = list(_whole_rows(text))
    numbers = [_NUMBERED.match(text, *row) for row in rows]
    counted = [int(number[1]) for number in numbers if number]
    if len(rows) < 2 or counted != list(range(1, len(rows) + 1)):
        return rows
    return [(number.end(), end) for number, (_, end) in zip(numbers, rows, strict=True) if number]


def _whole_rows(text: str) -> Iterator[Place]:
    start = 0
    for row in text.splitlines(keepends=True):
        end = start + len(row)
        if row.strip():
            yield start, end
        start = end


def _stripped(text: str, start: int, end: int) -> Place:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
