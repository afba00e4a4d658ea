"""Broken engines, one bug each: all refused, the mistake named, the smallest graph shown."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from engine_files import EVERYTHING, Broken, broken
from verdict_views import codes

from grader.exercises import load_catalogue
from grader.marking.engine import failing_graph
from grader.messages import LANGUAGES, finding_message
from grader.verdict import Part, Verdict

HandsIn = Callable[..., Verdict]
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("broken engines")]
ENGINE = "engine/value"
ENGINES = broken()
ABILITIES = frozenset(load_catalogue().get(ENGINE).parts)


@pytest.fixture(scope="module")
def verdicts() -> dict[str, Verdict]:
    """Verdicts that were asked for before: marking takes a second."""
    return {}


@pytest.fixture
def verdict_on(hands_in: HandsIn, verdicts: dict[str, Verdict]) -> Callable[[Broken], Verdict]:
    def mark(engine: Broken) -> Verdict:
        if engine.name not in verdicts:
            verdicts[engine.name] = hands_in(ENGINE, engine.source)
        return verdicts[engine.name]

    return mark


def lost(verdict: Verdict) -> list[Part]:
    return [part for part in verdict.parts if part.points < part.max_points]


def test_there_are_engines_of_thirty_kinds() -> None:
    assert len(ENGINES) >= 30
    assert len({engine.mistake for engine in ENGINES.values()}) >= 25


@pytest.mark.parametrize("engine", ENGINES.values(), ids=lambda engine: engine.name)
def test_it_is_refused_and_loses_what_the_bug_touches(verdict_on: Callable[[Broken], Verdict], engine: Broken) -> None:
    verdict = verdict_on(engine)
    assert verdict.outcome != "correct"
    assert {part.name for part in lost(verdict)} == (ABILITIES if EVERYTHING in engine.loses else engine.loses)


@pytest.mark.parametrize("engine", ENGINES.values(), ids=lambda engine: engine.name)
def test_the_smallest_graph_has_at_most_five_nodes(verdict_on: Callable[[Broken], Verdict], engine: Broken) -> None:
    for part in lost(verdict_on(engine)):
        assert part.finding is not None
        if part.name == "depth" and part.finding.params.get("case") == "recursion":
            continue
        graph = failing_graph(part.finding)
        assert graph is not None
        assert graph.size <= 5
        assert part.finding.params["lines"][-1].endswith(".backward()")
        for lang in LANGUAGES:
            assert part.finding.params["lines"][-1] in finding_message(part.finding, lang)


def test_nine_in_ten_are_named(verdict_on: Callable[[Broken], Verdict]) -> None:
    unnamed = [
        engine.name
        for engine in ENGINES.values()
        if not any(engine.mistake in codes(verdict_on(engine), part.name) for part in lost(verdict_on(engine)))
    ]
    assert len(unnamed) <= len(ENGINES) / 10, unnamed


def test_none_is_named_as_another(verdict_on: Callable[[Broken], Verdict]) -> None:
    """What cannot be told apart is named together; a name without the mistake among it would be wrong."""
    plain = {"value_wrong", "raised", "precision"}
    wrong = {
        (engine.name, part.name): codes(verdict_on(engine), part.name)
        for engine in ENGINES.values()
        for part in lost(verdict_on(engine))
        if not {engine.mistake, *plain} & set(codes(verdict_on(engine), part.name))
    }
    assert wrong == {}


def test_one_overwritten_path_costs_accumulation_and_not_the_order(verdict_on: Callable[[Broken], Verdict]) -> None:
    outcomes = {part.name: part.outcome for part in verdict_on(ENGINES["tape-overwrites"]).parts}
    assert (outcomes["accumulation"], outcomes["order"]) == ("incorrect", "follow-through")


def test_evidence_holds_what_was_put_in_what_came_out_and_what_is_right(
    verdict_on: Callable[[Broken], Verdict],
) -> None:
    (part,) = lost(verdict_on(ENGINES["product-hands-back-its-own"]))
    assert part.finding is not None
    evidence = part.finding.evidence
    assert evidence is not None
    a, b = evidence.inputs["a"], evidence.inputs["b"]
    assert evidence.got == {"a.grad": a, "b.grad": b}
    assert evidence.expected == {"a.grad": b, "b.grad": a}
    assert part.finding.node == "c"
