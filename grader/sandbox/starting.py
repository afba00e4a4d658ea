"""Start our own interpreter for a student's process: no settings, no site, nothing of our environment."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from pathlib import Path

# The libraries that such a process needs, by the name that is imported.
_NEEDED = ("numpy", "landlockpy", "seccompy")
# What the interpreter and the BLAS library need from our environment to work on this machine at all.
_PASSED_ON = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "SYSTEMROOT")
_SINGLE_THREADED = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


def command(room: str, *arguments: str) -> list[str]:
    """The command that runs `main()` of a module of this package, which finds `arguments` in `sys.argv[1:]`."""
    paths = [str(Path(__file__).parents[2]), *library_folders()]
    start = f"import sys; sys.path += {paths!r}; from grader.sandbox.{room} import main; main()"
    return [sys.executable, "-P", "-s", "-S", "-B", "-X", "utf8", "-c", start, *arguments]


def environment() -> dict[str, str]:
    """The whole environment of such a process. Hashes are fixed, so that the same file gives the same answers."""
    passed_on = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return passed_on | dict.fromkeys(_SINGLE_THREADED, "1") | {"PYTHONHASHSEED": "0"}


def library_folders() -> list[str]:
    """Where the needed libraries were found by us: with `-S` the interpreter does not look there by itself."""
    folders = []
    for name in _NEEDED:
        spec = find_spec(name)
        if spec is not None and spec.origin is not None:
            folders.append(str(Path(spec.origin).parents[1]))
    return list(dict.fromkeys(folders))
