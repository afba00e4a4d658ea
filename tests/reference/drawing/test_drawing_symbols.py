"""What is written in operations: signs, and whole steps where numbers take part."""

from __future__ import annotations

import pytest

from reference import parse_program
from reference.graph import Graph
from reference.layout import Run, lay_out
from reference.layout.model import PlacedNode


def written(node: PlacedNode) -> str:
    """The symbol with ^ and _ before raised and lowered pieces."""
    return "".join({"sup": "^", "sub": "_"}.get(run.style, "") + run.text for run in node.symbol)


def operations(graph: Graph) -> list[str]:
    return [written(node) for node in lay_out(graph).nodes if node.kind == "operation"]


@pytest.mark.parametrize(
    ("formula", "symbol"),
    [
        ("x + y", "+"), ("x - y", "−"), ("x * y", "×"), ("x / y", "÷"), ("x ** y", "( )^( )"), ("max(x, y)", "max"),
        ("-x", "−( )"), ("exp(x)", "exp"), ("sigmoid(x)", "σ"), ("sqrt(x)", "√"), ("abs(x)", "|( )|"),
        ("x + 1", "+1"), ("1 + x", "+1"), ("x - 3", "−3"), ("1 - x", "1−( )"), ("3 * x", "×3"), ("x * 0.26", "×0.26"),
        ("-1 * x", "×−1"), ("x / 2", "÷2"), ("1 / x", "1/( )"), ("x ** 2", "( )^2"), ("x ** -1", "( )^−1"),
        ("x ** 0.5", "( )^0.5"), ("2 ** x", "2^( )"), ("max(0, x)", "max(0, )"), ("max(x, 0)", "max( , 0)"),
        ("x + (-3)", "+(−3)"), ("x * (1/2)", "×(1/2)"),
    ],
)  # fmt: skip
def test_an_operation_shows_its_sign_or_the_whole_step(formula: str, symbol: str) -> None:
    assert operations(parse_program(f"f = {formula}")) == [symbol]


def test_numbers_have_no_nodes_of_their_own() -> None:
    layout = lay_out(parse_program("e = exp(-x)\nd = 1 + e\nf = 1/d"))
    assert [node.kind for node in layout.nodes] == [
        "input",
        "operation",
        "operation",
        "operation",
        "operation",
        "output",
    ]


def test_a_number_with_a_name_has_a_node_and_its_step_too() -> None:
    layout = lay_out(parse_program("k = 3\nf = k*x"))
    assert layout.node("k").kind == "constant"
    assert written(layout.node("k")) == "3"
    assert written(layout.node("f")) == "×"


def test_numbers_alone_are_drawn() -> None:
    nodes = lay_out(parse_program("f = 2*3")).nodes
    assert [written(node) for node in nodes] == ["2", "3", "×", "f"]


def test_a_number_too_long_to_fold_has_a_node() -> None:
    nodes = lay_out(parse_program("f = x + 1234567890123")).nodes
    assert [node.kind for node in nodes] == ["input", "constant", "operation", "output"]


def test_one_number_in_two_operations_is_written_in_both() -> None:
    graph = parse_program("a = x + 2\nb = y*2\nf = a*b")
    assert operations(graph) == ["+2", "×2", "×"]


def test_names_are_set_as_in_mathematics() -> None:
    nodes = lay_out(parse_program("c = x_1 + alpha\nc = c + 1\nf = c")).nodes
    assert nodes[0].symbol == (Run("x", "it"), Run("1", "sub"))
    assert nodes[1].symbol == (Run("α", "it"),)


def test_a_wide_step_has_a_wide_node() -> None:
    plain, long = (lay_out(parse_program(f"f = {formula}")).node("f") for formula in ("x*y", "1.2345*x"))
    assert plain.width == plain.height == 52
    assert long.width > 52 == long.height


def test_array_operations_show_axes_and_indices() -> None:
    graph = parse_program("f = sum(X[0] @ W.T + sum(X, axis=0))", shapes={"X": (2, 3), "W": (3, 3)})
    assert set(operations(graph)) >= {"[0]", "@", "( )^T", "Σ_0", "Σ"}
