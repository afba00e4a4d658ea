"""On random graphs the interpreter, the compiled source and HIPS autograd give the same values and gradients."""

from __future__ import annotations

import autograd
import numpy as np
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from random_graphs import graphs

from reference import compile_graph, evaluate, gradient

# Some graphs do not use their first input: autograd warns, and rightly has gradient zero.
pytestmark = pytest.mark.filterwarnings("ignore:Output seems independent of input")


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(graphs(), st.integers(0, 2**32 - 1))
def test_interpreted_compiled_and_autograd_agree(drawn, seed):
    rng = np.random.default_rng(seed)
    graph = drawn.graph
    values = {name: rng.uniform(-2, 2, graph.named[name].shape) for name in graph.inputs}
    grads = gradient(graph, graph.inputs)
    interpreted = evaluate(grads, values)
    compiled = compile_graph(grads)(*(_plain(values[name]) for name in graph.inputs))
    arrays = tuple(np.asarray(values[name]) for name in graph.inputs)
    by_autograd = [autograd.grad(drawn.function, place)(*arrays) for place in range(len(arrays))]
    event(f"{len(graph) // 50 * 50} nodes or more")
    for ours, theirs in zip(interpreted.values(), compiled, strict=True):
        np.testing.assert_allclose(theirs, ours, rtol=1e-12, atol=1e-13)
    np.testing.assert_allclose(interpreted["f"], drawn.function(*arrays), rtol=1e-12, atol=1e-13)
    for name, theirs in zip(graph.inputs, by_autograd, strict=True):
        assert np.shape(interpreted[f"grad.{name}"]) == np.shape(theirs)
        np.testing.assert_allclose(interpreted[f"grad.{name}"], theirs, rtol=1e-9, atol=1e-11)


@pytest.mark.slow
@settings(max_examples=50, deadline=None)
@given(graphs(most=40), st.integers(0, 2**32 - 1))
def test_a_gradient_of_a_gradient_is_that_of_autograd(drawn, seed):
    rng = np.random.default_rng(seed)
    graph = drawn.graph
    name = graph.inputs[0]
    values = {name: rng.uniform(-2, 2, graph.named[name].shape) for name in graph.inputs}
    once = gradient(graph, [name])
    ones = np.ones(graph.named[name].shape)
    twice = evaluate(gradient(once, [name], of=f"grad.{name}", seed=ones), values)[f"grad.{name}.{name}"]
    arrays = tuple(np.asarray(values[name]) for name in graph.inputs)
    slope = autograd.grad(drawn.function, 0)
    theirs = autograd.grad(lambda *args: autograd.numpy.sum(slope(*args)), 0)(*arrays)
    np.testing.assert_allclose(twice, theirs, rtol=1e-8, atol=1e-10)


def _plain(value):
    return float(value) if np.shape(value) == () else value
