"""Work out options and which of them are right: worded ones, nodes of a graph, numbers after an input has moved."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Protocol

from reference.evaluate import evaluate

from ..model import Instance, Option
from ..statements import exact_number
from ..stream import Stream

_GENERIC_POINTS = 4
_LARGEST = 1_000


@dataclass(frozen=True)
class Judged:
    """An option as it is: right; or wrong by a known mistake, for a reason in the author's words, or in a way that
    `case` tells. `node` is the node that it is about."""

    id: str
    right: bool
    mistake: str | None = None
    why: Mapping[str, str] = field(default_factory=dict)
    case: str = "elsewise"
    node: str | None = None


class Source(Protocol):
    """Where options come from."""

    @property
    def several(self) -> bool:
        """Whether several may be right."""
        ...

    def offered(self, instance: Instance) -> Iterable[Option]:
        """The options, in an order of no meaning. An empty id is to be filled in."""
        ...

    def judged(self, instance: Instance) -> tuple[Judged, ...]:
        """The options that the instance shows, judged."""
        ...

    def text(self, option: Option, lang: str) -> str:
        """An option in a language."""
        ...

    def objection(self, instance: Instance) -> str | None:
        """Why an instance makes no fair question, or None."""
        ...

    def marked(self) -> dict[str, Any]:
        """What matters for marking."""
        ...


@dataclass(frozen=True)
class WordedOption:
    """An option in its author's words."""

    id: str
    right: bool
    text: Mapping[str, str]
    mistake: str | None
    why: Mapping[str, str]


@dataclass(frozen=True)
class Worded:
    """Options in their author's words."""

    options: tuple[WordedOption, ...]

    @property
    def several(self) -> bool:
        return sum(option.right for option in self.options) != 1

    def offered(self, instance: Instance) -> Iterator[Option]:
        yield from (Option(option.id) for option in self.options)

    def judged(self, instance: Instance) -> tuple[Judged, ...]:
        shown = {option.id for option in instance.options}
        return tuple(
            Judged(option.id, option.right, option.mistake, option.why) for option in self.options if option.id in shown
        )

    def text(self, option: Option, lang: str) -> str:
        # An option that was shown and has gone from the exercise since is still called something.
        return next((each.text[lang] for each in self.options if each.id == option.id), option.id)

    def objection(self, instance: Instance) -> str | None:
        return None

    def marked(self) -> dict[str, Any]:
        return {"options": [[option.id, option.right, option.mistake] for option in self.options]}


@dataclass(frozen=True)
class Nodes:
    """Nodes of the graph, by their names; a rule of `NODE_RULES` says which are right."""

    rule: str
    among: tuple[str, ...]

    @property
    def several(self) -> bool:
        return self.rule != "largest-influence"

    def offered(self, instance: Instance) -> Iterator[Option]:
        yield from map(Option, self.among)

    def judged(self, instance: Instance) -> tuple[Judged, ...]:
        return tuple(NODE_RULES[self.rule](instance, [option.id for option in instance.options]))

    def text(self, option: Option, lang: str) -> str:
        return f"${option.id}$"

    def objection(self, instance: Instance) -> str | None:
        judged = self.judged(instance)
        right = sum(each.right for each in judged)
        if right in (0, len(judged)):
            return f"{'none' if right == 0 else 'every one'} of the nodes is right"
        by_sign = sum(each.mistake is not None for each in judged)
        if not self.several and by_sign == 0:
            return "the largest number is the largest in size, too: a sign that is not ignored would not show"
        if not self.several and (right > 1 or by_sign > 1):
            return "two nodes have an influence of the same size"
        return None

    def marked(self) -> dict[str, Any]:
        return {"nodes": self.rule, "among": self.among}


def several_users(instance: Instance, names: Iterable[str]) -> Iterator[Judged]:
    """Right are the nodes that are used more than once: their gradients are added up."""
    graph = instance.graph
    for name in names:
        right = len(graph.users.get(graph.node(name), ())) > 1
        yield Judged(name, right, case="one_user", node=name)


