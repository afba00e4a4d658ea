"""Show where a filled-in graph went wrong: the boxes marked, the node flagged, the rule written out beside it."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from grader.exercises import Ask, Instance
from grader.messages import value_text
from grader.web.drawing import Drawing, Mark, marked_drawing, users_named
from grader.web.language import say
from grader.web.mathml import chain
from grader.web.plan import Slips
from grader.web.verdict_view import PartView, SlipView

_STATES = {"correct": "ok", "follow-through": "cf", "incorrect": "no", "error": "no"}


def verdict_drawing(instance: Instance, typed: dict[str, str], parts: Sequence[PartView]) -> Drawing:
    """The graph as answered. `parts` in the order of the computation, so that the first slip is the first."""
    marks = {view.part.name: _mark(view) for view in parts}
    return marked_drawing(instance, typed, marks, _slips(instance, parts))


def _mark(view: PartView) -> Mark:
    finding = view.part.finding
    expected = finding.evidence.expected if finding and finding.evidence else None
    words = view.state.words
    if view.part.outcome == "incorrect" and expected is not None:
        words = say("should be {value}", value=value_text(expected))
    return Mark(_STATES.get(view.part.outcome, "na"), view.state.icon, words)


def _slips(instance: Instance, parts: Sequence[PartView]) -> Slips:
    """The nodes at which wrong boxes went wrong, and the edges that those boxes are about."""
    nodes: dict[str, None] = {}
    edges: set[tuple[str, str]] = set()
    for view in parts:
        node = view.part.finding.node if view.part.finding else None
        if view.part.outcome == "incorrect" and node is not None and node in instance.graph.named:
            nodes[node] = None
            edges.update(_edges(instance, instance.asks[view.part.name], node))
    return Slips(next(iter(nodes), None), frozenset(nodes), frozenset(edges))


def _edges(instance: Instance, ask: Ask, node: str) -> list[tuple[str, str]]:
    """The edges into the node: all of them for its value, the asked one for a gradient."""
    graph = instance.graph
    names = [graph.name_of(arg) for arg in graph.node(node).args]
    return [(name, node) for name in names if name and (ask.what == "value" or name == ask.node)]


def rules(instance: Instance, slip: SlipView) -> list[Markup]:
    """For each gradient of the slip the chain rule there, in names: ∂f/∂W = ∂f/∂g · ∂g/∂W."""
    found = []
    for view in slip.parts:
        ask = instance.asks[view.part.name]
        through = users_named(instance.graph, ask.node) if ask.what == "gradient" else []
        if through and through != [ask.of]:
            found.append(chain(ask.of, ask.node, through))
    return found
