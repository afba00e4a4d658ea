"""Run every benchmark, or those named: `python -m benchmarks [engine] [formulas] …`. Speed is measured, never felt."""

from __future__ import annotations

import importlib
import sys

BENCHMARKS = ("engine", "formulas", "sandbox", "marking", "verdicts")


def main(names: list[str]) -> int:
    """Run the named benchmarks in order; status 2 for a name that there is none of."""
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        print(f"no benchmark is called {', '.join(unknown)}; there are: {', '.join(BENCHMARKS)}", file=sys.stderr)
        return 2
    for name in names or BENCHMARKS:
        print(f"\n=== {name} ===", flush=True)
        importlib.import_module(f"benchmarks.{name}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
