"""The programs that engines are timed on: by hand, compiled by this engine, and by HIPS autograd, micrograd and torch.

Every contender is a function without arguments that gives the value and then the gradients, in one order for
all.
"""

from __future__ import annotations

import importlib.util
import math
from collections.abc import Callable
from dataclasses import dataclass
from math import exp, tanh
from typing import Any

import autograd
import autograd.numpy as anp
import numpy as np
from micrograd.engine import Value

from reference import compile_graph, gradient, parse_program
from reference.build import apply, variable
from reference.graph import Graph

torch: Any = None
if importlib.util.find_spec("torch"):
    import torch

    torch.set_num_threads(1)


@dataclass(frozen=True)
class Call:
    """A function and its arguments."""

    function: Callable[..., Any]
    args: tuple[Any, ...] = ()

    def __call__(self) -> Any:
        return self.function(*self.args)


Contenders = dict[str, Call]


@dataclass(frozen=True)
class Program:
    """One program: what it is, how close to hand-written code it should come, and who takes part."""

    name: str
    goal: float
    contenders: Callable[[], Contenders]


def compiled(graph: Graph, wrt: list[str], values: dict[str, Any]) -> Call:
    return Call(compile_graph(gradient(graph, wrt)), tuple(values[name] for name in graph.inputs))


def by_autograd(function: Callable[..., Any], args: Any, wrt: int) -> Call:
    """The value and the gradients with respect to the first `wrt` arguments."""
    slopes = autograd.value_and_grad(function, tuple(range(wrt)))

    def run(*args: Any) -> Any:
        value, grads = slopes(*args)
        return (value, *grads)

    return Call(run, args)


def by_torch(function: Callable[..., Any], args: Any, wrt: int) -> Contenders:
    if torch is None:
        return {}

    def run(*args: Any) -> Any:
        leaves = [torch.tensor(arg, dtype=torch.float64, requires_grad=i < wrt) for i, arg in enumerate(args)]
        value = function(*leaves)
        value.backward()
        return (value.item(), *(leaf.grad.numpy() for leaf in leaves[:wrt]))

    return {"torch": Call(run, args)}


def micro(value: Value, leaves: list[Any]) -> Any:
    """Run micrograd backwards and read off the gradients."""
    value.backward()
    return (value.data, *(_grads(leaf) for leaf in leaves))


def _grads(leaf: Any) -> Any:
    return [_grads(part) for part in leaf] if isinstance(leaf, list) else leaf.grad


def micro_function(data: float, slope: float, parent: Value) -> Value:
    """A function of one number that micrograd lacks."""
    out = Value(data, (parent,))

    def backward() -> None:
        parent.grad += slope * out.grad

    out._backward = backward
    return out


def micro_sigmoid(value: Value) -> Value:
    s = 1 / (1 + exp(-value.data))
    return micro_function(s, s * (1 - s), value)


def micro_tanh(value: Value) -> Value:
    t = tanh(value.data)
    return micro_function(t, 1 - t * t, value)


# W·x + b ----------------------------------------------------------------------------------------------------


def affine() -> Contenders:
    values = {"W": 0.7, "x": 1.3, "b": -0.2}
    args = tuple(values.values())

    def by_hand(W: float, x: float, b: float) -> Any:
        return W * x + b, x, W, 1.0

    def by_micrograd() -> Any:
        leaves = [Value(arg) for arg in args]
        return micro(leaves[0] * leaves[1] + leaves[2], leaves)

    graph = parse_program("f = W*x + b")
    return {
        "by hand": Call(by_hand, args),
        "compiled": compiled(graph, ["W", "x", "b"], values),
        "autograd": by_autograd(lambda W, x, b: W * x + b, args, 3),
        "micrograd": Call(by_micrograd),
        **by_torch(lambda W, x, b: W * x + b, args, 3),
    }


# a sigmoid neuron -------------------------------------------------------------------------------------------


