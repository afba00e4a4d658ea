"""Follow a student's own numbers through a graph: what each box should hold, given the boxes above it.

Forward, a node's rule is applied to what the student wrote for its arguments. Backward, a node's gradient
is the sum over its users, each contribution taken from the student's gradient there (or what follows at a
node that was not asked for) and from the local derivative at the student's forward values. All in ball
arithmetic, so that the half units of typed decimals are carried along.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from typing import Any, Literal

from flint import arb, ctx

from grader.diagnosis.tape import goes_by_value
from grader.exercises import Ask, Instance
from reference.graph import CONSTANT, INPUT, Graph, Node

from .balls import ball, ball_apply, ball_local, ball_values
from .numbers import BITS, Number

What = Literal["value", "gradient"]

_TINY, _HUGE = 1e-9, 1e4
_MOST_CHOICES = 3


@dataclass(frozen=True)
class Box:
    """One asked quantity: what was typed, the truth, what may follow from the boxes above it, and their numbers."""

    ask: Ask
    node: Node
    typed: Number | None
    truth: Any
    follows: tuple[Any, ...]
    above: tuple[Any, ...]

    @property
    def right(self) -> bool:
        return self.typed is not None and (self.typed.fits(self.truth) or (self.size == 0 and _is_nothing(self.truth)))

    @property
    def follow_through(self) -> bool:
        """Whether it agrees with the student's own numbers, though not with the truth."""
        return not self.right and self.typed is not None and any(self.typed.fits(number) for number in self.follows)

    @property
    def blur(self) -> float:
        """How much of what follows the half units of the boxes above leave open, relative to its size."""
        size = abs(float(self.follows[-1].mid()))
        return float(self.follows[-1].rad()) / size if size else 0.0

    @property
    def carried(self) -> bool:
        """Whether later boxes go on from what was typed: not from a blank, nor from a slip to zero or out of all
        proportion."""
        if self.typed is None:
            return False
        if self.right or self.follow_through:
            return True
        sizes = [abs(float(number.mid())) for number in (self.truth, *self.follows)]
        return _TINY * min(1.0, *(size or 1.0 for size in sizes)) <= self.size <= _HUGE * max(1.0, *sizes)

    def going_on(self, *, rounds: bool) -> Any:
        """What later boxes go on from: what was typed, or the truth where that carries nothing."""
        if self.typed is None or not self.carried:
            return self.truth
        fitting = (number for number in (self.truth, *self.follows) if self.typed.fits(number))
        return self.typed.going_on(next(fitting, None), rounds=rounds)

    @property
    def size(self) -> float:
        """The typed number without its sign; 0 for a blank."""
        return 0.0 if self.typed is None else abs(self.typed.middle)

    @property
    def filled_in(self) -> bool:
        """Whether no work shows in it: a zero, a one, or the number above once more."""
        return self.size in (0.0, 1.0) or self.copied

    @property
    def copied(self) -> bool:
        """Whether it is the number above once more."""
        return self.typed is not None and any(self.typed.fits(number) for number in self.above)

    @property
    def worked_out(self) -> bool:
        """Whether it is right, or follows, and some work shows in it."""
        return (self.right or self.follow_through) and not self.filled_in


def _is_nothing(truth: Any) -> bool:
    """Whether a float holds no number of that size but 0."""
    return bool(abs(truth) < arb(2) ** -1074)


