"""What people type and editors write, five hundred of it, is read as it was meant."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from reference import compare
from reference.formula import parse_formula

with (Path(__file__).parents[2] / "data" / "formula_typed.csv").open(encoding="utf-8", newline="") as file:
    TYPED = [(row["typed"], row["names"], row["meaning"]) for row in csv.DictReader(file)]


@pytest.mark.parametrize(("typed", "names", "meaning"), TYPED, ids=[typed for typed, _, _ in TYPED])
def test_it_is_read_as_it_was_meant(typed: str, names: str, meaning: str) -> None:
    read, meant = (parse_formula(text, names.split()) for text in (typed, meaning))
    assert compare(read, meant).relation == "equal"
