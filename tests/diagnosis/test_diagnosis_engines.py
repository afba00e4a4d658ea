"""A changed rule is recognised by the gradients that an engine with it would hold, at several graphs at once."""

from __future__ import annotations

import numpy as np
import pytest

from grader.diagnosis import Named, Observed, name_engine
from grader.diagnosis.orders import without_order
from grader.diagnosis.rewriting import as_written
from grader.diagnosis.tape import Site, Tape
from reference import evaluate, parse_program
from reference.graph import Graph, Node

INPUTS = {"a": 2.5, "b": -1.25}


def observed(program: str, gradients: dict[str, float]) -> Observed:
    graph = parse_program(program)
    inputs = {name: INPUTS[name] for name in graph.inputs}
    return Observed(graph, inputs, {graph.node(name): number for name, number in gradients.items()})


def test_a_product_that_hands_back_its_own_value_is_named_at_its_node() -> None:
    named = name_engine([observed("c = a * b", {"a": 2.5, "b": -1.25})])
    assert named == Named("mul_own_input", (), "c")


def test_right_gradients_have_no_name() -> None:
    assert name_engine([observed("c = a * b", {"a": -1.25, "b": 2.5})]) is None


def test_other_numbers_have_no_name() -> None:
    assert name_engine([observed("c = a * b", {"a": 0.123, "b": 17.25})]) is None
    assert name_engine([]) is None


def test_the_mistake_must_explain_half_of_the_graphs() -> None:
    slip = observed("c = a * b", {"a": 2.5, "b": -1.25})
    other = observed("c = a * b", {"a": 0.123, "b": 17.25})
    assert name_engine([slip, slip, other]) is not None
    assert name_engine([slip, other, other]) is None


def test_of_several_rules_the_most_particular_is_named_first() -> None:
    named = name_engine([observed("b = relu(-a)", {"a": -1.0})])
    assert named is not None
    assert named.code == "relu_negative_pass"


def test_a_mistake_shows_in_operations_that_are_made_of_another() -> None:
    """a/b as a·b⁻¹, where the product hands each factor its own value."""
    a, power = 2.5, 1 / -1.25
    named = name_engine([observed("c = a / b", {"a": a, "b": power * -1 / 1.25**2})])
    assert named is not None
    assert named.code == "mul_own_input"


@pytest.mark.parametrize("program", ["c = a - b", "c = a / b", "c = -a + b", "c = (a - b) / -b"])
def test_a_graph_written_otherwise_has_the_same_value(program: str) -> None:
    graph = parse_program(program)
    values = {name: evaluate(each, INPUTS)["c"] for name, each in enumerate(as_written(graph))}
    assert values
    assert set(values.values()) == {evaluate(graph, INPUTS)["c"]}


def test_without_an_order_something_is_handed_back_too_early_or_too_often() -> None:
    graph = parse_program("b = exp(a); c = exp(b / 9); d = c + b")
    tape = Tape(graph, {"a": np.float64(0.7)})
    right = tape.backward()[graph.node("a")]
    found = [gradients.get(graph.node("a")) for gradients in without_order(tape)]
    assert any(number is not None and abs(number - right) > 1e-6 for number in found)


def test_where_nothing_is_used_twice_no_order_from_the_end_is_wrong() -> None:
    graph = parse_program("c = exp(tanh(a) * b)")
    tape = Tape(graph, {name: np.float64(number) for name, number in INPUTS.items()})
    right = tape.backward()
    orders = list(without_order(tape))
    agreeing = [gradients for gradients in orders if same(graph, gradients, right)]
    assert len(agreeing) == len(orders) - 1  # all but the one from the beginning


def same(graph: Graph, left: object, right: object) -> bool:
    def of(gradients: object, node: Node) -> float:
        return float(gradients.get(node, 0.0)) if isinstance(gradients, dict) else 0.0

    return all(abs(of(left, graph.node(name)) - of(right, graph.node(name))) < 1e-12 for name in graph.inputs)


def test_a_rule_about_one_argument_is_found() -> None:
    graph = parse_program("c = a * b")
    tape = Tape(graph, {name: np.float64(number) for name, number in INPUTS.items()})

    def row(site: Site) -> np.float64:
        return np.float64(site.up if site.index else site.up * site.local)

    gradients = tape.backward(rows={graph.node("c"): row})
    named = name_engine([Observed(graph, INPUTS, {graph.node(n): float(gradients[graph.node(n)]) for n in "ab"})])
    assert named is not None
    assert named.code == "upstream_without_local"
