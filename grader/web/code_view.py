"""Show a student's code with line numbers, light colours, and the failing line marked."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from markupsafe import Markup, escape
from pygments.lexers.python import PythonLexer
from pygments.token import Token, _TokenType

from grader.exercises import line_numbers
from grader.sandbox.text import visible

MOST_LINES = 600
LONGEST_LINE = 500
_CLASSES = ((Token.Comment, "c"), (Token.Keyword, "k"), (Token.Literal.String, "s"), (Token.Operator.Word, "k"))


@dataclass(frozen=True)
class Line:
    """One line as shown, numbered as its writer counts (in a notebook by cells, 0 for what stands above one).

    `hit`: something went wrong here.
    """

    number: int
    html: Markup
    hit: bool


@dataclass(frozen=True)
class Listing:
    """A file's lines, at most MOST_LINES of them; `cut` says how many more there are."""

    lines: tuple[Line, ...]
    cut: int


def listing(code: str, hits: Collection[int] = ()) -> Listing:
    """The code, every character escaped, and those seen that would hide or turn the others around."""
    rows = code.split("\n")
    if len(rows) > 1 and not rows[-1]:
        rows.pop()
    shown = [visible(row, LONGEST_LINE) for row in rows[:MOST_LINES]]
    lines = tuple(
        Line(number, html, place in hits)
        for place, (number, html) in enumerate(zip(line_numbers(code), _coloured("\n".join(shown)), strict=False), 1)
    )
    return Listing(lines, max(0, len(rows) - MOST_LINES))


def _coloured(code: str) -> Iterator[Markup]:
    """One piece of HTML per line. The lexer reads anything, syntax errors included."""
    lexer = PythonLexer(stripnl=False, ensurenl=False)
    line = Markup()
    for kind, text in lexer.get_tokens(code):
        pieces = text.split("\n")
        for piece in pieces[:-1]:
            yield line + _span(kind, piece)
            line = Markup()
        line += _span(kind, pieces[-1])
    yield line


def _span(kind: _TokenType, text: str) -> Markup:
    if not text:
        return Markup()
    name = next((name for token, name in _CLASSES if kind[: len(token)] == token), None)
    return Markup('<span class="{}">{}</span>').format(name, text) if name else escape(text)
