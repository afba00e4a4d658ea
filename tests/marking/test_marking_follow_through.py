"""One slip costs its own box: what follows from it by the student's own numbers is not charged again."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pytest
from verdict_views import codes, outcomes

from grader.exercises import Catalogue, Exercise
from grader.verdict import Verdict

Types = Callable[..., Verdict]
TWO_PATHS = {
    "grad.a": "1", "grad.b": "1", "grad.r": "1", "grad.v": "3",
    "grad.p": "1", "grad.k": "1", "grad.w": "3", "grad.x": "5",
}  # fmt: skip
LINEAR = {"value.g": "-10", "value.f": "-7", "grad.g": "1", "grad.W": "5", "grad.x": "-2", "grad.b": "1"}


def test_two_slips_cost_two_boxes_and_what_follows_from_the_first_is_right(types: Types) -> None:
    """At r the square's own derivative is missing; at x one of the two paths."""
    verdict = types("graph/two-paths", TWO_PATHS)
    assert outcomes(verdict) == {
        "grad.a": "correct", "grad.b": "correct", "grad.r": "incorrect", "grad.v": "correct",
        "grad.p": "follow-through", "grad.k": "follow-through", "grad.w": "follow-through", "grad.x": "incorrect",
    }  # fmt: skip
    assert verdict.points == 6.0
    assert verdict.outcome == "partial"
    assert "chain_inner_missing" in codes(verdict, "grad.r")
    assert "branch_overwrite" in codes(verdict, "grad.x")


def test_a_slip_on_the_way_forward_is_carried_forward_and_into_the_gradients(types: Types) -> None:
    verdict = types("graph/linear", {**LINEAR, "value.g": "-9", "value.f": "-6"})
    assert outcomes(verdict)["value.g"] == "incorrect"
    assert outcomes(verdict)["value.f"] == "follow-through"
    assert verdict.points == 5.0


def test_a_right_number_is_right_even_below_a_wrong_one(types: Types) -> None:
    verdict = types("graph/linear", {**LINEAR, "value.g": "-9"})
    assert outcomes(verdict)["value.f"] == "correct"


def test_a_box_that_follows_has_no_finding(types: Types) -> None:
    verdict = types("graph/two-paths", TWO_PATHS)
    assert all((each.finding is None) == (each.outcome in ("correct", "follow-through")) for each in verdict.parts)


def test_a_slipped_zero_carries_nothing_forward(types: Types) -> None:
    zeros = {**TWO_PATHS, "grad.r": "0", "grad.p": "0", "grad.k": "0", "grad.w": "0"}
    found = outcomes(types("graph/two-paths", zeros))
    assert [found[name] for name in ("grad.r", "grad.p", "grad.k", "grad.w")] == ["incorrect"] * 4


@pytest.mark.parametrize("filled", ["0", "1", "-1", "1e-300", "1e9", "1e300"])
@pytest.mark.parametrize("exercise", ["graph/linear", "graph/deep", "graph/two-paths", "sigmoid/by-chain-rule"])
def test_filling_in_one_number_everywhere_earns_no_follow_through(
    types: Types, catalogue: Catalogue, exercise: str, filled: str
) -> None:
    verdict = types(exercise, dict.fromkeys(catalogue.get(exercise).ask, filled))
    assert "follow-through" not in outcomes(verdict).values()


# A student's table: each operation with its value and its local derivatives, written here once more by hand.
OPERATIONS: dict[str, tuple[str, Callable[..., float], Callable[..., tuple[float, ...]]]] = {
    "add": ("{} + {}", lambda a, b: a + b, lambda a, b: (1.0, 1.0)),
    "subtract": ("{} - {}", lambda a, b: a - b, lambda a, b: (1.0, -1.0)),
    "multiply": ("{} * {}", lambda a, b: a * b, lambda a, b: (b, a)),
    "negate": ("-{}", lambda a: -a, lambda a: (-1.0,)),
    "square": ("{} ** 2", lambda a: a * a, lambda a: (2 * a,)),
    "exp": ("exp({})", np.exp, lambda a: (np.exp(a),)),
    "tanh": ("tanh({})", np.tanh, lambda a: (1 / np.cosh(np.clip(a, -300, 300)) ** 2,)),
    "sin": ("sin({})", np.sin, lambda a: (np.cos(a),)),
}


class StudentGraph:
    """A random graph, and a student who works through it by hand, slipping at some boxes and going on from there."""

    def __init__(self, random: np.random.Generator) -> None:
        self.inputs = {f"x{place}": float(np.round(random.uniform(-2, 2), 2)) for place in range(3)}
        self.steps: list[tuple[str, str, tuple[str, ...]]] = []
        names = list(self.inputs)
        for place in range(6):
            operation = str(random.choice(list(OPERATIONS)))
            arity = OPERATIONS[operation][0].count("{}")
            args = tuple(str(name) for name in random.choice(names[-5:], arity))
            self.steps.append((f"n{place}", operation, (names[-1], *args[1:]) if place else args))
            names.append(f"n{place}")

    @property
    def program(self) -> str:
        return "\n".join(f"{name} = {OPERATIONS[op][0].format(*args)}" for name, op, args in self.steps)

    def worked(self, slips: Mapping[str, float]) -> dict[str, float]:
        """Every value and gradient as the student has them; at the boxes in `slips` the number is multiplied."""
        held, typed = dict(self.inputs), {}
        for name, operation, args in self.steps:
            held[name] = float(OPERATIONS[operation][1](*(held[arg] for arg in args))) * slips.get(f"value.{name}", 1)
            typed[f"value.{name}"] = held[name]
        arrived: dict[str, float] = {self.steps[-1][0]: 1.0}
        for name, operation, args in [*reversed(self.steps), *((name, "", ()) for name in self.inputs)]:
            if name not in arrived:
                continue
            gradient = arrived[name] * slips.get(f"grad.{name}", 1)
            typed[f"grad.{name}"] = gradient
            for arg, local in zip(
                args, OPERATIONS[operation][2](*(held[a] for a in args)) if args else (), strict=True
            ):
                arrived[arg] = arrived.get(arg, 0.0) + gradient * local
        return typed

    def exercise(self, boxes: list[str]) -> str:
        numbers = ", ".join(f"{name} = {value}" for name, value in self.inputs.items() if name in self.program)
        return (
            f'kind = "values"\npoints = {len(boxes)}\nteaches = "following"\nprogram = """\n{self.program}\n"""\n'
            f"ask = {boxes!r}\ninputs = {{ {numbers} }}\n"
        )


@pytest.mark.parametrize("number", range(60))
def test_in_a_random_graph_exactly_the_slipped_box_loses_its_point(
    types: Types, write_exercise: Callable[[str], Exercise], number: int
) -> None:
    random = np.random.default_rng(number)
    while True:
        graph = StudentGraph(random)
        right = graph.worked({})
        boxes = [name for name in right if name != f"grad.{graph.steps[-1][0]}"]
        slipped = str(random.choice(boxes))
        typed = graph.worked({slipped: float(random.choice([-1, 2, 0.5, 1.7]))})
        size = max(map(abs, [*right.values(), *typed.values()]))
        if size < 1e3 and right[slipped] != 0 and all(np.isfinite(list(typed.values()))):
            break
    verdict = types(write_exercise(graph.exercise(boxes)), {name: repr(float(typed[name])) for name in boxes})
    lost = {each.name for each in verdict.parts if each.points < each.max_points}
    assert lost == {slipped}
