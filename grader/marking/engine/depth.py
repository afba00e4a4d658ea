"""Build very deep graphs out of few operations, which can be written as a loop."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .recipe import VALUE, Form, Plain, Recipe, Step

_START = 1.5
_DOUBLINGS = 60
# Steps that undo one another in the end, so that the values stay where they are.
_CYCLES: tuple[tuple[tuple[Form, float], ...], ...] = (
    ((Form("add", "vn"), 2.5), (Form("subtract", "vn"), 2.5)),
    ((Form("multiply", "vn"), 4), (Form("divide", "vn"), 4)),
    ((Form("negate", "v"), 0),),
    ((Form("add", "vv"), 2.5), (Form("subtract", "vv"), 2.5)),
    ((Form("multiply", "vv"), 4.0), (Form("divide", "vv"), 4.0)),
    ((Form("multiply", "vv"), -1.0),),
    ((Form("multiply", "vn"), -1.0),),
)


@dataclass(frozen=True)
class Chain:
    """A deep graph: the recipe, and the steps of one round of its loop."""

    recipe: Recipe
    rounds: int
    inside: tuple[str, ...]

    def lines(self, engine: str) -> list[str]:
        """The loop that builds it."""
        inside = [f"    v = {line.format(engine=engine)}" for line in self.inside]
        return [f"v = {engine}({_START})", f"for _ in range({self.rounds}):", *inside, "v.backward()"]


def chains(working: Sequence[Form], depth: int, *, doubled: bool) -> Iterator[Chain]:
    """A chain of that many operations, each on the one before; and with `doubled` one that uses each result twice."""
    cycle = [step for steps in _CYCLES if all(form in working for form, _ in steps) for step in steps]
    # With plain numbers where they work, else with objects; either is used, not both.
    plain = [step for step in cycle if step[0].kinds != "vv"]
    cycle = plain or cycle
    if cycle:
        yield _chain(cycle, depth)
    if doubled and Form("add", "vv") in working:
        yield _doublings()


def _chain(cycle: Sequence[tuple[Form, float]], depth: int) -> Chain:
    steps = [Step(VALUE, (Plain(_START),))]
    rounds = max(1, depth // len(cycle))
    last = 0
    for _ in range(rounds):
        for form, number in cycle:
            operand: int | Plain = Plain(number)
            if form.kinds == "vv":
                steps.append(Step(VALUE, (operand,)))
                operand = len(steps) - 1
            steps.append(Step(form.op, (last,) if form.kinds == "v" else (last, operand)))
            last = len(steps) - 1
    return Chain(Recipe(tuple(steps)), rounds, tuple(_written(form, number) for form, number in cycle))


def _doublings() -> Chain:
    steps = [Step(VALUE, (Plain(_START),)), *(Step("add", (place, place)) for place in range(_DOUBLINGS))]
    return Chain(Recipe(tuple(steps)), _DOUBLINGS, ("v + v",))


def _written(form: Form, number: float) -> str:
    sign = {"add": "+", "subtract": "-", "multiply": "*", "divide": "/"}.get(form.op, "")
    if form.kinds == "v":
        return "-v"
    other = f"{number!r}" if number >= 0 else f"({number!r})"
    return f"v {sign} {other}" if form.kinds == "vn" else f"v {sign} {{engine}}({number!r})"
