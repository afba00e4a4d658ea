"""The drawing as SVG: well formed, escaped, classes only, with a text alternative."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from drawing_graphs import lesson, random_graph

from reference import UnknownName, draw_svg, gradient, parse_program
from reference.draw.style import STYLE
from reference.graph import Graph, Node

VALUES = {"W": -2, "x": 5, "b": 3, "g": -10, "f": -7}
GRADIENTS = {"W": 5, "x": -2, "b": 1, "g": 1, "f": 1}


def texts(svg: str, name: str) -> list[str]:
    return ["".join(text.itertext()) for text in ET.fromstring(svg).iter() if name in text.get("class", "").split()]


def test_values_and_gradients_are_printed_at_the_edges() -> None:
    svg = draw_svg(lesson("linear"), VALUES, GRADIENTS)
    assert sorted(texts(svg, "g-val")) == ["3", "5", "f = −7", "g = −10", "−2"]
    assert sorted(texts(svg, "g-grad")) == ["1", "1", "1", "5", "−2"]
    assert sorted(texts(svg, "g-name")) == ["W", "b", "f", "x"]
    assert sorted(texts(svg, "g-sym")) == ["+", "×"]


def test_without_numbers_steps_are_named_but_the_output_is_not_named_twice() -> None:
    assert texts(draw_svg(lesson("linear")), "g-val") == ["g"]


def test_where_a_field_stands_nothing_is_printed_or_told() -> None:
    svg = draw_svg(lesson("linear"), VALUES, GRADIENTS, fields=[("value", "g"), ("grad", "W")])
    assert "−10" not in svg
    assert "∂f/∂W" not in svg
    assert "∂f/∂x = −2" in svg


@pytest.mark.parametrize("standalone", [False, True])
def test_the_drawing_says_in_formulas_what_it_shows(standalone: bool) -> None:
    svg = draw_svg(lesson("linear"), VALUES, {"W": 5}, title="계산 그래프", standalone=standalone)
    root = ET.fromstring(svg)
    assert root.get("role") == "img"
    said = "".join(root.itertext()) if standalone else root.get("aria-label", "")
    for part in ("계산 그래프", "g = W·x", "f = g + b", "W = −2", "∂f/∂W = 5"):
        assert part in said


@pytest.mark.parametrize("tall", [False, True])
def test_no_style_stands_in_the_drawing_and_every_class_is_explained(tall: bool) -> None:
    svg = draw_svg(
        lesson("two paths"), tall=tall, marks={"a": "bad", "p": "good", "r": "carry"}, flag=("a", "first slip"),
        bad_edges=[("r", "a")], fields=[("grad", "w")], captions=True,
    )  # fmt: skip
    root = ET.fromstring(svg)
    known = STYLE.replace(":", " ").replace(",", " ").split()
    for element in root.iter():
        assert "style" not in element.attrib
        for name in (element.get("class") or "").split():
            assert element is root or any(f".{name}" in word for word in known), name


def test_names_and_texts_are_escaped() -> None:
    hostile = "<script>\"&'"
    x = Node("input", (), hostile)
    graph = Graph([x], {"f": Node("exp", (x,))}, {"f": Node("exp", (x,))})
    graph = Graph([x], {"f": graph.named["f"]})
    svg = draw_svg(graph, {hostile: "<b>&", "f": 1}, title=hostile, flag=("f", hostile))
    assert "<script" not in svg
    assert "<b>" not in svg
    assert texts(svg, "g-name") == [hostile, "f"]


def test_a_common_run_is_painted_once() -> None:
    svg = draw_svg(lesson("two paths"))
    edges = [path for path in ET.fromstring(svg).iter() if path.get("class") == "g-edge"]
    assert len(edges) == len(lesson("two paths").named)


def test_bad_edges_flag_and_marks_are_classes() -> None:
    svg = draw_svg(lesson("linear"), marks={"g": "bad"}, flag=("g", "first slip"), bad_edges=[("W", "g"), ("x", "g")])
    assert svg.count('class="g-edge g-bad-edge"') == 2
    assert svg.count('class="g-op st-bad"') == 1
    assert svg.count('class="g-halo"') == 1
    assert "first slip" in svg


def test_a_long_number_is_set_smaller_and_at_last_squeezed() -> None:
    long, longer = (draw_svg(lesson("linear"), {"g": text}) for text in ("123456.7891", "−1234567.8901234·10⁻¹²³"))
    assert 'font-size="15"' in long
    assert "textLength" in longer


def test_a_standalone_drawing_has_its_style_for_light_and_dark() -> None:
    svg = draw_svg(lesson("linear"), standalone=True)
    assert svg.startswith("<svg ")
    assert "prefers-color-scheme: dark" in svg
    assert 'xmlns="http://www.w3.org/2000/svg"' in svg


def test_a_value_for_a_name_that_is_not_there_is_an_error() -> None:
    with pytest.raises(UnknownName):
        draw_svg(lesson("linear"), {"q": 1})


@pytest.mark.parametrize("seed", [7, 19, 27])
def test_random_graphs_give_well_formed_drawings(seed: int) -> None:
    graph = random_graph(seed)
    numbers = {name: index / 7 for index, name in enumerate(graph.named)}
    for tall in (False, True):
        ET.fromstring(draw_svg(graph, numbers, numbers, tall=tall, standalone=True))


def test_a_gradient_is_drawn_like_any_other_graph() -> None:
    svg = draw_svg(gradient(parse_program("g = W*x\nf = g + b"), wrt=["W", "x", "b"]))
    assert {"f", "grad.W", "grad.x", "grad.b"} <= set(texts(svg, "g-name"))
