"""Where nodes stand: layers along the flow, straight chains and lanes, few crossings, and a phone's width."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from drawing_graphs import LESSONS, lesson, random_graph

from reference import parse_program
from reference.layout import Layout, lay_out

ROOT = Path(__file__).parents[3]


def test_every_edge_leads_to_the_right() -> None:
    layout = lay_out(random_graph(20))
    for edge in layout.edges:
        assert edge.target is not None
        assert layout.node(edge.source).right < layout.node(edge.target).x


def test_every_edge_of_a_tall_drawing_leads_down() -> None:
    layout = lay_out(random_graph(20), tall=True)
    for edge in layout.edges:
        assert edge.target is not None
        assert layout.node(edge.source).bottom < layout.node(edge.target).y


def test_an_input_stands_one_layer_before_its_first_user() -> None:
    layout = lay_out(lesson("two paths"))
    x_of = {node.id: node.center[0] for node in layout.nodes}
    assert x_of["w"] == x_of["x"] < x_of["k"] == x_of["p"] < x_of["v"] == x_of["r"] < x_of["b"] == x_of["a"]


def test_a_chain_is_a_straight_line() -> None:
    layout = lay_out(lesson("sigmoid by chain rule"))
    assert len({node.center[1] for node in layout.nodes}) == 1


def test_a_long_edge_has_a_straight_lane_of_its_own() -> None:
    layout = lay_out(lesson("two paths"))
    long = next(edge for edge in layout.edges if (edge.source, edge.target) == ("x", "b"))
    lane = [step[-1] for step in long.steps[1:-1]]
    assert len({y for _, y in lane}) == 1
    assert lane[0][1] not in {node.center[1] for node in layout.nodes}


def test_edges_of_one_source_share_their_run_and_their_lane() -> None:
    layout = lay_out(parse_program("a = exp(x)\nb = exp(a)\nc = b + x\nf = c*x"))
    near, far = (
        next(edge for edge in layout.edges if (edge.source, edge.target) == ("x", target)) for target in ("c", "f")
    )
    shared = len(near.steps) - 1
    assert far.start == near.start
    assert far.steps[:shared] == near.steps[:shared]
    assert len(far.steps) > len(near.steps)


def test_arguments_that_may_not_be_exchanged_enter_in_their_order() -> None:
    layout = lay_out(parse_program("f = b - a"))
    tips = {edge.port: edge.tip[1] for edge in layout.edges if edge.target == "f"}
    assert tips[0] < tips[1]


@pytest.mark.parametrize("name", ["linear", "two paths", "deep chain", "xor neuron"])
def test_a_tree_with_shared_inputs_has_as_few_crossings_as_it_must(name: str) -> None:
    layout = lay_out(lesson(name))
    expected = {"linear": 0, "two paths": 0, "deep chain": 0, "xor neuron": 5}
    assert crossings(layout) <= expected[name]


def crossings(layout: Layout) -> int:
    """How many pairs of curves of different sources cross: their ends are in opposite order."""
    curves = set()
    for edge in layout.edges:
        at = edge.start
        for step in edge.steps:
            if len(step) == 3:
                curves.add((at, step[-1], edge.source))
            at = step[-1]
    pairs = [(one, other) for one in curves for other in curves if one[2] < other[2] and one[0][0] == other[0][0]]
    return sum((one[0][1] - other[0][1]) * (one[1][1] - other[1][1]) < 0 for one, other in pairs)


@pytest.mark.slow
@pytest.mark.parametrize("name", LESSONS)
def test_drawings_of_lessons_fit_a_phone(name: str) -> None:
    graph = lesson(name)
    assert lay_out(graph, tall=True).width == 342
    fields = [("grad", node) for node in graph.named if node not in graph.outputs]
    assert lay_out(graph, tall=True, fields=fields, captions=True).width <= 376


@pytest.mark.slow
def test_a_layout_is_the_same_in_every_process() -> None:
    code = (
        "from reference import parse_program, draw_svg, draw_text;"
        f"graph = parse_program({LESSONS['micrograd']!r});"
        "print(draw_svg(graph), draw_svg(graph, tall=True), draw_text(graph))"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=ROOT,
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(printed) == 1


def test_an_unused_input_is_drawn_with_a_loose_end() -> None:
    layout = lay_out(parse_program("g = a*b\nf = c"), fields=[("grad", "a"), ("grad", "g")])
    loose = [edge.source for edge in layout.edges if edge.target is None]
    assert loose == ["g"]
    assert ("grad", "g") in layout.slots


@pytest.mark.slow
def test_a_deep_graph_is_laid_out_without_recursion() -> None:
    lines = ["v0 = x + 1"] + [f"v{index} = v{index - 1}*x" for index in range(1, 400)]
    layout = lay_out(parse_program("\n".join(lines)))
    assert len(layout.nodes) == 402
