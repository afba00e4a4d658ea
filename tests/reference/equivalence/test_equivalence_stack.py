"""STACK's own test cases, which are not copied: they lie where GRADER_SHARED says, by default beside the checkout."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

from reference import compare

CHECKOUT = Path(__file__).parents[3]
SHARED = Path(os.environ.get("GRADER_SHARED", CHECKOUT.parent / "shared"))
CASES = SHARED / "data" / "stack_algequiv.csv"


@pytest.mark.skipif(not CASES.is_file(), reason=f"STACK's cases are not at {CASES}; set GRADER_SHARED to their folder")
def test_every_case_is_decided_as_stack_decides_it() -> None:
    with CASES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 42
    wanted = {row["id"]: "equal" if row["equal"] == "1" else "different" for row in rows}
    assert {row["id"]: compare(row["student"], row["teacher"]).relation for row in rows} == wanted
