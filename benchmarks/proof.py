"""Time whole verdicts on code, with the proof and without: `python -m benchmarks.proof`. Read the ratios.

For each style the median of marking the same function again and again, shuffled: without tracing it; with it, where
the formula was proved before, as it is for all who write what most people write; and with it for the first time. Beside
it what merely starting Python and NumPy costs, which a grader that starts them anew for every submission pays before it
has run a line.
"""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from grader.exercises import Answer, load_catalogue, make_instance
from grader.marking import mark
from grader.marking.code.proof import Prover, equality
from grader.sandbox import Sandbox
from grader.verdict import Verdict

ROUNDS = 25

_SIGMOID = "import numpy as np\n\ndef sigmoid_derivative(x):\n    "
STYLES = {
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
    "linear": ("backprop/linear", "def backward(W, x, b):\n    return {'W': x, 'x': W, 'b': 1.0}\n"),
}


@contextmanager
def without_proof() -> Iterator[None]:
    """Marking as it would be if nothing could be followed."""
    original = Prover.of
    Prover.of = classmethod(lambda *_: None)  # type: ignore[assignment,method-assign]  # for the time of a benchmark
    try:
        yield
    finally:
        Prover.of = original  # type: ignore[method-assign]  # as above


def milliseconds(work: Callable[[], object]) -> float:
    """How long it took."""
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def cold() -> None:
    """Python and NumPy, started."""
    subprocess.run([sys.executable, "-I", "-c", "import numpy"], check=True)


def main() -> None:
    """Print the table."""
    catalogue = load_catalogue()
    times: dict[tuple[str, str], list[float]] = {}
    with Sandbox() as box:

        def verdict(style: str) -> Verdict:
            exercise = catalogue.get(STYLES[style][0])
            return mark(exercise, make_instance(exercise), Answer.of_code(STYLES[style][1]), box)

        for style in STYLES:
            print(f"{style:12} {verdict(style).outcome}, shown by {verdict(style).shown_by}")
        for _ in range(ROUNDS):
            for style in random.sample(list(STYLES), len(STYLES)):
                equality.forget()
                times.setdefault((style, "first"), []).append(milliseconds(partial(verdict, style)))
                times.setdefault((style, "on"), []).append(milliseconds(partial(verdict, style)))
                with without_proof():
                    times.setdefault((style, "off"), []).append(milliseconds(partial(verdict, style)))
    start = statistics.median(milliseconds(cold) for _ in range(9))
    medians = {key: statistics.median(values) for key, values in times.items()}
    print(f"\n{'median, ms':12} {'proof off':>10} {'proof on':>10} {'first time':>11} {'cold start / on':>16}")
    for style in STYLES:
        off, on, first = (medians[style, way] for way in ("off", "on", "first"))
        print(f"{style:12} {off:10.1f} {on:10.1f} {first:11.1f} {start / on:16.1f}")
    print(f"cold start of Python and NumPy: {start:.0f} ms")


if __name__ == "__main__":
    main()
