"""The ways in which a known mistake changes a computation: what a row of the bug library is made of.

    Reverse       another row in the table of reverse mode: what a node hands back to one of its arguments
    Forward       another row in the table of forward mode: how fast a node moves when its arguments do
    Accumulation  another way to put together what arrives at a node from several users
    Seed          another gradient at the output
    Sweep         a backward pass that is organised otherwise as a whole
    Change        another answer in the place of a right one

A rule holds at every node where it applies, or at one of them; both are tried unless `sites` says otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from grader.exercises import Kind
from reference.graph import Graph, Node

from .tape import Array, Combine, ForwardRow, ReverseRow, Tape

Sites = Literal["all", "one", "both"]
Where = Callable[[Graph, Node], bool]


def anywhere(_graph: Graph, _node: Node) -> bool:
    """No condition."""
    return True


@dataclass(frozen=True)
class Reverse:
    """At nodes with one of the operations `ops` (names, separated by spaces) that satisfy `where`.

    With `in_graphs`, only where somebody fills in a graph node by node.
    """

    ops: str
    row: ReverseRow
    where: Where = anywhere
    sites: Sites = "both"
    in_graphs: bool = False


@dataclass(frozen=True)
class Forward:
    """The same, for the forward table. Used for formulas and code, where a person starts from a variable."""

    ops: str
    row: ForwardRow
    where: Where = anywhere
    sites: Sites = "both"


@dataclass(frozen=True)
class Accumulation:
    """At nodes with several users: `combine` takes what arrived from each, the last of the program first."""

    combine: Combine
    sites: Sites = "both"


@dataclass(frozen=True)
class Seed:
    """The gradient that the pass begins with at the output."""

    seed: Callable[[Tape], Array]


@dataclass(frozen=True)
class Sweep:
    """All gradients at once, by a pass of its own."""

    run: Callable[[Tape], Mapping[Node, Array]]


@dataclass(frozen=True)
class Asked:
    """One gradient that is asked for, and all that a wrong answer to it may have been taken from.

    `gradients` are those that follow at every node (from what the student has above it), `truth()` the right one at
    this node whatever stands above it, `given` the student's own answers for other nodes, `quotient(h)` the
    difference quotient with the step h.
    """

    kind: Kind
    tape: Tape
    node: Node
    gradients: Mapping[Node, Array]
    given: Mapping[Node, Array]
    truth: Callable[[], Array]
    others_at_zero: Callable[[], Array]
    quotient: Callable[[float], Array]

    @property
    def right(self) -> Array:
        return self.gradients[self.node]

    @property
    def value(self) -> Array:
        """What flows forward at the node."""
        return self.tape.values[self.node]

    @property
    def inputs(self) -> list[Node]:
        """The graph's inputs that reach the output."""
        graph = self.tape.graph
        return [node for node in map(graph.node, graph.inputs) if node in self.gradients]

    @property
    def users(self) -> tuple[Node, ...]:
        return self.tape.graph.users.get(self.node, ())


@dataclass(frozen=True)
class Change:
    """Answers that somebody may give in the place of the right one; none where the mistake cannot be made."""

    answers: Callable[[Asked], Iterable[Array]]


Rule = Reverse | Forward | Accumulation | Seed | Sweep | Change


@dataclass(frozen=True)
class Mistake:
    """A row of the bug library: a code of the list of misconceptions and the rules that it may follow.

    `weight` says how common it is beside the others; `kinds` are the kinds of question in which it is
    looked for.
    """

    code: str
    rules: tuple[Rule, ...]
    weight: float = 0.5
    kinds: frozenset[Kind] = frozenset(("formula", "values", "code"))
