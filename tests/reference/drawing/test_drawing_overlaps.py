"""Nothing overlaps in a drawing, and the checker that says so finds what does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from drawing_graphs import LESSONS, lesson, random_graph

from reference.graph import Graph
from reference.layout import Layout, Rect, lay_out, overlaps


def every_way(graph: Graph, pointed: str) -> Iterator[Layout]:
    """The graph wide and tall: plain, with gradients asked, and with everything asked, words and a flag."""
    gradients = [("grad", name) for name in graph.named]
    everything = [(row, name) for name in graph.named for row in ("value", "grad")]
    for tall in (False, True):
        yield lay_out(graph, tall=tall)
        yield lay_out(graph, tall=tall, fields=gradients)
        yield lay_out(graph, tall=tall, fields=everything, captions=True, flag=(pointed, "first slip"))


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in LESSONS if name != "one input"])
def test_nothing_overlaps_in_the_graphs_of_lessons(name: str) -> None:
    graph = lesson(name)
    for layout in every_way(graph, graph.outputs[0]):
        assert overlaps(layout) == []


@pytest.mark.slow
@pytest.mark.parametrize("tall", [False, True])
@pytest.mark.parametrize("name", ["linear", "two paths", "deep chain", "sigmoid by chain rule"])
def test_a_flag_of_either_language_finds_room_at_every_node(name: str, tall: bool) -> None:
    graph = lesson(name)
    gradients = [("grad", node) for node in graph.named]
    for pointed in graph.named:
        for words in ("first slip", "첫 번째로 틀린 곳"):
            flown = lay_out(graph, tall=tall, fields=gradients, captions=True, flag=(pointed, words))
            assert flown.flag is not None
            assert flown.flag.owner == pointed
            assert overlaps(flown) == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(40))
def test_nothing_overlaps_in_random_graphs_of_3_to_30_nodes(seed: int) -> None:
    graph = random_graph(seed)
    names = list(graph.named)
    for layout in every_way(graph, names[seed % len(names)]):
        assert overlaps(layout) == []


def test_two_fields_at_one_edge_are_found() -> None:
    layout = lay_out(lesson("one input"), fields=[("grad", "x"), ("grad", "f")])
    assert overlaps(layout) == ["field grad of x overlaps field grad of f"]


def test_a_node_on_another_is_found() -> None:
    layout = lay_out(lesson("linear"))
    x, y = layout.node("x"), layout.node("W")
    moved = replace(
        layout, nodes=tuple(replace(x, x=y.x + 5, y=y.y + 5) if node is x else node for node in layout.nodes)
    )
    assert "node W overlaps node x" in overlaps(moved)


def test_an_edge_through_a_node_is_found() -> None:
    layout = lay_out(lesson("two paths"))
    lane = next(edge for edge in layout.edges if (edge.source, edge.target) == ("x", "b"))
    x, y = lane.steps[3][-1]
    node = layout.node("k")
    moved = replace(node, x=x - 60, y=y - node.height / 2)
    clashes = overlaps(replace(layout, nodes=tuple(moved if other is node else other for other in layout.nodes)))
    assert "the edge from x to b crosses node k" in clashes


def test_a_label_on_a_label_is_found() -> None:
    layout = lay_out(lesson("linear"))
    first, second, *others = layout.labels
    clashes = overlaps(replace(layout, labels=(first, replace(second, y=first.y + 3), *others)))
    assert "label value of W overlaps label grad of W" in clashes


def test_what_leaves_the_drawing_is_found() -> None:
    layout = lay_out(lesson("linear"))
    assert "node W leaves the drawing" in overlaps(replace(layout, height=layout.node("W").y + 10))


def test_a_flag_in_the_way_is_found() -> None:
    layout = lay_out(lesson("linear"), flag=("g", "first slip"))
    assert layout.flag is not None
    node = layout.node("x")
    moved = replace(layout, flag=replace(layout.flag, x=node.x, y=node.y))
    assert "node x overlaps flag" in overlaps(moved)


def test_rectangles_that_only_touch_do_not_overlap() -> None:
    assert not Rect(0, 0, 10, 10).overlaps(Rect(10, 0, 5, 5))
    assert Rect(0, 0, 10, 10).overlaps(Rect(9, 9, 5, 5))
