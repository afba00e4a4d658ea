"""Turn what a function was seen to do into strands, and keep what follows from them.

Nothing here depends on the numbers of one submission, so it is shared by all whose functions do the same.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from math import prod
from typing import Any, TypeVar, cast

from .claim import NONE, SEVERAL, Asked, Output, Run, read
from .interned import Interned
from .pieces import Strand, Tree, UnprovedError
from .remembered import Remembered, digest

Shape = tuple[int, ...]
Strands = Mapping[Hashable, Strand]
T = TypeVar("T")

# In lines of runs, each of which takes about half a kilobyte.
MAX_REMEMBERED = 50_000

_seen: Remembered[Seen] = Remembered(MAX_REMEMBERED, lambda seen: sum(len(run.lines) for run in seen.runs))


@dataclass(eq=False)
class Seen:
    """All that was seen of a function, in one round or several; `runs` are those of the last round.

    There are strands of numbers, and of arrays (`True`).
    """

    key: Hashable
    interned: Interned
    runs: Sequence[Run]
    strands: Mapping[bool, Strands]
    _concluded: dict[Hashable, Any] = field(default_factory=dict)

    @classmethod
    def nothing(cls, key: Hashable) -> Seen:
        """To begin with. The key says what the function is asked for."""
        return cls(key, Interned(), (), {False: {}, True: {}})

    def and_then(self, claim: object, arguments: tuple[str, ...], shapes: tuple[Shape, ...]) -> Seen:
        """With what was seen in one more round, at points of these shapes. Raises ClaimError and UnprovedError."""
        key = (self.key, arguments, shapes, digest(claim))
        return _seen.get(key, lambda: self._followed(key, claim, arguments, shapes))

    def _followed(self, key: Hashable, claim: object, arguments: tuple[str, ...], shapes: tuple[Shape, ...]) -> Seen:
        interned = self.interned if self.runs else Interned()
        runs = read(claim, Asked(arguments, tuple((prod(shape),) * len(arguments) for shape in shapes)), interned)
        strands = {arrays: dict(known) for arrays, known in self.strands.items()}
        for run in runs:
            if len({shapes[place] for place in run.points}) != 1:
                raise UnprovedError("one run for arguments of several shapes")
            shape = shapes[run.points[0]]
            for strand in _strands(run, shape):
                own = tuple(sorted((name, id(node)) for name, node in strand.outputs.items()))
                strands[bool(shape)].setdefault((strand.path, own), strand)
        return Seen(key, interned, runs, strands)

    def tree(self, arrays: bool) -> Tree:
        """The strands of one kind."""
        return Tree(list(self.strands[arrays].values()), self.interned)

    def conclude(self, about: Hashable, work_out: Callable[[], T]) -> T:
        """What follows, worked out once."""
        if about not in self._concluded:
            self._concluded[about] = work_out()
        return cast("T", self._concluded[about])


def _strands(run: Run, shape: Shape) -> list[Strand]:
    """The strand of each entry: entries must not know of one another."""
    paths: list[list[Any]] = [[] for _ in range(prod(shape))]
    for line, truth in run.decisions:
        element = run.elements[line]
        if element in (NONE, SEVERAL):
            raise UnprovedError("a condition that is not about one entry")
        paths[element].append((run.nodes[line], truth))
    return [
        Strand(tuple(path), {key: _entry(run, output, shape, place) for key, output in run.outputs.items()})
        for place, path in enumerate(paths)
    ]


def _entry(run: Run, output: Output, shape: Shape, place: int) -> Any:
    if output.shape != shape:
        raise UnprovedError("a result of another shape")
    line = output.lines[place]
    if run.elements[line] not in (NONE, place):
        raise UnprovedError("a result made of several entries")
    return run.nodes[line]
