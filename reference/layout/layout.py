"""Lay out a graph as generously as the page allows, with fields where they are asked for, and a flag."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from ..graph import Graph
from .beside import flags, pill_width
from .check import flag_fits
from .diagram import Diagram, diagram
from .layers import into_layers
from .metrics import Metrics, Pace
from .model import Field, Layout
from .sketch import TALL_WIDTH, Sketch

WIDE_LIMIT = 1078  # the stage on a page of 1128 px
NARROWED = 120  # larger drawings are not tried with fewer nodes in a row: it would take seconds


def lay_out(
    graph: Graph,
    *,
    tall: bool = False,
    fields: Collection[Field] = (),
    captions: bool = False,
    flag: tuple[str, str] | None = None,
) -> Layout:
    """Where every node, edge, field and label of the graph goes, in CSS pixels.

    `fields` are the ("value" | "grad", node name) pairs for which an input box stands beside the node's edge; with
    `captions` there is room for a word about each. `flag` is a (node name, words) pair: a pill that points at the
    node. It is put where there is room; only where there is none do other things move for it. Raises `UnknownName`.
    """
    nodes = {name: graph.node(name) for _, name in fields}
    pointed = [graph.node(flag[0])] if flag else []
    drawn = diagram(graph, [*nodes.values(), *pointed])
    asked = {(row, name): (row, drawn.ids[nodes[name]]) for row, name in fields}
    flagged = drawn.ids[pointed[0]] if pointed else None
    of = graph.outputs[0] if graph.outputs else ""
    metrics = Metrics(tall, Pace.ROOMY, captions, frozenset(asked.values()), of, flagged)
    sketch, metrics = _fitting(drawn, asked, metrics)
    layout = sketch.lay_out(metrics)
    return _with_flag(sketch, layout, metrics, flag[1]) if flag else layout


def _fitting(drawn: Diagram, asked: Mapping[Field, Field], metrics: Metrics) -> tuple[Sketch, Metrics]:
    """The most generous way that fits the page; else the narrowest tall drawing, or a wide one that is not cramped."""
    limit = TALL_WIDTH if metrics.tall else WIDE_LIMIT
    tried: list[tuple[float, Sketch, Metrics]] = []
    for sketch, measures in _ways(drawn, asked, metrics):
        tried.append((sketch.width(measures), sketch, measures))
        if tried[-1][0] <= limit:
            polished = sketch.polished(measures)
            if polished.width(measures) <= limit:
                return polished, measures
    # Who must scroll sideways in any case may as well have numbers of one size.
    _, sketch, measures = min(tried, key=lambda way: way[0]) if metrics.tall else tried[1]
    return sketch.polished(measures), measures


def _ways(drawn: Diagram, asked: Mapping[Field, Field], metrics: Metrics) -> Iterator[tuple[Sketch, Metrics]]:
    """Ways to draw, the best first: closer and closer, and in a tall drawing at last with fewer nodes in a row."""
    sketch = Sketch.of(drawn, into_layers(drawn), asked)
    for pace in Pace:
        yield sketch, replace(metrics, pace=pace)
    if metrics.tall and len(drawn.vertices) <= NARROWED:
        tight = replace(metrics, pace=Pace.TIGHT)
        rooms = {key: tight.room(vertex) for key, vertex in drawn.vertices.items()}
        widths = {key: room.before + room.after + tight.gap for key, room in rooms.items()}
        for share in (1, 0.85, 0.7, 0.5):
            yield Sketch.of(drawn, into_layers(drawn, widths, share * TALL_WIDTH), asked), tight


def _with_flag(sketch: Sketch, layout: Layout, metrics: Metrics, words: str) -> Layout:
    """The same layout with the flag in the first place that is free, or a layout that makes room for it."""
    node = layout.node(metrics.flagged or "")
    for candidate in flags(node, words, tall=metrics.tall):
        flown = replace(layout, flag=candidate)
        if flag_fits(flown):
            return flown
    layout = sketch.lay_out(replace(metrics, pill=pill_width(words)))
    return replace(layout, flag=flags(layout.node(node.id), words, tall=metrics.tall)[0])
