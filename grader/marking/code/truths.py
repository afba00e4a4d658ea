"""Work out what a function should have given, right where floats would overflow: see `marking.truth`.

truths = Truths(instance, spec)
truths.prepare(tries)           # for all at once, which may be done beside the run
truths.of(made, "grad.W1")      # a float64 array of the shape that is wanted, NaN where there is no value
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from grader.exercises import CodeSpec, Instance
from reference.graph import Graph

from ..truth import Array, by_name, true_rows
from .plan import Try


class Truths:
    """The true results of every try; worked out once, since several keys and rounds ask for them."""

    def __init__(self, instance: Instance, spec: CodeSpec) -> None:
        self.instance = instance
        self._asked = tuple([spec.returns] if isinstance(spec.returns, str) else spec.returns.values())
        self._spec = spec
        self._found: dict[Try, Mapping[str, Array]] = {}

    def of(self, made: Try, asked: str) -> Array:
        """What the function should have given there for that asked quantity."""
        if made not in self._found:
            self.prepare([made])
        return self._found[made][asked]

    def prepare(self, tries: Iterable[Try]) -> None:
        """Work out what is wanted of all these tries."""
        alike: dict[tuple[int, ...] | None, list[Try]] = {}
        for made in tries:
            alike.setdefault(tuple(made.sizes.values()) if made.sizes else None, []).append(made)
        for group in alike.values():
            self._work_out(self.graph(group[0].sizes), group)

    def graph(self, sizes: Mapping[str, int] | None) -> Graph:
        """All that is asked for as one graph: of single numbers, or of arrays of these sizes."""
        program = self.instance if sizes is None else self.instance.with_shapes(self._spec.sized(sizes))
        return program.asked_graph(*self._asked)

    def _work_out(self, graph: Graph, tries: Sequence[Try]) -> None:
        rows = [[tuple(row) for row in made.rows(graph.inputs)] for made in tries]
        distinct = list(dict.fromkeys(row for own in rows for row in own))
        found = dict(zip(distinct, true_rows(graph, distinct), strict=True))
        for made, own in zip(tries, rows, strict=True):
            results = [found[row] for row in own]
            if made.sizes is not None:
                self._found[made] = by_name(graph, graph.outputs, results[0])
                continue
            if made.shape == ():
                self._found[made] = dict(zip(graph.outputs, map(np.array, results[0]), strict=True))
                continue
            columns = zip(*results, strict=True) if results else ((),) * len(graph.outputs)
            arrays = (np.array(column, dtype=np.float64).reshape(made.shape) for column in columns)
            self._found[made] = dict(zip(graph.outputs, arrays, strict=True))
