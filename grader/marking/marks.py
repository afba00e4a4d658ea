"""What every kind's marker is given, and the parts that it gives back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeVar

from grader.diagnosis import Named
from grader.exercises import Answer, Exercise, Instance, Spec
from grader.exercises.conventions import CONVENTIONS
from grader.sandbox import Job, Report
from grader.verdict import Evidence, Finding, Part, PartOutcome, ShownBy

S = TypeVar("S", bound=Spec)


class Runner(Protocol):
    """Runs a student's file and reports what it gave: a `Sandbox`, or its like.

    One that is `trusted` runs code without locks, which every verdict then tells.
    """

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
        """A part with the points that its outcome earns. What is right by another convention costs what the exercise
        says, and is merely noted where that is nothing."""
        most = float(self.exercise.parts[name])
        earned = {"correct": most, "follow-through": most, "undecided": self._undecided(most)}.get(outcome, 0.0)
        part = Part(name, outcome, earned, most, finding, label)
        if outcome != "incorrect" or finding is None:
            return part
        cost, code = min((self._cost(code), code) for code in (finding.code, *finding.also))
        if cost == 1:
            return part
        others = tuple(each for each in (finding.code, *finding.also) if each != code)
        found = replace(finding, code=code, also=others)
        if cost == 0:
            return replace(part, outcome="correct", points=most, finding=None, note=found)
        lost = round(most * cost, 9)
        told = _with_sentence(found, {"words": "convention", "lost": lost, "most": most})
        return replace(part, points=round(most - lost, 9), finding=told)

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
        if part.finding is None or part.points >= part.max_points - lost:
            return part
        told = {"words": "repeated", "before": before, "lost": lost, "most": part.max_points}
        finding = _with_sentence(part.finding, told)
        return replace(part, points=round(part.max_points - lost, 9), finding=finding)

    def _cost(self, code: str) -> float:
        """The share of a part's points that what has this code costs."""
        return self.exercise.conventions.get(code, CONVENTIONS.get(code, 1.0))

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
    notes: tuple[Mapping[str, Any], ...] = ()


def _with_sentence(finding: Finding, phrase: Mapping[str, Any]) -> Finding:
    """The finding with one more thing to say."""
    return replace(finding, params={**finding.params, "more": [*finding.params.get("more", ()), phrase]})


def named_finding(named: Named, evidence: Evidence | None = None) -> Finding:
    """The finding for a mistake that was recognised."""
    params: dict[str, Any] = {"tentative": True} if named.tentative else {}
    return Finding(named.code, named.also, named.node, params, evidence)
