"""Find parts of formulas that are the same number everywhere, as in x^(2sin²t + 2cos²t), and put the number there.

Tried where the formulas as they stand could not be decided: a varying exponent makes a power of its own kind.
"""

from __future__ import annotations

from fractions import Fraction

from flint import arb

from . import field_proof
from .balls import Unvalued, Value, as_float, evaluate, is_exact, is_nonzero
from .domain import DomainProof
from .knowledge import Knowledge
from .points import points
from .question import Question
from .tape import NUMBER, PI, VARIABLE, Tape

_ROUNDS = 3
_POINTS = 4
_BITS = 128
_LARGEST_DIVISOR = 12
_MOST_BITS = 64
_LARGEST = 2.0**40
_MOST_CANDIDATES = 12


def settled(question: Question, seed: int) -> Question:
    """The question with such parts replaced, again and again; the same object where there are none."""
    for _ in range(_ROUNDS):
        simpler = _settled_once(question, seed)
        if simpler is question:
            break
        question = simpler
    return question


def _settled_once(question: Question, seed: int) -> Question:
    tape = question.tape
    sides = (question.left, question.right)
    candidates = _candidates(tape, sides, seed)
    stream = points(tape.variables(sides), {}, seed)
    samples = [next(stream) for _ in range(_POINTS)]
    shown = {
        term: tape.number(value) for term, value in candidates.items() if _is_always(tape, term, value, samples, seed)
    }
    if not shown:
        return question
    left, right = (_replaced(tape, side, shown) for side in sides)
    return Question(tape, left, right, question.assumptions)


def _candidates(tape: Tape, roots: tuple[int, int], seed: int) -> dict[int, Fraction]:
    """Terms that have the same simple value at a few points, and that value."""
    terms = tape.needed(roots)
    stream = points(tape.variables(roots), {}, seed)
    rows = [evaluate(tape, terms, next(stream), _BITS) for _ in range(_POINTS)]
    found: dict[int, Fraction] = {}
    for term in terms:
        if tape.ops[term] in {NUMBER, VARIABLE, PI}:
            continue
        values = [row[term] for row in rows if not isinstance(row[term], Unvalued)]
        value = _simple(values[0]) if len(values) > 1 and _same(values) else None
        if value is not None:
            found[term] = value
    return dict(list(found.items())[-_MOST_CANDIDATES:])


def _same(values: list[Value]) -> bool:
    first = arb(values[0])
    return all(first.overlaps(arb(value)) for value in values)


def _simple(value: Value) -> Fraction | None:
    """The short number with a small divisor that a value is, or may be."""
    if is_exact(value):
        short = max(value.p.bit_length(), value.q.bit_length()) <= _MOST_BITS
        return Fraction(int(value.p), int(value.q)) if short else None
    middle = as_float(value) or 0.0
    for divisor in range(1, _LARGEST_DIVISOR + 1) if abs(middle) < _LARGEST else ():
        whole = round(middle * divisor)
        if (value * divisor - whole).contains(0):
            return Fraction(whole, divisor)
    return None


def _is_always(tape: Tape, term: int, value: Fraction, samples: list[dict[str, Fraction]], seed: int) -> bool:
    """Whether the term is shown to be defined, and to be that number, everywhere but on single points."""
    nothing = Knowledge(tape, ())
    if DomainProof(nothing, lambda part: any(is_nonzero(tape, part, point) for point in samples)).missing(term):
        return False
    return field_proof.is_zero(tape.apply("subtract", term, tape.number(value)), nothing, seed)


def _replaced(tape: Tape, root: int, shown: dict[int, int]) -> int:
    new: dict[int, int] = {}
    for term in tape.needed([root]):
        args = tape.args[term]
        if term in shown:
            new[term] = shown[term]
        else:
            new[term] = tape.apply(tape.ops[term], *(new[arg] for arg in args)) if args else term
    return new[root]
