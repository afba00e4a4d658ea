"""The same input gives the same verdict; hidden points depend on the secret and on the answer itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from grader.exercises import Answer, Catalogue, make_instance
from grader.marking import mark
from grader.sandbox import Job, Report, Sandbox
from grader.verdict import Verdict

CODE = "import numpy as np\n\ndef sigmoid_derivative(x):\n    return np.exp(-x)\n"


class Listening:
    """A runner that remembers the jobs it passes on."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.jobs: list[Job] = []

    def run(self, job: Job, meanwhile: object = None) -> Report:
        self.jobs.append(job)
        return self.sandbox.run(job)


def drawn(catalogue: Catalogue, sandbox: Sandbox, code: str, secret: bytes) -> list[str]:
    exercise = catalogue.get("sigmoid/derivative")
    runner = Listening(sandbox)
    mark(exercise, make_instance(exercise), Answer.of_code(code), runner, secret=secret)
    return [repr(call.args) for job in runner.jobs for call in job.calls]


def test_the_same_code_gets_the_same_verdict(hands_in: Callable[..., Verdict]) -> None:
    first, second = (replace(hands_in("sigmoid/derivative", CODE), elapsed_ms=None) for _ in range(2))
    assert first == second
    assert first.to_dict() == second.to_dict()


def test_the_same_typed_answers_get_the_same_verdict(types: Callable[..., Verdict]) -> None:
    typed = {"dz_dx": "2x + 3y", "dz_dy": "sin x"}
    first, second = (types("partial/quadratic", typed).without_time() for _ in range(2))
    assert first.to_dict() == second.to_dict()


def test_hidden_points_are_keyed_by_secret_and_answer(catalogue: Catalogue, sandbox: Sandbox) -> None:
    points = drawn(catalogue, sandbox, CODE, b"one")
    assert points == drawn(catalogue, sandbox, CODE, b"one")
    assert points != drawn(catalogue, sandbox, CODE, b"two")
    assert points != drawn(catalogue, sandbox, CODE + "\n", b"one")


def test_the_points_cover_what_the_contract_says(catalogue: Catalogue, sandbox: Sandbox) -> None:
    exercise = catalogue.get("sigmoid/derivative")
    runner = Listening(sandbox)
    mark(exercise, make_instance(exercise), Answer.of_code(CODE), runner)
    args = [call.args[0] for call in runner.jobs[0].calls]
    numbers = [each for each in args if isinstance(each, float)]
    assert sum(8 <= number <= 25 for number in numbers) >= 12
    assert {700.0, -700.0} <= set(numbers)
    assert {getattr(each, "ndim", 0) for each in args} >= {0, 1, 2, 3}


def test_no_call_carries_an_expected_answer(catalogue: Catalogue, sandbox: Sandbox) -> None:
    exercise = catalogue.get("backprop/linear")
    runner = Listening(sandbox)
    mark(exercise, make_instance(exercise), Answer.of_code("def backward(W, x, b):\n    return {}\n"), runner)
    # A traced call carries points, each of the function's three arguments; any other call carries the arguments.
    points = [point for call in runner.jobs[0].calls for point in (call.args if call.trace else [call.args])]
    assert all(len(point) == 3 for point in points)
    assert runner.jobs[0].source == "def backward(W, x, b):\n    return {}\n"
