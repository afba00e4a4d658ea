"""Numbers on the drawn graph."""

from __future__ import annotations

from markupsafe import Markup

from grader.exercises import Instance
from grader.marking.numbers import is_in_digits, read_number
from grader.verdict import Finding
from grader.web.drawing import ask_drawing, ask_order, question_html
from grader.web.formulas import not_read, read_number_text
from grader.web.graph_verdict import rules, verdict_drawing
from grader.web.kinds.page import Answered, Asking, Page, Parts
from grader.web.language import say
from grader.web.readings import Readings, Texts, whole


def _form(asking: Asking) -> Parts:
    # The drawing is the form here: it stands below the whole statement, next to the button.
    return {**asking.without_graph(), "drawing": ask_drawing(asking.instance, asking.typed)}


def _verdict(answered: Answered) -> Parts:
    instance = answered.instance
    return {
        "drawing": verdict_drawing(instance, dict(answered.answer.typed or {}), answered.parts),
        "rules": lambda slip: rules(instance, slip),
    }


def _readings(instance: Instance, typed: Texts) -> Readings:
    """One place below the drawing, for what is not a number in digits alone."""
    told = []
    for ask in ask_order(instance):
        text = typed.get(ask.name, "")
        if text.strip() and not is_in_digits(text):
            found = read_number(text)
            reading = not_read(text, found) if isinstance(found, Finding) else read_number_text(text)
            lead = Markup('<span class="m">{}</span>').format(question_html(ask))
            told.append(whole(ask.name, text, reading, lead))
    return [told]


def _hint() -> Markup:
    return say("A box that stays empty costs its own points only.")


VALUES = Page("values", _form, _verdict, _hint, reads=_readings)
