"""Equality of formulas beside SymPy's `simplify(a - b) == 0` and `.equals`, on the same pairs, shuffled, in one run.

    python -m benchmarks formulas

The pairs are those of tests/data/formula_pairs.csv. SymPy gets the same graphs, real symbols, an empty cache for every
pair and 2 seconds of processor time; it knows nothing of domains and assumptions, so its wrong answers are counted
without the family `domains` and without pairs that assume something.
"""

from __future__ import annotations

import csv
import gc
import random
import signal
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import sympy
from sympy.core.cache import clear_cache

from reference import compare, to_sympy
from reference.errors import FormulaError
from reference.formula import parse_formula

PAIRS = Path(__file__).parents[1] / "tests" / "data" / "formula_pairs.csv"
LIMIT = 2.0  # seconds for SymPy
# Garbage is collected between so many questions and never within one. Collecting before each would empty the
# processor's caches every time, which the shortest answers would pay for.
BETWEEN = 30

Row = dict[str, str]


class _TooLongError(Exception):
    """SymPy's time is over."""


def _ours(row: Row) -> str:
    return compare(row["left"], row["right"], [row["assume"]] if row["assume"] else []).relation


def _sympy(question: Callable[[Any], Any]) -> Callable[[Row], str]:
    def answer(row: Row) -> str:
        clear_cache()
        signal.setitimer(signal.ITIMER_VIRTUAL, LIMIT)
        try:
            found = question(to_sympy(parse_formula(row["left"])) - to_sympy(parse_formula(row["right"])))
        except _TooLongError:
            return "undecided"
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        return {True: "equal", False: "different"}.get(found, "undecided")

    return answer


def _over(_signal: int, _frame: object) -> None:
    raise _TooLongError


def _simplified(difference: Any) -> bool:
    return bool(sympy.simplify(difference) == 0)


METHODS: dict[str, Callable[[Row], str]] = {
    "ours": _ours,
    "simplify(a-b) == 0": _sympy(_simplified),
    "(a-b).equals(0)": _sympy(lambda difference: difference.equals(0)),
}


def main() -> None:
    """Print the table."""
    with PAIRS.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["relation"] != "unreadable"]
    signal.signal(signal.SIGVTALRM, _over)
    times: dict[str, list[float]] = defaultdict(list)
    wrong: Counter[str] = Counter()
    undecided: dict[str, Counter[str]] = defaultdict(Counter)
    jobs = [(name, row) for row in rows for name in METHODS]
    random.Random(1).shuffle(jobs)
    compare("2x", "x+x")  # the first comparison chooses its fields
    _sympy(_simplified)(rows[0])
    gc.disable()
    # The clock is the thread's: that of the process is coarse while a timer runs, as SymPy's limit does.
    for number, (name, row) in enumerate(jobs):
        if number % BETWEEN == 0:
            gc.collect()
        start = time.thread_time()
        try:
            answer = METHODS[name](row)
        except (FormulaError, ArithmeticError, TypeError, ValueError, AttributeError, RecursionError):
            answer = "undecided"  # SymPy stumbled
        times[name].append(1000 * (time.thread_time() - start))
        judged = name == "ours" or (row["family"] != "domains" and not row["assume"])
        wrong[name] += judged and answer not in {row["relation"], "undecided"}
        undecided[name][row["family"]] += judged and answer == "undecided" != row["relation"]
    _print(len(rows), times, wrong, undecided)


def _print(count: int, times: dict[str, list[float]], wrong: Counter[str], undecided: dict[str, Counter[str]]) -> None:
    base = statistics.median(times["ours"])
    print(f"{count} pairs; milliseconds of processor time")
    print(f"{'':20}{'median':>9}{'worst':>9}{'ratio':>8}{'wrong':>7}{'undecided':>11}")
    for name, found in times.items():
        median = statistics.median(found)
        total = sum(undecided[name].values())
        print(f"{name:20}{median:9.2f}{max(found):9.0f}{median / base:8.1f}{wrong[name]:7}{total:11}")
    families = sorted({family for counter in undecided.values() for family in counter})
    print("\nundecided by family")
    for family in families:
        print(f"  {family:34}" + "  ".join(f"{name}: {undecided[name][family]}" for name in METHODS))


if __name__ == "__main__":
    main()
