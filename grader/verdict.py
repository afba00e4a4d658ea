"""What marking says of one answer, free of any language: outcomes, points, and findings as codes.

`grader.messages` puts a verdict into words; `grader.scores` stores it as `Verdict.to_dict()` gives it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, Literal, TypeVar

T = TypeVar("T")
Outcome = Literal["correct", "partial", "incorrect", "undecided", "error"]
PartOutcome = Literal["correct", "follow-through", "incorrect", "undecided", "skipped", "error"]
ShownBy = Literal["proof", "points"]
# How many items are shown of one list, and of a list of lists with all that is in them.
MOST_SHOWN = 50
MOST_IN_ALL = 600
# The part about a formula's form bears the formula's name with this behind it.
FORM = "-form"


@dataclass(frozen=True)
class Evidence:
    """What anyone can check: the inputs tried, what came out and, where it may be shown, what should have."""

    inputs: Mapping[str, Any] = field(default_factory=dict)
    got: Any = None
    expected: Any = None


@dataclass(frozen=True)
class Finding:
    """Why a part lost points: a stable code, the node it is about, and what fills its message in.

    `also` lists the codes that cannot be told apart from `code` here, in the order of the bug library.
    """

    code: str
    also: tuple[str, ...] = ()
    node: str | None = None
    params: Mapping[str, Any] = field(default_factory=dict)
    evidence: Evidence | None = None


@dataclass(frozen=True)
class Part:
    """One marked piece of an answer. `label` is mathematics (`∂f/∂W`) or None where words are needed; `note` is what
    is worth saying although it costs nothing."""

    name: str
    outcome: PartOutcome
    points: float
    max_points: float
    finding: Finding | None = None
    label: str | None = None
    note: Finding | None = None


@dataclass(frozen=True)
class Verdict:
    """The outcome of one marking; see CONTRACTS, "Verdict", for what each outcome means.

    `notes` say what is no finding, but is to be known of the marking: phrases of the catalogue, as in a finding's
    parameters.
    """

    exercise: str
    exercise_digest: str
    grader_version: str
    seed: int | None
    outcome: Outcome
    points: float
    max_points: float
    parts: tuple[Part, ...]
    shown_by: ShownBy | None = None
    elapsed_ms: float | None = None
    printed: str = ""
    notes: tuple[Mapping[str, Any], ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON data without words, which `from_dict` reads back."""
        return {
            "exercise": self.exercise,
            "exercise_digest": self.exercise_digest,
            "grader_version": self.grader_version,
            "seed": self.seed,
            "outcome": self.outcome,
            "points": self.points,
            "max_points": self.max_points,
            "parts": [_part_to_dict(part) for part in self.parts],
            "shown_by": self.shown_by,
            "elapsed_ms": self.elapsed_ms,
            "printed": self.printed,
            "notes": [dict(note) for note in self.notes],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Verdict:
        """The verdict that `to_dict` wrote."""
        fields = dict(data)
        fields["parts"] = tuple(_part_from_dict(part) for part in data["parts"])
        fields["notes"] = tuple(data.get("notes", ()))
        return cls(**fields)

    def without_time(self) -> Verdict:
        """The same verdict without its duration, so that the same input gives the same bytes."""
        return replace(self, elapsed_ms=None)


def _part_to_dict(part: Part) -> dict[str, Any]:
    return {
        "name": part.name,
        "label": part.label,
        "outcome": part.outcome,
        "points": part.points,
        "max_points": part.max_points,
        "finding": _finding_to_dict(part.finding),
        "note": _finding_to_dict(part.note),
    }


def _finding_to_dict(finding: Finding | None) -> dict[str, Any] | None:
    if finding is None:
        return None
    evidence = finding.evidence
    return {
        "code": finding.code,
        "also": list(finding.also),
        "node": finding.node,
        "params": dict(finding.params),
        "evidence": None
        if evidence is None
        else {"inputs": dict(evidence.inputs), "got": evidence.got, "expected": evidence.expected},
    }


def _part_from_dict(data: Mapping[str, Any]) -> Part:
    findings = {name: _finding_from_dict(data.get(name)) for name in ("finding", "note")}
    return Part(**{**data, **findings})


def _finding_from_dict(data: Mapping[str, Any] | None) -> Finding | None:
    if data is None:
        return None
    evidence = data["evidence"]
    return Finding(
        code=data["code"],
        also=tuple(data["also"]),
        node=data["node"],
        params=data["params"],
        evidence=None if evidence is None else Evidence(**evidence),
    )


def overall(parts: tuple[Part, ...]) -> Outcome:
    """The outcome of a whole answer from those of its parts.

    `error` when every part is error or skipped; `undecided` when some part is undecided and none is wrong;
    else by points.
    """
    outcomes = {part.outcome for part in parts}
    if outcomes <= {"error", "skipped"}:
        return "error"
    if "undecided" in outcomes and "incorrect" not in outcomes:
        return "undecided"
    points = sum(part.points for part in parts)
    if points <= 0:
        return "incorrect"
    return "correct" if all(part.points >= part.max_points for part in parts) else "partial"


def plain_value(value: Any) -> Any:
    """A value as strict JSON: lists for arrays, the texts `nan`, `inf`, `-inf`, and long things cut short.

    Takes what marking shows as evidence: numbers, texts, NumPy arrays and numbers, lists, dicts, None.
    """
    return _plain(value, iter(range(MOST_IN_ALL)))


def _plain(value: Any, room: Iterator[int]) -> Any:
    """As `plain_value`; of lists in lists so many items are kept as there are in `room`."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return _plain_number(value)
    if isinstance(value, Mapping):
        return {str(key)[:40]: _plain(each, room) for key, each in _kept(value.items(), room)}
    if hasattr(value, "tolist"):
        small = getattr(value, "size", 1) <= MOST_SHOWN
        return _plain(value.tolist(), room) if small else f"array of shape {value.shape}"
    if isinstance(value, list | tuple):
        return [_plain(each, room) for each in _kept(value, room)]
    return str(value)[:200]


def _kept(items: Iterable[T], room: Iterator[int]) -> Iterator[T]:
    return (item for item, _ in zip(islice(items, MOST_SHOWN), room, strict=False))


def _plain_number(value: float) -> int | float | str:
    if isinstance(value, int) and abs(value) < 2**63:
        return value
    try:
        number = float(value)
    except OverflowError:
        number = math.inf if value > 0 else -math.inf
    return number if math.isfinite(number) else str(number)
