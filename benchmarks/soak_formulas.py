"""The long runs of the formulas: 20,000 random pairs, and 100,000 hostile texts.

    python -m benchmarks.soak_formulas [--pairs N] [--texts N] [--sympy EVERY] [--seed S]

Half of the pairs are a formula and what some identities made of it, which must never be called different; half are a
formula and a small change. Every step is asked by itself as well: a proof of equality beside a point with different
values is a contradiction, and so is SymPy (of every EVERY-th pair) where it answers otherwise. Hostile texts are read
or refused within 50 ms and compared within 1 s of processor time, and nothing but a `FormulaError` is raised. Status 1
when anything of this fails. Its output is in benchmarks/results/formulas.txt.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import select
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

# SymPy's numbers in FLINT end the process on some differences (SIGFPE); marking asks SymPy in a process of its own, but
# here it is asked in this one.
os.environ["SYMPY_GROUND_TYPES"] = "python"

from sympy import Rational
from sympy.core.cache import clear_cache

from benchmarks.hostile_texts import hostile_text
from benchmarks.random_formulas import changed, graph, random_formula, rewritten
from reference import compare, to_sympy
from reference.equivalence import Comparison, derivatives, field_proof, second_opinion
from reference.equivalence.cases import Cases
from reference.equivalence.decide import Decision
from reference.equivalence.lowering import add_graph
from reference.equivalence.question import Question
from reference.equivalence.settling import settled
from reference.equivalence.tape import Tape
from reference.errors import FormulaError
from reference.formula import parse_formula
from reference.graph import Node
from reference.notation import to_text

READ_LIMIT, COMPARE_LIMIT = 0.05, 1.0
SYMPY_LIMIT = 3.0  # seconds
APART_POINTS = 200


@dataclass
class Tally:
    """What was counted, and what failed."""

    counts: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)

    def fail(self, what: str, *texts: str) -> None:
        line = f"{what}: " + "  |  ".join(texts)
        self.failures.append(line)
        print(line, flush=True)

    def slowest(self) -> str:
        ordered = sorted(self.times) or [0.0]
        middle, last = ordered[len(ordered) // 2], ordered[-1]
        return f"median {1000 * middle:.2f} ms, worst {1000 * last:.0f} ms of processor time"


def soak_pairs(count: int, seed: int, sympy_every: int) -> Tally:
    """Compare random pairs; see the module's text."""
    rng = random.Random(seed)
    tally = Tally()
    for number in range(count):
        formula = random_formula(rng, rng.choice((2, 3, 4)))
        kind = "rewritten" if rng.random() < 0.5 else "changed"
        other = rewritten(formula, rng, rng.randint(1, 3)) if kind == "rewritten" else changed(formula, rng)
        texts = to_text(other), to_text(formula)
        start = time.process_time()
        found = compare(graph(other), graph(formula))
        tally.times.append(time.process_time() - start)
        doubt = found.note.code if found.note is not None and found.relation == "undecided" else found.shown_by
        tally.counts[f"{kind}: {found.relation} ({doubt})"] += 1
        if kind == "rewritten" and found.relation == "different":
            tally.fail("wrongly refused", *texts)
        for step in contradictions(other, formula):
            tally.fail(f"{step} contradicts the balls", *texts)
        if sympy_every and number % sympy_every == 0:
            ask_sympy(other, formula, found, tally, texts)
    return tally


def contradictions(left: Node, right: Node) -> list[str]:
    """The proofs that claim equality although a point has different values."""
    tape = Tape()
    question = settled(Question(tape, add_graph(tape, left), add_graph(tape, right)), 0)
    decision = Decision(question, 1)
    found = decision.search.go_on(12, 256, 1024)
    if found is None or found.left_value is None:
        return []
    apart = tape.apply("subtract", question.left, question.right)
    proofs = {
        "field": field_proof.is_zero(apart, decision.knowledge, 1, freedom=field_proof.MANY_SIGNS),
        "derivatives": derivatives.are_equal(question.left, question.right, decision.knowledge, 1),
        "cases": Cases(decision.knowledge, decision.is_nonzero_somewhere, 1).are_zero(apart),
    }
    return [name for name, proved in proofs.items() if proved]


def ask_sympy(left: Node, right: Node, found: Comparison, tally: Tally, texts: tuple[str, str]) -> None:
    """SymPy's `.equals`: what it says of the difference, beside what was found."""
    said = _in_child(partial(_opinion, left, right, found.relation)) or "nothing in time"
    tally.counts[f"SymPy says {said}, ours {found.relation}"] += 1
    by_value = found.relation == "different" and found.left_value is not None
    if (said == "True" and by_value) or (said == "False" and found.relation == "equal"):
        tally.fail(f"SymPy says {said}, ours {found.relation}", *texts)


