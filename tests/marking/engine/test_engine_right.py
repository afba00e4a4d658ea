"""Right engines in every style get full marks; those that call themselves lose the depth, and nothing else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from engine_files import RIGHT, right
from verdict_views import codes, outcomes, part

from grader.verdict import Verdict

HandsIn = Callable[..., Verdict]
pytestmark = pytest.mark.slow
ENGINE = "engine/value"
RECURSIVE = ("recursive", "paths")
FREEING = """

_backward = Value.backward


def _freeing(self):
    _backward(self)
    todo, seen = [self], set()
    while todo:
        node = todo.pop()
        if id(node) not in seen:
            seen.add(id(node))
            todo.extend(parent for parent, _ in node.links)
            if node.links:
                node.grad = 0.0


Value.backward = _freeing
"""


@pytest.mark.parametrize("name", [name for name in RIGHT if name not in RECURSIVE])
def test_a_right_engine_gets_full_marks(hands_in: HandsIn, name: str) -> None:
    verdict = hands_in(ENGINE, right(name))
    assert set(outcomes(verdict).values()) == {"correct"}
    assert (verdict.outcome, verdict.points, verdict.shown_by) == ("correct", 12.0, "points")


@pytest.mark.parametrize("name", RECURSIVE)
def test_recursion_loses_the_depth_alone(hands_in: HandsIn, name: str) -> None:
    verdict = hands_in(ENGINE, right(name))
    assert [name for name, outcome in outcomes(verdict).items() if outcome != "correct"] == ["depth"]
    assert codes(verdict, "depth") == ["raised"]
    finding = part(verdict, "depth").finding
    assert finding is not None
    assert finding.params["case"] == "recursion"
    assert finding.params["lines"][-1] == "v.backward()"


def test_asking_python_for_more_recursion_is_no_way_around(hands_in: HandsIn) -> None:
    raised = "import sys\nsys.setrecursionlimit(10**6)\n" + right("recursive").replace(
        "        topo = []\n", "        sys.setrecursionlimit(10**6)\n        topo = []\n"
    )
    verdict = hands_in(ENGINE, raised)
    assert [name for name, outcome in outcomes(verdict).items() if outcome != "correct"] == ["depth"]


def test_results_may_let_go_of_their_gradients(hands_in: HandsIn) -> None:
    """Only what goes in must hold its gradient at the end; a result that gave its own away may hold 0 again."""
    verdict = hands_in(ENGINE, right("counting") + FREEING)
    assert verdict.outcome == "correct"
