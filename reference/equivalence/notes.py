"""Say more than the relation: where LEFT alone is undefined, and how many digits of a rounded number were right."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import floor, isfinite, log10

from .aims import rational_roots
from .balls import UNDEFINED, Unvalued, as_float
from .comparison import Note
from .knowledge import Knowledge
from .ranges import Ranges
from .requirements import NOT_ZERO, requirements
from .search import Search
from .tape import NUMBER

_TRIED_VALUES = tuple(Fraction(n) for n in (0, 1, -1, 2, -2))
_MOST_TRIED = 40
_POINTS = 12
_FEWEST_DIGITS, _MOST_DIGITS = 2, 15


def gap(search: Search, knowledge: Knowledge) -> Note | None:
    """That LEFT is undefined at single points of RIGHT's domain, with such a point where it is rational."""
    if search.gap is not None:
        return Note("undefined_at_points", {"point": search.gap})
    if not search.samples:
        return None
    for tried, (names, change) in enumerate(_candidates(search, knowledge)):
        if tried == _MOST_TRIED:
            break
        point = {**search.samples[0], **change}
        left, right = search.try_values(point, 128)
        if left is UNDEFINED and not isinstance(right, Unvalued):
            return Note("undefined_at_points", {"point": {name: point[name] for name in names}})
    return None


def _candidates(search: Search, knowledge: Knowledge) -> Iterator[tuple[list[str], dict[str, Fraction]]]:
    """Values of single variables where a divisor that LEFT alone has may be zero, behind the divisor's variables."""
    bare = Ranges(knowledge.tape)
    known = {(fact.term, fact.operator) for fact in knowledge.facts}
    for requirement in requirements(knowledge.tape, search.left):
        term = requirement.term
        shared = (term, requirement.operator) in known
        if shared or requirement.operator != NOT_ZERO or bare.of(term).nonzero:
            continue
        names = knowledge.tape.variables([term])
        for name in names:
            for value in (*rational_roots(knowledge, term, name, search.samples[0]), *_TRIED_VALUES):
                yield names, {name: value}


def digits(search: Search) -> Note | None:
    """That LEFT, which has decimals, agrees with RIGHT in so many significant digits at all of some points."""
    tape = search.tape
    terms = tape.needed([search.left])
    if all(tape.ops[term] != NUMBER or tape.values[term].denominator == 1 for term in terms):
        return None
    worst = 0.0
    found = 0
    for _ in range(_POINTS * 3):
        left, right = (as_float(value) for value in search.try_values(search.any_point(), 128))
        if left is None or right is None or not isfinite(left) or not isfinite(right) or right == 0:
            continue
        found += 1
        worst = max(worst, abs(left - right) / abs(right))
        if found == _POINTS or not search.names:
            break
    if not found or worst >= 1:
        return None
    agreeing = _MOST_DIGITS if worst == 0 else min(_MOST_DIGITS, floor(-log10(worst) + 1e-9))
    return Note("agrees_to_digits", {"digits": agreeing}) if agreeing >= _FEWEST_DIGITS else None
