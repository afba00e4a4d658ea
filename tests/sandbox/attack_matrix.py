"""Hand in every attack under every combination of layers, and write the table: `python tests/sandbox/attack_matrix.py`.

The combinations are those in which the sandbox serves at all: as root and as an ordinary user, each with all layers and
with each optional one off, and as root of a default Docker container (no namespaces, few rights).
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from sandbox_as_others import as_docker, as_ordinary_user, environment
from sandbox_attacks import attacks
from sandbox_targets import Target, hand_in

from grader.sandbox import Sandbox

TABLE = Path(__file__).with_name("attack_matrix.md")
AS_WE_ARE = [sys.executable, "-B", __file__]
COMBINATIONS = {
    "root": [*AS_WE_ARE, ""],
    "root, no bubblewrap": [*AS_WE_ARE, "bubblewrap"],
    "root, no user of its own": [*AS_WE_ARE, "own-uid"],
    "root, no cgroup": [*AS_WE_ARE, "cgroup"],
    "root, no Landlock": [*AS_WE_ARE, "landlock"],
    "ordinary user": as_ordinary_user("attack_matrix.py", ""),
    "ordinary user, no bubblewrap": as_ordinary_user("attack_matrix.py", "bubblewrap"),
    "ordinary user, no Landlock": as_ordinary_user("attack_matrix.py", "landlock"),
    "Docker's root": as_docker("attack_matrix.py", ""),
}


def run_here(without: str) -> dict[str, str]:
    """Every attack in this process's own sandbox: how it ended, or what went wrong."""
    target = Target()
    with Sandbox(without=without.split(",") if without else ()) as sandbox:
        cells = {"bubblewrap": str(sandbox.enclosed), "cgroup": str(sandbox.group is not None)}
        for attack in attacks():
            report, wrong = hand_in(sandbox, attack, target)
            call = report.calls[-1].status if report.calls else "no call"
            cells[attack.id] = f"FAILED: {'; '.join(wrong)}" if wrong else f"{report.status}, {call}"
    target.close()
    return cells


def table(columns: dict[str, dict[str, str]]) -> str:
    """Markdown: a row per attack, a column per combination."""
    lines = [
        "# Attacks under every combination of layers",
        "",
        "Written by `tests/sandbox/attack_matrix.py` (part of `make soak`). A cell says how the job and its last call",
        "ended where the attack was contained: no harm, not marked right, the next submission marked right, no process",
        "left, no file changed, nothing reached. Otherwise it says FAILED and what went wrong.",
        "",
        "| attack | " + " | ".join(columns) + " |",
        "| --- |" + " --- |" * len(columns),
    ]
    lines += [f"| {a.id} | " + " | ".join(cells.get(a.id, "?") for cells in columns.values()) + " |" for a in attacks()]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Write the table; 1 when some attack was not contained."""
    columns = {}
    for name, command in COMBINATIONS.items():
        run = subprocess.run(command, env=environment(), capture_output=True, text=True, timeout=600, check=False)
        if run.returncode != 0:
            print(f"{name}: {run.stderr[-2000:]}", file=sys.stderr)
            return 1
        columns[name] = json.loads(run.stdout)
        print(f"{name}: {sum('FAILED' in cell for cell in columns[name].values())} not contained", file=sys.stderr)
    TABLE.write_text(table(columns), encoding="utf-8")
    return int(any("FAILED" in cell for cells in columns.values() for cell in cells.values()))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        json.dump(run_here(sys.argv[1]), sys.stdout)
    else:
        sys.exit(main())
