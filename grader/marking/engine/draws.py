"""Draw random graphs over given operations: single ones, pairs, trees, and graphs in which something is used twice.

Everything comes from a `Stream`, so that the same answer is always tried on the same graphs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from grader.exercises import Stream

from .ground import value_of
from .recipe import VALUE, Form, Operand, Plain, Recipe, Step

# What may be used more than once: nothing, the objects that are made, or results of operations too.
Share = Literal["nothing", "values", "results"]

_TRIES = 400
_STEP_TRIES = 12
# Sizes of numbers that are easy to follow by hand. 1 and 2 are left out: 1 hides factors, 2·2 is 2².
_SIZES = (0.5, 0.75, 1.25, 1.5, 1.75, 2.25, 2.5, 2.75, 3.0, 3.25)
_FACTORS = (3, 4, 5, -3, -4, 1.5, 2.5, -0.5, -1.5)
_EXPONENTS = (2, 3, -1, -2, 2.0, 3.0, 0.5, 1.5, -0.5)


class Draws:
    """Random recipes from one stream."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream

    def single(self, form: Form) -> Recipe | None:
        """One operation on objects that are made for it."""
        return self._attempts(lambda sketch: sketch.apply(form))

    def pair(self, outer: Form, inner: Form, place: int) -> Recipe | None:
        """An operation whose operand at that place is the result of another one."""

        def draw(sketch: Sketch) -> bool:
            return sketch.apply(inner) and sketch.apply(outer, {place: len(sketch.steps) - 1})

        return self._attempts(draw)

    def graph(self, forms: Sequence[Form], operations: int, share: Share) -> Recipe | None:
        """About so many operations of these forms; something is used twice unless `share` forbids it."""
        joining = [form for form in forms if form.kinds == "vv"]
        if share != "nothing" and not joining:
            return None
        return self._attempts(lambda sketch: sketch.grow(forms, joining, operations, share))

    def _attempts(self, draw: Callable[[Sketch], bool]) -> Recipe | None:
        for _ in range(_TRIES):
            sketch = Sketch(self._stream)
            if draw(sketch):
                return Recipe(tuple(sketch.steps))
        return None


class Sketch:
    """A recipe in the making, with the values of its steps."""

    def __init__(self, stream: Stream) -> None:
        self.steps: list[Step] = []
        self._stream = stream
        self._values: list[float] = []
        self._unused: list[int] = []

    def apply(self, form: Form, given: dict[int, int] | None = None, share: Share = "nothing") -> bool:
        """Add an operation; False, and nothing added, where no operands for it were found."""
        given = given or {}
        before, unused = len(self.steps), [place for place in self._unused if place not in given.values()]
        for _ in range(_STEP_TRIES):
            self._unused = list(unused)
            operands = [
                given[place] if place in given else self._plain(form) if kind == "n" else self._object(share)
                for place, kind in enumerate(form.kinds)
            ]
            if self._add(Step(form.op, tuple(operands))):
                return True
            del self.steps[before:], self._values[before:]
        return False

    def grow(self, forms: Sequence[Form], joining: Sequence[Form], operations: int, share: Share) -> bool:
        """Add operations one after another, and join what is left unused; whether it came out as wanted."""
        for _ in range(operations):
            if not self.apply(self._stream.choice(forms), share=share):
                return False
        while len(self._unused) > 1:
            left, right = self._unused.pop(0), self._unused.pop(0)
            if not joining or not self._add(Step(self._stream.choice(joining).op, (left, right))):
                return False
        return _shares(Recipe(tuple(self.steps)), share)

    def _add(self, step: Step) -> bool:
        value = value_of(step, self._values)
        if value is None:
            return False
        self.steps.append(step)
        self._values.append(value)
        if step.op != VALUE:
            self._unused = [place for place in self._unused if place not in step.places] + [len(self.steps) - 1]
        return True

    def _object(self, share: Share) -> int:
        """The place of an operand: a result that nothing uses yet, one that is used already, or a new object."""
        chance = self._stream.below(8)
        if self._unused and chance < 4:
            return self._unused.pop(self._stream.below(len(self._unused)))
        made = [place for place, step in enumerate(self.steps) if step.op == VALUE]
        results = [place for place, step in enumerate(self.steps) if step.op != VALUE]
        if share == "results" and results and chance in (4, 5):
            return self._stream.choice(results)
        if share != "nothing" and made and chance in (5, 6):
            return self._stream.choice(made)
        self._add(Step(VALUE, (Plain(self._fresh()),)))
        return len(self.steps) - 1

    def _fresh(self) -> float:
        """A number whose size no other object has, as long as there are such."""
        sizes = {abs(value) for step, value in zip(self.steps, self._values, strict=True) if step.op == VALUE}
        free = [size for size in _SIZES if size not in sizes]
        size = self._stream.choice(free) if free else round(self._stream.real(0.3, 3.3), 3)
        return size if self._stream.below(3) else -size

    def _plain(self, form: Form) -> Operand:
        if form == Form("add", "nv") and not self._stream.below(4):
            return Plain(0)  # what `sum` begins with
        return Plain(self._stream.choice(_EXPONENTS if form.op == "power" else _FACTORS))


def _shares(recipe: Recipe, share: Share) -> bool:
    """Whether just that is used more than once which should be."""
    twice = {recipe.steps[place].op == VALUE for place, uses in enumerate(recipe.uses) if uses > 1}
    return twice == set() if share == "nothing" else False in twice if share == "results" else twice == {True}
