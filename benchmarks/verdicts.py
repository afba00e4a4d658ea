"""Time whole verdicts on code against a bare fork and a cold start: `python -m benchmarks.verdicts`. Read the ratios.

A verdict is all of it: points chosen, the file run locked up, what came back checked, the truth worked out with proven
bounds, the parts judged, and by default the proof. Beside it a bare fork runs the same file and makes the same calls,
with no lock and nothing looked at; and Python and NumPy are merely started, as a grader does that starts them anew for
every submission. No verdict is ever one that was given before: every file has a line of its own.
"""

from __future__ import annotations

import itertools
import os
import random
import statistics
from collections.abc import Callable, Mapping
from functools import partial

from grader.exercises import Answer, Catalogue, load_catalogue, make_instance
from grader.marking import mark
from grader.sandbox import Job, Report, Sandbox
from grader.verdict import Verdict

from .bare_fork import BareFork
from .timing import cold, medians, milliseconds, per_second

ROUNDS = 60
STARTS = 15

_SIGMOID = "import numpy as np\n\ndef sigmoid_derivative(x):\n    "
STYLES = {
    "linear": ("backprop/linear", "def backward(W, x, b):\n    return {'W': x, 'x': W, 'b': 1.0}\n"),
    "s(1 - s)": ("sigmoid/derivative", _SIGMOID + "s = 1 / (1 + np.exp(-x))\n    return s * (1 - s)\n"),
    "stable": ("sigmoid/derivative", _SIGMOID + "e = np.exp(-np.abs(x))\n    return e / (1 + e) ** 2\n"),
    "where": (
        "sigmoid/derivative",
        _SIGMOID
        + "e = np.exp(-np.abs(x))\n    s = np.where(x >= 0, 1 / (1 + e), e / (1 + e))\n    return s * (1 - s)\n",
    ),
    "masks": (
        "sigmoid/derivative",
        _SIGMOID + "x = np.asarray(x, dtype=float)\n    s = np.empty_like(x)\n    p = x >= 0\n"
        "    s[p] = 1 / (1 + np.exp(-x[p]))\n    e = np.exp(x[~p])\n    s[~p] = e / (1 + e)\n    return s * (1 - s)\n",
    ),
    "network": (
        "backprop/xor",
        "import numpy as np\n\ndef sigmoid(z):\n    return 1 / (1 + np.exp(-z))\n\n"
        "def gradients(X, Y, W1, b1, W2, b2):\n    H = sigmoid(X @ W1 + b1)\n    P = sigmoid(H @ W2 + b2)\n"
        "    d2 = (P - Y) / len(X)\n    d1 = d2 @ W2.T * H * (1 - H)\n"
        "    return {'W1': X.T @ d1, 'b1': d1.sum(0), 'W2': H.T @ d2, 'b2': d2.sum(0)}\n",
    ),
}
_numbers = itertools.count()


class Verdicts:
    """Marks a style's file, each time as a file that was never seen before."""

    def __init__(self, catalogue: Catalogue, sandbox: Sandbox) -> None:
        self._catalogue, self._sandbox = catalogue, sandbox

    def give(self, style: str, *, prove: bool = True) -> Verdict:
        """A verdict on it."""
        name, source = STYLES[style]
        exercise = self._catalogue.get(name)
        answer = Answer.of_code(f"{source}# {os.getpid()} {next(_numbers)}\n")
        return mark(exercise, make_instance(exercise), answer, self._sandbox, prove=prove)


class _Listening:
    """A runner that keeps the first job it passes on."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self.job: Job | None = None

    def run(self, job: Job, meanwhile: Callable[[], object] | None = None) -> Report:
        self.job = self.job or job
        return self._sandbox.run(job, meanwhile)


def job_of(catalogue: Catalogue, sandbox: Sandbox, style: str) -> Job:
    """The calls that a verdict without proof makes of it."""
    name, source = STYLES[style]
    exercise, listening = catalogue.get(name), _Listening(sandbox)
    mark(exercise, make_instance(exercise), Answer.of_code(source), listening, prove=False)
    assert listening.job is not None
    return listening.job


def latency(catalogue: Catalogue) -> dict[str, Job]:
    """Print how long each takes; the job of every style."""
    head = ("bare fork", "sandbox", "proof off", "default")
    print(
        f"{'median, ms':12}"
        + "".join(f"{name:>11}" for name in head)
        + f"{'÷ fork':>9}{'cold ÷ off':>12}{'÷ default':>11}"
    )
    with Sandbox() as box:
        verdicts = Verdicts(catalogue, box)
        jobs = {style: job_of(catalogue, box, style) for style in STYLES}
        start = statistics.median(milliseconds(cold) for _ in range(STARTS))
        for style, job in jobs.items():
            bare = BareFork(job)
            ways = (
                bare.run,
                partial(box.run, job),
                partial(verdicts.give, style, prove=False),
                partial(verdicts.give, style),
            )
            found = medians(dict(zip(head, ways, strict=True)), ROUNDS)
            bare.close()
            ratios = found["proof off"] / found["bare fork"], start / found["proof off"], start / found["default"]
            print(
                f"{style:12}" + "".join(f"{found[name]:11.2f}" for name in head)
                + f"{ratios[0]:9.2f}{ratios[1]:12.1f}{ratios[2]:11.1f}   {verdicts.give(style).shown_by}"
            )  # fmt: skip
    print(f"cold start of Python and NumPy: {start:.0f} ms; goals: at most 2, at least 25, at least 25")
    return jobs


def throughput(catalogue: Catalogue, jobs: Mapping[str, Job]) -> None:
    """Print how many verdicts a second there are, against bare forks."""
    cores = os.cpu_count() or 1
    print(f"\n{f'per second, {cores} cores':22}{'bare forks':>11}{'proof off':>11}{'default':>11}{'off ÷ forks':>13}")
    for style, job in jobs.items():

        def forks(job: Job = job) -> Callable[[], object]:
            return BareFork(job).run

        def marks(style: str = style, prove: bool = False) -> Callable[[], object]:
            return partial(Verdicts(catalogue, Sandbox()).give, style, prove=prove)

        makers = {"forks": forks, "off": marks, "on": partial(marks, prove=True)}
        found: dict[str, list[float]] = {name: [] for name in makers}
        for _ in range(3):
            for name in random.sample(list(makers), len(makers)):
                found[name].append(per_second(makers[name], cores))
        forked, off, on = (statistics.median(found[name]) for name in makers)
        print(f"{style:22}{forked:11.0f}{off:11.0f}{on:11.0f}{off / forked:13.0%}")
    print("goal: at least 50 %")


def main() -> None:
    """Print both tables."""
    catalogue = load_catalogue()
    throughput(catalogue, latency(catalogue))


if __name__ == "__main__":
    main()
