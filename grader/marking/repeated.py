"""Run a student's file as often as it takes: one that took too long as a whole has shown so the first time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from grader.sandbox import Job, Report

from .marks import Runner

# What such a file has for itself from then on, before its definitions alone are run.
LOAD_SECONDS = 0.1
_OUT_OF_TIME = "OutOfTime"  # the alarm's exception


@dataclass
class SameFile:
    """A runner of one student's file."""

    runner: Runner
    _slow: bool = field(default=False, init=False)

    @property
    def trusted(self) -> bool:
        """Whether code is run without locks."""
        return bool(getattr(self.runner, "trusted", False))

    def run(self, job: Job, meanwhile: Callable[[], object] | None = None) -> Report:
        """As `Runner.run`."""
        if self._slow:
            job = replace(job, limits=replace(job.limits, load_seconds=LOAD_SECONDS))
        report = self.runner.run(job, meanwhile)
        self._slow = self._slow or (report.failure is not None and report.failure.type == _OUT_OF_TIME)
        return report
