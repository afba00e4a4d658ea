"""Run the long checks, or those named: `python -m benchmarks.soak [formulas] [marking] …`.

Each is a process of its own; what it prints is also kept in `benchmarks/results/NAME.txt`, which is committed, so that
anyone can see what the last run found. Status 1 when one of them failed.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
RESULTS = Path(__file__).parent / "results"
CHECKS = {
    "formulas": ["-m", "benchmarks.soak_formulas"],
    "marking": ["-m", "benchmarks.soak_marking"],
    "attacks": ["tests/sandbox/attack_matrix.py"],
    "endurance": ["-m", "benchmarks.soak_endurance"],
}


def run(name: str) -> int:
    """Run one check, showing and keeping what it prints; its exit status."""
    RESULTS.mkdir(exist_ok=True)
    command = [sys.executable, "-u", *CHECKS[name]]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with (
        (RESULTS / f"{name}.txt").open("w", buffering=1, encoding="utf-8") as kept,
        subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        ) as process,
    ):
        for line in process.stdout or ():
            print(line, end="", flush=True)
            kept.write(line)
    return process.returncode


def main(names: list[str]) -> int:
    """Run the named checks in order, or all; status 2 for a name that there is none of."""
    unknown = [name for name in names if name not in CHECKS]
    if unknown:
        print(f"no long check is called {', '.join(unknown)}; there are: {', '.join(CHECKS)}", file=sys.stderr)
        return 2
    failed = []
    for name in names or CHECKS:
        print(f"\n=== {name} ===", flush=True)
        if run(name):
            failed.append(name)
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
