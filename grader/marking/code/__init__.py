"""Mark code: the student's function is run in the sandbox, and everything that came back is compared out here."""

from __future__ import annotations

from pathlib import PurePath

from grader.exercises import CodeSpec
from grader.sandbox import Job, Limits, Report
from grader.verdict import Part

from ..answers import code_text
from ..marks import Marks, Task
from .failures import file_failure, function_missing
from .judge import Judge
from .plan import Try, plan
from .printed import printed_text


def mark_code(task: Task) -> Marks:
    """One part per result's key or named part. A `SandboxBroken` of the runner passes through."""
    source = code_text(task.exercise, task.answer)
    spec = task.exercise.code
    if spec is None or task.runner is None:
        raise ValueError(f"{task.exercise.id}: code is marked with a runner, and the exercise must describe it")
    tries = plan(task, spec)
    job = Job(source, tuple(each.call(spec) for each in tries), PurePath(task.answer.filename).name or "solution.py")
    report = task.runner.run(job)
    parts = _parts(task, spec, tries, report, job.limits)
    shown = any(part.outcome == "correct" for part in parts)
    return Marks(parts, "points" if shown else None, printed_text(report.printed))


def _parts(task: Task, spec: CodeSpec, tries: list[Try], report: Report, limits: Limits) -> tuple[Part, ...]:
    judge = Judge(task, spec, tries, report, limits)
    whole = file_failure(report, limits)
    if whole is not None:
        return judge.all_parts("error", whole)
    if any(call.status == "missing" for call in report.calls):
        return judge.all_parts("skipped", function_missing(spec.function, task.answer.code or ""))
    return judge.parts()
