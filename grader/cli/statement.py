"""Show a statement at a terminal: its Markdown, its formulas in plain Unicode, its graph as text."""

from __future__ import annotations

import re

from rich.markdown import Markdown
from rich.text import Text

from grader.exercises import Exercise, Instance, statement_text
from grader.messages import mistake_title
from grader.messages.catalogues import Lang
from reference import draw_text

from .output import console

GRAPH = "[[graph]]"
_FRACTION = re.compile(r"\\frac\{([^{}]*)\}\{([^{}]*)\}")
_EXPONENT = re.compile(r"\^(?:\{([^{}]*)\}|(\w))")
_ATOM = re.compile(r"\s*(?:\\partial\s*)?\w+\s*")
_UPRIGHT = re.compile(r"\\mathrm\{(\w+)\}")
_SYMBOLS = {
    r"\max": "max",
    r"\cdot": "·",
    r"\times": "×",
    r"\sigma": "σ",
    r"\quad": "   ",
    r"\le": "≤",
    r"\ge": "≥",
    r"\,": " ",
}
_RAISED = str.maketrans("0123456789-−+xyn", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻⁺ˣʸⁿ")


def show_statement(exercise: Exercise, instance: Instance, lang: Lang) -> None:
    """Print the statement of an instance, and what there is to choose from or to expose."""
    below = exercise.spec.below(instance, lang, mistake_title) if exercise.spec else ""
    text = f"{statement_text(exercise, instance, lang)}\n{below}"
    text = re.sub(r"\$([^$]+)\$", lambda found: plain_math(found[1]), text)
    for number, piece in enumerate(text.split(GRAPH)):
        if number:
            console().print(Text(draw_text(instance.graph, values=instance.shown_values)))
        if piece.strip():
            console().print(Markdown(piece))


def plain_math(latex: str) -> str:
    """A formula of a statement as a line of text: `\\frac{\\partial f}{\\partial W}` is ∂f/∂W."""
    latex = _EXPONENT.sub(_raised, latex)
    while (plain := _FRACTION.sub(_over, latex)) != latex:
        latex = plain
    latex = re.sub(r"\\partial\s+", "∂", latex)
    latex = _UPRIGHT.sub(r"\1", latex)
    for command, symbol in _SYMBOLS.items():
        latex = re.sub(re.escape(command) + r"(?![a-z])", symbol, latex)
    return latex


def _over(found: re.Match[str]) -> str:
    return "/".join(part if _ATOM.fullmatch(part) else f"({part})" for part in found.groups())


def _raised(found: re.Match[str]) -> str:
    exponent = (found[1] or found[2]).strip()
    raised = exponent.translate(_RAISED)
    return f"^({exponent})" if any(sign in raised for sign in exponent) else raised
