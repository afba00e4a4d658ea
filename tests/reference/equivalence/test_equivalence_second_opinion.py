"""SymPy is asked last, in a process that can be ended; only its zero counts, and importing needs none of it."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest
from terms import term

from reference import compare
from reference.equivalence import field_proof, second_opinion
from reference.equivalence.tape import Tape


def opinion(text: str, positive: list[str] | None = None) -> bool:
    tape = Tape()
    return second_opinion.is_zero(tape, term(tape, text), positive or [])


@pytest.mark.slow
def test_sympy_sees_zeros() -> None:
    assert opinion("sin(x)^2 + cos(x)^2 - 1")
    assert opinion("sqrt(x^2) - x", ["x"])
    assert opinion("max(x, 3) - max(3, x)")


def test_what_is_no_zero_is_no_opinion() -> None:
    assert not opinion("x - y")
    assert not opinion("sqrt(x^2) - x")
    assert not opinion("sqrt(2) - 1.414213562373095")


@pytest.mark.slow
def test_a_question_that_takes_too_long_is_given_up_and_the_next_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    assert opinion("x - x + y - y")
    monkeypatch.setattr(second_opinion, "SECONDS", 0.05)
    hard = "*".join(f"(sin({n}x)+cos({n + 1}y)+exp({n}/x))^{n + 5}" for n in range(1, 8))
    assert not opinion(f"{hard} - {hard.replace('x', 'z')} + 1")
    monkeypatch.setattr(second_opinion, "SECONDS", 20.0)
    assert opinion("(x+1)^2 - x^2 - 2x - 1")


@pytest.mark.slow
def test_a_process_that_died_is_replaced() -> None:
    assert opinion("(x+1)^2 - x^2 - 2x - 1")
    running = second_opinion._current
    assert running is not None
    running.child.kill()
    running.child.wait()
    time.sleep(0.05)
    assert opinion("x + x - 2x") or opinion("x + x - 2x")


@pytest.mark.slow
def test_the_child_outlives_no_parent() -> None:
    script = (
        "from reference.equivalence import field_proof, second_opinion as s\n"
        "from reference.equivalence.tape import Tape\n"
        "t = Tape(); x = t.variable('x'); s.is_zero(t, t.apply('subtract', x, t.variable('y')), [])\n"
        "print(s._current.child.pid)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=120)
    child = int(done.stdout)
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            os.kill(child, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    pytest.fail("the child is still running")


def test_comparing_loads_no_sympy_into_this_process() -> None:
    script = (
        "import sys\n"
        "import reference\n"
        "assert 'sympy' not in sys.modules and 'flint' not in sys.modules\n"
        "assert reference.compare('2x', 'x+x').relation == 'equal'\n"
        "assert reference.compare('sin x', 'x').relation == 'different'\n"
        "assert 'sympy' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True, timeout=120)


def test_sympy_decides_what_the_other_steps_cannot(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(field_proof, "is_zero", lambda *_, **__: False)
    monkeypatch.setattr(second_opinion, "SECONDS", 20.0)
    found = compare("(x+1)^2", "x^2+2x+1")
    assert (found.relation, found.shown_by) == ("equal", "sympy")


def test_without_any_proof_it_stays_undecided_and_says_how_far_it_agrees(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(field_proof, "is_zero", lambda *_, **__: False)
    monkeypatch.setattr(second_opinion, "is_zero", lambda *_: False)
    found = compare("(x+1)^2", "x^2+2x+1")
    assert found.relation == "undecided"
    assert found.note is not None
    assert found.note.code == "agrees_at_points"
    assert found.note.parameters["bits"] == 256
    assert isinstance(points := found.note.parameters["points"], int)
    assert points >= 24
