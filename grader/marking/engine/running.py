"""Build many graphs with a student's class, in as few processes as it takes."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from grader.exercises import EngineSpec
from grader.sandbox import Call, CallReport, Job, Limits, Report

from ..answers import code_text
from ..marks import Runner, Task
from .attempt import Attempt
from .recipe import Recipe

# A process is used for so many graphs, since an engine may keep what it was given.
_BATCH = 250
# A job ends at its second endless loop; what was not built then is tried in another one, but not for ever.
_MOST_RESTARTS = 6
_ENDINGS = ("died", "memory_limit", "forbidden")
LIMITS = Limits(call_seconds=1.0, wall_seconds=20.0)
DEEP_LIMITS = Limits(call_seconds=15.0, wall_seconds=20.0)
# Seconds for all graphs together: a usual engine takes one or two.
BUDGET = 80.0


class TooSlowError(Exception):
    """The time for all graphs together is over."""


@dataclass
class Workshop:
    """Where graphs are built. `first` is the report of the first job, which tells what becomes of the file."""

    source: str
    filename: str
    spec: EngineSpec
    runner: Runner
    first: Report | None = None
    restarts: int = 0
    end: float = field(default_factory=lambda: time.monotonic() + BUDGET)
    limits: Limits = field(default=LIMITS)

    @classmethod
    def of(cls, task: Task, spec: EngineSpec) -> Workshop:
        """The workshop for one answer. Raises ValueError without a runner."""
        if task.runner is None:
            raise ValueError(f"{task.exercise.id}: an engine is marked with a runner")
        name = PurePath(task.answer.filename).name or "solution.py"
        return cls(code_text(task.exercise, task.answer), name, spec, task.runner)

    def build(self, recipes: Sequence[Recipe]) -> list[Attempt]:
        """What became of each graph, in order. Raises TooSlowError when the time for all of them is over.

        Left out are graphs of the same operations as one that never ended, and all where processes end too often.
        """
        attempts: list[Attempt] = []
        waiting = list(recipes)
        while waiting:
            batch, waiting = waiting[:_BATCH], waiting[_BATCH:]
            made = self._job(batch, self.limits)
            attempts += made
            if len(made) < len(batch):
                self.restarts += 1
                if not made or self.restarts > _MOST_RESTARTS:
                    break
                stuck = {attempt.recipe.forms for attempt in made if attempt.is_stuck}
                waiting = [recipe for recipe in batch[len(made) :] + waiting if recipe.forms not in stuck]
        return attempts

    def alone(self, *recipes: Recipe) -> Attempt | None:
        """What becomes of the last of some graphs in a process that builds nothing else."""
        made = self._job(recipes, self.limits)
        return made[-1] if len(made) == len(recipes) else None

    def deep(self, recipe: Recipe) -> Attempt | None:
        """The same for one very large graph."""
        made = self._job([recipe], DEEP_LIMITS)
        return made[0] if made else None

    def _job(self, recipes: Sequence[Recipe], limits: Limits) -> list[Attempt]:
        calls = tuple(Call(self.spec.name, recipe.wire(), drive=True) for recipe in recipes)
        left = self.end - time.monotonic()
        if left <= 0:
            raise TooSlowError
        limits = replace(limits, wall_seconds=min(limits.wall_seconds, left))
        report = self.runner.run(Job(self.source, calls, self.filename, limits))
        self.first = self.first or report
        attempts = [Attempt(recipe, call) for recipe, call in zip(recipes, report.calls, strict=False)]
        if report.status in _ENDINGS and len(attempts) < len(recipes):
            # A process that died says nothing of the graph that it died at.
            lost = Attempt(recipes[len(attempts)], CallReport("raised", failure=report.failure), report)
            return [*attempts, lost] if report.status == "died" else _with_end(attempts, report)
        return attempts


def _with_end(attempts: list[Attempt], report: Report) -> list[Attempt]:
    """The attempts, of which the last one knows that it ended the process."""
    return [*attempts[:-1], *(replace(attempt, ended=report) for attempt in attempts[-1:])]
