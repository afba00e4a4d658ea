"""Say what is at fault in an engine: the smallest graph that fails, in Python and in numbers, and the mistake."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from grader.diagnosis import UNORDERED, Named, Observed, name_engine
from grader.sandbox import Limits
from grader.verdict import Evidence, Finding, plain_value

from ..code.failures import call_failure, ending
from ..code.said import phrase
from ..marks import named_finding
from .attempt import Attempt
from .examination import Fault, shared_abilities
from .recipe import Recipe
from .running import BUDGET, DEEP_LIMITS, LIMITS


def explained(fault: Fault, engine: str) -> Finding:
    """The finding for a fault; `engine` is the name of the student's class."""
    if fault.chain is not None:
        return _deep(fault, engine)
    if not fault.attempts:
        return Finding("time_limit", params={"seconds": BUDGET})
    attempt = fault.attempts[0]
    return _shown(_mistake(fault, attempt), attempt.recipe, engine, fault.before)


def _mistake(fault: Fault, attempt: Attempt) -> Finding:
    evidence = _evidence(attempt)
    if fault.before is not None:
        return Finding("grad_not_reset", evidence=evidence)
    if fault.plain_number:
        raised = attempt.call.failure
        params = {"case": "raised", "error": f"{raised.type}: {raised.message}"} if raised else {}
        return Finding("engine_plain_number", params=params, evidence=evidence)
    if not attempt.answered:
        return _stopped(attempt, evidence, LIMITS)
    if attempt.values_differ:
        return Finding("value_wrong", params={"case": "forward"}, evidence=evidence)
    named = _named(fault)
    if named is None:
        return Finding("value_wrong", params={"case": "engine"}, evidence=evidence)
    finding = named_finding(named, evidence)
    case = {"case": "engine"} if named.code == UNORDERED else {}
    return replace(finding, params={**finding.params, **case})


def _named(fault: Fault) -> Named | None:
    """The mistake. A result that is used twice, and hands back what does not follow from what it holds in the end,
    has done so too early or too often, in whatever order."""
    named = name_engine([_observed(each) for each in fault.attempts if each.answered and not each.values_differ])
    if named is None and "order" in shared_abilities(fault.attempts[0].recipe) and fault.attempts[0].slips():
        return Named(UNORDERED)
    return named


def _stopped(attempt: Attempt, evidence: Evidence, limits: Limits) -> Finding:
    """Why nothing came back."""
    if attempt.ended is not None:
        return ending(attempt.ended, limits, evidence)
    if attempt.call.status == "wrong_type":
        failure = attempt.call.failure
        value = phrase(failure.message) if failure else ""
        got = {"words": "a_value", "type": failure.type, "value": value} if failure else {"words": "nothing"}
        return Finding("wrong_type", params={"got": got, "wanted": {"words": "plain_data_and_grad"}}, evidence=evidence)
    return call_failure(attempt.call, limits, evidence, is_function=False) or Finding("value_wrong", evidence=evidence)


def _observed(attempt: Attempt) -> Observed:
    return Observed(attempt.recipe.graph, attempt.recipe.inputs, attempt.gradients())


def _evidence(attempt: Attempt) -> Evidence:
    """The numbers put in, and each number held that is not right, beside the right one."""
    if not attempt.answered:
        return Evidence(dict(attempt.recipe.inputs))
    different = list(attempt.differences())
    got = {name: plain_value(held) for name, held, _ in different}
    expected = {name: plain_value(right) for name, _, right in different}
    return Evidence(dict(attempt.recipe.inputs), got, expected)


def _shown(finding: Finding, recipe: Recipe, engine: str, before: Recipe | None) -> Finding:
    """The finding with the graph in it: as data that can be drawn, and as lines of Python."""
    lines = [*(before.lines(engine) if before else ()), *recipe.lines(engine)]
    shown: Mapping[str, Any] = {
        "recipe": list(recipe.wire()),
        "lines": lines,
        "more": [{"words": "engine.graph", "lines": "; ".join(lines)}],
    }
    return replace(finding, params={**finding.params, **shown})


def _deep(fault: Fault, engine: str) -> Finding:
    """What became of the deep graph, which is told as a loop."""
    chain = fault.chain
    attempt = fault.attempts[0] if fault.attempts else None
    failure = attempt.call.failure if attempt else None
    if attempt is not None and failure is not None and failure.type == "RecursionError":
        finding = Finding("raised", params={"case": "recursion", **({"line": failure.line} if failure.line else {})})
    elif attempt is not None and not attempt.answered:
        finding = _stopped(attempt, Evidence(), DEEP_LIMITS)
    else:
        finding = Finding("value_wrong", params={"case": "engine"})
    lines = chain.lines(engine) if chain else []
    more = [{"words": "engine.loop", "lines": "; ".join(line.strip() for line in lines)}]
    return replace(finding, params={**finding.params, "lines": lines, "more": more})
