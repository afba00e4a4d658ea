"""Turn an exercise's statement, Markdown with `$…$`, into HTML: no raw HTML, no images, math as MathML."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup
from mdit_py_plugins.dollarmath import dollarmath_plugin

from grader.web.mathml import clinging, from_latex

GRAPH = "[[graph]]"
_OPENING = re.compile(r"\s*\$([^$\n]+)\$[ \t]*(?:\n[ \t]*\n|\Z)")


def opening_formula(markdown: str) -> tuple[Markup | None, str]:
    """The formula that a statement opens with, on a line of its own, and the text after it."""
    match = _OPENING.match(markdown)
    if match is None:
        return None, markdown
    return from_latex(match[1].strip(), display=True), markdown[match.end() :]


def render(markdown: str) -> Markup:
    """The HTML of a Markdown text."""
    html: str = _markdown().render(markdown)
    return clinging(html)


def render_line(markdown: str) -> Markup:
    """The HTML of a text on one line, without a paragraph around it."""
    html: str = _markdown().renderInline(markdown)
    return clinging(html)


@cache
def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    markdown.disable(["image", "html_inline", "html_block"])
    markdown.use(dollarmath_plugin, allow_space=False, double_inline=True)
    markdown.add_render_rule("math_inline", _inline)
    markdown.add_render_rule("math_inline_double", _display)
    markdown.add_render_rule("math_block", _display)
    return markdown


def _inline(_renderer: Any, tokens: list[Token], index: int, _options: Any, _env: Any) -> str:
    return from_latex(tokens[index].content.strip())


def _display(_renderer: Any, tokens: list[Token], index: int, _options: Any, _env: Any) -> str:
    formula = from_latex(tokens[index].content.strip(), display=True)
    return Markup('<div class="display">{}</div>').format(formula)
