"""A network's backward pass under changed rules: the right ones give what the engine gives, every other is named."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pytest

from grader.diagnosis.networks import NETWORKS, Observation, name_network
from grader.diagnosis.networks.layers import layers_of
from grader.diagnosis.networks.library import NetworkMistake
from grader.diagnosis.networks.passes import Network, Rules
from reference import evaluate, gradient, parse_program
from reference.graph import Graph

Array = npt.NDArray[np.float64]

XOR = "H = sigmoid(X@W1 + b1); P = sigmoid(H@W2 + b2); L = -mean(Y*log(P) + (1-Y)*log(1-P))"
SQUARED = "H = tanh(X@W1 + b1); P = sigmoid(H@W2 + b2); L = sum((P - Y)**2) / 2"
LINEAR = "H = relu(X@W1 + b1); P = H@W2 + b2; L = mean((P - Y)**2)"
DEEP = "A = tanh(X@W1 + b1); B = tanh(A@W2 + b2); P = sigmoid(B@W3 + b3); L = -mean(Y*log(P) + (1-Y)*log(1-P))"
CLASSES = "H = tanh(X@W1 + b1); P = softmax(H@W2 + b2); L = -mean(sum(Y*log(P), axis=1))"
ONE_LAYER = "P = sigmoid(X@W1 + b1); L = -mean(Y*log(P) + (1-Y)*log(1-P))"
SQUARE_WEIGHTS = "A = tanh(X@W1 + b1); B = sigmoid(A@W2 + b2); P = B@W3 + b3; L = mean((P - Y)**2)"
PROGRAMS = {
    "cross-entropy": XOR, "squares": SQUARED, "linear": LINEAR, "deep": DEEP, "classes": CLASSES,
    "one layer": ONE_LAYER, "square weights": SQUARE_WEIGHTS,
}  # fmt: skip


def sized(program: str, n: int, h: int) -> Graph:
    shapes = {"X": (n, 2), "Y": (n, 1), "W1": (2, h), "b1": (h,), "W2": (h, 1), "b2": (1,)}
    if program == SQUARE_WEIGHTS:
        shapes |= {"W2": (h, h), "b2": (h,), "W3": (h, 1), "b3": (1,)}
    if program == CLASSES:
        shapes |= {"Y": (n, h + 1), "W2": (h, h + 1), "b2": (h + 1,)}
    if program == ONE_LAYER:
        shapes = {"X": (n, h), "Y": (n, 1), "W1": (h, 1), "b1": (1,)}
    if program == DEEP:
        shapes |= {"W2": (h, h + 1), "b2": (h + 1,), "W3": (h + 1, 1), "b3": (1,)}
    return parse_program(program, shapes=shapes)


def inputs_of(graph: Graph, seed: int) -> dict[str, Array]:
    drawn = np.random.default_rng(seed)
    numbers = {name: drawn.uniform(-1.5, 1.5, graph.node(name).shape) for name in graph.inputs}
    y = numbers["Y"]
    classes = np.eye(y.shape[1])[np.argmax(y, axis=1)]
    return {**numbers, "Y": classes if y.shape[1] > 1 else (y > 0).astype(float)}


def networks(program: str) -> list[Network]:
    graphs = [sized(program, n, h) for n, h in ((3, 4), (5, 3), (7, 5))]
    return [Network(graph, inputs_of(graph, seed)) for seed, graph in enumerate(graphs)]


def observed(program: str, rules: Rules | None = None) -> list[Observation]:
    """What comes of these rules; the right gradients where their arrays do not fit."""
    found = []
    for network in networks(program):
        given = {**network.gradients(), **(network.gradients(rules) if rules else {})}
        named = {network.graph.name_of(node): array for node, array in given.items()}
        found.append(Observation(network.graph, network.inputs, {name: each for name, each in named.items() if name}))
    return found


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS)
def test_the_right_rules_give_what_the_engine_gives(program: str) -> None:
    for network in networks(program):
        names = [name for name in network.graph.inputs if name[0] in "Wb"]
        right = evaluate(gradient(network.graph, names), network.inputs)
        given = network.gradients()
        for name in names:
            assert np.allclose(given[network.graph.node(name)], right[f"grad.{name}"], rtol=1e-12, atol=1e-15)


def test_layers_are_seen_with_and_without_a_function_at_the_end() -> None:
    assert [len(layers_of(sized(program, 3, 4))) for program in PROGRAMS.values()] == [2, 2, 2, 3, 2, 1, 3]
    last = layers_of(sized(LINEAR, 3, 4))[-1]
    assert last.out is last.sums
    assert layers_of(parse_program("L = sum(x * w)", shapes={"x": (3,), "w": (3,)})) == ()


def wrong_in(right: list[Observation], changed: list[Observation]) -> list[str]:
    """The gradients that differ in some observation."""
    return [name for name in right[0].got if not all(close(*pair, name) for pair in zip(right, changed, strict=True))]


def close(one: Observation, other: Observation, name: str) -> bool:
    left, right = np.squeeze(one.got[name]), np.squeeze(other.got[name])
    return left.shape == right.shape and bool(np.allclose(left, right, rtol=1e-9, atol=1e-12))


@pytest.mark.slow
@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS)
@pytest.mark.parametrize("mistake", NETWORKS, ids=lambda mistake: mistake.code)
def test_every_mistake_is_named_where_it_changes_something(program: str, mistake: NetworkMistake) -> None:
    right = observed(program)
    for rules in mistake.forms:
        changed = observed(program, rules)
        wrong = wrong_in(right, changed)
        slips = name_network(changed, wrong)
        for name in wrong:
            named = slips.named[name]
            assert mistake.code in (named.code, *named.also), named


@pytest.mark.parametrize("mistake", NETWORKS, ids=lambda mistake: mistake.code)
def test_every_mistake_changes_something_somewhere(mistake: NetworkMistake) -> None:
    assert any(wrong_in(observed(program), observed(program, mistake.forms[0])) for program in PROGRAMS.values())


def test_right_gradients_have_no_name() -> None:
    assert name_network(observed(XOR), []).named == {}


def test_a_program_that_is_more_than_its_layers_is_left_alone() -> None:
    """A weight that stands in the loss as well has another gradient than the layer gives it."""
    program = XOR + " + 0.1 * sum(W1**2)"
    changed = observed(program, Rules(delta=lambda net: -net.delta))
    assert name_network(changed, ["W1", "b1", "W2", "b2"]).named == {}


def test_random_gradients_have_no_name() -> None:
    drawn = np.random.default_rng(0)
    noise = [
        Observation(each.graph, each.inputs, {name: drawn.normal(size=got.shape) for name, got in each.got.items()})
        for each in observed(XOR)
    ]
    assert name_network(noise, ["W1", "b1", "W2", "b2"]).named == {}


def scaled(observations: list[Observation], factors: Mapping[str, float]) -> list[Observation]:
    return [
        Observation(each.graph, each.inputs, {name: got * factors.get(name, 1.0) for name, got in each.got.items()})
        for each in observations
    ]


def test_one_gradient_off_by_a_number_is_a_constant_factor() -> None:
    slips = name_network(scaled(observed(XOR), {"W2": 3.0}), ["W2"])
    assert slips.named["W2"].code == "constant_factor"
    assert slips.follow == frozenset()


def test_all_gradients_off_by_one_number_are_charged_once() -> None:
    everything = ["W1", "b1", "W2", "b2"]
    slips = name_network(scaled(observed(XOR), dict.fromkeys(everything, 3.0)), everything)
    assert slips.follow == {"W1", "b1", "b2"}
    assert {named.code for named in slips.named.values()} == {"constant_factor"}


def test_different_factors_are_different_mistakes() -> None:
    everything = ["W1", "b1", "W2", "b2"]
    factors = dict(zip(everything, (3.0, 3.0, 5.0, 3.0), strict=True))
    assert name_network(scaled(observed(XOR), factors), everything).follow == frozenset()