def largest_influence(instance: Instance, names: Iterable[str]) -> Iterator[Judged]:
    """Right is the node whose gradient is largest in size."""
    numbers = evaluate(instance.quantities, instance.inputs)
    slopes = {name: float(numbers[f"grad.{name}"]) for name in names}
    most, highest = max(map(abs, slopes.values())), max(slopes.values())
    for name, slope in slopes.items():
        mistake = "influence_sign_ignored" if slope == highest and abs(slope) < most else None
        yield Judged(name, abs(slope) == most, mistake, case="less_influence", node=name)


NODE_RULES: Mapping[str, Callable[[Instance, Iterable[str]], Iterator[Judged]]] = MappingProxyType(
    {"several-users": several_users, "largest-influence": largest_influence}
)


@dataclass(frozen=True)
class _Outcome:
    """A number that somebody may expect of the output, and how."""

    value: float
    right: bool = False
    mistake: str | None = None
    case: str = "elsewise"


@dataclass(frozen=True)
class Moved:
    """What the output becomes when one input grows by a step: the true number, and those that mistakes predict."""

    input: str
    step: float

    @property
    def several(self) -> bool:
        return False

    def offered(self, instance: Instance) -> Iterator[Option]:
        yield from (Option("", outcome.value) for outcome in self._outcomes(instance))

    def judged(self, instance: Instance) -> tuple[Judged, ...]:
        outcomes = self._outcomes(instance)
        judged = []
        for option in instance.options:
            found = next((each for each in outcomes if _same(each.value, option.value)), _Outcome(math.nan))
            judged.append(Judged(option.id, found.right, found.mistake, case=found.case))
        return tuple(judged)

    def text(self, option: Option, lang: str) -> str:
        return f"${exact_number(option.value or 0.0)}$"

    def objection(self, instance: Instance) -> str | None:
        values = [outcome.value for outcome in self._outcomes(instance)]
        if odd := [value for value in values if not _can_be_written(value)]:
            return f"{odd[0]:g} is not a number to write down"
        if any(_same(one, other) for place, one in enumerate(values) for other in values[:place]):
            return "two options are the same number"
        return None

    def marked(self) -> dict[str, Any]:
        return {"moved": [self.input, self.step]}

    def _outcomes(self, instance: Instance) -> list[_Outcome]:
        """Every prediction that is one of its own in general: for a linear program, the linear one is the truth."""
        stream = Stream("generic points", instance.program)
        points = [{name: stream.real(0.3, 2.2) for name in instance.graph.inputs} for _ in range(_GENERIC_POINTS)]
        everywhere = [self._predicted(instance, point) for point in points]
        kept: list[int] = []
        for place in range(len(everywhere[0])):
            if not any(all(_same(at[place].value, at[other].value) for at in everywhere) for other in kept):
                kept.append(place)
        here = self._predicted(instance, instance.inputs)
        return [here[place] for place in kept]

    def _predicted(self, instance: Instance, inputs: Mapping[str, float]) -> list[_Outcome]:
        numbers = evaluate(instance.quantities, inputs)
        before, slope = (float(numbers[f"{what}.{name}"]) for what, name in
                         (("value", instance.output), ("grad", self.input)))  # fmt: skip
        moved = {**inputs, self.input: inputs[self.input] + self.step}
        after = float(evaluate(instance.graph, moved)[instance.output])
        return [
            _Outcome(after, right=True),
            _Outcome(before + slope, mistake="influence_added_not_scaled"),
            _Outcome(before + slope * self.step, mistake="linear_taken_as_exact"),
            _Outcome(before + inputs[self.input] * self.step, mistake="value_for_gradient"),
            _Outcome(before + self.step, case="moved_alike"),
        ]


def _same(one: float, other: float | None) -> bool:
    return other is not None and math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)


def _can_be_written(number: float) -> bool:
    return abs(number) < _LARGEST and _same(round(number, 2), number)