def neuron() -> Contenders:
    values = {"w0": 0.3, "x0": 1.5, "w1": -0.6, "x1": 0.4, "w2": 0.1}
    args = tuple(values.values())

    def by_hand(w0: float, x0: float, w1: float, x1: float, w2: float) -> Any:
        s = 1 / (1 + exp(-(w0 * x0 + w1 * x1 + w2)))
        d = s * (1 - s)
        return s, d * x0, d * w0, d * x1, d * w1, d

    def by_micrograd() -> Any:
        w0, x0, w1, x1, w2 = leaves = [Value(arg) for arg in args]
        return micro(micro_sigmoid(w0 * x0 + w1 * x1 + w2), leaves)

    graph = parse_program("f = sigmoid(w0*x0 + w1*x1 + w2)")
    return {
        "by hand": Call(by_hand, args),
        "compiled": compiled(graph, list(values), values),
        "autograd": by_autograd(lambda w0, x0, w1, x1, w2: 1 / (1 + anp.exp(-(w0 * x0 + w1 * x1 + w2))), args, 5),
        "micrograd": Call(by_micrograd),
        **by_torch(lambda w0, x0, w1, x1, w2: torch.sigmoid(w0 * x0 + w1 * x1 + w2), args, 5),
    }


# XOR with two hidden neurons, a batch of four ---------------------------------------------------------------


def xor() -> Contenders:
    rng = np.random.default_rng(0)
    values = {
        "W1": rng.normal(size=(2, 2)),
        "b1": rng.normal(size=2),
        "W2": rng.normal(size=(2, 1)),
        "b2": rng.normal(size=1),
        "X": np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]),
        "Y": np.array([[0.0], [1.0], [1.0], [0.0]]),
    }
    args = tuple(values.values())

    def by_hand(W1: Any, b1: Any, W2: Any, b2: Any, X: Any, Y: Any) -> Any:
        H = 1 / (1 + np.exp(-(X @ W1 + b1)))
        P = 1 / (1 + np.exp(-(H @ W2 + b2)))
        E = P - Y
        d2 = 0.5 * E * (P * (1 - P))
        d1 = d2 @ W2.T * (H * (1 - H))
        return (E * E).mean(), X.T @ d1, d1.sum(axis=0), H.T @ d2, d2.sum(axis=0)

    def generic(xp: Any, sigmoid: Callable[[Any], Any]) -> Callable[..., Any]:
        def loss(W1: Any, b1: Any, W2: Any, b2: Any, X: Any, Y: Any) -> Any:
            error = sigmoid(xp.matmul(sigmoid(xp.matmul(X, W1) + b1), W2) + b2) - Y
            return xp.mean(error * error)

        return loss

    graph = parse_program(
        "H = sigmoid(X@W1 + b1); P = sigmoid(H@W2 + b2); E = P - Y; L = mean(E*E)",
        shapes={name: array.shape for name, array in values.items()},
    )
    return {
        "by hand": Call(by_hand, args),
        "compiled": compiled(graph, ["W1", "b1", "W2", "b2"], values),
        "autograd": by_autograd(generic(anp, lambda z: 1 / (1 + anp.exp(-z))), args, 4),
        "micrograd": Call(_xor_by_micrograd, args),
        **(by_torch(generic(torch, torch.sigmoid), args, 4) if torch else {}),
    }


def _xor_by_micrograd(*args: Any) -> Any:
    W1, b1, W2, b2 = (
        [[Value(v) for v in row] for row in arg] if arg.ndim == 2 else [Value(v) for v in arg] for arg in args[:4]
    )
    total = Value(0.0)
    for row, target in zip(args[4].tolist(), args[5].tolist(), strict=True):
        hidden = [micro_sigmoid(W1[0][k] * row[0] + W1[1][k] * row[1] + b1[k]) for k in (0, 1)]
        error = micro_sigmoid(hidden[0] * W2[0][0] + hidden[1] * W2[1][0] + b2[0]) - target[0]
        total = total + error * error * 0.25
    return micro(total, [W1, b1, W2, b2])


# 784-256-10, softmax and cross-entropy, a batch of 64 -------------------------------------------------------


