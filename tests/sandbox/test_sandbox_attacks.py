"""No attack does harm or is marked correct, and the submission after it is marked as if nothing had been."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sandbox_attacks import SHOWN, Attack, attacks
from sandbox_targets import Target, hand_in

from grader.sandbox import Sandbox

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="locks are there on Linux only")

ATTACKS = attacks()
HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def target() -> Iterator[Target]:
    made = Target()
    yield made
    made.close()


@pytest.mark.slow
@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.id)
def test_an_attack_is_contained(attack: Attack, sandbox: Sandbox, target: Target) -> None:
    _, wrong = hand_in(sandbox, attack, target)
    assert wrong == []


def test_there_are_many_attacks_and_no_two_of_a_name() -> None:
    assert len({attack.id for attack in ATTACKS}) == len(ATTACKS) >= 100


def namespaces() -> list[str]:
    """The command that gives a program mounts, processes, and a network of its own, which end with it."""
    return ["unshare", "--mount", "--pid", "--net", "--ipc", "--uts", "--fork", "--mount-proc", "--kill-child"]


@pytest.mark.slow
def test_each_attack_does_its_harm_where_nothing_is_locked() -> None:
    """So that containing it means something. A row that cannot show its harm says why."""
    if os.getuid() != 0 or shutil.which("unshare") is None:
        pytest.skip("only root can do all of that harm, and needs `unshare` to do it where nothing can be harmed")
    if subprocess.run([*namespaces(), "true"], check=False).returncode != 0:
        pytest.skip("no namespaces to be thrown away here")
    # What never ends is given up soon; what takes its time on a busy machine is waited for.
    seconds = {"runs on": 0.5}
    codes = {a.id: (a.code, seconds.get(a.unlocked, 20.0)) for a in ATTACKS if a.unlocked in SHOWN}
    run = subprocess.run(
        [*namespaces(), sys.executable, str(HERE / "unlocked_attacks.py")],
        input=json.dumps(codes),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    happened = json.loads(run.stdout)
    expected = {attack.id: attack.unlocked for attack in ATTACKS if attack.unlocked in SHOWN}
    assert happened == expected
    assert all(
        len(attack.unlocked) > 20 or attack.unlocked == "as above" for attack in ATTACKS if attack.id not in codes
    )
