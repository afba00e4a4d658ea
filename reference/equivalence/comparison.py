"""What a comparison of two formulas comes to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

Point = Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Note:
    """Something worth saying besides the relation; words are added where people read it.

    undefined_at_points     equal, but LEFT is undefined at single points; `point` is one such point, where it
    is rational left_undefined          different: LEFT is undefined at the point, and around it, where RIGHT
    is defined agrees_to_digits        different, but in `digits` significant digits: a rounded decimal where
    a fraction was wanted agrees_at_points        undecided: equal at `points` points to `bits` bits
    reference_undefined     undecided: RIGHT was found to be defined nowhere domain_not_shown
    undecided: equal where both are defined, but LEFT may be undefined where RIGHT is not not_supported
    undecided: an operation, `op`, that is not compared
    """

    code: str
    parameters: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Comparison:
    """`relation` is equal, different or undecided; `shown_by` is `balls`, `field`, `derivatives`, `sympy` or None.

    Where they differ, `point` is where, and the values there are floats, or None where undefined.
    """

    relation: str
    shown_by: str | None = None
    point: Point | None = None
    left_value: float | None = None
    right_value: float | None = None
    note: Note | None = None
