"""Read what an exercise asks for: `ask = ["value.g", "grad.W"]`, `ask = ["dz_dx"]`, or everything by default."""

from __future__ import annotations

from collections.abc import Iterable

from reference.graph import Graph, topological_order

from .fields import Fields
from .model import DERIVATIVE_KINDS, Ask, Kind

_MOST_ASKS = 100


def read_asked(fields: Fields, kind: Kind, graph: Graph) -> tuple[str, ...]:
    """The names in `ask`, or those of everything. Problems are noted in `fields`."""
    asked = fields.texts("ask") or _everything(kind, graph)
    check_asked(fields, kind, graph, asked, "ask")
    return asked


def check_asked(fields: Fields, kind: Kind, graph: Graph, asked: Iterable[str], *place: str) -> None:
    """Note what is wrong with names that stand at that place of the table."""
    asked = tuple(asked)
    for name in asked:
        if wrong := _wrong_ask(name, kind, graph):
            fields.problem(wrong, *place)
    if len(asked) > _MOST_ASKS:
        fields.problem(f"more than {_MOST_ASKS} quantities are asked for", *place)


def _everything(kind: Kind, graph: Graph) -> tuple[str, ...]:
    """What is asked by default: every partial derivative; or every value and gradient that is not given."""
    output = graph.outputs[0]
    if kind in DERIVATIVE_KINDS:
        return tuple(f"d{output}_d{name}" for name in graph.inputs)
    if kind == "mutants":
        return tuple(f"grad.{name}" for name in graph.inputs)
    inner = [name for name in graph.named if name not in graph.inputs and graph.named[name] in graph.users]
    gradients = [name for name in (*reversed(inner), *graph.inputs) if name != output]
    return (*(f"value.{name}" for name in inner), *(f"grad.{name}" for name in gradients))


def _wrong_ask(name: str, kind: Kind, graph: Graph) -> str | None:
    """What is wrong with an asked name, or None."""
    try:
        ask = Ask.parse(name, graph.named, graph.outputs[0])
    except ValueError as error:
        return f"{error}: {', '.join(graph.named)}"
    if ("." in name) == (kind in DERIVATIVE_KINDS):
        wanted = "dNODE_dNODE" if kind in DERIVATIVE_KINDS else "value.NODE or grad.NODE"
        return f"{name!r}: an exercise of kind {kind!r} asks for {wanted}"
    if graph.named[ask.node] not in topological_order([graph.named[ask.of]]):
        return f"{name!r}: {ask.of!r} does not depend on {ask.node!r}"
    return None
