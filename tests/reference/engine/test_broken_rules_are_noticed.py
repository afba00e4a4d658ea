"""The checks of gradients notice when any one rule of the table is wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest
from gradient_checks import first_order
from primitive_cases import CASES

from reference import algebra
from reference.build import constant
from reference.primitives import PRIMITIVES

RULES = [(op, place) for op, row in PRIMITIVES.items() for place in range(len(row.rules))]


def broken(rule):
    """A rule that is off by a thousandth, or passes a thousandth on where nothing should pass."""
    if rule is None:
        return lambda g, *_nodes, **_attrs: algebra.multiply(constant(0.001), g)
    return lambda *nodes, **attrs: algebra.multiply(constant(1.001), rule(*nodes, **attrs))


@pytest.mark.parametrize(("op", "place"), RULES)
def test_a_wrong_rule_makes_the_check_fail(op, place):
    row = PRIMITIVES[op]
    rules = list(row.rules)
    rules[place] = broken(rules[place])
    table = {**PRIMITIVES, op: replace(row, rules=tuple(rules))}
    assert any(first_order(op, case, table) for case in CASES[op])
