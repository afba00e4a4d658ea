"""Run a student's function in the sandbox: first all that is planned, then what a proof still needs to see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import PurePath

from grader.exercises import CodeSpec
from grader.sandbox import Job, Limits, Report

from ..marks import Runner, Task
from .covering import covering
from .plan import Try, plan
from .proof import Prover
from .truths import Truths

MAX_ROUNDS = 3


@dataclass
class Rounds:
    """The tries that were made, and what came of them. `report` has one call for each try."""

    task: Task
    spec: CodeSpec
    source: str
    runner: Runner
    limits: Limits = field(default_factory=Limits)
    tries: list[Try] = field(default_factory=list)
    report: Report = field(default_factory=lambda: Report("ran"))
    proved: bool = False

    def __post_init__(self) -> None:
        self.truths = Truths(self.task.instance, self.spec)
        self._prover = Prover.of(self.task, self.spec, self.source) if self.task.prove else None
        self._made = 0
        self._fresh: Sequence[Try] = ()
        self._claim: object = None
        special = covering(self.task, self.spec, self.source)
        tries = [*plan(self.task, self.spec), *special]
        # Numbers first: whoever never comes to an end with arrays has said all of numbers by then.
        self._make(sorted(tries, key=lambda made: made.shape != ()), special)

    def go_on(self) -> bool:
        """Where all is right so far: make what a proof still needs; whether there was anything to make."""
        if self._prover is None or self.report.status != "ran":
            return False
        found = self._prover.conclude(self._fresh, self.report.calls[-len(self._fresh) :], self._claim)
        if isinstance(found, bool):
            self.proved = found
            return False
        if self._made == MAX_ROUNDS:
            return False
        self._make(found, found)
        return True

    def _make(self, tries: Sequence[Try], special: Sequence[Try]) -> None:
        self._made += 1
        self._fresh = tries
        calls = [each.call(self.spec) for each in tries]
        if self._prover is not None:
            calls.append(self._prover.call(tries, special))
        name = PurePath(self.task.answer.filename).name or "solution.py"
        job = Job(self.source, tuple(calls), name, self.limits)
        report = self.runner.run(job, partial(self.truths.prepare, tries))
        if self._prover is not None:
            report, self._claim = _without_claim(report, len(tries))
        self.tries += tries
        self.report = replace(
            report, calls=self.report.calls + report.calls, printed=self.report.printed or report.printed
        )


def _without_claim(report: Report, count: int) -> tuple[Report, object]:
    """The report on the tries alone, and what the call that traces gave. How that call ended is nobody's fault."""
    if len(report.calls) < count:
        return report, None
    claims = [call.value for call in report.calls[count:] if call.status == "returned"]
    return replace(report, status="ran", calls=report.calls[:count]), claims[0] if claims else None
