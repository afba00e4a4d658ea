"""Name the mistake behind a wrong formula or wrong code: the one with the same results at generic points."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from grader.exercises import Kind, Stream
from reference.graph import Graph, Node

from .fingerprints import Fingerprint, Fingerprints
from .folding import folded
from .library import ORDER
from .tape import Array, Tape

POINTS = 8
FEWEST_POINTS = 4
_TOLERANCE = 1e-8


@dataclass(frozen=True)
class Named:
    """A mistake by its code, others that cannot be told apart from it here, and the node it happens at."""

    code: str
    also: tuple[str, ...] = ()
    node: str | None = None
    tentative: bool = False


@dataclass(frozen=True)
class Question:
    """The gradient that is asked for: of the graph's one output at the node of that name."""

    graph: Graph
    node: str
    kind: Kind


def generic_points(graph: Graph, *keys: str) -> dict[str, Array]:
    """Points of no particular kind, an array for each input: always the same for the same keys.

    Half of them are positive, where roots and logarithms are defined.
    """
    stream = Stream("generic points", *keys)
    points = {}
    for name in graph.inputs:
        sizes = np.array([stream.real(0.3, 2.2) for _ in range(POINTS)])
        signs = np.array([1.0 if place % 2 or stream.below(2) else -1.0 for place in range(POINTS)])
        points[name] = sizes * signs
    return points


def name_result(
    question: Question,
    inputs: Mapping[str, Array],
    got: Array,
    given: Mapping[str, Array] | None = None,
    rather: Callable[[str], bool] | None = None,
) -> Named | None:
    """The mistake whose answer is `got` at every point; None where none is.

    `inputs` and `got` are arrays over the points, `given` what the student answered for the gradients at
    other nodes. Of several mistakes that fit, the first that `rather` holds for comes first.
    """
    asked = question.node
    found: list[tuple[Fingerprint, Graph]] = []
    for each in (question.graph, folded(question.graph)):
        if each is None or asked not in each.named:
            continue
        prints = Fingerprints(each, inputs, question.kind)
        node = each.node(asked)
        elsewhere = {each.node(name): answer for name, answer in (given or {}).items() if name in each.named}
        fitting = _fitting(prints.of(node, elsewhere), got, prints.right(node))
        found.extend((each_print, each) for each_print in fitting)
    codes = sorted({each.mistake.code for each, _ in found}, key=ORDER.__getitem__)
    return named_together(found, asked, next((code for code in codes if rather and rather(code)), None))


def named_together(found: Iterable[tuple[Fingerprint, Graph]], asked: str, best: str | None = None) -> Named | None:
    """All codes that fit: the best one, by default the library's first, and the others in the library's order. The
    node is that of the best."""
    first: dict[str, tuple[Fingerprint, Graph]] = {}
    for fingerprint, graph in found:
        first.setdefault(fingerprint.mistake.code, (fingerprint, graph))
    codes = sorted(first, key=ORDER.__getitem__)
    if not codes:
        return None
    code = best if best in first else codes[0]
    fingerprint, graph = first[code]
    return Named(code, tuple(each for each in codes if each != code), node_name(graph, fingerprint, asked))


def node_name(graph: Graph, fingerprint: Fingerprint, asked: str) -> str:
    """The name of the node that the mistake is about: where the rule is changed, nearest to what was asked.

    A node without a name goes by that of the named node it belongs to.
    """
    start = graph.node(asked)
    sites = set(fingerprint.sites)
    site = next((node for node in _upwards(graph, start) if node in sites), start)
    for node in _upwards(graph, site):
        name = graph.name_of(node)
        if name is not None:
            return name
    return asked


def _fitting(prints: Iterable[Fingerprint], got: Array, right: Array) -> Iterator[Fingerprint]:
    """The fingerprints that agree with what came out, at enough points, and are not simply right there."""
    usable = np.isfinite(got) & np.isfinite(right)
    if np.count_nonzero(usable) < FEWEST_POINTS:
        return
    for fingerprint in prints:
        answer = fingerprint.answer
        if np.all(_close(answer, got) | ~usable) and not np.all(_close(answer, right) | ~usable):
            yield fingerprint


def _close(left: Array, right: Array) -> npt.NDArray[np.bool_]:
    with np.errstate(all="ignore"):
        size = np.maximum(np.abs(left), np.abs(right))
        return np.asarray(np.abs(left - right) <= _TOLERANCE * size)


def _upwards(graph: Graph, start: Node) -> Iterator[Node]:
    """The node itself, then all that use it, nearest first."""
    layer, seen = [start], {start}
    while layer:
        yield from layer
        above = dict.fromkeys(user for node in layer for user in graph.users.get(node, ()))
        layer = [node for node in above if node not in seen]
        seen.update(layer)


def results(graph: Graph, inputs: Mapping[str, Array]) -> Array:
    """A formula's value at every point; infinite or NaN where it has none."""
    tape = Tape(graph, inputs)
    return tape.values[tape.output]
