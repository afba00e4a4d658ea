"""Build, differentiate and evaluate graphs of 10⁴ to 10⁶ nodes: seconds of the processor, and memory.

    python benchmarks/engine_growth.py [NODES …]

Each size runs in a process of its own, so that the peak of one does not hide in another's. The graph is a
chain y ← tanh(a·y), which is as deep as it is long. docs/engine.md has a table of these figures.
"""

from __future__ import annotations

import itertools
import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

SIZES = (10_000, 30_000, 100_000, 300_000, 1_000_000)
ROOT = Path(__file__).parents[1]


def chain(nodes: int) -> Any:
    """A chain of that many nodes: y ← tanh(a·y) again and again."""
    from reference import Graph, apply, variable  # noqa: PLC0415

    a, x = variable("a"), variable("x")
    y = x
    for _ in range((nodes - 2) // 2):
        y = apply("tanh", apply("multiply", a, y))
    return Graph([a, x], {"y": y})


def measure(nodes: int) -> dict[str, float]:
    """Seconds for each step, and the largest memory of this process in bytes."""
    from reference import evaluate, gradient  # noqa: PLC0415

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    clock = [time.process_time()]
    graph = chain(nodes)
    clock.append(time.process_time())
    grads = gradient(graph, graph.inputs)
    clock.append(time.process_time())
    evaluate(grads, {"a": 1.1, "x": 0.4})
    clock.append(time.process_time())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    build, differentiate, evaluated = (after - start for start, after in itertools.pairwise(clock))
    return {
        "nodes": len(graph),
        "gradient_nodes": len(grads),
        "build": build,
        "gradient": differentiate,
        "evaluate": evaluated,
        "peak": peak * 1024,
        "grown": (peak - before) * 1024,
    }


def main() -> None:
    sizes = [int(argument) for argument in sys.argv[1:]] or SIZES
    columns = (
        "nodes",
        "with gradients",
        "build, s",
        "gradient, s",
        "evaluate, s",
        "µs per node",
        "peak, MB",
        "bytes per node",
    )
    print(f"| {' | '.join(columns)} |\n|{' ---: |' * len(columns)}")
    for size in sizes:
        command = [sys.executable, str(Path(__file__)), "--measure", str(size)]
        out = subprocess.run(
            command, check=True, capture_output=True, text=True, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}
        )
        row = json.loads(out.stdout)
        steps = (row["build"], row["gradient"], row["evaluate"])
        cells = [f"{row['nodes']:,}", f"{row['gradient_nodes']:,}", *(f"{seconds:.2f}" for seconds in steps)]
        cells += [f"{sum(steps) / row['nodes'] * 1e6:.1f}", f"{row['peak'] / 1e6:,.0f}"]
        print(f"| {' | '.join(cells)} | {row['grown'] / row['gradient_nodes']:.0f} |", flush=True)


if __name__ == "__main__":
    if "--measure" in sys.argv:
        print(json.dumps(measure(int(sys.argv[-1]))))
    else:
        main()
