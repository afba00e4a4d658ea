"""Follow a function through all its cases: on every piece of the domain, one formula without case distinctions.

A *strand* is what was done to one number: the conditions that were asked on the way, each with its answer, and the
formula that came out. All strands together are a tree, since a function asks the same until an answer differs. To
follow the tree on a region is to answer each condition there: those about single arguments exactly, by cutting the
region; all others by going both ways, since in floats they may hold where in real numbers they never do. What was
never run is asked for (`Unexplored`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from reference.graph import CONSTANT, INPUT, Node, topological_order

from .equality import Bounds
from .interned import Interned
from .regions import Cut, Lines, Region, is_exact

MAX_PIECES = 100
MAX_CHOICES = 6

# Whether it holds for a sign of 1, 0 and −1 of the difference.
ORDERS = {
    "less": (False, False, True),
    "less_equal": (False, True, True),
    "greater": (True, False, False),
    "greater_equal": (True, True, False),
    "equal": (False, True, False),
    "not_equal": (True, False, True),
}
_FOLDED = frozenset(("add", "subtract", "multiply", "negate"))

Choices = Mapping[Node, bool]


class UnprovedError(Exception):
    """The pieces do not make a whole; the message says why."""


@dataclass
class Unexplored(Exception):  # noqa: N818  # what is to be done rather than what went wrong
    """No run has come here yet."""

    region: Region
    choices: Choices


@dataclass
class Fork(Exception):  # noqa: N818  # as above
    """A condition of which nothing is known: both ways must be gone."""

    condition: Node


@dataclass(frozen=True)
class Strand:
    """What was done to numbers that all went the same way."""

    path: tuple[tuple[Node, bool], ...]
    outputs: Mapping[str, Node]

    @property
    def nodes(self) -> list[Node]:
        """Its conditions and its formulas."""
        return [*(condition for condition, _ in self.path), *self.outputs.values()]


@dataclass(frozen=True)
class Piece:
    """A region, what was chosen there, and each result as a formula without case distinctions."""

    region: Region
    choices: Choices
    outputs: Mapping[str, Node]


class Tree:
    """All strands of one kind."""

    def __init__(self, strands: Sequence[Strand], interned: Interned) -> None:
        self.strands, self.interned = strands, interned
        self.lines = Lines()

    def pieces(self, region: Region) -> Iterator[Piece]:
        """The pieces that the region falls into. Raises UnprovedError, or Unexplored where something must be run
        first."""
        waiting: list[tuple[Region, Choices]] = [(region, {})]
        for _ in range(MAX_PIECES):
            if not waiting:
                return
            region, choices = waiting.pop()
            try:
                yield self._piece(region, choices)
            except Cut as cut:
                waiting.extend((part, choices) for part in region.cut(cut.name, cut.at))
            except Fork as fork:
                if len(choices) >= MAX_CHOICES:
                    raise UnprovedError("too many conditions") from None
                waiting.extend((region, {**choices, fork.condition: truth}) for truth in (True, False))
        raise UnprovedError("too many pieces")

    def _piece(self, region: Region, choices: Choices) -> Piece:
        resolve = Resolver(region, choices, self.interned, self.lines)
        live = self.strands
        depth = 0
        while any(len(strand.path) > depth for strand in live):
            if any(len(strand.path) <= depth or strand.path[depth][0] is not live[0].path[depth][0] for strand in live):
                raise UnprovedError("other conditions on the same way")
            truth = resolve.truth(live[0].path[depth][0])
            live = [strand for strand in live if strand.path[depth][1] == truth]
            if not live:
                raise Unexplored(region, choices)
            depth += 1
        outputs = live[0].outputs
        if any(strand.outputs.keys() != outputs.keys() for strand in live):
            raise UnprovedError("other results on the same way")
        if any(strand.outputs[key] is not node for strand in live for key, node in outputs.items()):
            raise UnprovedError("other formulas on the same way")
        return Piece(region, choices, {key: resolve.formula(node) for key, node in outputs.items()})


class Resolver:
    """Rewrites nodes for a region: its single numbers put in, its conditions answered."""

    def __init__(self, region: Region, choices: Choices, interned: Interned, lines: Lines) -> None:
        self.region, self.choices, self.interned, self.lines = region, choices, interned, lines
        self._done: dict[Node, Node] = {}
        self._bounds: Bounds | None = None
        self._rules: dict[str, Callable[..., Node]] = {
            "where": self._where,
            "maximum": self._maximum,
            "minimum": self._minimum,
            "relu": self._relu,
            "abs": self._abs,
            "sign": self._sign,
        }

    def truth(self, condition: Node) -> bool:
        """Whether the condition holds on the region."""
        found = self.formula(condition)
        if found.op != CONSTANT or found.attrs not in (0, 1):
            raise UnprovedError("a condition that is none")
        return bool(found.attrs)

    def formula(self, node: Node) -> Node:
        """The node without case distinctions. Raises Cut or Fork where the region is too large for that."""
        for each in topological_order([node]):
            if each not in self._done:
                self._done[each] = self._resolved(each, [self._done[arg] for arg in each.args])
        return self._done[node]

    def _resolved(self, node: Node, args: list[Node]) -> Node:
        op = node.op
        if op == INPUT:
            span = self.region.spans.get(node.attrs)
            if span is None:
                raise UnprovedError("a number that was never set")
            return self.interned.constant(span.low) if span.single else self.interned.variable(node.attrs)
        if op == CONSTANT:
            return self.interned.constant(node.attrs)
        if node.shape or node.attrs:
            raise UnprovedError(op)
        rule = self._rules.get(op)
        if rule is not None:
            return rule(*args)
        if op in ORDERS:
            return self.interned.constant(self._decided(op, *args))
        if op in _FOLDED and all(arg.op == CONSTANT for arg in args):
            return self._folded(op, [Fraction(arg.attrs) for arg in args])
        return self.interned.apply(op, *args)

    def _where(self, condition: Node, yes: Node, no: Node) -> Node:
        if condition.op != CONSTANT:
            raise UnprovedError("a condition that is none")
        return yes if condition.attrs else no

    # Of these both sides meet where they part, so that it does not matter how the parting was rounded.

    def _maximum(self, left: Node, right: Node) -> Node:
        return left if self._is_above(left, right) else right

    def _minimum(self, left: Node, right: Node) -> Node:
        return right if self._is_above(left, right) else left

    def _relu(self, x: Node) -> Node:
        return self._maximum(x, self.interned.constant(0))

    def _abs(self, x: Node) -> Node:
        return x if self._is_above(x, self.interned.constant(0)) else self.interned.apply("negate", x)

    def _is_above(self, left: Node, right: Node) -> bool:
        sign = self.lines.sign(left, right, self.region)
        if sign is None:
            if self._bounds is None:
                self._bounds = Bounds(self.region)
            sign = self._bounds.sign(left, right)
        return sign >= 0 if sign is not None else self._choice("greater_equal", left, right)

    # Of these they do not meet.

    def _sign(self, x: Node) -> Node:
        zero = self.interned.constant(0)
        return self.interned.constant(int(self._decided("greater", x, zero)) - int(self._decided("less", x, zero)))

    def _decided(self, op: str, left: Node, right: Node) -> bool:
        """A condition that floats and real numbers answer alike is answered here; of all others both ways count."""
        if is_exact(left, right):
            sign = self.lines.sign(left, right, self.region)
            if sign is not None:
                return ORDERS[op][1 - sign]
        return self._choice(op, left, right)

    def _choice(self, op: str, left: Node, right: Node) -> bool:
        condition = self.interned.apply(op, left, right)
        if condition not in self.choices:
            raise Fork(condition)
        return self.choices[condition]

    def _folded(self, op: str, values: list[Fraction]) -> Node:
        if op == "negate":
            return self.interned.constant(-values[0])
        left, right = values
        result = left + right if op == "add" else left - right if op == "subtract" else left * right
        return self.interned.constant(result)
