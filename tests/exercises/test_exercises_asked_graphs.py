"""Every asked quantity is a graph of the inputs."""

from __future__ import annotations

import pytest

from grader.exercises import load_catalogue, make_instance
from reference.evaluate import evaluate

CATALOGUE = load_catalogue()


@pytest.mark.parametrize(
    ("exercise", "asked", "inputs", "value"),
    [
        ("partial/quadratic", "dz_dx", {"x": 3.0, "y": 5.0}, 11.0),
        ("partial/quadratic", "dz_dy", {"x": 3.0, "y": 5.0}, 4.0),
        ("chain/power", "dy_dt", {"x": 2.0}, 14.0),
        ("chain/power", "dt_dx", {"x": 2.0}, 3.0),
        ("chain/power", "dy_dx", {"x": 2.0}, 42.0),
        ("graph/linear", "value.g", {"W": -2.0, "x": 5.0, "b": 3.0}, -10.0),
        ("graph/linear", "grad.W", {"W": -2.0, "x": 5.0, "b": 3.0}, 5.0),
        ("graph/two-paths", "grad.x", {"w": 5.0, "x": 3.0, "k": -11.0, "v": 7.0}, 47.0),
        ("sigmoid/derivative", "grad.x", {"x": 0.0}, 0.25),
    ],
)
def test_an_asked_quantity_has_the_value_found_by_hand(
    exercise: str, asked: str, inputs: dict[str, float], value: float
) -> None:
    graph = CATALOGUE.get(exercise).asked_graph(asked)
    assert graph.outputs == (asked,)
    assert evaluate(graph, inputs)[asked] == pytest.approx(value, rel=1e-15)


def test_an_instance_and_its_exercise_share_one_graph() -> None:
    exercise = CATALOGUE.get("graph/linear")
    assert make_instance(exercise, 5).quantities is exercise.quantities


def test_labels_say_d_where_there_is_one_input_and_partial_else() -> None:
    assert CATALOGUE.get("chain/power").asks["dy_dx"].label == "dy/dx"
    assert CATALOGUE.get("partial/quadratic").asks["dz_dx"].label == "∂z/∂x"
    assert CATALOGUE.get("graph/linear").asks["value.g"].label == "g"
