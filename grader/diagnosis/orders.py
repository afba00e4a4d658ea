"""Go backwards through a graph in orders that are not right: what comes out where an engine has no topological order.

A node hands back what it holds at that moment. In the reversed topological order it holds everything by then; in the
orders below it may hold a part only, or hand something back twice.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from heapq import heappop, heappush

import numpy as np

from reference.graph import Node

from .tape import Array, Tape

_MOST_STEPS = 2_000


def without_order(tape: Tape) -> Iterator[Mapping[Node, Array]]:
    """The gradients that each of these orders leaves behind."""
    for last_first in (False, True):
        for again in (False, True):
            yield _handed_back(tape, _depth_first(tape.output, last_first, again))
            yield _handed_back(tape, _breadth_first(tape.output, last_first, again))
        yield _handed_back(tape, reversed(_finished(tape.output, last_first)))
    yield _handed_back(tape, tape.graph.order)
    yield _handed_back(tape, _oldest_first(tape))


def _handed_back(tape: Tape, order: Iterator[Node] | tuple[Node, ...]) -> Mapping[Node, Array]:
    gradients: dict[Node, Array] = {tape.output: np.float64(1)}
    for step, node in enumerate(order):
        if step >= _MOST_STEPS:
            return {}
        for index, arg in enumerate(node.args):
            part = gradients.get(node, np.float64(0)) * tape.local(node, index)
            gradients[arg] = gradients.get(arg, np.float64(0)) + part
    return gradients


def _depth_first(root: Node, last_first: bool, again: bool) -> Iterator[Node]:
    """A node, then all below its first argument, then the next; with `again` as often as a node is met."""
    stack, seen = [root], set()
    while stack:
        node = stack.pop()
        if node in seen and not again:
            continue
        seen.add(node)
        yield node
        stack.extend(node.args if last_first else reversed(node.args))


def _breadth_first(root: Node, last_first: bool, again: bool) -> Iterator[Node]:
    """A node, then all its arguments, then all of theirs."""
    queue, seen = deque([root]), {root}
    while queue:
        node = queue.popleft()
        yield node
        for arg in reversed(node.args) if last_first else node.args:
            if again or arg not in seen:
                seen.add(arg)
                queue.append(arg)


def _oldest_first(tape: Tape) -> Iterator[Node]:
    """Of the nodes that have been met, always the one that was made first."""
    age = {node: place for place, node in enumerate(tape.graph.order)}
    heap, seen = [age[tape.output]], {tape.output}
    while heap:
        node = tape.graph.order[heappop(heap)]
        yield node
        for arg in node.args:
            if arg not in seen:
                seen.add(arg)
                heappush(heap, age[arg])


def _finished(root: Node, last_first: bool) -> list[Node]:
    """Arguments before users, but a node as often as it is met: a topological sort that forgets where it was."""
    order: list[Node] = []
    stack = [(root, False)]
    while stack and len(order) < _MOST_STEPS:
        node, ready = stack.pop()
        if ready:
            order.append(node)
            continue
        stack.append((node, True))
        stack.extend((arg, False) for arg in (node.args if last_first else reversed(node.args)))
    return order
