"""What else is known of a text: places, another reading, definitions, decimals."""

from __future__ import annotations

import random

import pytest
from written import read, tree

from reference import evaluate, parse_program
from reference.errors import FormulaError
from reference.formula import parse_formula, read_formula
from reference.graph import Graph


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("1/2x", "1/(2x)"),
        ("1/2(x+1)", "1/(2(x+1))"),
        ("1/2 sin x", "1/(2 sin x)"),
        ("e^x/2y", "e^x/(2y)"),
        ("1/2xy", "1/(2xy)"),
        ("x+1/2x", "x+1/(2x)"),
        ("cos x(x+1)", "cos(x(x+1))"),
        ("cos 2(x+1)", "cos(2)(x+1)"),
        ("sin cos x(x+1)", "sin(cos(x(x+1)))"),
    ],
)
def test_a_product_behind_a_division_or_a_bracket_behind_an_argument_has_another_reading(text: str, other: str) -> None:
    reading = read_formula(text)
    assert reading.ambiguous
    assert reading.alternative is not None
    assert tree(reading.alternative) == read(other)
    assert tree(reading.graph) != read(other)


@pytest.mark.parametrize("text", ["1/2", "1/(2x)", "x/2*y", "(1/2)x", r"\frac{1}{2}x", "2x/3", "1/x^2"])
def test_other_divisions_have_one_reading(text: str) -> None:
    reading = read_formula(text)
    assert (reading.alternative, reading.ambiguous) == (None, ())


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("1/2x", "(1/2)x", "1/(2x)"),
        ("x/2y + 1/3y", "(x/2)y + (1/3)y", "x/(2y) + 1/(3y)"),
        ("2x/3y z", "(2x/3)y z", "2x/(3y z)"),
        ("1/2x/3y", "((1/2)x/3)y", "1/(2x)/(3y)"),
        ("x/2y²", "(x/2)y²", "x/(2y²)"),
        ("1/2 |x|", "(1/2) |x|", "1/(2 |x|)"),
        ("cos^2 x(x+1)", "(cos^2 x)(x+1)", "cos^2 (x(x+1))"),
        ("cos 2(x+1)(x-1)", "(cos (2(x+1)))(x-1)", "(cos 2)(x+1)(x-1)"),
        (r"\sin x\left(x+1\right)", r"(\sin x)\left(x+1\right)", r"\sin (x\left(x+1\right))"),
        (r"\frac{1/2x}{3}", r"\frac{(1/2)x}{3}", r"\frac{1/(2x)}{3}"),
        (r"x/2\left(x+1\right)", r"(x/2)\left(x+1\right)", r"x/(2\left(x+1\right))"),
    ],
)
def test_parentheses_settle_either_reading(text: str, one: str, other: str) -> None:
    assert read_formula(text).writings == (one, other)


def value(graph: Graph) -> float:
    (number,) = evaluate(graph, {"x": 1.37, "y": -2.71}).values()
    return float(number)


def test_what_parentheses_settle_is_read_as_it_was_and_asked_no_more() -> None:
    draw = random.Random(5)
    names = ["x", "y"]
    words = ["x", "y", "2", "3", "(x+1)", "|y|", "sin x", "e^x", "x^2", "√x", "y²", "(1/2x)", "-x"]
    asked = 0
    for _ in range(600):
        more = (draw.choice(["/", "/", " ", "*", "+"]) + draw.choice(words) for _ in range(5))
        text = draw.choice(words) + "".join(more)
        try:
            reading = read_formula(text, names)
        except FormulaError:  # two numbers side by side
            continue
        for writing, graph in zip(reading.writings, (reading.graph, reading.alternative), strict=False):
            again = read_formula(writing, names)
            assert graph is not None
            assert value(again.graph) == pytest.approx(value(graph), rel=1e-12), text
            assert not again.ambiguous, writing
            asked += 1
    assert asked > 200


def test_every_node_knows_its_place_in_the_text() -> None:
    text = "2x + sin(x*y)"
    graph = parse_formula(text)
    places = {node.op: text[slice(*graph.spans[node])] for node in graph.order}
    assert places["add"] == text
    assert places["sin"] == "sin(x*y)"
    assert places["constant"] == "2"
    assert set(graph.spans) >= set(graph.order)


def test_places_in_latex_are_places_in_latex() -> None:
    text = r"1+\frac{x}{y}"
    graph = parse_formula(text)
    divide = next(node for node in graph.order if node.op == "divide")
    assert text[slice(*graph.spans[divide])] == r"\frac{x}{y}"


def test_names_of_the_program_may_be_used() -> None:
    program = parse_program("t = 3*x + 1\ny = t**2")
    graph = parse_formula("2t·3", ["x"], definitions={"t": program})
    assert graph.inputs == ("x",)
    assert tree(graph) == "(* (* 2 (+ (* 3 x) 1)) 3)"
    assert graph.named["t"] in graph.order


def test_definitions_may_be_texts_that_build_on_one_another() -> None:
    reading = read_formula("u + x", ["x"], definitions={"t": "2x", "u": "t^2", "v": "u"})
    assert tree(reading.graph) == "(+ (^ (* 2 x) 2) x)"
    assert reading.used == ("u",)


def test_a_definition_over_unknown_inputs_is_refused() -> None:
    with pytest.raises(FormulaError):
        parse_formula("t", ["x"], definitions={"t": parse_program("t = 2*z")})


@pytest.mark.parametrize(("text", "decimals"), [("0.5x", True), ("1e-3", True), ("x/2", False), ("½x", False)])
def test_decimals_are_noticed(text: str, decimals: bool) -> None:
    assert read_formula(text).decimals is decimals
