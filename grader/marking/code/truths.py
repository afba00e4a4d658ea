"""Work out what a function should have given: the graph in ball arithmetic, right where floats would overflow.

truths = Truths(instance, spec)
truths.of(made, "grad.W1")      # a float64 array of the shape that is wanted, NaN where there is no value
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from grader.exercises import CodeSpec, Instance
from reference.gradient import gradient
from reference.graph import Graph

from ..array_balls import true_arrays
from ..balls import true_values
from .plan import Try

Array = npt.NDArray[np.float64]
Sizes = tuple[tuple[str, int], ...]


class Truths:
    """The true results of every try. Graphs and results are kept: several keys of a dict ask for them."""

    def __init__(self, instance: Instance, spec: CodeSpec) -> None:
        self._instance = instance
        self._spec = spec
        self._graphs: dict[str, Graph] = {}
        self._sized: dict[Sizes, Graph] = {}
        self._arrays: dict[int, Mapping[str, Array]] = {}

    def of(self, made: Try, asked: str) -> Array:
        """What the function should have given there for that asked quantity."""
        if made.sizes is None:
            return self._by_element(made, asked)
        if id(made) not in self._arrays:
            self._arrays[id(made)] = true_arrays(self.whole(made.sizes), made.inputs)
        return self._arrays[id(made)][asked]

    def _by_element(self, made: Try, asked: str) -> Array:
        if asked not in self._graphs:
            self._graphs[asked] = self._instance.asked_graph(asked)
        found = [true_values(self._graphs[asked], point)[asked] for point in made.points()]
        return np.array([np.nan if number is None else number for number in found], dtype=np.float64).reshape(
            made.shape
        )

    def whole(self, sizes: Mapping[str, int]) -> Graph:
        """All that is asked for as one graph, for arrays of these sizes."""
        key = tuple(sorted(sizes.items()))
        if key not in self._sized:
            program = self._instance.with_shapes(self._spec.sized(sizes))
            asks = program.asks
            slopes = gradient(program.graph, [ask.node for ask in asks.values() if ask.what == "gradient"])
            outputs = {
                name: slopes.node(f"grad.{ask.node}" if ask.what == "gradient" else ask.node)
                for name, ask in asks.items()
            }
            self._sized[key] = Graph(map(program.graph.node, program.graph.inputs), outputs)
        return self._sized[key]
