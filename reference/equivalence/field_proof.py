"""Prove that a term is zero wherever it is defined: zero in random finite fields at random values (Schwartz, Zippel).

A formula of degree d that is not zero vanishes at a random place of a field of p elements with probability
d/p at most; p has 127 bits. Where signs are free (of the u in |u|, of factors under a root), a field settles
them at random, and so many trials are made that every combination is met. That a value is not zero proves
nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from .budget import Budget, OutOfBudgetError
from .fields import NotInFieldError, field
from .images import AngleUnit, Images
from .knowledge import Knowledge
from .plan import Plan, normalised, plan
from .points import generator
from .requirements import NOT_ZERO
from .tape import VARIABLE, Tape
from .trial import Trial

_TRIALS = 3
_TRIALS_PER_SIGN = 30
_MOST_FREEDOM = 4
_FIELDS = 4
_TRIES_PER_TRIAL = 60
_STEPS = 400_000

_OF_SIGN = frozenset({"abs", "sign", "relu", "is_positive"})
_OF_POSITIVE = frozenset({"log", "sqrt", "real_power", "arcsin"})


def is_zero(term: int, knowledge: Knowledge, seed: int) -> bool:
    """Whether the term is shown to be zero wherever it is defined and the facts hold."""
    tape = knowledge.tape
    (root,) = normalised(tape, [term])
    if tape.number_of(root) is not None:
        return tape.number_of(root) == 0
    try:
        return _vanishes(root, knowledge, seed)
    except OutOfBudgetError:
        return False


def _vanishes(root: int, knowledge: Knowledge, seed: int) -> bool:
    tape = knowledge.tape
    signed = _arguments(tape, root, _OF_SIGN)
    positive = _arguments(tape, root, _OF_POSITIVE)
    freedom = knowledge.freedom(signed, positive)
    if freedom > _MOST_FREEDOM:
        return False
    signs = {term: sign for term in signed if (sign := knowledge.sign(term)) is not None}
    roots = [root]
    if signed and freedom:
        facts = [fact.term for fact in knowledge.facts if fact.operator != NOT_ZERO]
        for fact in normalised(tape, facts):
            signs[fact] = 1
            roots.append(fact)
    trials = _TRIALS_PER_SIGN * 2**freedom if freedom else _TRIALS
    return _zero_in_all(_Task(root, plan(tape, roots), signs, trials), knowledge, seed)


@dataclass(frozen=True, slots=True)
class _Task:
    root: int
    steps: Plan
    signs: dict[int, int]
    trials: int


def _zero_in_all(task: _Task, knowledge: Knowledge, seed: int) -> bool:
    rng, budget, unit = generator(seed), Budget(_STEPS), AngleUnit()
    names = _positive_names(knowledge)
    done = 0
    for attempt in range(task.trials * _TRIES_PER_TRIAL):
        images = Images(field(seed, attempt % _FIELDS), rng, budget, names, unit)
        trial = Trial(knowledge.tape, task.steps, images, task.signs)
        try:
            trial.run()
        except NotInFieldError:
            continue
        if trial.values[task.root] != 0:
            return False
        done += 1
        if done == task.trials:
            return True
    return False


def _arguments(tape: Tape, root: int, ops: frozenset[str]) -> list[int]:
    """What the functions are applied to, and the bases of roots."""
    found = []
    for term in tape.needed([root]):
        of_root = tape.ops[term] == "power" and (tape.number_of(tape.args[term][1]) or 0).denominator != 1
        if tape.ops[term] in ops or (of_root and "sqrt" in ops):
            found.append(tape.args[term][0])
    return found


def _positive_names(knowledge: Knowledge) -> set[str]:
    tape = knowledge.tape
    known = knowledge.ranges.known.items()
    return {tape.values[term] for term, interval in known if tape.ops[term] == VARIABLE and interval.nonnegative}
