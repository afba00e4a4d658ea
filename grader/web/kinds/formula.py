"""A formula per derivative."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from grader.exercises import Instance
from grader.web.formulas import Reading, asked_formulas, program_html, read_text
from grader.web.kinds.page import Answered, Asking, Page, Parts
from grader.web.language import say
from grader.web.readings import Readings, Texts, whole
from grader.web.statements import GRAPH, opening_formula, render
from grader.web.verdict_view import PartView


@dataclass(frozen=True)
class Given:
    """One typed formula: the part it answers, the text, and how it was read."""

    view: PartView
    text: str
    reading: Reading | None


def opening(asking: Asking) -> Parts:
    """The formula that the statement opens with, set large, or else the program; and the rest of the statement."""
    first, rest = opening_formula(asking.statement.replace(GRAPH, ""))
    return {"before": render(rest), "opening": [first] if first else program_html(asking.instance)}


def _form(asking: Asking) -> Parts:
    return {**opening(asking), "asked": asked_formulas(asking.instance, asking.typed)}


def _readings(instance: Instance, typed: Texts) -> Readings:
    """One place below each field."""
    texts = {name: typed.get(name, "") for name in instance.ask}
    return [[whole(name, text, read_text(instance, text))] if text.strip() else [] for name, text in texts.items()]


def _verdict(answered: Answered) -> Parts:
    given = []
    for view in answered.parts:
        if view.part.name not in answered.instance.asks:
            continue  # it is about the form of the one before
        text = answered.text(view.part.name)
        given.append(Given(view, text, read_text(answered.instance, text) if text.strip() else None))
    return {"given": given}


def _hint() -> Markup:
    return say("Write as you are used to: 2x + y, x^2, e^(-x), sqrt(x). Seeing how it is read is not an attempt.")


FORMULA = Page("formula", _form, _verdict, _hint, reads=_readings)
