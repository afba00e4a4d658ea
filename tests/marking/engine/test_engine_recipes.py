"""A graph as steps: what a person would write, what the sandbox builds, and the engine's own graph are one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import pytest
from engine_files import right

from grader.exercises import Stream
from grader.marking.engine.draws import Draws, Share
from grader.marking.engine.ground import LARGEST, values_of
from grader.marking.engine.recipe import VALUE, Form, Plain, Recipe, Step
from grader.marking.engine.shrinking import _smaller
from grader.sandbox.driving import driver

BINARY = ("add", "subtract", "multiply", "divide")
FORMS = [
    *(Form(op, kinds) for op in BINARY for kinds in ("vv", "vn", "nv")),
    *(Form(op, "v") for op in ("negate", "exp", "log", "tanh", "sigmoid", "relu", "sin", "cos", "sqrt")),
    Form("power", "vn"),
]
EXAMPLE = Recipe(
    (
        Step(VALUE, (Plain(2.5),)),
        Step(VALUE, (Plain(-1.5),)),
        Step("multiply", (Plain(3), 0)),
        Step("power", (1, Plain(-2))),
        Step("subtract", (2, 3)),
        Step("tanh", (4,)),
        Step("negate", (5,)),
    )
)


def test_it_is_written_as_a_person_would() -> None:
    assert EXAMPLE.lines("Value") == [
        "a = Value(2.5)",
        "b = Value(-1.5)",
        "c = 3 * a",
        "d = b ** (-2)",
        "e = c - d",
        "f = e.tanh()",
        "g = -f",
        "g.backward()",
    ]


def test_names_never_run_out() -> None:
    steps = [Step(VALUE, (Plain(2.5),)), *(Step("negate", (place,)) for place in range(60))]
    names = Recipe(tuple(steps)).names
    assert len(set(names)) == 61
    assert names[25:28] == ("z", "a1", "b1")


@pytest.mark.parametrize("share", ["nothing", "values", "results"])
def test_the_wire_the_lines_and_the_graph_agree(share: Share) -> None:
    """The lines are run with a right engine; the sandbox's driver runs the wire; the graph is evaluated here."""
    space: dict[str, Any] = {}
    exec(right("table"), space)
    draws = Draws(Stream("recipes", share))
    for size in range(2, 10):
        recipe = draws.graph([form for form in FORMS if form.op not in ("sin", "cos", "sqrt")], size, share)
        assert recipe is not None
        assert Recipe.from_wire(list(recipe.wire())) == recipe
        names = dict(space)
        exec("\n".join(recipe.lines("Value")), names)
        held = driver(space["Value"])(*recipe.wire())
        for name, data, grad in zip(recipe.names, held["data"], held["grad"], strict=True):
            assert math.isclose(names[name].data, data)
            assert math.isclose(names[name].data, recipe.values[name], rel_tol=1e-12, abs_tol=1e-12)
            assert math.isclose(names[name].grad, grad)


def test_an_operation_that_gives_its_operand_back_has_no_gradient_of_its_own() -> None:
    class Same:
        grad = 1.0

        def __init__(self, data: float) -> None:
            self.data = data

        def relu(self) -> Same:
            return self

        def backward(self) -> None:
            """Nothing to do."""

    assert driver(Same)(["value", [2.5]], ["relu", 0])["grad"] == [1.0, None]


@pytest.mark.parametrize("form", FORMS, ids="-".join)
def test_every_operation_can_be_drawn_by_itself(form: Form) -> None:
    recipe = Draws(Stream("single", form.op)).single(form)
    assert recipe is not None
    assert recipe.forms == {form}


@pytest.mark.parametrize("inner", FORMS, ids="-".join)
def test_every_operation_can_be_drawn_inside_every_other(inner: Form) -> None:
    draws = Draws(Stream("pairs", inner.op, inner.kinds))
    for outer in FORMS:
        for place in (place for place, kind in enumerate(outer.kinds) if kind == "v"):
            recipe = draws.pair(outer, inner, place)
            assert recipe is not None, (outer, inner)
            assert [step.form for step in recipe.steps if step.op != VALUE] == [inner, outer]
            assert set(recipe.uses) == {0, 1}


def drawn(share: Share) -> Sequence[Recipe]:
    draws = Draws(Stream("graphs", share))
    return [recipe for size in range(2, 14) for _ in range(5) if (recipe := draws.graph(FORMS, size, share))]


@pytest.mark.parametrize("share", ["nothing", "values", "results"])
def test_graphs_share_what_they_should_and_stand_on_firm_ground(share: Share) -> None:
    recipes = drawn(share)
    assert len(recipes) == 60
    for recipe in recipes:
        twice = {recipe.steps[place].op == VALUE for place, uses in enumerate(recipe.uses) if uses > 1}
        assert twice == {"nothing": set(), "values": {True}}.get(share, twice)
        assert share != "results" or False in twice
        assert all(uses for uses in recipe.uses[:-1])
        values = values_of(recipe)
        assert values is not None
        assert all(abs(value) <= LARGEST for value in values)


def test_a_smaller_graph_is_smaller_and_still_leads_to_its_end() -> None:
    for recipe in drawn("results"):
        for smaller in _smaller(recipe):
            assert len(smaller.steps) <= len(recipe.steps)
            assert smaller.forms <= recipe.forms
            assert all(smaller.uses[:-1])
            assert smaller.graph.order


def test_the_same_stream_draws_the_same_graphs() -> None:
    assert drawn("results") == drawn("results")
