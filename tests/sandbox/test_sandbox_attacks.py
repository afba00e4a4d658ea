"""No attack does harm or is marked correct, and the submission after it is marked as if nothing had been."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sandbox_attacks import HARM, SHOWN, Attack, attacks
from sandbox_running import job

from grader.sandbox import Sandbox

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="locks are there on Linux only")

ATTACKS = attacks()
HERE = Path(__file__).parent


class Target:
    """What the attacks aim at: a file, a folder, and sockets that hear whether anything arrives."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="attacked-"))
        self.folder.chmod(0o777)
        self.file = self.folder / "victim.py"
        self.file.write_text("alive = True\n")
        self.file.chmod(0o666)
        self.tcp, self.udp = socket.socket(), socket.socket(type=socket.SOCK_DGRAM)
        self.unix = socket.socket(socket.AF_UNIX)
        self.tcp.bind(("127.0.0.1", 0))
        self.udp.bind(self.tcp.getsockname())
        path = self.folder / "socket"
        self.unix.bind(str(path))
        path.chmod(0o777)
        for listening in (self.tcp, self.unix):
            listening.listen()
        for heard in (self.tcp, self.udp, self.unix):
            heard.setblocking(False)
        self.places = {
            "FILE": str(self.file),
            "FOLDER": str(self.folder),
            "PORT": str(self.tcp.getsockname()[1]),
            "SOCKET": str(path),
        }
        self._before = self._look()

    def _look(self) -> list[tuple[str, int, int, int]]:
        return [
            (str(path), path.lstat().st_mode, path.lstat().st_size, path.lstat().st_mtime_ns)
            for path in sorted([self.folder, *self.folder.rglob("*")])
        ]

    def assert_untouched(self) -> None:
        assert self._look() == self._before
        assert self.file.read_text() == "alive = True\n"
        for listening in (self.tcp, self.unix):
            with pytest.raises(BlockingIOError):
                listening.accept()
        with pytest.raises(BlockingIOError):
            self.udp.recv(100)

    def close(self) -> None:
        for listening in (self.tcp, self.udp, self.unix):
            listening.close()
        shutil.rmtree(self.folder)


@pytest.fixture(scope="module")
def target() -> Iterator[Target]:
    made = Target()
    yield made
    made.close()


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def assert_contained(sandbox: Sandbox, attack: Attack, target: Target) -> None:
    """Hand an attack in, twice where it leaves something behind, and a right file after it."""
    warm = sandbox._warm_process().pid
    limits = {"call_seconds": 0.15, "load_seconds": 0.3, "wall_seconds": 3.0}
    for _ in range(2 if attack.room == "residue" else 1):
        report = sandbox.run(job(attack.aimed(target.places), 1.5, **limits))
        for call in report.calls:
            assert not isinstance(call.value, str) or call.value != HARM
            assert not isinstance(call.value, float) or call.value != 1.5**2
        assert len(report.printed) <= 65_536 + 1
    after = sandbox.run(
        job("import math\nimport numpy as np\ndef f(x):\n    return math.exp(0) * np.sum(x * x)\n", 1.5)
    )
    assert [call.value for call in after.calls] == [2.25]
    assert sandbox._warm_process().pid == warm
    assert len(children(warm)) <= 1
    target.assert_untouched()


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.id)
def test_an_attack_is_contained(attack: Attack, sandbox: Sandbox, target: Target) -> None:
    assert_contained(sandbox, attack, target)


def test_there_are_many_attacks_and_no_two_of_a_name() -> None:
    assert len({attack.id for attack in ATTACKS}) == len(ATTACKS) >= 100


def namespaces() -> list[str]:
    """The command that gives a program mounts, processes, and a network of its own, which end with it."""
    return ["unshare", "--mount", "--pid", "--net", "--ipc", "--uts", "--fork", "--mount-proc", "--kill-child"]


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
