"""The floor for running students' code: a process that forks, runs the file and makes the calls, and does nothing else.

What its child gives comes back through a pipe, unlocked and unchecked. Of two such processes one has loaded what the
sandbox's has, so that the same files run in it; the other has loaded NumPy only.
"""

from __future__ import annotations

import base64
import pickle
import subprocess

from grader.sandbox import Job
from grader.sandbox.starting import command, environment
from grader.sandbox.warm import PRELOADED

_BARE = """
import base64, gc, importlib, os, pickle, sys
def main():
    import numpy, math
    for name in sys.argv[1].split():
        importlib.import_module(name)
    gc.collect(); gc.freeze(); gc.disable()
    for line in sys.stdin.buffer:
        job_read, job_write = os.pipe()
        read, write = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(job_write)
            data = b"".join(iter(lambda: os.read(job_read, 65536), b""))
            source, calls = pickle.loads(base64.b64decode(data))
            names = {}
            exec(compile(source, "f", "exec"), names)
            os.write(write, pickle.dumps([names[function](*args) for function, args in calls]))
            os._exit(0)
        left = memoryview(line)
        while left:
            left = left[os.write(job_write, left):]
        for descriptor in (job_read, job_write, write): os.close(descriptor)
        while os.read(read, 65536): pass
        os.close(read)
        os.waitpid(pid, 0)
        print("done", flush=True)
main()
"""


class BareFork:
    """A process with these modules loaded that forks for each run of one job."""

    def __init__(self, job: Job, modules: str = PRELOADED) -> None:
        line = command("warm", modules)
        line[line.index("-c") + 1] = line[line.index("-c") + 1].partition("from")[0] + "\n" + _BARE
        self._process = subprocess.Popen(
            line, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
        )
        calls = [(call.function, call.args) for call in job.calls]
        self._line = base64.b64encode(pickle.dumps((job.source, calls))) + b"\n"

    def run(self) -> None:
        """Fork, run, and wait for the end."""
        assert self._process.stdin
        assert self._process.stdout
        left = memoryview(self._line)
        while left:
            left = left[self._process.stdin.write(left) or 0 :]
        self._process.stdout.readline()

    def close(self) -> None:
        """End the process."""
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait()
