"""The pairs of tests/data/formula_pairs.csv, written by hand before the equality was tuned."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import NamedTuple

DATA = Path(__file__).parents[2] / "data" / "formula_pairs.csv"


class Pair(NamedTuple):
    """Two formulas, what may be assumed, and what they are to one another."""

    family: str
    left: str
    right: str
    assume: tuple[str, ...]
    relation: str


def pairs() -> list[Pair]:
    with DATA.open(encoding="utf-8", newline="") as file:
        return [
            Pair(
                row["family"],
                row["left"],
                row["right"],
                tuple(filter(None, row["assume"].split(" and "))),
                row["relation"],
            )
            for row in csv.DictReader(file)
        ]
