"""The drawing as text for a terminal."""

from __future__ import annotations

from textwrap import dedent

import pytest
from drawing_graphs import LESSONS, lesson, random_graph

from reference import draw_text, parse_program
from reference.draw.canvas import DOWN, LEFT, RIGHT, UP
from reference.draw.channel import Net, tracks
from reference.draw.sheet import Cell, Sheet
from reference.layout.diagram import diagram


def test_the_lessons_graph_is_drawn_from_left_to_right() -> None:
    values = {"W": -2, "x": 5, "b": 3, "g": -10, "f": -7}
    gradients = {"W": 5, "x": -2, "b": 1, "g": 1, "f": 1}
    drawing = """\
        W ─ −2 ─╮
            5   ╰─▶ × ─ g = −10 ─╮
        x ─ 5 ────▶     1        ╰─▶ + ─ f = −7 ──▶ f
            −2      b ─ 3 ─────────▶     1
                        1"""
    assert draw_text(lesson("linear"), values, gradients) == dedent(drawing)


def test_plain_ascii_is_enough() -> None:
    text = draw_text(lesson("quadratic"), {"x": -2, "z": 0.00001}, ascii_only=True)
    assert text.isascii()
    assert "( )^2" in text
    assert "x - -2" in text
    assert "z = 1*10^-5" in text


@pytest.mark.parametrize("name", LESSONS)
def test_text_is_at_most_a_hundred_columns_wide(name: str) -> None:
    graph = lesson(name)
    text = draw_text(graph, dict.fromkeys(graph.named, -1.2345), dict.fromkeys(graph.named, 0.5))
    assert max(map(len, text.splitlines())) <= 100


def test_what_is_too_wide_to_draw_is_listed_step_by_step() -> None:
    text = draw_text(lesson("linear"), {"W": -2, "g": -10}, {"W": 5}, width=30)
    assert text.splitlines() == ["W            −2   5", "x", "g = W·x     −10", "b", "f = g + b"]


def test_numbers_are_not_confused_with_wires() -> None:
    drawn = draw_text(parse_program("f = x - 3"), {"x": -2})
    assert drawn == "x ─ −2 ──▶ −3 ────▶ f"


@pytest.mark.parametrize("seed", range(0, 60, 3))
def test_wires_of_different_sources_only_ever_cross(seed: int) -> None:
    drawn = diagram(random_graph(seed))
    canvas = Sheet(drawn, {key: Cell(key, "", "") for key in drawn.vertices}).draw()
    for nets in canvas.wires.values():
        if len(nets) > 1:
            assert sorted(nets.values()) == [LEFT | RIGHT, UP | DOWN]
    assert not set(canvas.wires) & set(canvas.characters)


def test_nets_that_exchange_their_lines_take_a_way_round() -> None:
    placed = tracks([Net("a", 0, (4,)), Net("b", 4, (0,))])
    assert [net.name for net, _ in placed].count("a") == 2
    assert [track for _, track in placed] == [0, 1, 2]


def test_a_net_goes_straight_on_where_it_can() -> None:
    assert tracks([Net("a", 0, (0,)), Net("b", 3, (3,))]) == []