def network() -> Contenders:
    rng = np.random.default_rng(0)
    values = {
        "W1": rng.normal(size=(784, 256)) * 0.05,
        "b1": rng.normal(size=256) * 0.05,
        "W2": rng.normal(size=(256, 10)) * 0.05,
        "b2": rng.normal(size=10) * 0.05,
        "X": rng.normal(size=(64, 784)),
        "Y": np.eye(10)[rng.integers(0, 10, 64)],
    }
    args = tuple(values.values())

    def by_hand(W1: Any, b1: Any, W2: Any, b2: Any, X: Any, Y: Any) -> Any:
        H = np.maximum(X @ W1 + b1, 0.0)
        Z = H @ W2 + b2
        Z = Z - Z.max(axis=1, keepdims=True)
        E = np.exp(Z)
        S = E.sum(axis=1, keepdims=True)
        loss = -(Y * (Z - np.log(S))).sum() / 64
        d2 = (E / S - Y) / 64
        d1 = d2 @ W2.T * (H > 0)
        return loss, X.T @ d1, d1.sum(axis=0), H.T @ d2, d2.sum(axis=0)

    def for_autograd(W1: Any, b1: Any, W2: Any, b2: Any, X: Any, Y: Any) -> Any:
        Z = anp.dot(anp.maximum(anp.dot(X, W1) + b1, 0.0), W2) + b2
        Z = Z - anp.max(Z, axis=1, keepdims=True)
        return -anp.sum(Y * (Z - anp.log(anp.sum(anp.exp(Z), axis=1, keepdims=True)))) / 64

    def for_torch(W1: Any, b1: Any, W2: Any, b2: Any, X: Any, Y: Any) -> Any:
        return -(Y * torch.log_softmax(torch.relu(X @ W1 + b1) @ W2 + b2, 1)).sum() / 64

    graph = parse_program(
        "H = relu(X@W1 + b1); Z = H@W2 + b2; L = -sum(Y * log_softmax(Z, axis=1)) / 64",
        shapes={name: array.shape for name, array in values.items()},
    )
    return {
        "by hand": Call(by_hand, args),
        "compiled": compiled(graph, ["W1", "b1", "W2", "b2"], values),
        "autograd": by_autograd(for_autograd, args, 4),
        **by_torch(for_torch, args, 4),
    }


# a chain of 10,000 nodes ------------------------------------------------------------------------------------

LINKS = 5_000  # of two nodes each


def chain() -> Contenders:
    values = {"a": 1.2, "x": 0.4}
    args = tuple(values.values())

    def by_hand(a: float, x: float) -> Any:
        ys = [x]
        y = x
        for _ in range(LINKS):
            y = math.tanh(a * y)
            ys.append(y)
        slope, da = 1.0, 0.0
        for i in range(LINKS, 0, -1):
            t = ys[i]
            slope = slope * (1.0 - t * t)
            da += slope * ys[i - 1]
            slope = slope * a
        return y, da, slope

    def linked(tanh_of: Callable[[Any], Any]) -> Callable[[Any, Any], Any]:
        def function(a: Any, x: Any) -> Any:
            for _ in range(LINKS):
                x = tanh_of(a * x)
            return x

        return function

    def by_micrograd() -> Any:
        leaves = [Value(arg) for arg in args]
        return micro(linked(micro_tanh)(*leaves), leaves)

    a, x = variable("a"), variable("x")
    node = x
    for _ in range(LINKS):
        node = apply("tanh", apply("multiply", a, node))
    return {
        "by hand": Call(by_hand, args),
        "compiled": compiled(Graph([a, x], {"y": node}), ["a", "x"], values),
        "autograd": by_autograd(linked(anp.tanh), args, 2),
        "micrograd": Call(by_micrograd),
        **(by_torch(linked(torch.tanh), args, 2) if torch else {}),
    }


PROGRAMS = (
    Program("W·x + b, scalars", 1.10, affine),
    Program("a sigmoid neuron, scalars", 1.10, neuron),
    Program("XOR 2-2-1, a batch of 4", 1.05, xor),
    Program("784-256-10, softmax cross-entropy, a batch of 64", 1.03, network),
    Program("a chain of 10,000 nodes", 1.25, chain),
)
