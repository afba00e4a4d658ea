"""What a comparison tells besides the relation: points, values, notes; and that it is repeatable."""

from __future__ import annotations

from fractions import Fraction

import pytest

from reference import compare, gradient, parse_program
from reference.build import apply, constant, variable
from reference.equivalence.question import Assumption, Question
from reference.equivalence.tape import Tape
from reference.errors import FormulaError
from reference.graph import Graph


def test_a_difference_comes_with_a_point_and_both_values() -> None:
    found = compare("2x", "2x + y")
    assert (found.relation, found.shown_by) == ("different", "balls")
    assert found.point is not None
    x, y = (float(found.point[name]) for name in ("x", "y"))
    assert (found.left_value, found.right_value) == (pytest.approx(2 * x), pytest.approx(2 * x + y))


def test_points_are_simple_where_simple_ones_do() -> None:
    found = compare("2x", "2x + y")
    assert found.point is not None
    assert all(value.denominator <= 4 for value in found.point.values())


def test_undefined_values_are_none() -> None:
    found = compare("sqrt(x)^2", "x")
    assert (found.relation, found.left_value) == ("different", None)
    assert found.right_value is not None
    assert found.right_value < 0
    assert found.note is not None
    assert found.note.code == "left_undefined"


def test_constants_differ_at_the_empty_point() -> None:
    assert compare("1/2", "1/3").point == {}


@pytest.mark.parametrize(
    ("left", "right", "point"),
    [
        ("(x^2-1)/(x-1)", "x+1", {"x": Fraction(1)}),
        ("x/x", "1", {"x": Fraction(0)}),
        ("x/sqrt(x)", "sqrt(x)", {"x": Fraction(0)}),
        ("(3x-1)/(3x-1)", "1", {"x": Fraction(1, 3)}),
    ],
)
def test_single_points_where_left_is_undefined_are_named(left: str, right: str, point: dict[str, Fraction]) -> None:
    found = compare(left, right)
    assert found.relation == "equal"
    assert found.note is not None
    assert (found.note.code, found.note.parameters) == ("undefined_at_points", {"point": point})


@pytest.mark.parametrize(("left", "right"), [("x+1", "(x^2-1)/(x-1)"), ("1/x", "x^-1"), ("x+x", "2x")])
def test_nothing_is_noted_where_left_is_defined_wherever_right_is(left: str, right: str) -> None:
    assert compare(left, right).note is None


@pytest.mark.parametrize(
    ("left", "right", "digits"),
    [("0.333x", "x/3", 3), ("0.33", "1/3", 2), ("3.1416x", "pi x", 5), ("0.6667/x", "2/(3x)", 4)],
)
def test_a_rounded_fraction_is_told_its_digits(left: str, right: str, digits: int) -> None:
    found = compare(left, right)
    assert found.relation == "different"
    assert found.note is not None
    assert (found.note.code, found.note.parameters) == ("agrees_to_digits", {"digits": digits})


@pytest.mark.parametrize(("left", "right"), [("0.5x", "x/3"), ("2x", "2x+1e-12"), ("x/3", "0.333x")])
def test_other_differences_are_not_about_digits(left: str, right: str) -> None:
    assert compare(left, right).note is None


def test_the_same_arguments_give_the_same_answer() -> None:
    for pair in (("2x", "2x+y"), ("sqrt(x^2)", "|x|"), ("sqrt(x+100)^2", "x+100")):
        assert compare(*pair) == compare(*pair)


def test_nobody_knows_the_primes_before_the_formula() -> None:
    tape = Tape()
    x, y = tape.variable("x"), tape.variable("y")
    seeds = {Question(tape, x, x).seed(0), Question(tape, x, y).seed(0), Question(tape, y, x).seed(0)}
    seeds |= {Question(tape, x, x).seed(1), Question(tape, x, x, (Assumption(y, ">"),)).seed(0)}
    assert len(seeds) == 5
    assert Question(tape, x, y).seed(0) == Question(tape, x, y).seed(0)


def test_what_cannot_be_evaluated_anywhere_is_not_called_equal() -> None:
    huge = "e^(e^(e^(e^(e^(x^2+9)))))"
    assert compare(f"{huge} - {huge} + x", "x").relation == "undecided"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("left", "right", "relation"),
    [
        ("2^1000000", "2^1000000+1", "undecided"),
        ("2^1000000", "2^1000000", "equal"),
        ("x^1000000", "x^999999*x", "equal"),
        ("(x-1)^6000", "(1-x)^6000", "equal"),
        ("(x-1)^6001", "(1-x)^6001", "different"),
        ("1e-300x", "0", "different"),
        ("x^(e^(e^5))", "x^(e^(e^5))", "equal"),
        ("e^(e^x)x^0", "e^(e^x)x^0+1", "different"),
        ("log((1+x+y+z+u+v+w)^40+(x-y+z-u+v-w)^40)", "log((1+x+y+z+u+v+w)^40+(x-y+z-u+v-w)^40)+1", "different"),
        ("log(x^59-3x^31+2x^7-5)", "log(x^59-3x^31+2x^7-5)", "equal"),
        ("log(2x+" + "9" * 50 + ")", "log(4x+2*" + "9" * 50 + ")-log 2", "equal"),
        ("9" * 60 + "x", "1e60x", "different"),
    ],
)
def test_very_large_and_very_small_numbers_are_no_trouble(left: str, right: str, relation: str) -> None:
    assert compare(left, right).relation == relation


def test_a_program_may_hold_a_number_of_any_length() -> None:
    x = variable("x")
    long = Graph([x], {"f": apply("add", x, constant(10**5000))})
    assert compare("x", long).relation == "undecided"


def test_another_seed_gives_other_points_and_the_same_relation() -> None:
    answers = [compare("2x", "2x + y", seed=seed) for seed in range(6)]
    assert {answer.relation for answer in answers} == {"different"}
    assert len({tuple(sorted((answer.point or {}).items())) for answer in answers}) > 1


def test_a_gradient_graph_is_compared_with_a_text() -> None:
    gradients = gradient(parse_program("z = x**2 + x*y + y"), wrt=["x", "y"])
    wanted = gradients.node("grad.x")
    reference_graph = Graph([gradients.node(name) for name in gradients.inputs], {"dz_dx": wanted})
    assert compare("y + 2x", reference_graph).relation == "equal"
    assert compare("2x", reference_graph).relation == "different"


def test_the_inputs_of_a_graph_are_declared() -> None:
    program = parse_program("f = Wx*b")
    assert compare("b Wx", program).relation == "equal"


def test_names_are_declared_for_both_sides() -> None:
    assert compare("Wx", "x W").relation == "equal"
    assert compare("Wx", "x W", names=["Wx"]).relation == "different"


def test_an_unreadable_side_is_an_error_with_its_column() -> None:
    with pytest.raises(FormulaError) as caught:
        compare("2x +", "2x")
    assert caught.value.place is not None
    assert caught.value.place.column == 5


def test_arrays_are_not_compared() -> None:
    found = compare("x", parse_program("f = sum(x)", shapes={"x": (3,)}))
    assert found.relation == "undecided"
    assert found.note is not None
    assert found.note.code == "not_supported"
