"""A file that trains at top level is run once as a whole, however often its functions or its class are tried."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from engine_files import right

from grader.exercises import Answer, Catalogue, make_instance
from grader.marking import mark
from grader.sandbox import Job, Report, Sandbox

TRAINING = "\nwhile True:\n    pass\n"


@dataclass
class Noting:
    """A sandbox that notes how long each file was allowed to take."""

    sandbox: Sandbox
    seconds: list[float] = field(default_factory=list)

    def run(self, job: Job, meanwhile: Callable[[], object] | None = None) -> Report:
        self.seconds.append(job.limits.load_seconds)
        return self.sandbox.run(job, meanwhile)


@pytest.mark.slow
def test_an_engine_with_training_below_it(sandbox: Sandbox, catalogue: Catalogue) -> None:
    runner = Noting(sandbox)
    engine = catalogue.get("engine/value")
    verdict = mark(engine, make_instance(engine), Answer.of_code(right("closures") + TRAINING), runner)
    assert verdict.outcome == "correct"
    first, *others = runner.seconds
    assert others
    assert max(others) < first / 5


@pytest.mark.slow
def test_a_file_that_is_quick_is_run_as_it_stands_each_time(sandbox: Sandbox, catalogue: Catalogue) -> None:
    runner = Noting(sandbox)
    engine = catalogue.get("engine/value")
    mark(engine, make_instance(engine), Answer.of_code(right("closures")), runner)
    assert len(set(runner.seconds)) == 1
