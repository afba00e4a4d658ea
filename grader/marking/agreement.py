"""Ask whether what somebody gave equals what was wanted, and keep what can be shown of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, cast

import reference
from grader.messages import point_text
from grader.verdict import Evidence, Finding, plain_value
from reference import Comparison
from reference.graph import Graph

Point = Mapping[str, Fraction]


@dataclass(frozen=True)
class Agreement:
    """How a comparison came out. `finding` is there where it could not be decided, or nothing could be worked out;
    of a difference, whoever asked knows best what to say."""

    outcome: Literal["correct", "incorrect", "undecided"]
    comparison: Comparison
    finding: Finding | None = None

    @property
    def gap(self) -> Finding | None:
        """That what was given has no value at a single point, although it is equal."""
        note = self.comparison.note
        if note is None or note.code != "undefined_at_points":
            return None
        point = {name: _number(value) for name, value in cast("Point", note.parameters["point"]).items()}
        return Finding("undefined_at_points", params={"point": point_text(point)}, evidence=Evidence(point))

    @property
    def digits(self) -> int | None:
        """In how many significant digits a formula with decimals agrees, which is different all the same."""
        note = self.comparison.note
        return int(str(note.parameters["digits"])) if note is not None and note.code == "agrees_to_digits" else None

    @property
    def evidence(self) -> Evidence:
        """The point where the two differ, and both values there."""
        found = self.comparison
        point = {each: _number(value) for each, value in (found.point or {}).items()}
        return Evidence(point, plain_value(found.left_value), plain_value(found.right_value))

    @property
    def case(self) -> Literal["formula", "domain"]:
        """Whether the values differ, or one of them is not there."""
        found = self.comparison
        defined = found.left_value is not None and found.right_value is not None
        return "formula" if defined or found.point is None else "domain"


def agreement(given: Graph, wanted: Graph) -> Agreement:
    """Whether the graph that was given equals the one that was wanted."""
    found = reference.compare(given, wanted)
    if found.relation == "equal":
        return Agreement("correct", found)
    if found.relation == "undecided" and _agrees_nowhere(found):
        return Agreement("incorrect", found, Finding("not_finite", params={"case": "formula"}))
    if found.relation == "undecided":
        return Agreement("undecided", found, _undecided(found))
    return Agreement("incorrect", found)


def _undecided(found: Comparison) -> Finding:
    """That it was not decided, and what is known all the same."""
    note = found.note
    if note is not None and note.code == "agrees_at_points":
        return Finding("undecided", params={"case": "points", **note.parameters})
    case = {"case": "domain"} if note is not None and note.code == "domain_not_shown" else {}
    return Finding("undecided", params=case)


def _agrees_nowhere(found: Comparison) -> bool:
    """Whether nothing speaks for what was given: it could not be worked out at any point where the other one could,
    or it holds a number that is none."""
    if found.note is None:
        return False
    return found.note.code == "not_supported" or (
        found.note.code == "agrees_at_points" and found.note.parameters["points"] == 0
    )


def _number(value: Fraction) -> Any:
    return value.numerator if value.denominator == 1 else float(value)
