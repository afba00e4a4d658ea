"""Plan the drawing of a graph: what is printed, what is asked for, what is marked; laid out and drawn once.

Many people look at the same variant, and a layout takes tens of milliseconds: plans are values, and what was laid
out or drawn for one is kept for the next like it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from markupsafe import Markup

from grader.exercises import Ask, Instance
from grader.web.language import say
from reference.draw import draw_svg
from reference.evaluate import evaluate, evaluate_nodes
from reference.graph import Graph
from reference.layout import Field, Layout, lay_out
from reference.program import parse_program

Numbers = tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Slips:
    """Which nodes the verdict points at: the first is flagged, edges of wrong gradients are red."""

    flag: str | None = None
    nodes: frozenset[str] = frozenset()
    edges: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True)
class Plan:
    """One drawing. `values` and `gradients` are printed, `fields` are left for boxes, with `captions` also for words.

    `flag` is the flagged node with the words of its flag.
    """

    program: str
    output: str
    fields: tuple[Field, ...] = ()
    values: Numbers = ()
    gradients: Numbers = ()
    captions: bool = False
    slips: Slips = field(default_factory=Slips)
    flag: tuple[str, str] | None = None

    def layout(self, *, tall: bool) -> Layout:
        """Where everything goes; the numbers do not matter for it."""
        return _layout(replace(self, values=(), gradients=(), slips=Slips()), tall)

    def svg(self, *, tall: bool) -> Markup:
        """The drawing itself."""
        return _svg(self, tall, str(say("Computation graph")))

    def has_captions(self, *, tall: bool) -> bool:
        """A wide drawing keeps room for words from the beginning, so that nothing jumps when they come."""
        return self.captions or not tall

    @property
    def graph(self) -> Graph:
        """The program as a graph."""
        return parse_program(self.program, output=self.output)


def plan_to_ask(instance: Instance) -> Plan:
    """The graph with places for the boxes; all values are printed where only gradients are asked for."""
    asks = instance.asks.values()
    values = dict(instance.inputs) if any(ask.what == "value" for ask in asks) else _values(instance)
    return Plan(
        instance.program,
        instance.output,
        tuple(field_of(ask) for ask in asks),
        tuple(values.items()),
        ((instance.output, 1.0),),
    )


def plan_marked(instance: Instance, slips: Slips) -> Plan:
    """The same with room for a word beside every box, and the slips."""
    flag = (slips.flag, str(say("first slip"))) if slips.flag else None
    return replace(plan_to_ask(instance), captions=True, slips=slips, flag=flag)


def plan_filled(instance: Instance) -> Plan:
    """The graph with all its values and gradients printed."""
    found = evaluate(instance.gradient, instance.inputs)
    slopes = {name.removeprefix("grad."): _number(value) for name, value in found.items() if name.startswith("grad.")}
    values, gradients = tuple(_values(instance).items()), tuple(slopes.items())
    return Plan(instance.program, instance.output, values=values, gradients=gradients)


def field_of(ask: Ask) -> Field:
    """The place of an asked quantity: above the node's edge for a value, below it for a gradient."""
    return ("value" if ask.what == "value" else "grad", ask.node)


def _values(instance: Instance) -> Mapping[str, float]:
    values = evaluate_nodes(instance.graph, instance.inputs)
    return {name: _number(values[node]) for name, node in instance.graph.named.items() if node in values}


def _number(value: object) -> float:
    return value if isinstance(value, int | float) else float("nan")


@lru_cache(maxsize=512)
def _layout(plan: Plan, tall: bool) -> Layout:
    captions = plan.has_captions(tall=tall)
    return lay_out(plan.graph, tall=tall, fields=plan.fields, captions=captions, flag=plan.flag)


@lru_cache(maxsize=512)
def _svg(plan: Plan, tall: bool, title: str) -> Markup:
    drawn = draw_svg(
        plan.graph,
        dict(plan.values),
        dict(plan.gradients),
        tall=tall,
        fields=plan.fields,
        captions=plan.has_captions(tall=tall),
        marks=dict.fromkeys(plan.slips.nodes, "bad"),
        flag=plan.flag,
        bad_edges=plan.slips.edges,
        title=title,
    )
    return Markup(drawn)  # noqa: S704  (the engine escapes every name and number that it draws)
