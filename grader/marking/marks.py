"""What every kind's marker is given, and the parts that it gives back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeVar

from grader.diagnosis import Named
from grader.exercises import Answer, Exercise, Instance, Spec
from grader.sandbox import Job, Report
from grader.verdict import Evidence, Finding, Part, PartOutcome, ShownBy

S = TypeVar("S", bound=Spec)


class Runner(Protocol):
    """Runs a student's file and reports what it gave: a `Sandbox`, or its like."""

    def run(self, job: Job, meanwhile: Callable[[], object] | None = None) -> Report:
        """What the job gave; `meanwhile` is called beside it. Raises `SandboxBroken` where the grader itself failed."""
        ...


@dataclass(frozen=True)
class Task:
    """One answer to mark, and what may be used and shown."""

    exercise: Exercise
    instance: Instance
    answer: Answer
    runner: Runner | None
    secret: bytes
    show_answers: bool
    prove: bool = True

    def part(self, name: str, outcome: PartOutcome, finding: Finding | None = None, label: str | None = None) -> Part:
        """A part with the points that its outcome earns."""
        most = float(self.exercise.parts[name])
        earned = {"correct": most, "follow-through": most, "undecided": self._undecided(most)}.get(outcome, 0.0)
        return Part(name, outcome, earned, most, finding, label)

    def partly(self, name: str, share: float, finding: Finding, label: str | None = None) -> Part:
        """A part that is not right, but earns a share of its points, from 0 to 1."""
        part = self.part(name, "incorrect", finding, label)
        return replace(part, points=round(part.max_points * min(max(share, 0.0), 1.0), 9))

    def nothing(self, finding: Finding, outcome: PartOutcome = "error") -> Marks:
        """The same finding for every part."""
        return Marks(tuple(self.part(name, outcome, finding) for name in self.exercise.parts))

    def spec(self, kind: type[S]) -> S:
        """What the exercise's own table says. Raises ValueError where it is no exercise of that kind."""
        if not isinstance(self.exercise.spec, kind):
            raise ValueError(f"{self.exercise.id} has no {kind.__name__}")
        return self.exercise.spec

    def repeated(self, part: Part, before: str) -> Part:
        """A wrong part that repeats the mistake of the part labelled `before`: it costs what the exercise says, not all
        of its points, and tells so."""
        lost = round(part.max_points * self.exercise.repeat_penalty, 9)
        if part.finding is None or lost == part.max_points:
            return part
        told = {"words": "repeated", "before": before, "lost": lost, "most": part.max_points}
        params = {**part.finding.params, "more": [*part.finding.params.get("more", ()), told]}
        return replace(part, points=round(part.max_points - lost, 9), finding=replace(part.finding, params=params))

    def _undecided(self, most: float) -> float:
        """What the exercise gives for the time being; all of it unless it says otherwise."""
        given = self.exercise.undecided_points
        return most if given is None else min(float(given), most)


@dataclass(frozen=True)
class Marks:
    """What a kind's marker found."""

    parts: tuple[Part, ...]
    shown_by: ShownBy | None = None
    printed: str = ""


def named_finding(named: Named, evidence: Evidence | None = None) -> Finding:
    """The finding for a mistake that was recognised."""
    params: dict[str, Any] = {"tentative": True} if named.tentative else {}
    return Finding(named.code, named.also, named.node, params, evidence)
