"""More than 150 pairs, judged without a wrong acceptance or a wrong refusal, and few of them undecided."""

from __future__ import annotations

from collections import Counter

import pytest
from formula_pairs import LATER, Pair, pairs

from reference import compare
from reference.errors import FormulaError

PAIRS = pairs()
FAMILIES = sorted({pair.family for pair in PAIRS})


def judged(left: str, right: str, assume: tuple[str, ...]) -> str:
    try:
        return compare(left, right, assume).relation
    except FormulaError:
        return "unreadable"


def test_there_are_enough_pairs_of_every_kind() -> None:
    counts = Counter(pair.family for pair in PAIRS)
    assert len(PAIRS) >= 150
    assert len(counts) >= 7
    assert min(counts.values()) >= 15


@pytest.mark.slow
@pytest.mark.parametrize("family", FAMILIES)
def test_no_pair_is_judged_wrongly_and_few_are_undecided(family: str) -> None:
    mine = [pair for pair in PAIRS if pair.family == family]
    answers = {pair: judged(pair.left, pair.right, pair.assume) for pair in mine}
    wrong = [pair for pair, answer in answers.items() if answer not in {pair.relation, "undecided"}]
    undecided = [pair for pair, answer in answers.items() if answer == "undecided" != pair.relation]
    assert wrong == []
    assert len(undecided) <= 0.05 * len(mine), undecided


@pytest.mark.slow
@pytest.mark.parametrize("pair", pairs(LATER), ids=lambda pair: f"{pair.left} | {pair.right}")
def test_no_pair_from_later_is_judged_wrongly(pair: Pair) -> None:
    assert judged(pair.left, pair.right, pair.assume) == pair.relation


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("sqrt(5+2sqrt(6))", "sqrt(2)+sqrt(3)"),
        ("sqrt(5+2sqrt(6))x", "(sqrt(2)+sqrt(3))x"),
        ("sqrt(3-2sqrt(2))", "sqrt(2)-1"),
        ("(7+5sqrt(2))^(1/3)", "1+sqrt(2)"),
    ],
)
def test_nested_roots_are_told(left: str, right: str) -> None:
    assert compare(left, right).relation == "equal"
    assert compare(left, right + "+1e-40").relation == "different"


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("1/(4cosh^2(x/2))", "σ(x)(1-σ(x))"),
        ("(1-tanh^2(x/2))/4", "σ(x)(1-σ(x))"),
        ("max(0,x)", "(x+|x|)/2"),
        ("log(x^2)", "2log|x|"),
    ],
)
def test_what_sympy_cannot_see_is_equal(left: str, right: str) -> None:
    for pair in ((left, right), (right, left)):
        found = compare(*pair)
        assert (found.relation, found.shown_by) == ("equal", "field")
