"""Follow a student's own numbers through a graph: what each box should hold, given the boxes above it.

Forward, a node's rule is applied to what the student wrote for its arguments. Backward, a node's gradient
is the sum over its users, each contribution taken from the student's gradient there (or what follows at a
node that was not asked for) and from the local derivative at the student's forward values. All in ball
arithmetic, so that the half units of typed decimals are carried along.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from flint import arb, ctx

from grader.exercises import Ask, Instance
from reference.graph import CONSTANT, INPUT, Graph, Node

from .balls import ball, ball_apply, ball_local, ball_values
from .numbers import BITS, Number

Pair = tuple[Any, Any]

_TINY, _HUGE = 1e-9, 1e9


@dataclass(frozen=True)
class Box:
    """One asked quantity: what was typed, the truth, what may follow from the boxes above it, and their numbers."""

    ask: Ask
    typed: Number | None
    truth: Any
    follows: tuple[Any, ...]
    above: tuple[Any, ...]

    @property
    def right(self) -> bool:
        return self.typed is not None and self.typed.fits(self.truth)

    @property
    def follow_through(self) -> bool:
        """Whether it agrees with the student's own numbers, though not with the truth."""
        if self.right or self.typed is None or not self.carried:
            return False
        return any(self.typed.fits(number) for number in self.follows)

    @property
    def blur(self) -> float:
        """How much of what follows the half units of the boxes above leave open, relative to its size."""
        size = abs(float(self.follows[-1].mid()))
        return float(self.follows[-1].rad()) / size if size else 0.0

    @property
    def carried(self) -> bool:
        """Whether later boxes go on from what was typed: not from a blank, an absurd size, or a slipped zero."""
        if self.typed is None:
            return False
        if self.typed.middle == 0:
            return any(number.contains(0) for number in (self.truth, *self.follows))
        size = abs(float(self.truth.mid()))
        return _TINY * min(size or 1.0, 1.0) <= abs(self.typed.middle) <= _HUGE * max(size, 1.0)

    @property
    def worked_out(self) -> bool:
        """Whether it is right, or follows, as filling in ones, zeros or the number above would not be."""
        if self.typed is None or not (self.right or self.follow_through) or abs(self.typed.middle) in (0.0, 1.0):
            return False
        return not any(self.typed.fits(number) for number in self.above)


@dataclass
class Sheet:
    """An instance's boxes as one student filled them in, and the `values` that the student goes on from, by node."""

    instance: Instance
    typed: Mapping[str, Number]
    boxes: dict[str, Box] = field(default_factory=dict)
    values: dict[Node, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, instance: Instance, typed: Mapping[str, Number]) -> Sheet:
        """Judge every box, forward ones first, each after those above it."""
        sheet = cls(instance, typed)
        with ctx.workprec(BITS):
            truths = dict(sheet._truths())
            sheet._forward(truths)
            sheet._backward(truths)
            for name, ask in instance.asks.items():
                if name not in sheet.boxes:
                    sheet._add(ask, truths[name], (truths[name],), ())
        return sheet

    @property
    def graph(self) -> Graph:
        return self.instance.graph

    def _truths(self) -> Iterator[tuple[str, Any]]:
        inputs = {name: ball(number) for name, number in self.instance.inputs.items()}
        gradient = self.instance.gradient
        known = ball_values(gradient.order, inputs)
        for name, ask in self.instance.asks.items():
            node = gradient.node(ask.node if ask.what == "value" else f"grad.{ask.node}")
            if ask.of == self.instance.output and node in known:
                yield name, known[node]
            else:
                graph = self.instance.asked_graph(name)
                yield name, ball_values(graph.order, inputs)[graph.node(name)]

    def _asked(self, what: str) -> dict[Node, Ask]:
        """The boxes of one kind by node; only those about the output, which the others can follow from."""
        return {
            self.graph.node(ask.node): ask
            for ask in self.instance.asks.values()
            if ask.what == what and ask.of == self.instance.output
        }

    def _forward(self, truths: Mapping[str, Any]) -> None:
        asked = self._asked("value")
        for node in self.graph.order:
            if node.op == INPUT:
                self.values[node] = ball(self.instance.inputs[node.attrs])
            elif node.op == CONSTANT:
                self.values[node] = ball(node.attrs)
            else:
                args = self._args(node)
                follows = ball_apply(node, args)
                ask = asked.get(node)
                typed = None if ask is None else self._add(ask, truths[ask.name], (follows,), args)
                self.values[node] = follows if typed is None else typed

    def _args(self, node: Node) -> tuple[Any, ...]:
        return tuple(self.values[arg] for arg in node.args)

    def _backward(self, truths: Mapping[str, Any]) -> None:
        """Gradients in pairs: with local derivatives by the value that was typed for a node, and by its arguments.

        Whoever slipped in the value of exp(u) may go on with that value or with u: either follows.
        """
        asked = self._asked("gradient")
        arrived: dict[Node, list[Pair]] = {self.graph.node(self.instance.output): [(arb(1), arb(1))]}
        above: dict[Node, list[Any]] = {}
        for node in reversed(self.graph.order):
            if node not in arrived:
                continue
            total = _sum(arrived[node])
            ask = asked.get(node)
            if ask is not None:
                typed = self._add(ask, truths[ask.name], total, tuple(above.get(node, ())))
                total = total if typed is None else (typed, typed)
            args = self._args(node)
            for index, arg in enumerate(node.args):
                by_value = ball_local(node, index, args, self.values[node])
                by_args = ball_local(node, index, args, ball_apply(node, args))
                arrived.setdefault(arg, []).append((total[0] * by_value, total[1] * by_args))
                above.setdefault(arg, []).extend(total)

    def _add(self, ask: Ask, truth: Any, follows: tuple[Any, ...], above: tuple[Any, ...]) -> Any:
        """Keep the box; give what later boxes go on from: what was typed, or the truth where that carries nothing."""
        box = Box(ask, self.typed.get(ask.name), truth, follows, above)
        self.boxes[ask.name] = box
        return truth if box.typed is None or not box.carried else box.typed.span


def _sum(parts: list[Pair]) -> Pair:
    first, second = parts[0]
    for left, right in parts[1:]:
        first, second = first + left, second + right
    return first, second
