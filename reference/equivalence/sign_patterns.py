"""Count how many combinations of signs a proof in a field must meet, and say which signs it must impose.

In a field the sign of a factor, in |u|, under a root, is settled at random. A sign that is known of the real numbers
is imposed on the random values; the others are free, but for products of them whose sign is known. Where the factors
are in functions that depend on one another, as in √(1 − sin²x), a square may be hidden among them, and with it a sign:
then every root and every |u| may have its own. That there are no more than 2^freedom combinations, each as likely as
the others, is what the number of trials rests on.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .knowledge import Knowledge, echelon
from .polynomials import Polynomial, Signed, exponential_monomial, generators
from .requirements import NOT_ZERO
from .switches import SWITCHES
from .tape import VARIABLE, Tape

# What these give is positive in a field too.
_POSITIVE = frozenset({"exp", "real_power", "sqrt"})
_ALGEBRAIC = SWITCHES | {"sqrt", "power"}
# Between functions of one family there may be a polynomial relation; between those of different ones there is none.
_EXPONENTIAL = frozenset({"exp", "sigmoid", "sinh", "cosh", "tanh", "real_power"})
_CIRCULAR = frozenset({"sin", "cos", "tan"})
_OTHERS = ("log", "arcsin", "arctan")


@dataclass(frozen=True, slots=True)
class Patterns:
    """`imposed` maps terms to their sign; there are 2^`freedom` combinations of the others, some of them `hidden`."""

    imposed: dict[int, int]
    freedom: int
    hidden: bool = False


def sign_patterns(knowledge: Knowledge, root: int, signed: list[int], positive: list[int]) -> Patterns:
    """For terms in `root` of which the sign matters, and those that are positive wherever it is defined."""
    polynomials = knowledge.polynomials
    found = [polynomials.all_factors(term) for term in (*signed, *positive)]
    factors = {factor for row in found if row is not None for factor in row}
    imposed = {term: sign for term in signed if (sign := knowledge.sign(term)) is not None}
    rows = [row for term in positive if (row := polynomials.signed(term)) is not None]
    rows += [row for term in imposed if (row := polynomials.signed(term)) is not None]
    rows += _related_facts(knowledge, factors, imposed)
    unknown = set()
    for factor in sorted(factors, key=sorted):
        sign = knowledge.factor_sign(factor)
        if sign is None:
            unknown.add(factor)
        elif not _is_positive_anyway(knowledge, factor):
            imposed[_term(knowledge.tape, factor)] = sign
    rank = len(echelon(knowledge.reduced(row) for row in rows))
    hidden = _hidden(knowledge.tape, root, found)
    opaque = sum(row is None for row in found)
    return Patterns(imposed, opaque + len(unknown) - rank + hidden, hidden > 0)


def _hidden(tape: Tape, root: int, found: list[frozenset[Polynomial] | None]) -> int:
    """How many of the terms, given by their factors, may hide a square."""
    terms = tape.needed([root])
    crowded = {
        family
        for family in (_EXPONENTIAL, _CIRCULAR, *(frozenset({op}) for op in _OTHERS))
        if sum(tape.ops[term] in family for term in terms) > 1
    }
    exponentials = [term for term in terms if tape.ops[term] in _EXPONENTIAL]
    if all(_of_variables(tape, term) for term in exponentials):
        crowded.discard(_EXPONENTIAL)
    dependent = set().union(*crowded) | _ALGEBRAIC
    return sum(
        any(len(factor) > 1 and any(tape.ops[term] in dependent for term in generators(factor)) for factor in row or ())
        for row in found
    )


def _of_variables(tape: Tape, term: int) -> bool:
    """Whether the function is one of exponentials of single variables."""
    if tape.ops[term] == "real_power":
        return False
    monomial = exponential_monomial(tape, tape.args[term][0])
    return monomial is not None and all(tape.ops[tape.args[int(atom[1])][0]] == VARIABLE for atom, _ in monomial)


def _related_facts(knowledge: Knowledge, factors: set[Polynomial], imposed: dict[int, int]) -> list[Signed]:
    """The facts about these factors; their own factors are added, and they are imposed."""
    rows: list[Signed] = []
    left = [fact.term for fact in knowledge.facts if fact.operator != NOT_ZERO]
    while related := [term for term in left if factors & (knowledge.polynomials.all_factors(term) or frozenset())]:
        for term in related:
            left.remove(term)
            imposed[term] = 1
            factors |= knowledge.polynomials.all_factors(term) or frozenset()
            row = knowledge.polynomials.signed(term)
            rows += [row] if row is not None else []
    return rows


def _is_positive_anyway(knowledge: Knowledge, factor: Polynomial) -> bool:
    """Whether the factor is one generator whose random value is made positive."""
    if len(factor) != 1:
        return False
    (generator,) = generators(factor)
    if knowledge.tape.ops[generator] == VARIABLE:
        return knowledge.ranges.of(generator).nonnegative
    return knowledge.tape.ops[generator] in _POSITIVE


def _term(tape: Tape, factor: Iterable[tuple[tuple[tuple[int, int], ...], int]]) -> int:
    """The factor as a term."""
    total = tape.number(0)
    for monomial, coefficient in sorted(factor):
        part = tape.number(coefficient)
        for generator, power in monomial:
            part = tape.apply("multiply", part, tape.apply("power", generator, tape.number(power)))
        total = tape.apply("add", total, part)
    return total
