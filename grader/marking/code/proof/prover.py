"""Prove code right: what it was seen to do, piece by piece, is the formula that was asked for.

prover = Prover.of(task, spec, source)         None where the code's text does not let it be followed
prover.call(tries, special)                    one more call for the sandbox: trace the function at some of these
prover.conclude(tries, calls, claim)           True, False, or more tries that must be made first
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from grader.exercises import CodeSpec
from grader.sandbox import Call, CallReport
from reference.graph import Node

from ...marks import Task
from ..covering import Domain, array_tries, number_try
from ..plainly import WHOLE
from ..plan import Try
from . import picking
from .aiming import turning_points
from .bearing_out import Traced, bear_out
from .claim import ClaimError
from .equality import equal, is_defined
from .fence import why_not
from .following import Seen
from .networks import NetworkProver
from .pieces import Choices, Fork, Piece, Resolver, Unexplored, UnprovedError
from .regions import Cut, Lines, Region, Span
from .searching import inside

_ENOUGH = 2
_SHARE = Fraction(5, 17)


@dataclass
class Prover:
    """What is known of one submission's function, from all rounds of tries."""

    task: Task
    spec: CodeSpec
    many: bool
    known: list[Traced] = field(default_factory=list)
    picked: list[Try] = field(default_factory=list)

    def __post_init__(self) -> None:
        instance = self.task.instance
        self._seen = Seen.nothing((instance.digest, instance.program))

    @classmethod
    def of(cls, task: Task, spec: CodeSpec, source: str) -> Prover | NetworkProver | None:
        """A prover, if nothing in the code's text is in the way."""
        if why_not(source, spec.function) is not None:
            return None
        if spec.shapes:
            return NetworkProver(task, spec)
        return cls(task, spec, picking.asks(source, spec.function))

    def call(self, tries: Sequence[Try], special: Sequence[Try]) -> Call:
        """The call that traces the function at some of the tries, above all at the special ones."""
        self.picked = picking.chosen(tries, special, self.many)
        return picking.call(self.spec, self.picked)

    def conclude(self, tries: Sequence[Try], calls: Sequence[CallReport], claim: object) -> bool | list[Try]:
        """Whether the function is proved right; or the tries that are still to be made for that.

        `calls` are those of the tries, all of them right; `claim` is what the call that traces gave.
        """
        fresh = {made: Traced(made, call.value) for made, call in zip(tries, calls, strict=True)}
        self.known += fresh.values()
        self.many = True
        try:
            traced = [fresh[made] for made in self.picked]
            self._seen = self._seen.and_then(claim, self.spec.arguments, tuple(each.made.shape for each in traced))
            bear_out(self._seen.runs, self.spec, traced, [each for each in self.known if each.made.drawn])
            proofs = [proof for arrays in (False, True) if (proof := self._proof(arrays)) is not None]
            turns = [made for proof in proofs for made in proof.turns()]
            return turns or [made for proof in proofs for made in proof.wanted()] or True
        except (ClaimError, UnprovedError):
            return False

    def _proof(self, arrays: bool) -> _Proof | None:
        domain = Domain.of(self.spec, arrays)
        if domain is None:
            return None
        tried = [each.made for each in self.known if bool(each.made.shape) is arrays]
        return _Proof(self, domain, self._seen, tried, arrays)


@dataclass
class _Proof:
    """The proof for one kind of arguments."""

    prover: Prover
    domain: Domain
    seen: Seen
    tried: Sequence[Try]
    arrays: bool

    def turns(self) -> list[Try]:
        """Tries where a condition turns that has been seen, and the function was not run."""
        turns = self.seen.conclude(("turns", self.arrays), self._turns)
        tried = [point.items() for made in self.tried for point in made.points] if turns else []
        ends = self.domain.ends
        middle = {name: float(low + (high - low) * _SHARE) for name, (low, high) in ends.items()}
        return self._tries([{**middle, **turn} for turn in turns if not any(turn.items() <= point for point in tried)])

    def _turns(self) -> list[dict[str, float]]:
        tree = self.seen.tree(self.arrays)
        roots = [node for strand in tree.strands for node in strand.nodes]
        return turning_points(roots, self.domain.ends, tree.interned)

    def wanted(self) -> list[Try]:
        """Nothing, where all is proved; or tries where nothing has been run yet. Raises UnprovedError."""
        found = self.seen.conclude(("pieces", self.arrays), self._right_regions)
        if isinstance(found, Unexplored):
            return self._tries_in(found.region, found.choices)
        if found is None:
            raise UnprovedError("a formula that is not shown to be right")
        return [made for region in found if not self._is_tried(region) for made in self._tries_in(region, {})]

    def _right_regions(self) -> Sequence[Region] | Unexplored | None:
        """The regions of all pieces without choices, if every piece is right; None if one is not shown to be."""
        spans = {name: Span(low, high) for name, (low, high) in self.domain.ends.items()}
        tree = self.seen.tree(self.arrays)
        try:
            pieces = list(tree.pieces(Region(spans)))
            if all(piece.region.is_point or self._is_right(piece) for piece in pieces):
                return [piece.region for piece in pieces if not piece.choices]
        except Unexplored as missing:
            return missing
        except UnprovedError:
            return None
        return None

    def _is_right(self, piece: Piece) -> bool:
        asked = self._asked()
        if piece.outputs.keys() != asked.keys():
            return False
        resolve = Resolver(piece.region, piece.choices, self.seen.interned, Lines())
        try:
            wanted = {key: resolve.formula(node) for key, node in asked.items()}
        except (Cut, Fork):
            raise UnprovedError("a derivative with more cases than the code") from None
        return all(
            equal(found, wanted[key]) and is_defined(found, piece.region) for key, found in piece.outputs.items()
        )

    def _asked(self) -> Mapping[str, Node]:
        returns = self.prover.spec.returns
        keys = {WHOLE: returns} if isinstance(returns, str) else returns
        graphs = {key: self.prover.task.instance.asked_graph(asked) for key, asked in keys.items()}
        return {key: graph.node(graph.outputs[0]) for key, graph in graphs.items()}

    def _is_tried(self, region: Region) -> bool:
        """Whether the function was run there with plain numbers, at two points if it is more than one."""
        points = inside(region, {}, limit=1)
        if not points:
            return True  # there is no float in it
        wanted = 1 if region.is_point else _ENOUGH
        tried: list[Mapping[str, float]] = []
        for point in (point for made in self.tried for point in made.points):
            if region.holds(point) and point not in tried:
                tried.append(point)
            if len(tried) == wanted:
                return True
        return False

    def _tries_in(self, region: Region, choices: Choices) -> list[Try]:
        points = inside(region, choices, limit=_ENOUGH)
        if not points:
            raise UnprovedError("a piece of which no point was found")
        made = self._tries([*points, *points] if self.arrays else points)
        if not made:
            raise UnprovedError("a piece that no trial promises")
        return made

    def _tries(self, points: Sequence[Mapping[str, float]]) -> list[Try]:
        if self.arrays:
            return list(array_tries(self.domain, points))
        return [made for point in points for made in number_try(self.domain, point)]
