"""docs/marking.md says what the marking does: its codes, its outcomes, and the row that it shows."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from grader.verdict import PartOutcome

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "marking.md").read_text(encoding="utf-8")
CODES = [
    *("syntax_error", "name_missing", "wrong_shape", "wrong_type", "not_finite", "raised", "time_limit"),
    *("memory_limit", "forbidden", "unreadable", "value_wrong", "precision", "inputs_changed", "undecided"),
]


@pytest.mark.parametrize("code", [*CODES, *get_args(PartOutcome)])
def test_every_code_and_outcome_is_documented(code: str) -> None:
    assert f"`{code}`" in PAGE


def test_the_rows_that_are_shown_are_in_the_libraries() -> None:
    rows = [line.strip() for line in PAGE.splitlines() if line.strip().startswith("_row(")]
    libraries = [ROOT / "grader" / "diagnosis" / name for name in ("library.py", "networks/library.py")]
    written = "\n".join(path.read_text(encoding="utf-8") for path in libraries)
    assert len(rows) == 2
    assert all(row in written for row in rows)


def test_the_example_runs() -> None:
    start = PAGE.index("    from grader.exercises")
    lines = PAGE[start : PAGE.index("\n\nThe same answer", start)].splitlines()
    names: dict[str, object] = {}
    exec("\n".join(line[4:] for line in lines), names)
    assert getattr(names["verdict"], "outcome", None) == "partial"
