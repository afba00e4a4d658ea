"""Time marking of typed answers, with and without naming the mistake: `python -m benchmarks.marking`.

Wrong answers of each kind are marked in a shuffled order, each as it is and with the diagnosis taken out, so that
a drift of the machine falls on both alike. Bounds: one answer in numbers 5 ms, one formula 10 ms, at the median.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from unittest.mock import patch

from grader.diagnosis import make_variant
from grader.exercises import Answer, Exercise, Instance, load_catalogue
from grader.marking import mark
from grader.marking.mistaken import mistaken_numbers

BOUNDS = {"values": 5.0, "formula": 10.0}
REPEATS = 5
FORMULAS = {
    "partial/quadratic": [
        {"dz_dx": "2x", "dz_dy": "x + 1"},
        {"dz_dx": "x + 1", "dz_dy": "2x + y"},
        {"dz_dx": "3x + y + 1", "dz_dy": "x"},
        {"dz_dx": "7x^2 y - sin x", "dz_dy": "e^(x y)"},
        {"dz_dx": "2x + y + y", "dz_dy": "1 + x + x^2"},
    ],
    "chain/power": [
        {"dy_dt": "2t", "dt_dx": "3", "dy_dx": "2(3x+1)"},
        {"dy_dt": "t", "dt_dx": "3", "dy_dx": "3t"},
        {"dy_dt": "2t", "dt_dx": "x", "dy_dx": "2x (3x+1)"},
        {"dy_dt": "t^3/3", "dt_dx": "3x", "dy_dx": "18x + 7"},
    ],
}

Case = tuple[str, Exercise, Instance, Answer]


def main() -> None:
    """Medians by kind, with the diagnosis and without, and their ratio."""
    cases = list(_cases())
    runs = [(number, bare) for number in range(len(cases)) for bare in (False, True) for _ in range(REPEATS)]
    random.Random(1).shuffle(runs)
    for case in cases:
        _timed(case)
    times: dict[tuple[int, bool], list[float]] = {}
    for number, bare in runs:
        with _without_diagnosis() if bare else _as_it_is():
            times.setdefault((number, bare), []).append(_timed(cases[number]))
    print(
        f"{'wrong answers':14}{'cases':>6}{'median ms':>11}{'p95':>8}{'without diagnosis':>19}{'ratio':>7}{'bound':>7}"
    )
    for kind, bound in BOUNDS.items():
        numbers = [number for number, case in enumerate(cases) if case[0] == kind]
        whole, plain = ([statistics.median(times[number, bare]) for number in numbers] for bare in (False, True))
        ratio = statistics.median(one / other for one, other in zip(whole, plain, strict=True))
        print(f"{kind:14}{len(numbers):6}{statistics.median(whole):11.2f}{_at(whole, 0.95):8.2f}"
              f"{statistics.median(plain):19.2f}{ratio:7.2f}{bound:7.0f}")  # fmt: skip


def _cases() -> Iterator[Case]:
    """Answers with one known mistake in them for every exercise in numbers, and wrong formulas."""
    catalogue = load_catalogue()
    for exercise in catalogue:
        if exercise.kind == "values":
            instance = make_variant(exercise, 7)
            for _, numbers in list(mistaken_numbers(instance))[::4]:
                yield "values", exercise, instance, Answer.of_typed(numbers)
    for name, answers in FORMULAS.items():
        exercise = catalogue.get(name)
        instance = make_variant(exercise)
        for texts in answers:
            yield "formula", exercise, instance, Answer.of_typed(texts)


def _timed(case: Case) -> float:
    _, exercise, instance, answer = case
    start = time.perf_counter()
    mark(exercise, instance, answer)
    return 1_000 * (time.perf_counter() - start)


@contextmanager
def _as_it_is() -> Iterator[None]:
    yield


@contextmanager
def _without_diagnosis() -> Iterator[None]:
    """Marking as it would be if no mistake had a name: the two ways in are answered with nothing."""
    nothing: Callable[..., None] = lambda *_, **__: None  # noqa: E731
    with patch("grader.marking.formula.name_result", nothing), patch("grader.diagnosis.name_slips", lambda *_: {}):
        yield


def _at(numbers: list[float], share: float) -> float:
    return sorted(numbers)[int(share * (len(numbers) - 1))]


if __name__ == "__main__":
    main()
