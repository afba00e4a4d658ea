"""What is remembered from one submission to the next is bounded, and changes no verdict."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from grader.marking.code.proof import following
from grader.marking.code.proof.claim import ClaimError
from grader.marking.code.proof.remembered import Remembered, digest
from grader.verdict import Verdict

RIGHT = "import numpy as np\ndef sigmoid_derivative(x):\n    s = 1 / (1 + np.exp(-x))\n    return s * (1 - s)\n"
NEARLY = RIGHT.replace("return s * (1 - s)", "return s * (1 - s) * (1 + 1e-8 * (x == 3.3333))")


def test_a_result_is_worked_out_once_for_a_key() -> None:
    worked: list[str] = []
    kept: Remembered[int] = Remembered(10)
    for key in ("a", "b", "a"):
        assert kept.get(key, lambda: worked.append("") or len(worked)) in (1, 2)
    assert len(worked) == 2


def test_too_much_is_forgotten_by_its_weight() -> None:
    worked: list[int] = []
    kept: Remembered[int] = Remembered(10, weight=lambda result: result)

    def weighing(number: int) -> Callable[[], int]:
        return lambda: worked.append(number) or number

    for number in (4, 5, 6, 4, 6):
        kept.get(number, weighing(number))
    assert worked == [4, 5, 6, 4]  # 4 + 5 + 6 is too much: begun anew with 6, to which 4 is added


def test_what_raises_is_not_kept() -> None:
    kept: Remembered[int] = Remembered(10)
    with pytest.raises(ZeroDivisionError):
        kept.get("a", lambda: 1 // 0)
    assert kept.get("a", lambda: 7) == 7


@pytest.mark.slow
def test_a_claim_that_is_no_plain_data_is_no_claim() -> None:
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]
    for claim in (object(), {1, 2}, deep):
        with pytest.raises(ClaimError):
            digest(claim)


def test_a_second_submission_that_does_the_same_gets_the_same_verdict(hands_in: Callable[..., Verdict]) -> None:
    first = hands_in("sigmoid/derivative", RIGHT)
    assert first.shown_by == "proof"
    assert replace(hands_in("sigmoid/derivative", RIGHT), elapsed_ms=None) == replace(first, elapsed_ms=None)
    renamed = hands_in("sigmoid/derivative", RIGHT.replace("    s =", "    y =").replace("s * (1 - s)", "y * (1 - y)"))
    assert renamed.shown_by == "proof"


def test_a_proof_remembered_proves_nothing_that_does_something_else(hands_in: Callable[..., Verdict]) -> None:
    assert hands_in("sigmoid/derivative", RIGHT).shown_by == "proof"
    found = hands_in("sigmoid/derivative", NEARLY)
    assert found.shown_by != "proof"
    assert found.outcome != "correct"


def test_the_same_claim_about_another_exercise_is_another_matter() -> None:
    first, second = (following.Seen.nothing((name, "f = x")) for name in ("a", "b"))
    run = {
        "operations": "input 0 0",
        "decisions": "",
        "outputs": {"": {"shape": [], "nodes": "0"}},
        "marks": [],
        "points": [0],
    }
    claim = {"runs": [run], "failed": {}}
    seen = [each.and_then(claim, ("x",), ((),)) for each in (first, first, second)]
    assert seen[0] is seen[1]
    assert seen[0] is not seen[2]
