"""A file of Python."""

from __future__ import annotations

from markupsafe import Markup

from grader.exercises import starter
from grader.web.answering import SOLUTION
from grader.web.code_view import listing
from grader.web.drawing import picture
from grader.web.kinds.page import Answered, Asking, Page, Parts
from grader.web.language import say
from grader.web.verdict_view import number_of


def _form(asking: Asking) -> Parts:
    start = starter(asking.exercise, asking.instance)[SOLUTION] if asking.code is None else asking.code
    return {**asking.around_graph(picture), "code": start, "filename": SOLUTION}


def _verdict(answered: Answered) -> Parts:
    hits = {line for view in answered.parts if (line := number_of(view.part, "line")) is not None}
    return {"listing": listing(answered.answer.code or "", hits), "filename": answered.answer.filename}


def _hint() -> Markup:
    return say("An uploaded file counts instead of what is in the box.")


CODE = Page("code", _form, _verdict, _hint)
