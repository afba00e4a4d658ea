"""Mark code: the student's function is run in the sandbox, and everything that came back is compared out here."""

from __future__ import annotations

from dataclasses import replace

from grader.messages import plain_lines
from grader.verdict import Part, ShownBy

from ..answers import code_text
from ..marks import Marks, Task
from .failures import file_failure, function_missing
from .fresh import FreshCalls
from .judge import Judge
from .notes import notes_on
from .repairs import cause
from .rounds import Rounds


def mark_code(task: Task) -> Marks:
    """One part per result's key or named part. A `SandboxBroken` of the runner passes through."""
    source = code_text(task.exercise, task.answer)
    spec = task.exercise.code
    if spec is None or task.runner is None:
        raise ValueError(f"{task.exercise.id}: code is marked with a runner, and the exercise must describe it")
    runner = FreshCalls(task.runner) if spec.fresh_calls else task.runner
    rounds = Rounds(task, spec, source, runner)
    parts = _parts(rounds)
    while all(part.outcome == "correct" for part in parts) and rounds.go_on():
        parts = _parts(rounds)
    parts = _with_cause(rounds, parts)
    shown = any(part.outcome == "correct" for part in parts)
    by: ShownBy | None = "proof" if rounds.proved else "points" if shown else None
    return Marks(parts, by, plain_lines(rounds.report.printed), notes_on(rounds.report, source))


def _parts(rounds: Rounds) -> tuple[Part, ...]:
    judge = Judge(rounds.task, rounds.spec, rounds.tries, rounds.report, rounds.limits, rounds.truths)
    whole = file_failure(rounds.report, rounds.limits)
    if whole is not None:
        return judge.all_parts("error", whole)
    if any(call.status == "missing" for call in rounds.report.calls):
        return judge.all_parts("skipped", function_missing(rounds.spec.function, rounds.source))
    return judge.parts()


def _with_cause(rounds: Rounds, parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """The parts, where an error about shapes is known to come of one mistake told by that mistake's name."""
    raised = {part.name: part.finding for part in parts if part.finding is not None and part.finding.code == "raised"}
    code = cause(rounds) if raised else None
    if code is None:
        return parts
    named = {name: replace(it, code=code, params={**it.params, "case": "raised"}) for name, it in raised.items()}
    return tuple(replace(part, finding=named.get(part.name, part.finding)) for part in parts)
