"""Signs that follow from what is known, by intervals, by products and by tables between roots."""

from __future__ import annotations

from fractions import Fraction

import pytest
from terms import known, term

from reference.equivalence.balls import is_nonzero
from reference.equivalence.convex import is_convex
from reference.equivalence.domain import DomainProof
from reference.equivalence.polynomials import samples
from reference.equivalence.requirements import requirements
from reference.equivalence.tape import Tape


@pytest.mark.parametrize(
    ("facts", "text", "sign"),
    [
        (["x > 0"], "x", 1),
        (["x > 0"], "-3x", -1),
        (["x - 3 > 0"], "x", 1),
        (["x - 3 > 0"], "2x - 6", 1),
        (["-x > 0"], "x^3", -1),
        (["x > 0", "y > 0"], "x y", 1),
        (["x y > 0"], "x/y", 1),
        (["x y > 0", "x > 0"], "y", 1),
        (["x y > 0"], "x", None),
        ([], "x^2", 1),
        ([], "x^2 - 2x + 2", 1),
        ([], "x^2 - 2x", None),
        (["x - 2 > 0"], "x^2 - 2x", 1),
        (["(1+x)/(1-x) > 0"], "1 + x", 1),
        (["(1+x)/(1-x) > 0"], "1 - x^2", 1),
        (["1 - x^2 >= 0"], "2 - x", 1),
        (["x^2 - 2 > 0", "x > 0"], "x - 1.414", 1),
        (["x^2 - 2 > 0", "x > 0"], "x - 1.415", None),
        (["e^x - 1 > 0"], "e^(x) - 1/2", 1),
        ([], "1 - tanh(y)^2", 1),
        ([], "x + y", None),
    ],
)
def test_signs_follow(facts: list[str], text: str, sign: int | None) -> None:
    tape = Tape()
    knowledge = known(tape, *facts)
    assert knowledge.sign(term(tape, text)) == sign


@pytest.mark.parametrize(
    ("text", "facts", "left_over"),
    [
        ("1/(1+e^-x)", [], 0),
        ("log(x)", [], 1),
        ("log(x)", ["x > 0"], 0),
        ("log(x^2)", [], 0),
        ("1/(x^2-2)", [], 0),
        ("1/(sin(x)+x)", [], 0),
        ("1/relu(x)", [], 1),
        ("1/(relu(x)+1)", [], 0),
        ("1/(|x|-x^2)", [], 0),
        ("1/(|x|-x)", [], 1),
        ("1/(sqrt(x^2)-x)", [], 1),
        ("1/(sqrt(x^2)-x)", ["x^2 > 0"], 1),
        ("1/log(x)", ["x > 0"], 0),
        ("1/(sqrt(x)-1)", ["x > 0"], 0),
        ("sqrt(x)+sqrt(y)", ["x > 0"], 1),
        ("arcsin(tanh x)", [], 0),
        ("log(x+sqrt(x^2+1))", [], 0),
        ("log(sqrt(x^2+1)-x)", [], 0),
        ("log(x+sqrt(x^2-1))", [], 2),
    ],
)
def test_requirements_are_shown_or_left_over(text: str, facts: list[str], left_over: int) -> None:
    tape = Tape()
    knowledge = known(tape, *facts)
    root = term(tape, text)
    points = [{"x": Fraction(n, 7), "y": Fraction(3, 7)} for n in (5, -5)]
    proof = DomainProof(knowledge, lambda part: any(is_nonzero(tape, part, point) for point in points))
    assert len(proof.missing(root)) == left_over


@pytest.mark.parametrize(
    ("text", "convex"),
    [
        ("log(x)", True),
        ("log(x)+1/x", True),
        ("1/x", False),
        ("log(x^2)", False),
        ("log(x^2+1)", True),
        ("log(x+y)+sqrt(3-x)", True),
        ("arcsin(x)", True),
        ("tan(x)", False),
        ("sqrt(x^2-1)", False),
    ],
)
def test_domains_in_one_piece_are_told(text: str, convex: bool) -> None:
    tape = Tape()
    root = term(tape, text)
    knowledge = known(tape)
    assert is_convex(tape, knowledge.polynomials, requirements(tape, root)) is convex


def test_samples_lie_between_all_roots() -> None:
    found = samples([[-2, 0, 1], [0, 1]], [Fraction(5)])  # x² − 2, x, and a cut at 5
    assert found is not None
    assert len(found) == 5
    signs = [(x * x > 2, x > 0, x > 5) for x in found]
    assert signs == [
        (True, False, False),
        (False, False, False),
        (False, True, False),
        (True, True, False),
        (True, True, True),
    ]


def test_roots_that_lie_close_together_are_told_apart() -> None:
    found = samples([[-1, 10**30], [-1, 10**30 + 1]])
    assert found is not None
    assert len(found) == 3
    assert found[0] < Fraction(1, 10**30 + 1) < found[1] < Fraction(1, 10**30) < found[2]
