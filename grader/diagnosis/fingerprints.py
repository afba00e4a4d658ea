"""Work out what every known mistake would answer: the program run under each changed rule.

prints = Fingerprints(graph, inputs, kind)
prints.right(node)      # the right gradient there
prints.of(node)         # every mistake that applies, with its answer there and the node it happens at
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from grader.exercises import Kind
from reference.graph import CONSTANT, Graph, Node

from .library import LIBRARY
from .rules import Accumulation, Asked, Change, Forward, Mistake, Reverse, Rule, Seed, Sweep
from .tape import Array, Tape


@dataclass(frozen=True)
class Fingerprint:
    """A mistake's answer for one gradient. `site` is the node it happens at; None: everywhere it applies.

    `way` is the same for the same changed rule at other gradients.
    """

    mistake: Mistake
    site: Node | None
    sites: tuple[Node, ...]
    answer: Array
    way: tuple[int, int]


@dataclass(frozen=True)
class _Pass:
    """A rule and the nodes where it is changed; `site` where that is one of several."""

    mistake: Mistake
    rule: Rule
    site: Node | None
    sites: tuple[Node, ...]


class Fingerprints:
    """All mistakes on one graph at the given inputs (arrays of one shape, or NumPy floats).

    `typed` are values that the student wrote for nodes, `known` gradients that the student wrote; what a
    mistake answers at a node then follows from those above it.
    """

    def __init__(
        self,
        graph: Graph,
        inputs: Mapping[str, Array],
        kind: Kind,
        typed: Mapping[Node, Array] | None = None,
        known: Mapping[Node, Array] | None = None,
    ) -> None:
        self.graph = graph
        self.inputs = inputs
        self.kind = kind
        self.known = known or {}
        self.tape = Tape(graph, inputs, typed)
        with np.errstate(all="ignore"):
            self.gradients = self.tape.backward(known=self.known)

    def right(self, node: Node) -> Array:
        """The right gradient at the node, from what is known above it."""
        return self.gradients.get(node, np.float64(0))

    def of(self, node: Node, given: Mapping[Node, Array] | None = None) -> Iterator[Fingerprint]:
        """What each mistake answers for the gradient at the node, in the library's order.

        `given` are the student's answers elsewhere, from which an answer may have been taken.
        """
        asked = Asked(
            self.kind, self.tape, node, self.gradients, given or {}, lambda: self._truths[node],
            lambda: self._others_at_zero(node), lambda step: self._quotient(node, step),
        )  # fmt: skip
        with np.errstate(all="ignore"):
            for place, (run, gradients) in enumerate(self._backward_passes):
                if isinstance(run.rule, Change):
                    answers = run.rule.answers(asked) if node in self.gradients else ()
                    for other, answer in enumerate(answers):
                        yield Fingerprint(run.mistake, None, (node,), answer, (place, other))
                elif isinstance(run.rule, Forward):
                    answer = self.tape.forward(node, dict.fromkeys(run.sites, run.rule.row))
                    yield Fingerprint(run.mistake, run.site, run.sites, answer, (place, 0))
                elif node in gradients:
                    yield Fingerprint(run.mistake, run.site, run.sites, gradients[node], (place, 0))

    @cached_property
    def _backward_passes(self) -> list[tuple[_Pass, Mapping[Node, Array]]]:
        """Every pass of the library; for rules of the reverse kind with the gradients that it gives."""
        with np.errstate(all="ignore"):
            return [(run, self._gradients(run)) for run in _passes(self.graph, self.kind)]

    @cached_property
    def _truths(self) -> Mapping[Node, Array]:
        """The gradients where nothing above is known to be otherwise."""
        return self.tape.backward() if self.known else self.gradients

    def _gradients(self, run: _Pass) -> Mapping[Node, Array]:
        rule = run.rule
        if isinstance(rule, Reverse):
            return self.tape.backward(rows=dict.fromkeys(run.sites, rule.row), known=self.known)
        if isinstance(rule, Accumulation):
            return self.tape.backward(combine=dict.fromkeys(run.sites, rule.combine), known=self.known)
        if isinstance(rule, Seed):
            return self.tape.backward(known=self.known, seed=rule.seed(self.tape))
        if isinstance(rule, Sweep):
            return rule.run(self.tape)
        return {}

    def _others_at_zero(self, node: Node) -> Array:
        """The gradient at an input when every other input is 0."""
        inputs = {name: each if name == node.attrs else 0 * each for name, each in self.inputs.items()}
        return Tape(self.graph, inputs).backward().get(node, np.float64(0))

    def _quotient(self, node: Node, step: float) -> Array:
        """(f(x + h) − f(x)) / h for an input."""
        inputs = {**self.inputs, node.attrs: self.inputs[node.attrs] + step}
        moved = Tape(self.graph, inputs)
        return (moved.values[moved.output] - self.tape.values[self.tape.output]) / step


@lru_cache(maxsize=256)
def _passes(graph: Graph, kind: Kind) -> tuple[_Pass, ...]:
    """Every rule that applies to the graph, everywhere and at each node alone."""
    passes: list[_Pass] = []
    for mistake in LIBRARY:
        for rule in mistake.rules if kind in mistake.kinds else ():
            if isinstance(rule, Forward) and kind == "values":
                continue
            if isinstance(rule, Reverse) and rule.in_graphs and kind != "values":
                continue
            if isinstance(rule, Reverse | Forward | Accumulation):
                nodes = _nodes(graph, rule)
                if nodes and rule.sites != "one":
                    passes.append(_Pass(mistake, rule, None, nodes))
                if rule.sites == "one" or (rule.sites == "both" and len(nodes) > 1):
                    passes.extend(_Pass(mistake, rule, node, (node,)) for node in nodes)
            else:
                passes.append(_Pass(mistake, rule, None, ()))
    return tuple(passes)


def _nodes(graph: Graph, rule: Reverse | Forward | Accumulation) -> tuple[Node, ...]:
    if isinstance(rule, Accumulation):
        return tuple(node for node in graph.order if node.op != CONSTANT and len(graph.users[node]) > 1)
    ops = rule.ops.split()
    return tuple(node for node in graph.order if node.op in ops and rule.where(graph, node))
