"""Prove that a term is zero wherever it is defined: zero in random finite fields at random values (Schwartz, Zippel).

A formula of degree d that is not zero vanishes at a random place of a field of p elements with probability
d/p at most; p has 127 bits. Where signs are free (of the u in |u|, of factors under a root), a field settles
them at random, and so many trials are made that every combination is met. That a value is not zero proves
nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import lcm

from .budget import OutOfBudgetError
from .fields import NotInFieldError, random_field
from .images import Images, Settings
from .knowledge import Knowledge
from .plan import Plan, normalised, plan
from .points import generator
from .sign_patterns import sign_patterns
from .tape import VARIABLE, Tape
from .trial import Trial

_TRIALS = 3
_TRIALS_PER_SIGN = 24
FEW_SIGNS, MANY_SIGNS = 3, 5
_FIELDS, _MANY = 4, 1 << 16
_LONGEST_NUMBER = 400
_FIRST_TRIES = 200
_TRIES_PER_TRIAL = 40

_OF_SIGN = frozenset({"abs", "sign", "relu", "is_positive", "arcsin"})
_OF_ROOT = frozenset({"sqrt", "real_power"})


def is_zero(term: int, knowledge: Knowledge, seed: int, *, freedom: int = FEW_SIGNS) -> bool:
    """Whether the term is shown to be zero wherever it is defined and the facts hold.

    Not tried where more than 2^`freedom` combinations of signs are to be met. Steps are taken from the knowledge's
    budget, which all proofs share.
    """
    tape = knowledge.tape
    (root,) = normalised(tape, [term])
    if tape.number_of(root) is not None:
        return tape.number_of(root) == 0
    try:
        return _vanishes(root, knowledge, seed, freedom)
    except OutOfBudgetError:
        return False


def _vanishes(root: int, knowledge: Knowledge, seed: int, freedom: int) -> bool:
    tape = knowledge.tape
    steps = plan(tape, [root])
    # A logarithm's value depends on no sign, unless an exponential is taken of it again.
    raised = any(tape.ops[term] == "log" for term in steps.exponents)
    signed = _arguments(tape, root, _OF_SIGN)
    positive = _arguments(tape, root, _OF_ROOT | {"log"} if raised else _OF_ROOT)
    settings = Settings(knowledge.budget, _positive_names(knowledge))
    if not signed and not positive:
        return _shown(_Task(root, steps, settings), tape, seed)
    if _shown(_Task(root, steps, replace(settings, opaque=True)), tape, seed):
        return True
    patterns = sign_patterns(knowledge, root, signed, positive)
    if patterns.freedom > freedom:
        return False
    imposed = dict(zip(normalised(tape, patterns.imposed), patterns.imposed.values(), strict=True))
    steps = plan(tape, [root, *imposed]) if imposed else steps
    squares = _numbers(tape, steps)
    if squares.bit_length() > _LONGEST_NUMBER:
        return False
    trials = _TRIALS_PER_SIGN * 2**patterns.freedom if patterns.freedom else _TRIALS
    fields = _MANY if patterns.hidden else _FIELDS
    return _shown(_Task(root, steps, settings, imposed, trials, squares, fields), tape, seed)


@dataclass(frozen=True, slots=True)
class _Task:
    """A proof to be made: so many trials in so many fields, in which the factors of `squares` are squares."""

    root: int
    steps: Plan
    settings: Settings
    signs: Mapping[int, int] = field(default_factory=dict)
    trials: int = _TRIALS
    squares: int = 1
    fields: int = _FIELDS


def _shown(task: _Task, tape: Tape, seed: int) -> bool:
    """Whether the root vanishes in all trials, exponents taken apart or with their values collapsed."""
    if _zero_in_all(task, tape, seed):
        return True
    collapsed = replace(task, settings=replace(task.settings, collapse=True))
    return bool(task.steps.exponents) and _zero_in_all(collapsed, tape, seed)


def _zero_in_all(task: _Task, tape: Tape, seed: int) -> bool:
    rng = generator(seed)
    done = 0
    for attempt in range(_FIRST_TRIES + task.trials * _TRIES_PER_TRIAL):
        if attempt == _FIRST_TRIES and not done:
            return False
        # One field does where nothing depends on signs; but a constant may have the wrong sign in one field only.
        index = attempt if task.trials > _TRIALS else attempt // _TRIALS
        images = Images(random_field(seed, index % task.fields, task.squares), rng, task.settings)
        trial = Trial(tape, task.steps, images, task.signs)
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


def _numbers(tape: Tape, steps: Plan) -> int:
    """A number that all positive numbers in the formula divide a power of: they shall be positive in the field too."""
    total = 1
    for term in steps.terms:
        number = tape.number_of(term)
        if number:
            total = lcm(total, abs(number.numerator), number.denominator)
    return total


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
