"""Prove code for arrays of their own shapes right: entry by entry, at two sizes.

There are no pieces here: code that decides by its values, as a mask does, is shown by points.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from functools import reduce

import numpy as np

from grader.exercises import CodeSpec
from grader.exercises.array_files import small_sizes
from grader.sandbox import Call, CallReport
from reference.graph import Node

from ...entries import NoEntriesError, entries
from ...marks import Task
from ..covering import SMALL_TRIES
from ..plan import Try
from ..truths import Truths
from . import picking
from .bearing_out import Traced, replayed
from .claim import Asked, ClaimError, Run, read
from .equality import equal, is_defined
from .following import MAX_REMEMBERED
from .interned import Interned
from .pieces import UnprovedError
from .regions import Region
from .remembered import Remembered, digest
from .replay import agrees

MAX_ENTRIES = 100

_seen: Remembered[tuple[list[Run], bool]] = Remembered(
    MAX_REMEMBERED, lambda seen: sum(len(run.lines) for run in seen[0])
)


@dataclass
class NetworkProver:
    """As `Prover`, for arguments that have shapes of their own."""

    task: Task
    spec: CodeSpec
    picked: list[Try] = field(default_factory=list)

    def call(self, _tries: Sequence[Try], special: Sequence[Try]) -> Call:
        """The call that traces the function at those of the special tries that are small."""
        small = small_sizes(self.spec, special[0].sizes or {}) if special else []
        self.picked = [made for made in special if made.sizes in small][: len(small) * SMALL_TRIES]
        return picking.call(self.spec, self.picked)

    def conclude(self, tries: Sequence[Try], calls: Sequence[CallReport], claim: object) -> bool | list[Try]:
        """Whether the function is proved right. Nothing more is ever to be tried."""
        fresh = {made: Traced(made, call.value) for made, call in zip(tries, calls, strict=True)}
        traced = [fresh[made] for made in self.picked]
        try:
            runs, right = _seen.get(self._key(claim), lambda: self._followed(claim))
            return bool(traced) and right and all(self._is_borne_out(run, traced) for run in runs)
        except (ClaimError, NoEntriesError, UnprovedError):
            return False

    def _key(self, claim: object) -> Hashable:
        instance = self.task.instance
        sizes = tuple(tuple((made.sizes or {}).items()) for made in self.picked)
        return instance.digest, instance.program, sizes, digest(claim)

    def _followed(self, claim: object) -> tuple[list[Run], bool]:
        """The runs that are claimed, and whether their formulas are the right ones."""
        interned = Interned()
        names = self.spec.arguments
        sizes = tuple(tuple(int(np.size(made.inputs[name])) for name in names) for made in self.picked)
        runs = read(claim, Asked(names, sizes, apart=True), interned)
        return runs, all(self._is_right(run, self.picked[run.points[0]], interned) for run in runs)

    def _is_borne_out(self, run: Run, traced: Sequence[Traced]) -> bool:
        """Every run has two points of its size, of which it knows no number."""
        own = [traced[place] for place in run.points]
        if run.decisions or len(own) != SMALL_TRIES:
            return False
        return all(agrees(run, replayed(run, self.spec, each), each.results) for each in own)

    def _is_right(self, run: Run, made: Try, interned: Interned) -> bool:
        wanted = entries(Truths(self.task.instance, self.spec).graph(made.sizes), interned)
        keys = {"": self.spec.returns} if isinstance(self.spec.returns, str) else self.spec.returns
        if run.outputs.keys() != keys.keys():
            return False
        pairs: dict[tuple[Node, Node], None] = {}
        for key, output in run.outputs.items():
            right = wanted[keys[key]]
            if len(right) != len(output.lines):
                return False
            pairs.update(dict.fromkeys(zip((run.nodes[line] for line in output.lines), right, strict=True)))
        if len(pairs) > MAX_ENTRIES:
            return False
        ours, theirs = (_combined([pair[side] for pair in pairs], interned) for side in (0, 1))
        return equal(ours, theirs) and is_defined(ours, Region({}))


def _combined(nodes: Sequence[Node], interned: Interned) -> Node:
    """All formulas as one: each times an input of its own. Two such sums are equal where all their parts are."""
    parts = [interned.apply("multiply", interned.variable(f"part {place}"), node) for place, node in enumerate(nodes)]
    return reduce(lambda left, right: interned.apply("add", left, right), parts)
