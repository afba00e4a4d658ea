"""Answers that people give in the place of a right one: exchanged, updated, inverted, from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from reference.graph import INPUT, Node

from .rules import Asked
from .tape import Array, Tape

LEARNING_RATES = (1.0, 0.5, 0.1, 0.01)
SMALL_RATES = (0.1, 0.01)
STEPS = (1.0, 0.5, 0.1, 0.01, 0.001)
_MOST_STEPS = 5_000


def same(left: Array, right: Array) -> bool:
    """Whether two results agree at every point, to the rounding of floats."""
    scale = np.maximum(np.abs(left), np.abs(right))
    return bool(np.all(np.abs(left - right) <= 1e-9 * scale))


def others_at_zero(a: Asked) -> Iterator[Array]:
    if a.node.op == INPUT and len(a.inputs) > 1:
        yield a.others_at_zero()


def all_partials(a: Asked) -> Iterator[Array]:
    if a.node in a.inputs and len(a.inputs) > 1:
        yield _total([a.gradients[node] for node in a.inputs])


def other_variable(a: Asked) -> Iterator[Array]:
    if a.node in a.inputs:
        yield from (a.gradients[node] for node in a.inputs if node is not a.node)


def partials_exchanged(a: Asked) -> Iterator[Array]:
    """Another input's, where the student gave this one's over there. In a graph, two factors are a case of their
    own."""
    if a.node in a.inputs:
        apart = [a.node] if a.kind == "formula" else _factors(a)
        yield from _exchanged(a, [node for node in a.inputs if node not in apart])


def factors_exchanged(a: Asked) -> Iterator[Array]:
    """The same for the two factors of one product."""
    yield from _exchanged(a, _factors(a))


def own_value(a: Asked) -> Iterator[Array]:
    yield a.value


def gradient_of_user(a: Asked) -> Iterator[Array]:
    """What stands at the next node, as the student has it or as it follows."""
    for user in dict.fromkeys(a.users):
        if user in a.gradients:
            yield a.given.get(user, a.gradients[user])


def added_term(a: Asked) -> Iterator[Array]:
    if a.node.op == INPUT and any(user.op in ("add", "subtract") for user in a.users):
        yield a.value
        yield np.float64(0)


def updated(a: Asked) -> Iterator[Array]:
    if a.node.op == INPUT:
        yield from (a.value - rate * a.right for rate in LEARNING_RATES)
        yield from (rate * a.right for rate in SMALL_RATES)


def nothing(_asked: Asked) -> Iterator[Array]:
    yield np.float64(0)


def inverted(a: Asked) -> Iterator[Array]:
    """1 over what follows from the numbers above, or over what is right."""
    yield 1 / a.right
    yield 1 / a.truth()


def difference(a: Asked) -> Iterator[Array]:
    if a.node.op == INPUT:
        yield from (a.quotient(step) for step in STEPS)


def middle(parts: Sequence[Array]) -> Array:
    """One of several paths, neither the first nor the last where there are more than two."""
    return parts[len(parts) // 2]


def product(parts: Sequence[Array]) -> Array:
    result = parts[0]
    for part in parts[1:]:
        result = result * part
    return result


def once_per_user(tape: Tape) -> dict[Node, Array]:
    """A backward pass without order: each node hands back all it has whenever a user reaches it."""
    gradients: dict[Node, Array] = {tape.output: np.float64(1)}
    stack = [tape.output]
    for _ in range(_MOST_STEPS):
        if not stack:
            return gradients
        node = stack.pop()
        for index, arg in enumerate(node.args):
            gradients[arg] = gradients.get(arg, np.float64(0)) + gradients[node] * tape.local(node, index)
            stack.append(arg)
    return {}


def depth_first(tape: Tape) -> dict[Node, Array]:
    """The same by recursion: a node hands back all it has so far, and goes on into each argument at once."""
    gradients: dict[Node, Array] = {tape.output: np.float64(1)}
    path = [(tape.output, 0)]
    for _ in range(_MOST_STEPS):
        if not path:
            return gradients
        node, index = path.pop()
        if index < len(node.args):
            arg = node.args[index]
            gradients[arg] = gradients.get(arg, np.float64(0)) + gradients[node] * tape.local(node, index)
            path += [(node, index + 1), (arg, 0)]
    return {}


def _factors(a: Asked) -> list[Node]:
    """The node and the other factors of the products that it stands in."""
    return [a.node, *(arg for user in a.users if user.op == "multiply" for arg in user.args)]


def _exchanged(a: Asked, others: list[Node]) -> Iterator[Array]:
    for node in others:
        if node is not a.node and node in a.given and node in a.gradients and same(a.given[node], a.right):
            yield a.gradients[node]


def _total(parts: list[Array]) -> Array:
    total = parts[0]
    for part in parts[1:]:
        total = total + part
    return total
