"""The pairs of tests/data: the first, written by hand before the equality was tuned, and others from later."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import NamedTuple

_DATA = Path(__file__).parents[2] / "data"
FIRST, LATER = _DATA / "formula_pairs.csv", _DATA / "formula_pairs_later.csv"


class Pair(NamedTuple):
    """Two formulas, what may be assumed, and what they are to one another."""

    family: str
    left: str
    right: str
    assume: tuple[str, ...]
    relation: str


def pairs(path: Path = FIRST) -> list[Pair]:
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Pair(row["family"], row["left"], row["right"], tuple(filter(None, [row["assume"]])), row["relation"])
            for row in csv.DictReader(file)
        ]
