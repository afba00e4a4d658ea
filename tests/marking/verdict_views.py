"""Ways to look at a verdict that read well in an assertion."""

from __future__ import annotations

from grader.verdict import Part, Verdict


def part(verdict: Verdict, name: str) -> Part:
    return next(each for each in verdict.parts if each.name == name)


def outcomes(verdict: Verdict) -> dict[str, str]:
    return {each.name: each.outcome for each in verdict.parts}


def codes(verdict: Verdict, name: str) -> list[str]:
    """The finding's code and those that cannot be told apart from it."""
    finding = part(verdict, name).finding
    return [] if finding is None else [finding.code, *finding.also]