@dataclass
class Sheet:
    """An instance's boxes as one student filled them in, and the `values` that the student goes on from, by node.

    `rounds` says whether the student may have gone on from more digits than were typed: not one who types them all.
    `assumed` are numbers that the student is taken to have had at nodes that nobody asked for.
    """

    instance: Instance
    typed: Mapping[str, Number]
    rounds: bool
    assumed: Mapping[tuple[What, Node], Any] = field(default_factory=dict)
    boxes: dict[str, Box] = field(default_factory=dict)
    values: dict[Node, Any] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        instance: Instance,
        typed: Mapping[str, Number],
        assumed: Mapping[tuple[What, Node], Any] | None = None,
        bits: int = BITS,
    ) -> Sheet:
        """Judge every box, forward ones first, each after those above it; with so many bits of precision."""
        in_full = any(number.in_full for number in typed.values())
        if in_full:
            typed = {name: number.in_full_digits() for name, number in typed.items()}
        sheet = cls(instance, typed, not in_full, assumed or {})
        with ctx.workprec(bits):
            truths = dict(sheet._truths())
            sheet._forward(truths)
            sheet._backward(truths)
        sheet.boxes = {name: sheet.boxes[name] for name in instance.asks}
        return sheet

    @property
    def graph(self) -> Graph:
        return self.instance.graph

    def _inputs(self) -> dict[str, Any]:
        """The inputs as they are shown: 0.1 is a tenth, not the nearest binary fraction."""
        return {name: ball(Fraction(repr(float(number)))) for name, number in self.instance.inputs.items()}

    def _truths(self) -> Iterator[tuple[str, Any]]:
        gradient = self.instance.gradient
        known = ball_values(gradient.order, self._inputs())
        for name, ask in self.instance.asks.items():
            yield name, known[gradient.node(ask.node if ask.what == "value" else f"grad.{ask.node}")]

    def _asked(self, what: What) -> dict[Node, Ask]:
        """The boxes of one kind by node."""
        return {self.graph.node(ask.node): ask for ask in self.instance.asks.values() if ask.what == what}

    def _forward(self, truths: Mapping[str, Any]) -> None:
        asked, inputs = self._asked("value"), self._inputs()
        for node in self.graph.order:
            if node.op == INPUT:
                self.values[node] = inputs[node.attrs]
            elif node.op == CONSTANT:
                self.values[node] = ball(node.attrs)
            else:
                args = self._args(node)
                follows = self.assumed.get(("value", node), ball_apply(node, args))
                ask = asked.get(node)
                self.values[node] = follows if ask is None else self._add(ask, node, truths[ask.name], (follows,), args)

    def _args(self, node: Node) -> tuple[Any, ...]:
        return tuple(self.values[arg] for arg in node.args)

    def _choices(self) -> list[Mapping[Node, Any]]:
        """Values that local derivatives may be taken at, for nodes whose value does not follow from its arguments.

        Whoever slipped in the value of exp(u) may go on with that value or with u: either follows, at every
        such node by itself (at the first few; the rest goes by its values).
        """
        slipped = [node for node, box in self._value_boxes() if not box.right and not box.follow_through]
        slipped += [node for what, node in self.assumed if what == "value"]
        open_ones = [node for node in slipped if goes_by_value(node.op)][:_MOST_CHOICES]
        pairs = [(self.values[node], ball_apply(node, self._args(node))) for node in open_ones]
        return [dict(zip(open_ones, chosen, strict=True)) for chosen in product(*pairs)]

    def _value_boxes(self) -> list[tuple[Node, Box]]:
        return [(box.node, box) for box in self.boxes.values() if box.ask.what == "value" and box.typed is not None]

    def _backward(self, truths: Mapping[str, Any]) -> None:
        """Gradients, one for each choice of the values that local derivatives are taken at."""
        asked, choices = self._asked("gradient"), self._choices()
        arrived: dict[Node, list[Any]] = {self.graph.node(self.instance.output): [arb(1)] * len(choices)}
        above: dict[Node, list[Any]] = {}
        for node in reversed(self.graph.order):
            if node not in arrived:
                continue
            total, ask = arrived[node], asked.get(node)
            if ("gradient", node) in self.assumed:
                total = [self.assumed["gradient", node]] * len(choices)
            if ask is not None:
                held = self._add(ask, node, truths[ask.name], tuple(total), tuple(above.get(node, ())))
                if self.boxes[ask.name].typed is not None:
                    total = [held] * len(choices)
            for index, arg in enumerate(node.args):
                parts = [each * local for each, local in zip(total, self._locals(node, index, choices), strict=True)]
                arrived[arg] = [a + b for a, b in zip(arrived[arg], parts, strict=True)] if arg in arrived else parts
                above.setdefault(arg, []).extend(total)

    def _locals(self, node: Node, index: int, choices: list[Mapping[Node, Any]]) -> list[Any]:
        args = self._args(node)
        if node not in choices[0]:
            return [ball_local(node, index, args, self.values[node])] * len(choices)
        return [ball_local(node, index, args, choice[node]) for choice in choices]

    def _add(self, ask: Ask, node: Node, truth: Any, follows: tuple[Any, ...], above: tuple[Any, ...]) -> Any:
        """Keep the box; give what later boxes go on from."""
        box = Box(ask, node, self.typed.get(ask.name), truth, follows, above)
        self.boxes[ask.name] = box
        return box.going_on(rounds=self.rounds)
