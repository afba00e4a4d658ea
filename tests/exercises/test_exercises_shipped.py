"""The exercises that are shipped are those that tests and courses may count on."""

from __future__ import annotations

import pytest

from grader.exercises import load_catalogue, make_instance
from reference.evaluate import evaluate

CATALOGUE = load_catalogue()


def test_no_shipped_exercise_is_broken() -> None:
    assert CATALOGUE.broken == ()


def test_the_catalogue_is_iterated_in_teaching_order() -> None:
    assert [exercise.id for exercise in CATALOGUE] == [
        "partial/quadratic",
        "partial/zero-slope",
        "chain/power",
        "program/product",
        "program/three-operations",
        "graph/linear",
        "graph/most-influence",
        "graph/moving-far",
        "graph/wrong-programs",
        "graph/deep",
        "graph/two-paths",
        "graph/where-paths-meet",
        "graph/why-backwards",
        "graph/wrong-switches",
        "sigmoid/by-chain-rule",
        "sigmoid/derivative",
        "sigmoid/line-by-line",
        "backprop/linear",
        "backprop/xor",
        "engine/value",
    ]


@pytest.mark.parametrize(
    ("exercise", "kind", "ask"),
    [
        ("partial/quadratic", "formula", ("dz_dx", "dz_dy")),
        ("graph/linear", "values", ("value.g", "value.f", "grad.g", "grad.W", "grad.x", "grad.b")),
        ("sigmoid/derivative", "code", ("grad.x",)),
        ("backprop/linear", "code", ("grad.W", "grad.x", "grad.b")),
        ("backprop/xor", "code", ("grad.W1", "grad.b1", "grad.W2", "grad.b2")),
        ("engine/value", "engine", ()),
        ("graph/where-paths-meet", "choice", ()),
        ("sigmoid/line-by-line", "derivation", ("ds_dx",)),
        ("program/product", "program", ("df_dx", "df_dy", "df_dz")),
        ("graph/wrong-programs", "mutants", ("grad.W", "grad.x", "grad.b")),
    ],
)
def test_kinds_and_asks_are_those_of_the_contract(exercise: str, kind: str, ask: tuple[str, ...]) -> None:
    found = CATALOGUE.get(exercise)
    assert (found.kind, found.ask) == (kind, ask)


def test_the_linear_graph_has_the_numbers_of_the_lesson() -> None:
    instance = make_instance(CATALOGUE.get("graph/linear"))
    assert instance.inputs == {"W": -2, "x": 5, "b": 3}
    numbers = evaluate(instance.quantities, instance.inputs)
    assert (numbers["value.f"], numbers["grad.W"], numbers["grad.x"], numbers["grad.b"]) == (-7, 5, -2, 1)
    raised = evaluate(instance.quantities, {**instance.inputs, "W": -1})
    assert raised["value.f"] == -2


def test_code_exercises_name_their_functions_and_parts() -> None:
    sigmoid, linear = CATALOGUE.get("sigmoid/derivative"), CATALOGUE.get("backprop/linear")
    assert sigmoid.code is not None
    assert sigmoid.code.signature == "sigmoid_derivative(x)"
    assert sigmoid.parts == {"values": 0.5, "shape": 0.5, "arrays": 0.5, "method": 0.5, "large-inputs": 1.0}
    assert linear.code is not None
    assert linear.code.signature == "backward(W, x, b)"
    assert linear.parts == {"W": 1.0, "x": 1.0, "b": 1.0}


def test_the_network_is_tried_with_at_least_three_rows_that_are_no_number_of_units() -> None:
    code = CATALOGUE.get("backprop/xor").code
    assert code is not None
    assert code.signature == "gradients(X, Y, W1, b1, W2, b2)"
    assert code.shapes == {"X": ("n", 2), "Y": ("n", 1), "W1": (2, "h"), "b1": ("h",), "W2": ("h", 1), "b2": (1,)}
    sizes = [size for trial in code.trials for size in trial.sizes]
    telling = [size for size in sizes if 1 not in size.values()]
    assert all(size["n"] >= 3 and size["h"] not in (size["n"], 2) for size in telling)
    assert len(telling) > len(sizes) / 2, "lengths of 1 hide mistakes; they are tried for who squeezes arrays"
    assert CATALOGUE.get("backprop/xor").parts == {
        "W1": 1.0, "b1": 1.0, "W2": 1.0, "b2": 1.0, "shape": 0.5, "inputs-kept": 0.5,
    }  # fmt: skip


def test_the_engine_has_a_part_for_each_ability() -> None:
    engine = CATALOGUE.get("engine/value")
    assert engine.engine is not None
    assert engine.engine.depth == 10_000
    assert dict(engine.parts) == dict.fromkeys(
        [
            *("addition", "subtraction", "multiplication", "division", "power", "negation", "functions"),
            *("numbers", "reflected", "accumulation", "order", "depth"),
        ],
        1.0,
    )


def test_the_sigmoid_is_tried_from_8_to_25_and_up_to_700_on_both_sides() -> None:
    code = CATALOGUE.get("sigmoid/derivative").code
    assert code is not None
    ranges = [(each.low, each.high) for trial in code.trials for each in trial.ranges["x"]]
    assert any(low <= 8 and high >= 25 for low, high in ranges)
    points = {point["x"] for trial in code.trials for point in trial.at}
    assert {-700.0, 700.0} <= points


def test_the_deep_graph_has_upstream_gradients_that_are_not_1() -> None:
    instance = make_instance(CATALOGUE.get("graph/deep"))
    numbers = evaluate(instance.quantities, instance.inputs)
    assert numbers["grad.q"] not in (0, 1)
    assert all(len(users) <= 1 for users in instance.graph.users.values())


def test_two_paths_reach_the_end_from_one_input() -> None:
    graph = CATALOGUE.get("graph/two-paths").graph
    assert {name for name in graph.inputs if len(graph.users[graph.node(name)]) == 2} == {"x"}


def test_forward_values_are_shown_only_where_none_is_asked_for() -> None:
    deep, linear = (make_instance(CATALOGUE.get(name)) for name in ("graph/deep", "graph/linear"))
    assert deep.shown_values["f"] == 51
    assert set(linear.shown_values) == {"W", "x", "b"}
