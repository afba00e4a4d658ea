"""Where an exercise says so, nothing survives from call to call: counting calls instead of looking at x is no use."""

from __future__ import annotations

import shutil
from collections.abc import Callable

import pytest

from grader.exercises import Exercise, load_catalogue
from grader.messages import verdict_notes
from grader.verdict import Verdict

HandsIn = Callable[..., Verdict]
Writes = Callable[[str], Exercise]

RAMP = """
kind = "code"
program = "f = relu(x)"
inputs = {{ x = 2 }}

[code]
function = "slope"
returns = "grad.x"
{setting}

[[code.trials]]
part = "rising"
ranges = {{ x = "1..3 real" }}
count = 5

[[code.trials]]
part = "flat"
ranges = {{ x = "-3..-1 real" }}
count = 5
"""
COUNTING = "calls = 0\ndef slope(x):\n    global calls\n    calls += 1\n    return {first} if calls <= 5 else {then}\n"
RIGHT = "def slope(x):\n    return 1.0 if x > 0 else 0.0\n"


@pytest.fixture
def fresh(write_exercise: Writes) -> Exercise:
    return write_exercise(RAMP.format(setting="fresh_calls = true"))


@pytest.fixture
def shared(write_exercise: Writes) -> Exercise:
    return write_exercise(RAMP.format(setting=""))


def outcomes(verdict: Verdict) -> dict[str, str]:
    return {part.name: part.outcome for part in verdict.parts}


def test_the_setting_is_part_of_what_is_marked(fresh: Exercise, tmp_path_factory: pytest.TempPathFactory) -> None:
    assert fresh.code is not None
    assert fresh.code.fresh_calls
    folder = tmp_path_factory.mktemp("other") / "own" / "exercise"
    shutil.copytree(fresh.folder, folder)
    toml = folder / "exercise.toml"
    toml.write_text(toml.read_text().replace("true", "false"))
    unset = load_catalogue(folder.parents[1]).get("own/exercise").digest
    toml.write_text(RAMP.format(setting=""))
    assert load_catalogue(folder.parents[1]).get("own/exercise").digest == unset != fresh.digest


def test_counting_calls_is_found_out(hands_in: HandsIn, fresh: Exercise) -> None:
    verdict = hands_in(fresh, COUNTING.format(first="1.0", then="0.0"))
    assert outcomes(verdict) == {"rising": "correct", "flat": "incorrect"}
    assert hands_in(fresh, COUNTING.format(first="0.0", then="1.0")).points == 0


def test_without_the_setting_all_calls_share_a_process(hands_in: HandsIn, shared: Exercise) -> None:
    assert outcomes(hands_in(shared, COUNTING.format(first="1.0", then="0.0")))["flat"] == "correct"


@pytest.mark.parametrize(
    "code",
    [
        RIGHT,
        "print('hello')\nn = input()\n" + RIGHT,
        "import matplotlib.pyplot as plt\n" + RIGHT,
        "known = {}\ndef slope(x):\n    return known.setdefault(x, float(x > 0))\n",
    ],
)
def test_a_right_function_is_right_all_the_same(hands_in: HandsIn, fresh: Exercise, code: str) -> None:
    verdict = hands_in(fresh, code)
    assert verdict.outcome == "correct"
    assert verdict.printed.count("hello") <= 1


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("def slope(x:\n", {"syntax_error"}),
        ("def slop(x):\n    return 1.0\n", {"name_missing"}),
        ("def slope(x):\n    return x / 0\n", {"raised"}),
        ("def slope(x):\n    return [0] * 10**10\n", {"memory_limit"}),
        ("def slope(x):\n    import os\n    os._exit(0)\n", {"raised"}),
    ],
)
def test_what_stops_is_told_as_ever(hands_in: HandsIn, fresh: Exercise, code: str, found: set[str]) -> None:
    assert {part.finding.code for part in hands_in(fresh, code).parts if part.finding} == found


@pytest.mark.slow
def test_a_file_that_trains_at_top_level_is_not_waited_for_at_each_call(hands_in: HandsIn, fresh: Exercise) -> None:
    verdict = hands_in(fresh, "while True:\n    pass\n" + RIGHT)
    assert verdict.outcome == "correct"
    assert "ran for too long" in verdict_notes(verdict, "en")[0]


@pytest.mark.slow
def test_calls_that_never_end_are_given_up_after_two(hands_in: HandsIn, fresh: Exercise) -> None:
    verdict = hands_in(fresh, "def slope(x):\n    while True:\n        pass\n")
    assert verdict.outcome == "error"
    assert {part.finding.code for part in verdict.parts if part.finding} == {"time_limit"}
