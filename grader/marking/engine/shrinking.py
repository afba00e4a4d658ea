"""Find the smallest graph that still fails, by building smaller ones from it again and again.

Delta debugging: Zeller and Hildebrandt, "Simplifying and isolating failure-inducing input", IEEE Transactions on
Software Engineering 28 (2002).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from .attempt import Attempt
from .ground import values_of
from .recipe import VALUE, Operand, Plain, Recipe, Step
from .running import Workshop

_MOST_ROUNDS = 10
_MOST_CANDIDATES = 60


def smallest(workshop: Workshop, attempt: Attempt, fails: Callable[[Attempt], bool]) -> Attempt:
    """The smallest graph found from this one on that fails too. Every round builds all smaller ones at once."""
    for _ in range(_MOST_ROUNDS):
        smaller = [recipe for recipe in _smaller(attempt.recipe) if recipe.size < attempt.recipe.size]
        smaller.sort(key=lambda recipe: recipe.size)
        found = next((each for each in workshop.build(smaller[:_MOST_CANDIDATES]) if fails(each)), None)
        if found is None:
            break
        attempt = found
    return attempt


def _smaller(recipe: Recipe) -> list[Recipe]:
    """Every graph that comes of one cut, each once, those that stand on firm ground and still compute something."""
    found: dict[Recipe, None] = {}
    for candidate in _cuts(recipe):
        if candidate.forms and not candidate.levels_out and values_of(candidate) is not None:
            found.setdefault(candidate, None)
    return list(found)


def _cuts(recipe: Recipe) -> Iterator[Recipe]:
    values = values_of(recipe) or []
    for place, step in enumerate(recipe.steps):
        if step.op == VALUE:
            continue
        yield _led_to(recipe.steps, place)
        if values:
            made = Step(VALUE, (Plain(round(values[place], 2)),))
            yield _led_to((*recipe.steps[:place], made, *recipe.steps[place + 1 :]), len(recipe.steps) - 1)
        for operand in step.places:
            yield _without(recipe, place, operand)


def _without(recipe: Recipe, place: int, instead: int) -> Recipe:
    """The graph in which one of a step's operands stands in its place."""
    steps = [
        Step(step.op, tuple(instead if operand == place else operand for operand in step.operands))
        for step in recipe.steps
    ]
    last = len(steps) - 1
    return _led_to(tuple(steps), instead if place == last else last)


def _led_to(steps: tuple[Step, ...], last: int) -> Recipe:
    """The graph that ends at a step, with only what leads there."""
    needed = {last}
    for place in range(last, -1, -1):
        if place in needed:
            needed.update(steps[place].places)
    moved: dict[int, int] = {place: new for new, place in enumerate(sorted(needed))}

    def renamed(operand: Operand) -> Operand:
        return moved[operand] if isinstance(operand, int) else operand

    return Recipe(tuple(Step(steps[place].op, tuple(map(renamed, steps[place].operands))) for place in sorted(needed)))
