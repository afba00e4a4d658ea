"""Find the known mistake behind a wrong answer: a library of changed rules, matched with the answer."""

from __future__ import annotations

from .differences import name_difference
from .engines import UNORDERED, Observed, name_engine
from .library import LIBRARY, ORDER
from .naming import Named, Question, generic_points, name_result, results
from .rules import Mistake
from .typed import Sheet, Slip, name_slips
from .variants import Telling, alike, make_variant, telling

__all__ = [
    "LIBRARY",
    "ORDER",
    "UNORDERED",
    "Mistake",
    "Named",
    "Observed",
    "Question",
    "Sheet",
    "Slip",
    "Telling",
    "alike",
    "generic_points",
    "make_variant",
    "name_difference",
    "name_engine",
    "name_result",
    "name_slips",
    "results",
    "telling",
]
