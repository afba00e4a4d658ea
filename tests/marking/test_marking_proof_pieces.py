"""A function's cases: the domain is cut where conditions turn, and every piece has one formula that is proved."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.marking.code.proof.aiming import turning_points
from grader.marking.code.proof.equality import Bounds, equal, is_defined
from grader.marking.code.proof.interned import Interned
from grader.marking.code.proof.pieces import Piece, Strand, Tree, Unexplored, UnprovedError
from grader.marking.code.proof.regions import Cut, Lines, Region, Span, is_exact
from grader.marking.code.proof.searching import inside
from reference.graph import Node

BOX = Region({"x": Span(Fraction(-10), Fraction(10))})


@pytest.fixture
def of() -> Interned:
    return Interned()


def strand(output: Node, *path: tuple[Node, bool]) -> Strand:
    return Strand(path, {"": output})


def pieces(of: Interned, *strands: Strand, region: Region = BOX) -> list[Piece]:
    return list(Tree(strands, of).pieces(region))


def shown(found: list[Piece]) -> list[tuple[str, str]]:
    return sorted((describe(piece.region.spans["x"]), piece.outputs[""].op) for piece in found)


def describe(span: Span) -> str:
    if span.single:
        return f"{span.low}"
    return f"{'[' if span.low_in else '('}{span.low}, {span.high}{']' if span.high_in else ')'}"


def test_code_without_conditions_is_one_piece(of: Interned) -> None:
    x = of.variable("x")
    assert shown(pieces(of, strand(of.apply("exp", x)))) == [("[-10, 10]", "exp")]


def test_a_condition_cuts_the_domain_where_it_turns(of: Interned) -> None:
    x = of.variable("x")
    condition = of.apply("greater_equal", x, of.constant(2))
    found = pieces(of, strand(of.apply("exp", x), (condition, True)), strand(of.apply("sin", x), (condition, False)))
    assert shown(found) == [("(2, 10]", "exp"), ("2", "exp"), ("[-10, 2)", "sin")]


def test_a_condition_inside_the_formula_cuts_it_too(of: Interned) -> None:
    x = of.variable("x")
    chosen = of.apply("where", of.apply("less", of.apply("negate", x), x), of.apply("exp", x), of.apply("sin", x))
    assert [piece[0] for piece in shown(pieces(of, strand(chosen)))] == ["(0, 10]", "0", "[-10, 0)"]


def test_absolute_values_extremes_and_signs_are_resolved(of: Interned) -> None:
    x, one = of.variable("x"), of.constant(1)
    clipped = of.apply("minimum", of.apply("maximum", of.apply("abs", x), one), of.constant(4))
    found = {describe(piece.region.spans["x"]): piece.outputs[""] for piece in pieces(of, strand(clipped))}
    assert found["(1, 4)"] is x
    assert found["(-4, -1)"] is of.apply("negate", x)
    assert found["(0, 1)"] is one
    assert found["(4, 10]"] is of.constant(4)


def test_a_way_that_no_run_has_gone_is_asked_for(of: Interned) -> None:
    x = of.variable("x")
    condition = of.apply("equal", x, of.constant(3))
    with pytest.raises(Unexplored) as missing:
        pieces(of, strand(x, (condition, False)))
    assert missing.value.region.spans["x"] == Span(Fraction(3), Fraction(3))


def test_a_condition_in_which_something_is_rounded_is_gone_both_ways(of: Interned) -> None:
    """x + 10^16 == 10^16 + 4 holds for many floats, and for one real number."""
    x = of.variable("x")
    condition = of.apply("equal", of.apply("add", x, of.constant(1e16)), of.constant(1e16 + 4))
    with pytest.raises(Unexplored):
        pieces(of, strand(x, (condition, False)))
    both = pieces(of, strand(x, (condition, False)), strand(x, (condition, True)))
    assert sorted(piece.choices[condition] for piece in both) == [False, True]


def test_a_condition_that_holds_nowhere_must_be_gone_all_the_same(of: Interned) -> None:
    x = of.variable("x")
    underflown = of.apply("equal", of.apply("exp", x), of.constant(0))
    with pytest.raises(Unexplored):
        pieces(of, strand(x, (underflown, False)))


def test_runs_that_do_not_fit_together_prove_nothing(of: Interned) -> None:
    x = of.variable("x")
    first, second = (of.apply("greater", x, of.constant(limit)) for limit in (1, 2))
    for strands in (
        [strand(x), strand(of.constant(1))],
        [strand(x, (first, True)), strand(x, (second, True))],
        [strand(x, (first, True)), strand(x)],
        [strand(x), Strand((), {"W": x})],
    ):
        with pytest.raises(UnprovedError):
            pieces(of, *strands)


def test_too_many_pieces_prove_nothing(of: Interned) -> None:
    x = of.variable("x")
    steps = x
    for limit in range(60):
        steps = of.apply("add", steps, of.apply("abs", of.apply("subtract", x, of.constant(Fraction(limit, 7)))))
    with pytest.raises(UnprovedError):
        pieces(of, strand(steps))


def test_a_result_with_a_number_that_was_never_set_proves_nothing(of: Interned) -> None:
    with pytest.raises(UnprovedError):
        pieces(of, strand(of.variable("")))


@given(st.fractions(-9, 9), st.floats(-10, 10))
def test_cutting_loses_no_number_and_doubles_none(at: Fraction, number: float) -> None:
    parts = BOX.cut("x", at)
    held = [part for part in parts if part.spans["x"].includes(number)]
    assert len(held) == 1


def test_cutting_at_an_end_leaves_the_end_and_the_rest() -> None:
    spans = [describe(part.spans["x"]) for part in BOX.cut("x", Fraction(10))]
    assert spans == ["[-10, 10)", "10"]


def test_linear_conditions_are_decided_exactly(of: Interned) -> None:
    x, lines = of.variable("x"), Lines()
    third = of.apply("divide", x, of.constant(3))
    with pytest.raises(Cut) as cut:
        lines.sign(third, of.constant(1), BOX)
    assert cut.value.at == 3
    assert lines.sign(third, of.constant(4), BOX) == -1
    assert lines.sign(of.apply("subtract", x, x), of.constant(0), BOX) == 0
    assert lines.sign(of.apply("exp", x), of.constant(0), BOX) is None


def test_what_is_rounded_before_it_is_compared_is_not_exact(of: Interned) -> None:
    x, y = of.variable("x"), of.variable("y")
    zero, three, half = of.constant(0), of.constant(3), of.constant(0.5)
    assert is_exact(x, three)
    assert is_exact(of.apply("multiply", half, x), of.apply("negate", y))
    assert is_exact(of.apply("subtract", x, three), zero)
    assert not is_exact(of.apply("subtract", x, three), half)
    assert not is_exact(of.apply("multiply", three, x), three)
    assert not is_exact(of.apply("exp", x), zero)


def test_equal_formulas_are_proved_and_others_are_not(of: Interned) -> None:
    x, one = of.variable("x"), of.constant(1)
    s = of.apply("divide", one, of.apply("add", one, of.apply("exp", of.apply("negate", x))))
    slope = of.apply("multiply", s, of.apply("subtract", one, s))
    cosh = of.apply("cosh", of.apply("divide", x, of.constant(2)))
    other = of.apply("divide", one, of.apply("multiply", of.constant(4), of.apply("multiply", cosh, cosh)))
    assert equal(slope, other)
    assert not equal(slope, of.apply("multiply", other, of.constant(1.000001)))
    assert not equal(slope, s)


def test_a_formula_with_a_hole_is_not_defined_everywhere(of: Interned) -> None:
    x = of.variable("x")
    hole = of.apply("divide", x, x)
    assert not is_defined(hole, BOX)
    assert is_defined(hole, Region({"x": Span(Fraction(1), Fraction(2))}))
    assert is_defined(of.apply("divide", x, of.apply("add", of.constant(1), of.apply("exp", x))), BOX)


def test_bounds_tell_a_sign_only_where_it_is_the_same_everywhere(of: Interned) -> None:
    x, bounds = of.variable("x"), Bounds(BOX)
    assert bounds.sign(of.apply("exp", x), of.constant(0)) == 1
    assert bounds.sign(x, of.constant(11)) == -1
    assert bounds.sign(x, of.constant(10)) is None


def test_conditions_turn_where_both_sides_meet(of: Interned) -> None:
    x = of.variable("x")
    linear = of.apply("equal", of.apply("multiply", of.constant(10), x), of.constant(37))
    curved = of.apply("greater", of.apply("exp", x), of.constant(5))
    found = [point["x"] for point in turning_points([linear, curved], {"x": (Fraction(-10), Fraction(10))}, of)]
    assert 3.7 in found
    assert any(abs(number - 1.6094379124341003) < 1e-12 for number in found)


def test_a_condition_of_two_arguments_turns_at_whole_numbers_too(of: Interned) -> None:
    product = of.apply("equal", of.apply("multiply", of.variable("W"), of.variable("x")), of.constant(35))
    ends = {name: (Fraction(-9), Fraction(9)) for name in ("W", "x")}
    assert {"W": 7.0, "x": 5.0} in turning_points([product], ends, of)


def test_points_inside_a_piece_are_in_it_and_as_was_chosen(of: Interned) -> None:
    x = of.variable("x")
    narrow = Region({"x": Span(Fraction(2), Fraction(21, 10), False, False)})
    assert all(2 < point["x"] < 2.1 for point in inside(narrow, {}, limit=3))
    condition = of.apply("greater", of.apply("exp", x), of.constant(5))
    assert all(point["x"] > 1.6 for point in inside(BOX, {condition: True}, limit=3))
    assert inside(BOX, {of.apply("less", of.apply("exp", x), of.constant(0)): True}, limit=1) == []
