"""A program of the student's own."""

from __future__ import annotations

from markupsafe import Markup

from grader.exercises import Instance
from grader.exercises.kinds.program import ANSWER
from grader.marking.program import read_program
from grader.messages import finding_message
from grader.verdict import Finding
from grader.web.code_view import listing
from grader.web.formulas import graph_html
from grader.web.kinds.page import Answered, Asking, Page, Parts
from grader.web.language import lang, say
from grader.web.verdict_view import number_of


def _form(asking: Asking) -> Parts:
    text = asking.typed.get(ANSWER, "")
    read = _reading(asking.instance, text) if asking.checked and text.strip() else {"read": [], "error": ""}
    return {**asking.without_graph(), "text": text, "output": asking.instance.output, **read}


def _verdict(answered: Answered) -> Parts:
    text = answered.text(ANSWER)
    hits = {line for view in answered.parts if (line := number_of(view.part, "line")) is not None}
    return {"listing": listing(text, hits), **_reading(answered.instance, text)}


def _reading(instance: Instance, text: str) -> Parts:
    """The program as equations, or why it cannot be read."""
    found = read_program(instance, text)
    if isinstance(found, Finding):
        return {"read": [], "error": finding_message(found, lang())}
    return {"read": graph_html(found), "error": ""}


def _hint() -> Markup:
    return say("One assignment on each line, such as g = x*y. Checking how it is read is not an attempt.")


PROGRAM = Page("program", _form, _verdict, _hint, reads_back=True)
