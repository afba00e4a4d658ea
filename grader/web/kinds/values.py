"""Numbers on the drawn graph."""

from __future__ import annotations

from markupsafe import Markup

from grader.web.drawing import ask_drawing
from grader.web.graph_verdict import rules, verdict_drawing
from grader.web.kinds.page import Answered, Asking, Page, Parts
from grader.web.language import say


def _form(asking: Asking) -> Parts:
    # The drawing is the form here: it stands below the whole statement, next to the button.
    return {**asking.without_graph(), "drawing": ask_drawing(asking.instance, asking.typed)}


def _verdict(answered: Answered) -> Parts:
    instance = answered.instance
    return {
        "drawing": verdict_drawing(instance, dict(answered.answer.typed or {}), answered.parts),
        "rules": lambda slip: rules(instance, slip),
    }


def _hint() -> Markup:
    return say("A box that stays empty costs its own points only.")


VALUES = Page("values", _form, _verdict, _hint)
