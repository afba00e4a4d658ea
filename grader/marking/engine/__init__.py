"""Mark an engine: thousands of random graphs are built with the student's class, and compared out here.

Every ability is a part of its own. A graph that fails is shrunk to the smallest that still does.
"""

from __future__ import annotations

from grader.exercises import EngineSpec, Stream
from grader.messages import plain_lines
from grader.verdict import Finding, Part, PartOutcome
from reference.errors import EngineError

from ..code.failures import class_missing, file_failure
from ..code.notes import notes_on
from ..marks import Marks, Task
from .examination import Examination
from .explain import explained
from .recipe import Recipe
from .running import Workshop

__all__ = ["failing_graph", "mark_engine"]


def mark_engine(task: Task) -> Marks:
    """One part per ability. A `SandboxBroken` of the runner passes through."""
    spec = task.exercise.engine
    if spec is None:
        raise ValueError(f"{task.exercise.id}: the exercise must describe the engine")
    workshop = Workshop.of(task, spec)
    code = (task.answer.code or "").encode("utf-8", "surrogatepass")
    stream = Stream("engine", task.secret, task.instance.digest, task.instance.seed, code)
    examination = Examination(workshop, spec, stream)
    examination.run()
    parts = _without_file(task, workshop) or tuple(_part(task, spec, examination, part) for part in task.exercise.parts)
    shown = any(part.outcome == "correct" for part in parts)
    first = workshop.first
    printed = plain_lines(first.printed if first else "")
    return Marks(parts, "points" if shown else None, printed, notes_on(first, workshop.source))


def failing_graph(finding: Finding) -> Recipe | None:
    """The graph that a finding about an engine shows; None where it shows none that can be read."""
    data = finding.params.get("recipe")
    if not isinstance(data, list) or not data:
        return None
    try:
        recipe = Recipe.from_wire(data)
        return recipe if recipe.values else None
    except (EngineError, ValueError, TypeError, IndexError, AttributeError):
        return None  # stored by another version, and not what is written today


def _without_file(task: Task, workshop: Workshop) -> tuple[Part, ...] | None:
    """All parts where the file cannot be run, or has no such class; else None."""
    report = workshop.first
    if report is None:
        return None
    finding = file_failure(report, workshop.limits)
    if finding is not None:
        return _all(task, "error", finding)
    if any(call.status == "missing" for call in report.calls):
        return _all(task, "skipped", class_missing(workshop.spec.name, workshop.source))
    return None


def _all(task: Task, outcome: PartOutcome, finding: Finding) -> tuple[Part, ...]:
    return tuple(task.part(part, outcome, finding) for part in task.exercise.parts)


def _part(task: Task, spec: EngineSpec, examination: Examination, part: str) -> Part:
    fault = examination.fault_of(part)
    if fault is None:
        return task.part(part, "follow-through" if part in examination.carried else "correct")
    finding = explained(fault, spec.name)
    stopped = not fault.attempts or not fault.attempts[0].answered
    return task.part(part, "error" if stopped and finding.code != "engine_plain_number" else "incorrect", finding)
