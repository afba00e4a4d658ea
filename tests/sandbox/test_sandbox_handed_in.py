"""Files as students hand them in: what their function does is found out, whatever else the file does.

Asked for is `sigmoid_derivative(x)`. `handed_in/KIND-NUMBER-STYLE-NOISE.py.txt` says by its KIND what is true of it:
`right` for floats and arrays, `floats` for floats only, `wrong`, `fails` (no value at all), `syntax`, `missing`.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from sandbox_running import Run

from grader.exercises import read_source
from grader.sandbox import CallReport

FILES = sorted(Path(__file__).with_name("handed_in").iterdir())
FLOATS = (-1.5, 0.0, 0.7, 12.0)
ARRAY = np.array([[-2.0, 0.5], [3.0, -0.1]])


def truth(x: float | np.ndarray) -> float | np.ndarray:
    """The derivative by another form than any of the files uses."""
    return 1 / (2 + np.exp(x) + np.exp(-x))  # type: ignore[no-any-return]  # NumPy's


def agrees(call: CallReport, x: float | np.ndarray) -> bool:
    if call.status != "returned" or not isinstance(call.value, float | np.ndarray):
        return False
    return np.shape(call.value) == np.shape(x) and bool(np.allclose(call.value, truth(x), rtol=1e-9, atol=0))


def seen(run: Run, path: Path) -> str:
    """What the file is, as far as its function tells."""
    source = read_source(path.read_bytes(), path.name.removesuffix(".txt"))
    report = run(source, *FLOATS, ARRAY, name="sigmoid_derivative", load_seconds=0.4, call_seconds=0.3)
    if report.status == "syntax_error":
        return "syntax"
    floats = all(agrees(call, x) for call, x in zip(report.calls, FLOATS, strict=False)) and bool(report.calls)
    if floats:
        return "right" if agrees(report.calls[-1], ARRAY) else "floats"
    statuses = {call.status for call in report.calls}
    if statuses == {"missing"}:
        return "missing"
    return "wrong" if "returned" in statuses else "fails"


@pytest.mark.slow
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_is_judged_by_its_function_alone(path: Path, run: Run) -> None:
    assert seen(run, path) == path.name.partition("-")[0]


# What the whole grader says of each kind of file, by part.
VERDICTS = {
    "right": lambda parts: {parts["values"], parts["arrays"]} == {"correct"},
    "floats": lambda parts: (parts["values"], parts["arrays"]) == ("correct", "error"),
    "wrong": lambda parts: "correct" not in parts.values(),
    "fails": lambda parts: set(parts.values()) == {"error"},
    "syntax": lambda parts: set(parts.values()) == {"error"},
    "missing": lambda parts: set(parts.values()) == {"skipped"},
}


@pytest.mark.slow
def test_the_verdict_on_each_of_a_folder_of_them_is_the_truth(tmp_path: Path) -> None:
    folder = tmp_path / "handed-in"
    folder.mkdir()
    for path in FILES:
        shutil.copy(path, folder / path.name.removesuffix(".txt"))
    words = ["grade", str(folder), "--exercise", "sigmoid/derivative", "--jobs", "2"]
    command = [sys.executable, "-c", "from grader.cli import main; main()", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    results = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(results) == len(FILES)
    parts = {row["id"]: {part["name"]: part["outcome"] for part in row["verdict"]["parts"]} for row in results}
    assert {name: found for name, found in parts.items() if not VERDICTS[name.partition("-")[0]](found)} == {}


def test_there_are_sixty_files_at_least() -> None:
    assert len(FILES) >= 60
