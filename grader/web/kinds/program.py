"""A program of the student's own."""

from __future__ import annotations

from markupsafe import Markup

from grader.exercises import Instance
from grader.exercises.kinds.program import ANSWER
from grader.marking.program import read_program
from grader.messages import finding_message
from grader.verdict import Finding
from grader.web.code_view import listing
from grader.web.formulas import Reading, graph_html
from grader.web.kinds.page import Answered, Asking, Page, Parts
from grader.web.language import lang, say
from grader.web.readings import Readings, Texts, whole
from grader.web.verdict_view import number_of


def _form(asking: Asking) -> Parts:
    return {**asking.without_graph(), "text": asking.typed.get(ANSWER, ""), "output": asking.instance.output}


def _readings(instance: Instance, typed: Texts) -> Readings:
    """One place below the field: the program as equations, or why it cannot be read."""
    text = typed.get(ANSWER, "")
    if not text.strip():
        return [[]]
    found = read_program(instance, text)
    if isinstance(found, Finding):
        return [[whole(ANSWER, text, Reading(error=finding_message(found, lang())))]]
    line = Markup("<span>{}</span>")
    return [[whole(ANSWER, text, Reading(Markup("").join(line.format(each) for each in graph_html(found))))]]


def _verdict(answered: Answered) -> Parts:
    hits = {line for view in answered.parts if (line := number_of(view.part, "line")) is not None}
    return {"listing": listing(answered.text(ANSWER), hits)}


def _hint() -> Markup:
    return say("One assignment on each line, such as g = x*y. Seeing how it is read is not an attempt.")


PROGRAM = Page("program", _form, _verdict, _hint, reads=_readings)
