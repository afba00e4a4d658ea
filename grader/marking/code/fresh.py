"""Give each call a process of its own, where an exercise says that nothing may be kept from one call to the next."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from grader.sandbox import CallReport, Job, Report

from ..marks import Runner

# As many calls that never end as one process is allowed; and the seconds for all processes together.
MAX_TIMEOUTS = 2
BUDGET = 60.0


@dataclass(frozen=True)
class FreshCalls:
    """A runner that runs the file anew for each call of a job. What was printed is kept of the first."""

    runner: Runner

    @property
    def trusted(self) -> bool:
        """Whether code is run without locks."""
        return bool(getattr(self.runner, "trusted", False))

    def run(self, job: Job, meanwhile: Callable[[], object] | None = None) -> Report:
        """As `Runner.run`: one report, as of one process that made all calls."""
        end = time.monotonic() + BUDGET
        first = self.runner.run(_with(job, 0), meanwhile)
        if _is_last(first):
            return first
        calls = list(first.calls)
        for place in range(1, len(job.calls)):
            if time.monotonic() > end or _timeouts(calls) == MAX_TIMEOUTS:
                return replace(first, status="time_limit", calls=tuple(calls))
            report = self.runner.run(_with(job, place))
            calls += report.calls
            if _is_last(report):
                return replace(first, status=report.status, calls=tuple(calls), failure=report.failure)
        return replace(first, calls=tuple(calls))


def _with(job: Job, place: int) -> Job:
    return replace(job, calls=job.calls[place : place + 1])


def _is_last(report: Report) -> bool:
    """Whether nothing more is to be learnt: the file has no such function, or something ended the process."""
    return report.status != "ran" or any(call.status == "missing" for call in report.calls)


def _timeouts(calls: list[CallReport]) -> int:
    return sum(call.status == "time_limit" for call in calls)
