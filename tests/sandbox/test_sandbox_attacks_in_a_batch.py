"""A batch in which every second answer is an attack: all right answers are correct, no attack is, nothing is harmed."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sandbox_attacks import Attack, attacks
from sandbox_targets import Target

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="locks are there on Linux only")]

RIGHT = "import numpy as np\ndef backward(W, x, b):\n    return {'W': x, 'x': W, 'b': np.exp(0)}\n"
# The attack's own function is called for each result. It never gives the right one.
ASKED = "\ndef backward(W, x, b):\n    return {name: f(x) for name in ('W', 'x', 'b')}\n"
# Each endless one takes as long as it may: a few of them are enough.
MOST_ENDLESS = 4


@pytest.fixture
def target() -> Iterator[Target]:
    made = Target()
    yield made
    made.close()


def chosen() -> list[Attack]:
    endless = [attack for attack in attacks() if attack.unlocked == "runs on"]
    return [attack for attack in attacks() if attack not in endless[MOST_ENDLESS:]]


def lines(target: Target) -> Iterator[dict[str, str]]:
    for attack in chosen():
        yield {"id": f"right before {attack.id}", "exercise": "backprop/linear", "code": RIGHT}
        yield {"id": attack.id, "exercise": "backprop/linear", "code": attack.aimed(target.places) + ASKED}
    yield {"id": "right at the end", "exercise": "backprop/linear", "code": RIGHT}


def test_every_right_answer_between_attacks_is_correct(target: Target, tmp_path: Path) -> None:
    handed_in = tmp_path / "answers.jsonl"
    handed_in.write_text("".join(json.dumps(line) + "\n" for line in lines(target)))
    command = [sys.executable, "-c", "from grader.cli import main; main()", "grade", str(handed_in), "--jobs", "2"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    results = [json.loads(line) for line in done.stdout.splitlines()]
    assert [result["id"] for result in results] == [line["id"] for line in lines(target)]
    outcomes = {result["id"]: result["verdict"]["outcome"] for result in results}
    right = {name: outcome for name, outcome in outcomes.items() if name.startswith("right")}
    assert set(right.values()) == {"correct"}, right
    assert len(right) > 100
    earned = [result["id"] for result in results if result["verdict"]["points"] and result["id"] not in right]
    assert earned == []
    assert target.harm() == []
