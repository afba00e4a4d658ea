"""Try an engine's abilities one after another, each only with operations that were right before.

Single operations first, then two in a row, then trees, so that a mistake in one operation costs that operation; then
graphs in which a value is used twice, then those in which a result is, and at last a very deep one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from grader.exercises import EngineSpec, Stream
from grader.exercises.engine_section import BINARY, OPERATIONS, abilities

from .attempt import Attempt
from .depth import Chain, chains
from .draws import Draws, Share
from .recipe import VALUE, Form, Recipe
from .running import TooSlowError, Workshop
from .shrinking import smallest

_SINGLES = 12
_PAIRS = 2
_LARGEST = 14
_MOST_CAUSES = 4
_SHOWN = 8


@dataclass(frozen=True)
class Fault:
    """Why an ability is not there: graphs that failed for one cause, the smallest first; none where time ran out.

    `plain_number`: the same with an object in the place of the plain number is right. `before`: the graph is
    right in a process of its own, so that something is left over from this one. `chain`: the deep graph.
    """

    attempts: tuple[Attempt, ...]
    plain_number: bool = False
    before: Recipe | None = None
    chain: Chain | None = None


@dataclass
class Examination:
    """An engine on trial: the operations that work so far, and the faults found, by form and by ability."""

    workshop: Workshop
    spec: EngineSpec
    stream: Stream
    working: list[Form] = field(default_factory=list)
    broken: dict[Form, Fault] = field(default_factory=dict)
    faults: dict[str, Fault] = field(default_factory=dict)
    # Abilities of which nothing speaks against them, although their graphs cannot be right: see `_order`.
    carried: set[str] = field(default_factory=set)
    too_slow: bool = False

    def run(self) -> None:
        """Try everything, as far as the time reaches."""
        self.working = list(_forms(self.spec))
        try:
            self._try_all()
        except TooSlowError:
            self.too_slow = True

    def _try_all(self) -> None:
        self._singles()
        if self.working and not self._pairs():
            self._graphs("nothing")
            self._graphs("values")
            self._order()
            if self.spec.depth:
                self._depth()

    def fault_of(self, part: str) -> Fault | None:
        """Why a part is lost, or None where it is not."""
        if part in self.faults:
            return self.faults[part]
        own = [form for form in _forms(self.spec) if form in self.broken and self._part(form) == part]
        if own:
            return self.broken[own[0]]
        if self.too_slow:
            return Fault(())
        return None if self._shown(part) or not self.broken else next(iter(self.broken.values()))

    def _shown(self, part: str) -> bool:
        """Whether the part's graphs could be tried at all."""
        if part in OPERATIONS:
            return True
        if part in ("numbers", "reflected"):
            return any(self._part(form) == part for form in self.working)
        return self._can_join

    @property
    def _can_join(self) -> bool:
        return any(form.kinds == "vv" for form in self.working)

    def _part(self, form: Form) -> str | None:
        """The part that a form belongs to. A plain number beside an operation that is broken anyway is no case of
        its own."""
        if form.op in BINARY and "n" in form.kinds:
            if Form(form.op, "vv") in self.broken:
                return None
            return "numbers" if form.kinds == "vn" else "reflected"
        return next(part for part, operations in OPERATIONS.items() if form.op in operations)

    def _singles(self) -> None:
        draws = Draws(self.stream)
        forms = [form for form in self.working for _ in range(_SINGLES)]
        attempts = self.workshop.build([recipe for form in forms if (recipe := draws.single(form))])
        if attempts and all(attempt.wrong for attempt in attempts[1:]):
            left_over = self._left_over(attempts[1:])
            if left_over is not None:
                self.faults, self.working = dict.fromkeys(abilities(self.spec), left_over), []
                return
        self._note({form: [each for each in attempts if form in each.recipe.forms] for form in self.working})

    def _pairs(self) -> bool:
        """Two operations in a row; whether none of them works, so that it is not the operations that are at fault."""
        draws = Draws(self.stream)
        wanted = [
            (outer, inner, place)
            for outer in self.working
            for place, kind in enumerate(outer.kinds)
            for inner in self.working
            if kind == "v"
            for _ in range(_PAIRS)
        ]
        recipes = [recipe for each in wanted if (recipe := draws.pair(*each))]
        attempts = self.workshop.build(recipes)
        telling = [attempt for attempt in attempts if all(attempt.truth.gradients)]
        if telling and all(attempt.wrong for attempt in telling):
            fault = self._fault(telling)
            self.faults.update(dict.fromkeys(("order", "accumulation", "depth"), fault))
            return True
        self._note({form: [each for each in attempts if _inner(each.recipe) == form] for form in self.working})
        return False

    def _note(self, tried: dict[Form, list[Attempt]]) -> None:
        """Keep the forms of which no attempt failed as working; what could not be tried any more is not shown to."""
        for form, attempts in tried.items():
            failed = [attempt for attempt in attempts if attempt.wrong]
            if failed:
                self.broken[form] = self._fault(failed, form)
        for form in (form for form, attempts in tried.items() if not attempts and self.broken):
            self.broken[form] = next(iter(self.broken.values()))
        self.working = [form for form in self.working if form not in self.broken]

    def _fault(self, failed: Iterable[Attempt], form: Form | None = None) -> Fault:
        """The fault behind attempts that failed."""
        attempts = sorted(failed, key=lambda attempt: (attempt.recipe.levels_out, attempt.recipe.size))[:_SHOWN]
        plain = form is not None and form.op in BINARY and "n" in form.kinds and Form(form.op, "vv") not in self.broken
        first = smallest(self.workshop, attempts[0], lambda attempt: attempt.wrong)
        return Fault((first, *attempts), plain_number=plain)

    def _left_over(self, failed: Sequence[Attempt]) -> Fault | None:
        """Graphs that are right by themselves and wrong after another one: the smallest such pair."""
        recipe = min((attempt.recipe for attempt in failed), key=lambda recipe: recipe.size)
        by_itself = self.workshop.alone(recipe)
        if by_itself is None or by_itself.wrong:
            return None
        one_object = Recipe(recipe.steps[:1])
        for before, after in ((one_object, one_object), (one_object, recipe), (recipe, recipe)):
            attempt = self.workshop.alone(before, after)
            if attempt is not None and attempt.wrong:
                return Fault((attempt,), before=before)
        return None

    def _graphs(self, share: Share) -> None:
        """Random graphs of growing size; each cause of failure is found by its smallest graph."""
        draws = Draws(self.stream)
        failed = [attempt for attempt in self.workshop.build(self._drawn(draws, share)) if attempt.wrong]
        for _ in range(_MOST_CAUSES):
            failed = [attempt for attempt in failed if not self._explained(attempt.recipe)]
            if not failed:
                return
            self._charge(self._fault(failed))

    def _drawn(self, draws: Draws, share: Share) -> list[Recipe]:
        sizes = [2 + number * (_LARGEST - 2) // self.spec.graphs for number in range(self.spec.graphs)]
        recipes = (draws.graph(self.working, size, share) for size in sizes if self.working)
        return [recipe for recipe in recipes if recipe is not None]

    def _explained(self, recipe: Recipe) -> bool:
        """Whether a graph had to fail by what is known already."""
        if any(form in self.broken for form in recipe.forms):
            return True
        return any(ability in self.faults for ability in shared_abilities(recipe))

    def _charge(self, fault: Fault) -> None:
        """Put a fault down to what its smallest graph needs."""
        recipe = fault.attempts[0].recipe
        needed = shared_abilities(recipe)
        if needed:
            self.faults[needed[0]] = fault
        else:
            for form in self._slipped(fault.attempts[0]):
                self.broken[form] = fault
            self.working = [form for form in self.working if form not in self.broken]

    @staticmethod
    def _slipped(attempt: Attempt) -> Sequence[Form]:
        """The operations that are at fault in a graph; all of it where that cannot be told."""
        slipped = attempt.slips() if attempt.answered else frozenset()
        return sorted(slipped or attempt.recipe.forms)

    def _order(self) -> None:
        """Graphs in which results are used twice. Without accumulation they cannot be right; but where every node
        hands back what follows from what it holds in the end, the order is."""
        if "accumulation" not in self.faults:
            self._graphs("results")
            return
        attempts = self.workshop.build(self._drawn(Draws(self.stream), "results"))
        shared = [attempt for attempt in attempts if attempt.answered]
        if shared and len(shared) == len(attempts) and not any(attempt.slips() for attempt in shared):
            self.carried.add("order")
        else:
            self.faults["order"] = self.faults["accumulation"]

    def _depth(self) -> None:
        twice = not self.faults.keys() & {"accumulation", "order"}
        tried = list(chains(self.working, self.spec.depth, doubled=twice))
        for chain in tried:
            attempt = self.workshop.deep(chain.recipe)
            if attempt is None or attempt.wrong:
                self.faults["depth"] = Fault(() if attempt is None else (attempt,), chain=chain)
                return
        if not tried:
            self.faults["depth"] = next(iter(self.broken.values()))


def _forms(spec: EngineSpec) -> Iterator[Form]:
    """Every operation asked for, with objects and with plain numbers on either side."""
    for op in spec.operations:
        if op in BINARY:
            yield from (Form(op, kinds) for kinds in ("vv", "vn", "nv"))
        else:
            yield Form(op, "vn" if op == "power" else "v")


def _inner(recipe: Recipe) -> Form:
    """The first of two operations in a row."""
    return next(step.form for step in recipe.steps if step.op != VALUE)


def shared_abilities(recipe: Recipe) -> list[str]:
    """What a graph needs besides its operations, the most particular first."""
    twice = {recipe.steps[place].op == VALUE for place, uses in enumerate(recipe.uses) if uses > 1}
    return [name for name, wanted in (("order", False), ("accumulation", True)) if wanted in twice]
