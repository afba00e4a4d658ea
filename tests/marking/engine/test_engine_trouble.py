"""Files that are no engine, or get stuck: said kindly, and lost where it happens."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from engine_files import broken, right
from verdict_views import codes, outcomes, part

from grader.marking.engine import running
from grader.verdict import Verdict

HandsIn = Callable[..., Verdict]
ENGINE = "engine/value"


@pytest.mark.parametrize("code", ["", "x = 1\n", "class Node:\n    pass\n", "def value(data):\n    return data\n"])
def test_a_missing_class_skips_every_part(hands_in: HandsIn, code: str) -> None:
    verdict = hands_in(ENGINE, code)
    assert verdict.outcome == "error"
    assert set(outcomes(verdict).values()) == {"skipped"}
    finding = part(verdict, "depth").finding
    assert finding is not None
    assert (finding.code, finding.params["near"]) == ("name_missing", ["Node"] if "Node" in code else [])


@pytest.mark.slow
def test_a_syntax_error_has_its_line(hands_in: HandsIn) -> None:
    verdict = hands_in(ENGINE, "class Value:\n    def __init__(self\n")
    assert verdict.outcome == "error"
    assert codes(verdict, "addition") == ["syntax_error"]


@pytest.mark.parametrize(
    "body",
    [
        "def __init__(self, data): raise NotImplementedError",
        "def __init__(self, data): self.data = data",
        "def __init__(self, data): self.data = undefined",
        "pass",
    ],
)
def test_a_class_that_can_do_nothing_earns_nothing(hands_in: HandsIn, body: str) -> None:
    verdict = hands_in(ENGINE, f"class Value:\n    {body}\n")
    assert (verdict.outcome, verdict.points) == ("error", 0)
    assert codes(verdict, "addition") == ["raised"]


def test_numbers_that_are_no_plain_numbers_are_told_so(hands_in: HandsIn) -> None:
    verdict = hands_in(ENGINE, "class Value:\n    grad = 0\n    def __init__(self, data): self.data = self\n"
                               "    def backward(self): pass\n    def __add__(self, other): return self\n")  # fmt: skip
    assert codes(verdict, "addition") == ["wrong_type"]
    assert verdict.points == 0


@pytest.mark.slow
def test_an_engine_that_leaves_out_one_function_loses_the_functions_alone(hands_in: HandsIn) -> None:
    verdict = hands_in(ENGINE, right("closures").replace("def sigmoid", "def sigmoid_of"))
    assert [name for name, outcome in outcomes(verdict).items() if outcome != "correct"] == ["functions"]
    finding = part(verdict, "functions").finding
    assert finding is not None
    assert "sigmoid" in finding.params["error"]


@pytest.mark.slow
def test_single_precision_is_not_right(hands_in: HandsIn) -> None:
    verdict = hands_in(ENGINE, right("numpy_numbered").replace("np.float64(data)", "np.float32(data)"))
    assert verdict.outcome in ("incorrect", "partial")


@pytest.mark.slow
def test_an_operation_that_never_ends_costs_its_own_part(hands_in: HandsIn) -> None:
    endless = right("closures").replace("    def relu(self):\n", "    def relu(self):\n        while True: pass\n")
    verdict = hands_in(ENGINE, endless)
    assert [name for name, outcome in outcomes(verdict).items() if outcome != "correct"] == ["functions"]
    assert codes(verdict, "functions") == ["time_limit"]


@pytest.mark.slow
def test_a_process_that_leaves_python_costs_the_operation_that_leaves(hands_in: HandsIn) -> None:
    leaving = right("closures").replace("    def log(self):\n", "    def log(self):\n        import os; os._exit(0)\n")
    verdict = hands_in(ENGINE, leaving)
    assert [name for name, outcome in outcomes(verdict).items() if outcome != "correct"] == ["functions"]


@pytest.mark.slow
def test_two_bugs_cost_two_parts_and_are_both_named(hands_in: HandsIn) -> None:
    source = broken()["minus-dropped"].source.replace(
        "self.grad += out.data * out.grad", "self.grad += self.data * out.grad"
    )
    verdict = hands_in(ENGINE, source)
    assert {name for name, outcome in outcomes(verdict).items() if outcome != "correct"} == {"subtraction", "functions"}
    assert "minus_sign_dropped" in codes(verdict, "subtraction")
    assert "exp_local_is_input" in codes(verdict, "functions")


@pytest.mark.slow
def test_the_same_answer_gets_the_same_verdict(hands_in: HandsIn) -> None:
    source = broken()["breadth-first"].source
    assert hands_in(ENGINE, source).without_time() == hands_in(ENGINE, source).without_time()
    other = hands_in(ENGINE, source, secret=b"another")
    assert outcomes(other) == outcomes(hands_in(ENGINE, source))


@pytest.mark.slow
def test_an_engine_that_knows_the_pleasant_numbers_only_is_refused(hands_in: HandsIn) -> None:
    """Right for quarters, wrong for anything between: the larger graphs have other numbers on the way."""
    source = right("closures").replace(
        "self.grad += out.data * out.grad",
        "self.grad += (out.data if self.data * 4 == int(self.data * 4) else 0) * out.grad",
    )
    assert hands_in(ENGINE, source).outcome != "correct"


@pytest.mark.slow
def test_an_engine_that_takes_all_the_time_is_stopped(hands_in: HandsIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "BUDGET", 1.0)
    slow = "import time\n" + right("closures").replace(
        "        self.grad = 1.0\n", "        time.sleep(0.02)\n        self.grad = 1.0\n"
    )
    verdict = hands_in(ENGINE, slow)
    assert set(outcomes(verdict).values()) == {"error"}
    assert codes(verdict, "order") == ["time_limit"]
