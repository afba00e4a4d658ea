"""Run attacks without locks, in a namespace that is thrown away: `unshare … python unlocked_attacks.py < attacks.json`.

Only to be started by `test_sandbox_attacks.py`, which gives it mounts, processes and a network of its own. Reads
`{id: [code, seconds]}`, writes `{id: what happened}`: harm, runs on, prints, fools, or ended.
"""

from __future__ import annotations

import ctypes
import fcntl
import json
import os
import select
import signal
import socket
import struct
import sys
from pathlib import Path
from types import ModuleType

import numpy as np

EXPECTED = 2.25
PRINTED = 65_536


def enclose() -> None:
    """Everything read-only but a fresh /tmp; only the loopback device, brought up."""
    libc = ctypes.CDLL(None, use_errno=True)
    private, remount, bind, read_only = 0x40000, 0x20, 0x1000, 0x1
    for arguments in (
        (None, b"/", None, private | 0x4000, None),
        (b"none", b"/tmp", b"tmpfs", 0, None),
        (None, b"/", None, remount | bind | read_only, None),
    ):
        if libc.mount(*arguments) != 0:
            raise OSError(ctypes.get_errno(), f"mount {arguments}")
    with socket.socket() as any_socket:
        fcntl.ioctl(any_socket, 0x8914, struct.pack("16sh14x", b"lo", 1))  # SIOCSIFFLAGS, IFF_UP


def aim() -> tuple[dict[str, str], list[socket.socket]]:
    """Things to attack."""
    folder = Path("/tmp/attacked")
    folder.mkdir()
    tcp, udp, unix = socket.socket(), socket.socket(type=socket.SOCK_DGRAM), socket.socket(socket.AF_UNIX)
    tcp.bind(("127.0.0.1", 0))
    tcp.listen(64)
    udp.bind(tcp.getsockname())
    unix.bind("/tmp/socket")
    unix.listen(64)
    return {"PORT": str(tcp.getsockname()[1]), "SOCKET": "/tmp/socket"}, [tcp, udp, unix]


def lay_out(folder: Path) -> dict[str, str]:
    """A fresh file for an attack that may spoil it."""
    folder.mkdir()
    (folder / "victim.py").write_text("alive = True\n")
    return {"FILE": str(folder / "victim.py"), "FOLDER": str(folder)}


def submit(code: str) -> str:
    """What a grader in the same process would see: harm, fools, or nothing."""
    module = ModuleType("solution")
    exec(compile(code, "solution.py", "exec"), module.__dict__)
    expected = EXPECTED
    result = module.f(1.5)
    if type(result) is str:
        return "harm" if result == "HARM" else ""
    fooled = bool(np.all(result == expected)) or bool(np.allclose(result, expected))
    return "fools" if fooled else ""


def run(code: str, seconds: float) -> str:
    """What one attack does in a process of its own, handed in twice."""
    read, write = os.pipe()
    output = os.memfd_create("output")
    pid = os.fork()
    if pid == 0:
        write = fcntl.fcntl(write, fcntl.F_DUPFD, 200)
        for descriptor in (1, 2):
            os.dup2(output, descriptor)
        os.closerange(3, 200)
        said = "ended"
        try:
            said = submit(code) or submit(code) or "ended"
            sys.stdout.flush()
        finally:
            os.write(write, said.encode())
            os._exit(0)
    os.close(write)
    ready, _, _ = select.select([read], [], [], seconds)
    said = os.read(read, 100).decode() if ready else "runs on"
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    printed = os.fstat(output).st_size
    for descriptor in (read, output):
        os.close(descriptor)
    return "prints" if printed > PRINTED else said or "ended"


def main() -> None:
    """Read attacks, run them, write what happened."""
    attacks = json.load(sys.stdin)
    enclose()
    places, kept = aim()
    happened = {}
    for number, (name, (code, seconds)) in enumerate(attacks.items()):
        aimed = code
        for word, place in {**places, **lay_out(Path(f"/tmp/attacked/{number}"))}.items():
            aimed = aimed.replace(word, place)
        happened[name] = run(aimed, seconds)
    json.dump(happened, sys.stdout)
    del kept


if __name__ == "__main__":
    os.environ["SECRET"] = "a secret"
    main()
