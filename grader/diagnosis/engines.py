"""Name the mistake in a student's engine: the changed rule under which small graphs give what the student's class held.

An engine repeats its mistake wherever the operation occurs. So a rule of the bug library is changed at every node of
one operation, or of all, and the mistake must explain several graphs at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from reference.graph import CONSTANT, Graph, Node

from .chains import first, second
from .library import LIBRARY, ORDER
from .naming import Named
from .orders import without_order
from .places import is_inner
from .rewriting import as_written
from .rules import Accumulation, Reverse, Seed, Sweep, anywhere
from .tape import Array, Tape

_TOLERANCE = 1e-8
UNORDERED = "branch_double_count"


@dataclass(frozen=True)
class Observed:
    """What a student's class held after one graph: the gradient at each node where it held any."""

    graph: Graph
    inputs: Mapping[str, float]
    gradients: Mapping[Node, float]


@dataclass(frozen=True)
class _Changed:
    """Gradients under a changed rule: the mistake, the nodes where the rule is changed (none: everywhere), and
    how many operations the rule is about at all."""

    code: str
    sites: tuple[Node, ...]
    gradients: Mapping[Node, Array]
    breadth: int = 0


def name_engine(observed: Sequence[Observed]) -> Named | None:
    """The mistake that explains the first graph, and at least half of the others.

    Of several that cannot be told apart the one about the fewest operations comes first. `node` is the name, in the
    first graph, of the node where it happens. None where no mistake of the library fits.
    """
    if not observed:
        return None
    fitting = _fitting(observed[0])
    codes = {changed.code for changed in fitting}
    agreeing = 1
    for other in observed[1:]:
        common = codes & {changed.code for changed in _fitting(other)}
        if common:
            codes, agreeing = common, agreeing + 1
    if not codes or 2 * agreeing < len(observed):
        return None
    found = min(
        (changed for changed in fitting if changed.code in codes),
        key=lambda changed: (changed.breadth, ORDER[changed.code], len(changed.sites)),
    )
    also = sorted(codes - {found.code}, key=ORDER.__getitem__)
    node = observed[0].graph.name_of(found.sites[0]) if len(found.sites) == 1 else None
    return Named(found.code, tuple(also), node)


def _fitting(observed: Observed) -> list[_Changed]:
    """The changed rules that give just these gradients; where there is none, those of the graph as engines write it."""
    for graph in (observed.graph, *as_written(observed.graph)):
        renewed = {observed.graph.name_of(node): gradient for node, gradient in observed.gradients.items()}
        gradients = {graph.node(name): gradient for name, gradient in renewed.items() if name is not None}
        found = list(_explaining(graph, observed.inputs, gradients))
        if found:
            return found
    return []


def _explaining(graph: Graph, inputs: Mapping[str, float], held: Mapping[Node, float]) -> Iterator[_Changed]:
    with np.errstate(all="ignore"):
        tape = Tape(graph, {name: np.float64(number) for name, number in inputs.items()})
        if _agrees(tape.backward(), held):
            return
        for changed in _changes(tape):
            if _agrees(changed.gradients, held):
                yield changed


def _agrees(gradients: Mapping[Node, Array], held: Mapping[Node, float]) -> bool:
    return bool(held) and all(_close(float(gradients.get(node, 0.0)), number) for node, number in held.items())


def _close(left: float, right: float) -> bool:
    return abs(left - right) <= _TOLERANCE * max(abs(left), abs(right), 1e-6)


def _changes(tape: Tape) -> Iterator[_Changed]:
    """What every rule of the library gives that a whole engine can follow."""
    for mistake in LIBRARY:
        for rule in mistake.rules:
            if isinstance(rule, Reverse):
                yield from _reversed(tape, mistake.code, rule)
            elif isinstance(rule, Accumulation):
                nodes = [node for node in tape.graph.order if len(tape.graph.users[node]) > 1 and node.op != CONSTANT]
                if nodes:
                    combine = dict.fromkeys(nodes, rule.combine)
                    yield _Changed(mistake.code, tuple(nodes), tape.backward(combine=combine))
            elif isinstance(rule, Seed):
                yield _Changed(mistake.code, (tape.output,), tape.backward(seed=rule.seed(tape)))
            elif isinstance(rule, Sweep):
                yield _Changed(mistake.code, (), rule.run(tape))
    for gradients in without_order(tape):
        yield _Changed(UNORDERED, (), gradients)


def _reversed(tape: Tape, code: str, rule: Reverse) -> Iterator[_Changed]:
    """The rule at all nodes where it applies, at those of one operation, and there for one argument only."""
    # A rule about what arrives holds at the last node too: there an engine starts with 1 as anywhere else.
    where = anywhere if rule.where is is_inner else rule.where
    nodes = [node for node in tape.graph.order if node.op in rule.ops.split() and where(tape.graph, node)]
    for sites in _groups(nodes):
        rows = [rule.row]
        if any(len(node.args) == 2 for node in sites):
            rows += [first(rule.row), second(rule.row)]
        for row in rows:
            gradients = tape.backward(rows=dict.fromkeys(sites, row))
            yield _Changed(code, sites, gradients, len(rule.ops.split()))


def _groups(nodes: Iterable[Node]) -> list[tuple[Node, ...]]:
    by_operation: dict[str, list[Node]] = {}
    for node in nodes:
        by_operation.setdefault(node.op, []).append(node)
    groups = [tuple(group) for group in by_operation.values()]
    return groups if len(groups) < 2 else [tuple(node for group in groups for node in group), *groups]
