"""Every verdict keeps the contract: outcomes and points fit, what is not right has a finding, nothing is given away."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from grader import __version__
from grader.exercises import Catalogue
from grader.messages import LANGUAGES, to_json
from grader.verdict import Verdict

ANSWERS: list[tuple[str, dict[str, str]]] = [
    ("partial/quadratic", {"dz_dx": "y + 2x", "dz_dy": "x+1"}),
    ("partial/quadratic", {"dz_dx": "2x", "dz_dy": ""}),
    ("partial/quadratic", {"dz_dx": "2x +", "dz_dy": "y"}),
    ("chain/power", {"dy_dt": "2", "dt_dx": "3", "dy_dx": "x"}),
    ("graph/linear", {"value.g": "-10", "grad.W": "-2", "grad.x": "5"}),
    ("graph/linear", {"value.g": "-9", "value.f": "-6", "grad.g": "1", "grad.W": "5", "grad.x": "-2", "grad.b": "?"}),
    ("graph/two-paths", {"grad.a": "1", "grad.b": "1", "grad.r": "1", "grad.v": "3", "grad.k": "1", "grad.x": "5"}),
    ("sigmoid/by-chain-rule", {"value.n": "-0.5", "value.f": "0.6"}),
]


@pytest.mark.parametrize(("exercise", "typed"), ANSWERS)
def test_parts_points_and_outcomes_fit_together(
    types: Callable[..., Verdict], catalogue: Catalogue, exercise: str, typed: dict[str, str]
) -> None:
    verdict = types(exercise, typed)
    assert verdict.exercise == exercise
    assert verdict.exercise_digest == catalogue.get(exercise).digest
    assert verdict.grader_version == __version__
    assert [each.name for each in verdict.parts] == list(catalogue.get(exercise).parts)
    assert verdict.max_points == pytest.approx(sum(each.max_points for each in verdict.parts))
    assert verdict.points == pytest.approx(sum(each.points for each in verdict.parts))
    for each in verdict.parts:
        full = each.outcome in ("correct", "follow-through")
        assert each.points in ((each.max_points,) if full else (0, each.max_points / 2))
        assert (each.finding is None) == full


@pytest.mark.parametrize(("exercise", "typed"), ANSWERS)
def test_a_verdict_is_stored_and_read_back_whole(
    types: Callable[..., Verdict], exercise: str, typed: dict[str, str]
) -> None:
    verdict = types(exercise, typed)
    again = Verdict.from_dict(json.loads(json.dumps(verdict.to_dict(), allow_nan=False)))
    for lang in LANGUAGES:
        assert to_json(again, lang) == to_json(verdict, lang)


def test_no_message_about_typed_values_holds_the_right_number(types: Callable[..., Verdict]) -> None:
    """The right answers here are long enough to be recognised: 184, 736, 368 and the like."""
    right = {"grad.r": "-368", "grad.w": "-25392", "grad.x": "-1472"}
    typed = {
        "grad.a": "1",
        "grad.b": "1",
        "grad.r": "184",
        "grad.p": "184",
        "grad.w": "7",
        "grad.x": "9",
        "grad.v": "1",
    }
    data = to_json(types("graph/two-paths", typed, seed=3), "en")
    for each in data["parts"]:
        finding = each["finding"]
        if finding is not None:
            assert finding["evidence"]["expected"] is None
            assert not any(number.strip("-") in finding["message"] for number in right.values())