def _in_child(work: Callable[[], str]) -> str:
    """What the work says in a process of its own, nothing when its time is over: no signal ends a huge power."""
    ours, theirs = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.write(theirs, work().encode())
        except Exception as error:  # noqa: BLE001  (SymPy stumbles in many ways)
            os.write(theirs, type(error).__name__.encode())
        finally:
            os._exit(0)
    os.close(theirs)
    with open(ours, "rb", buffering=0) as pipe:  # noqa: PTH123  # a descriptor
        ready, _, _ = select.select([pipe], [], [], SYMPY_LIMIT)
        said = pipe.read() if ready else b""
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return said.decode()


def _opinion(left: Node, right: Node, relation: str) -> str:
    answer = (to_sympy(graph(left)) - to_sympy(graph(right))).equals(0)
    if answer is False and relation == "equal" and not apart_where_real(left, right):
        # SymPy compares complex values too: sqrt(x + x) and sqrt(|x| + |x|) differ where the first is not real.
        return "False, but only where the reference is not real"
    return str(answer)


def apart_where_real(left: Node, right: Node) -> bool:
    """Whether SymPy's own arithmetic finds a point at which the reference is real and the two differ."""
    ours, reference = to_sympy(graph(left)), to_sympy(graph(right))
    symbols = sorted(ours.free_symbols | reference.free_symbols, key=str)
    rng = random.Random(1)
    for _ in range(APART_POINTS):
        point = {symbol: Rational(rng.randint(-600, 600), 97) for symbol in symbols}
        try:
            value, other = (formula.subs(point).evalf(30) for formula in (reference, ours))
            same = other.is_real and abs(other - value) <= abs(value) / 10**20 + 1e-25
        except (TypeError, ValueError):
            continue  # SymPy cannot put this point in: max of complex numbers, say
        if value.is_real and value.is_finite and not same:
            return True
    return False


def soak_texts(count: int, seed: int) -> tuple[Tally, Tally]:
    """Read hostile texts, and compare those that can be read."""
    rng = random.Random(seed)
    reading, comparing = Tally(), Tally()
    last = "x"
    for _ in range(count):
        text = hostile_text(rng)
        outcome, seconds = _read(text, reading)
        if seconds > READ_LIMIT:  # the machine may have done something beside: a slow text is slow every time
            seconds = min(_read(text, reading)[1] for _ in range(3))
            reading.counts["read again, since it took too long"] += 1
        reading.times.append(seconds)
        reading.counts[outcome] += 1
        if seconds > READ_LIMIT:
            reading.fail(f"read in {1000 * seconds:.0f} ms", repr(text[:100]))
        if outcome == "read":
            compare_hostile(text, last if rng.random() < 0.5 else text, comparing)
            last = text if len(text) < 200 else last
    return reading, comparing


def _read(text: str, tally: Tally) -> tuple[str, float]:
    """What became of the text, and the seconds that took."""
    start = time.process_time()
    try:
        parse_formula(text)
        outcome = "read"
    except FormulaError as error:
        outcome = error.code
    except Exception as error:  # noqa: BLE001  (that there is none is what is tried)
        outcome = type(error).__name__
        tally.fail(f"reading raised {outcome}", repr(text[:100]))
    return outcome, time.process_time() - start


def compare_hostile(left: str, right: str, tally: Tally) -> None:
    start = time.process_time()
    try:
        found = compare(left, right)
    except Exception as error:  # noqa: BLE001  (that there is none is what is tried)
        tally.fail(f"comparing raised {type(error).__name__}", repr(left[:150]), repr(right[:150]))
        return
    seconds = time.process_time() - start
    tally.times.append(seconds)
    tally.counts[found.relation] += 1
    if seconds > COMPARE_LIMIT:
        tally.fail(f"compared in {1000 * seconds:.0f} ms", repr(left[:150]), repr(right[:150]))


def _set_aside() -> None:
    """What SymPy has made and remembers is no garbage of ours to look through: one collection of it takes 100 ms."""
    clear_cache()
    gc.collect()
    gc.freeze()


def _no_opinion(_tape: Tape, _term: int, _positive: list[str]) -> bool:
    return False


def report(title: str, tally: Tally) -> None:
    total = len(tally.times)
    print(f"\n{title}: {total:,}; {tally.slowest()}; {len(tally.failures)} failures")
    for name, count in sorted(tally.counts.items()):
        print(f"  {name:44}{count:8,}")


def main(arguments: list[str] | None = None) -> int:
    """Run, print, and give the status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=20_000)
    parser.add_argument("--texts", type=int, default=100_000)
    parser.add_argument("--sympy", type=int, default=20, help="ask SymPy of every so many pairs; 0: never")
    parser.add_argument("--seed", type=int, default=20261124)
    asked = parser.parse_args(arguments)
    second_opinion.is_zero = _no_opinion  # the steps of our own are what is tried
    compare("2x", "x + x")
    _set_aside()
    tallies = {"pairs": soak_pairs(asked.pairs, asked.seed, asked.sympy)}
    _set_aside()
    tallies["hostile texts read or refused"], tallies["hostile texts compared"] = soak_texts(asked.texts, asked.seed)
    for title, tally in tallies.items():
        report(title, tally)
    return int(any(tally.failures for tally in tallies.values()))


if __name__ == "__main__":
    sys.exit(main())
