"""What the attacks aim at, and how one sees that nothing has happened to it."""

from __future__ import annotations

import contextlib
import shutil
import socket
import tempfile
import time
from pathlib import Path

from sandbox_attacks import HARM, Attack
from sandbox_running import job

from grader.sandbox import Report, Sandbox

RIGHT = "import math\nimport numpy as np\ndef f(x):\n    return math.exp(0) * np.sum(x * x)\n"


class Target:
    """A file and a folder that anyone may spoil, and sockets that hear whether anything arrives."""

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

    def _look(self) -> list[object]:
        files = sorted([self.folder, *self.folder.rglob("*")])
        looks = [path.lstat() for path in files]
        return [
            files,
            [(look.st_mode, look.st_size, look.st_mtime_ns) for look in looks],
            self.file.read_text() if self.file.exists() else None,
        ]

    def harm(self) -> list[str]:
        """What has happened since the beginning."""
        harm = [] if self._look() == self._before else ["a file was changed"]
        for listening in (self.tcp, self.unix):
            with contextlib.suppress(BlockingIOError):
                listening.accept()
                harm.append("someone connected")
        with contextlib.suppress(BlockingIOError):
            self.udp.recv(100)
            harm.append("a packet arrived")
        return harm

    def close(self) -> None:
        """Let go of all."""
        for listening in (self.tcp, self.udp, self.unix):
            listening.close()
        shutil.rmtree(self.folder)


def descendants(pid: int) -> list[int]:
    """The numbers of a process's children, and of theirs."""
    try:
        own = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except FileNotFoundError:
        return []
    return own + [further for child in own for further in descendants(child)]


def outside_group(sandbox: Sandbox) -> list[int]:
    """Which of a sandbox's processes are outside its control group; one that is just ending is given time to do so."""
    assert sandbox._warm is not None
    assert sandbox.group is not None
    end = time.monotonic() + 5
    while True:
        outside = [pid for pid in (sandbox._warm.pid, *descendants(sandbox._warm.pid)) if not sandbox.group.holds(pid)]
        if not outside or time.monotonic() > end:
            return outside
        time.sleep(0.01)


def hand_in(sandbox: Sandbox, attack: Attack, target: Target) -> tuple[Report, list[str]]:
    """Hand an attack in (twice where it leaves something behind) and a right file after it.

    Gives the last report of the attack and what went wrong: nothing, where it was contained.
    """
    warm = sandbox._warm_process().pid
    # The warm process and the child that it keeps ready, and bubblewrap's own where it is around them.
    processes = 3 if sandbox.enclosed else 1
    wrong = []
    for _ in range(2 if attack.room == "residue" else 1):
        asked = job(attack.aimed(target.places), 1.5, call_seconds=0.15, load_seconds=0.3, wall_seconds=3.0)
        report = sandbox.run(asked)
        for call in report.calls:
            if isinstance(call.value, str) and call.value == HARM:
                wrong.append("it did its harm")
            if isinstance(call.value, float) and call.value == 1.5**2:
                wrong.append("it was right")
        if len(report.printed) > 65_537:
            wrong.append("it printed too much")
    after = sandbox.run(job(RIGHT, 1.5))
    if [call.value for call in after.calls] != [2.25]:
        wrong.append("the next submission was not marked right")
    if sandbox._warm_process().pid != warm:
        wrong.append("the warm process was lost")
    if len(descendants(warm)) > processes:
        wrong.append("a process was left")
    return report, wrong + target.harm()
