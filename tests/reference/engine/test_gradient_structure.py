"""A gradient is a graph: right in structure, without trivial work, and itself differentiable."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from reference import (
    EngineError,
    GradientError,
    Graph,
    UnknownName,
    apply,
    constant,
    evaluate,
    gradient,
    parse_program,
    variable,
)
from reference.primitives import PRIMITIVES


def grads(text, wrt, shapes=None, **inputs):
    graph = parse_program(text, shapes=shapes)
    found = evaluate(gradient(graph, wrt), inputs)
    return {name.removeprefix("grad."): value for name, value in found.items() if name.startswith("grad.")}


def operations(graph, name):
    """The operations that one output needs, without inputs and constants."""
    one = Graph([], {name: graph.node(name)})
    return [node.op for node in one.order if node.op not in ("input", "constant")]


# Fan-out, constants, identity -------------------------------------------------------------------------------------


def test_the_gradients_of_all_users_of_a_node_are_added():
    assert grads("a = x*x\nf = a*x + 3*a + a", ["x", "a"], x=2) == {"x": 28, "a": 6}


def test_a_node_used_twice_by_one_operation_counts_twice():
    assert grads("f = x*x", ["x"], x=3) == {"x": 6}
    assert grads("f = x + x", ["x"], x=3) == {"x": 2}
    assert grads("f = x - x", ["x"], x=3) == {"x": 0}
    assert grads("f = x / x", ["x"], x=3) == {"x": pytest.approx(0, abs=1e-16)}
    assert grads("f = x ** x", ["x"], x=2) == {"x": pytest.approx(4 * (1 + math.log(2)))}


def test_the_gradient_of_an_output_with_respect_to_itself_is_one():
    assert grads("f = x", ["x", "f"], x=3) == {"x": 1, "f": 1}


def test_what_does_not_reach_the_output_has_gradient_zero():
    assert grads("h = y*2\nf = x", ["y", "h"], x=3, y=1) == {"y": 0, "h": 0}
    assert grads("f = 3 + sign(x)", ["x"], x=2) == {"x": 0}
    found = grads("h = y*2\nf = x", ["y"], shapes={"y": (2, 3)}, x=3, y=np.ones((2, 3)))
    np.testing.assert_array_equal(found["y"], np.zeros((2, 3)))


def test_a_named_constant_has_a_gradient_too():
    assert grads("k = 2\nf = k*x", "nodes", x=3) == {"x": 2, "k": 3, "f": 1}


# What is asked for ------------------------------------------------------------------------------------------------


def test_the_outputs_are_the_value_and_the_gradients_in_the_order_asked():
    graph = parse_program("g = W*x; f = g + b")
    assert gradient(graph, ["b", "W"]).outputs == ("f", "grad.b", "grad.W")
    assert gradient(graph, "nodes").outputs == ("f", *(f"grad.{name}" for name in ("W", "x", "b", "g", "f")))
    assert gradient(graph, "W").outputs == ("f", "grad.W")


def test_nothing_is_computed_for_inputs_that_nobody_asked_for():
    graph = parse_program("f = sum(tanh(X @ W) @ V)", shapes={"X": (4, 3), "W": (3, 2), "V": (2,)})
    assert operations(gradient(graph, ["V"]), "grad.V").count("matmul") <= 2
    only = gradient(graph, ["V"])
    assert not any(node.shape == (4, 3) and node.op != "input" for node in only.order)
    assert not any(node.shape == (3, 2) and node.op != "input" for node in only.order)


def test_every_nodes_gradient_is_reached_by_name():
    graph = gradient(parse_program("c = a*b\nc = c + a\nf = c*c"), "nodes")
    assert evaluate(graph, {"a": 2, "b": 3}) == {
        "f": 64, "grad.a": 64, "grad.b": 32, "grad.c.1": 16, "grad.c": 16, "grad.f": 1,
    }  # fmt: skip


def test_one_of_several_outputs_is_picked():
    graph = parse_program("g = x*x\nf = g*x", output=["f", "g"])
    assert evaluate(gradient(graph, ["x"], of="g"), {"x": 3}) == {"g": 9, "grad.x": 6}
    with pytest.raises(GradientError) as caught:
        gradient(graph, ["x"])
    assert caught.value.code == "which_output"


def test_an_unknown_name_is_an_error_that_lists_the_known_ones():
    graph = parse_program("f = W*x")
    with pytest.raises(UnknownName, match="W, f, x"):
        gradient(graph, ["y"])
    with pytest.raises(UnknownName):
        gradient(graph, ["x"], of="g")


def test_an_array_output_needs_a_seed():
    graph = parse_program("f = x*x", shapes={"x": (3,)})
    with pytest.raises(GradientError, match=r"shape \(3,\)"):
        gradient(graph, ["x"])
    by_numbers = gradient(graph, ["x"], seed=[1, 10, 100])
    np.testing.assert_array_equal(evaluate(by_numbers, {"x": [1, 2, 3]})["grad.x"], [2, 40, 600])
    by_input = gradient(graph, ["x"], seed=variable("up", (3,)))
    assert by_input.inputs == ("x", "up")
    np.testing.assert_array_equal(evaluate(by_input, {"x": [1, 2, 3], "up": [0, 1, 0]})["grad.x"], [0, 4, 0])
    with pytest.raises(GradientError, match="the seed has shape"):
        gradient(graph, ["x"], seed=[1, 2])


# No trivial work --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("f = W*x + b", {"W": [], "x": [], "b": []}),
        ("f = x**2", {"x": ["multiply"]}),
        ("f = 3*x", {"x": []}),
        ("f = -x", {"x": []}),
        ("f = x - y", {"x": [], "y": []}),
        ("f = (x + 1) * 1", {"x": []}),
        ("f = 2*(3*x)", {"x": []}),
        ("f = x*x", {"x": ["multiply"]}),
        ("f = x/2", {"x": []}),
        ("f = exp(x)", {"x": ["exp"]}),
        ("f = sigmoid(x)", {"x": ["sigmoid", "subtract", "multiply"]}),
        ("f = x**3 / 3", {"x": ["power"]}),
        ("f = log(x) - log(y)", {"x": ["divide"], "y": ["divide"]}),
    ],
)
def test_the_gradient_has_no_products_with_one_and_no_sums_with_zero(text, expected):
    graph = gradient(parse_program(text), list(expected))
    assert {name: operations(graph, f"grad.{name}") for name in expected} == expected


def test_a_gradient_that_is_an_input_or_a_node_is_that_very_node():
    graph = parse_program("g = W*x; f = g*y")
    grads_ = gradient(graph, ["W", "y"])
    assert grads_.node("grad.y") is graph.node("g")


def test_constants_are_folded_exactly_but_never_into_ever_longer_numbers():
    assert gradient(parse_program("f = 0.1*(0.3*x)"), ["x"]).node("grad.x").attrs * 100 == 3
    text = "\n".join(["y = 3*x"] + ["y = 7*y"] * 300)
    graph = gradient(parse_program(text), ["x"])
    assert all(node.attrs < 2**54 for node in graph.order if node.op == "constant")
    assert evaluate(graph, {"x": 1})["grad.x"] == pytest.approx(3 * 7.0**300, rel=1e-12)


# Gradients of gradients -------------------------------------------------------------------------------------------


def test_the_gradient_of_a_gradient_has_the_name_of_both():
    graph = gradient(parse_program("f = x**2 * y"), ["x", "y"])
    twice = gradient(graph, ["x", "y"], of="grad.x")
    assert evaluate(twice, {"x": 3, "y": 5}) == {"grad.x": 30, "grad.x.x": 10, "grad.x.y": 6}


def test_the_third_derivative_of_tanh():
    graph = parse_program("f = tanh(x)")
    first = gradient(graph, ["x"])
    second = gradient(first, ["x"], of="grad.x")
    third = gradient(second, ["x"], of="grad.x.x")
    t = math.tanh(0.7)
    found = evaluate(third, {"x": 0.7})["grad.x.x.x"]
    assert found == pytest.approx(-2 * (1 - t * t) * (1 - 3 * t * t), rel=1e-13)


def test_a_hessian_times_a_vector_is_the_gradient_of_a_product():
    graph = parse_program("f = sum(exp(A @ x))", shapes={"A": (4, 3), "x": (3,)})
    slope = gradient(graph, ["x"])
    vector = variable("v", (3,))
    product = apply("matmul", slope.node("grad.x"), vector)
    along = Graph([*map(slope.node, slope.inputs), vector], {"s": product})
    rng = np.random.default_rng(0)
    A, x, v = rng.normal(size=(4, 3)), rng.normal(size=3), rng.normal(size=3)
    found = evaluate(gradient(along, ["x"]), {"A": A, "x": x, "v": v})["grad.x"]
    np.testing.assert_allclose(found, A.T @ np.diag(np.exp(A @ x)) @ A @ v, rtol=1e-12)


def test_mixed_second_derivatives_do_not_depend_on_the_order():
    graph = gradient(parse_program("f = x**y * sin(x*y)"), ["x", "y"])
    point = {"x": 1.3, "y": 0.7}
    one = evaluate(gradient(graph, ["y"], of="grad.x"), point)["grad.x.y"]
    other = evaluate(gradient(graph, ["x"], of="grad.y"), point)["grad.y.x"]
    assert one == pytest.approx(other, rel=1e-13)


# Conventions ------------------------------------------------------------------------------------------------------


def test_relu_and_abs_have_gradient_zero_at_zero():
    assert grads("f = relu(x) + 2*abs(y)", ["x", "y"], x=0, y=0) == {"x": 0, "y": 0}


def test_on_a_tie_max_and_min_share_the_gradient():
    assert grads("f = max(x, y) + 3*min(x, y)", ["x", "y"], x=2, y=2) == {"x": 2, "y": 2}
    found = grads("f = max(x)", ["x"], shapes={"x": (4,)}, x=[5, 1, 5, 2])
    np.testing.assert_array_equal(found["x"], [0.5, 0, 0.5, 0])


def test_clip_has_gradient_zero_at_its_bounds():
    found = grads("f = sum(clip(x, 0, 1))", ["x"], shapes={"x": (3,)}, x=[0, 0.5, 1])
    np.testing.assert_array_equal(found["x"], [0, 1, 0])


def test_a_changed_table_changes_the_gradient():
    row = PRIMITIVES["multiply"]
    swapped = {**PRIMITIVES, "multiply": replace(row, rules=row.rules[::-1])}
    graph = parse_program("f = W*x")
    assert evaluate(gradient(graph, ["W"], primitives=swapped), {"W": 2, "x": 5})["grad.W"] == 2


def test_nodes_do_not_change_and_errors_have_one_base():
    node = constant(1)
    with pytest.raises(AttributeError):
        node.op = "add"
    with pytest.raises(EngineError):
        apply("no_such_primitive", node)
    with pytest.raises(EngineError, match="takes 2 arguments, not 1"):
        apply("add", node)
