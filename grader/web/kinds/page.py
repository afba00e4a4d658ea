"""Say what the pages of one kind of question need: a form to answer with, and the answer after marking."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from grader.exercises import Answer, Exercise, Instance
from grader.web.readings import Reader
from grader.web.statements import GRAPH, render
from grader.web.verdict_view import PartView

# What a template is given, by name.
Parts = dict[str, object]


@dataclass(frozen=True)
class Asking:
    """A question to show: the statement with its numbers, and what stands in the form."""

    exercise: Exercise
    instance: Instance
    statement: str
    typed: Mapping[str, str]
    code: str | None

    def without_graph(self) -> Parts:
        """The statement, where the graph is drawn elsewhere or not at all."""
        return {"before": render(self.statement.replace(GRAPH, ""))}

    def around_graph(self, draw: Callable[[Instance], object]) -> Parts:
        """The statement before and after the graph, and the graph where the statement has it drawn."""
        before, graph, after = self.statement.partition(GRAPH)
        return {"before": render(before), "after": render(after), "drawing": draw(self.instance) if graph else None}


@dataclass(frozen=True)
class Answered:
    """An answer to show, marked. The exercise is None where it has gone since."""

    exercise: Exercise | None
    instance: Instance
    answer: Answer
    parts: Sequence[PartView]

    def text(self, name: str) -> str:
        """What was typed under that name."""
        return (self.answer.typed or {}).get(name, "")


@dataclass(frozen=True)
class Page:
    """A row of `PAGES`: the templates `answer_….html` and `verdict_….html`, what each is given, and a hint below the
    form. `reads` tells how typed texts are read, in the places that the form's template has for that; None where
    nothing is read."""

    template: str
    form: Callable[[Asking], Parts]
    verdict: Callable[[Answered], Parts]
    hint: Callable[[], Markup]
    reads: Reader | None = None
