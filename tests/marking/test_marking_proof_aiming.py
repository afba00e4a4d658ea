"""What hostile code has us look for ends: where its conditions turn is not looked for without end."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import pytest

from grader.marking.code.proof.aiming import MAX_TURNS, turning_points
from grader.marking.code.proof.interned import Interned
from grader.marking.code.proof.pieces import UnprovedError
from reference.graph import Node

ENDS = {"x": (Fraction(-700), Fraction(700))}


def waves(interned: Interned, count: int) -> Iterator[Node]:
    """The conditions sin(x) > 0, sin(2x) > 0 and so on."""
    for factor in range(1, count + 1):
        wave = interned.apply("sin", interned.apply("multiply", interned.variable("x"), interned.constant(factor)))
        yield interned.apply("greater", wave, interned.constant(0))


def test_no_more_turns_are_looked_for_than_are_used() -> None:
    interned = Interned()
    assert len(turning_points(list(waves(interned, 300)), ENDS, interned)) == 3 * MAX_TURNS


def test_conditions_that_take_too_long_to_work_out_are_given_up() -> None:
    interned = Interned()
    node = interned.variable("x")
    for _ in range(400):
        node = interned.apply("add", interned.apply("multiply", node, node), interned.constant(1))
    roots = [interned.apply("greater", node, interned.constant(-number)) for number in range(1, 40)]
    with pytest.raises(UnprovedError):
        turning_points(roots, ENDS, interned)
