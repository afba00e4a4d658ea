"""Mark a derivation: every line is judged against the one before, and the first bad one is named.

The line before the first is the derivative itself. A line that equals the derivative is right, whatever stands before
it; otherwise a line follows where it equals the line before. So a wrong line costs once, and what follows from it
nothing, as long as there was work left to do: something in the answer is right, or the wrong line still had to be
brought into the form that the last line must have.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from grader.exercises import DerivationSpec, Instance
from grader.exercises.kinds.derivation import ANSWER, FIRST, LAST, MOST_LINES, STEPS
from grader.messages import rounded_number
from grader.verdict import Evidence, Finding, Part, PartOutcome
from reference import Comparison
from reference.graph import Graph

from .agreement import Agreement, agreement
from .answers import missing, typed_texts
from .formula import different
from .lines import Line, built_of, read_lines, same_as_written
from .marks import Marks, Task
from .splitting import split_lines

Judgement = Literal["right", "follows", "wrong", "undecided", "unreadable"]
_MOST_UNDECIDED = 3
_JUDGEMENTS: Mapping[str, Judgement] = {"correct": "follows", "incorrect": "wrong", "undecided": "undecided"}


@dataclass(frozen=True)
class Judged:
    """A line with how it came out, beside the line before or beside the derivative itself. `repeats` tells that it
    says what the line before says, in the same way."""

    line: Line
    judgement: Judgement
    found: Agreement | None = None
    repeats: bool = False
    beside: Literal["line", "derivative"] = "line"

    @property
    def lost(self) -> bool:
        return self.judgement in ("wrong", "unreadable")


def mark_derivation(task: Task) -> Marks:
    """Three parts: the first line, the steps between, the last line."""
    texts = split_lines(typed_texts(task.instance, task.answer).get(ANSWER, ""))
    if not texts:
        return task.nothing(missing(), "skipped")
    if len(texts) > MOST_LINES:
        return task.nothing(Finding("unreadable", params={"case": "lines", "most": MOST_LINES}))
    lines = read_lines(task.instance, texts)
    spec = task.spec(DerivationSpec)
    judged = judge_lines(task.instance, spec, lines)
    parts = (_first(task, judged[0]), _steps(task, judged[1:-1], spec.lines - 2), _last(task, judged, spec))
    proved = all(part.outcome == "correct" for part in parts)
    return Marks(parts, "proof" if proved else None)


def judge_lines(instance: Instance, spec: DerivationSpec, lines: Sequence[Line]) -> list[Judged]:
    """Every line against the one before, the first against the derivative."""
    wanted = instance.asked_graph(instance.ask[0])
    compare = _Patience()
    before, right = wanted, True
    judged: list[Judged] = []
    for line in lines:
        if not isinstance(line.read, Graph):
            judged.append(Judged(line, "unreadable"))
            continue
        repeats = bool(judged) and same_as_written(line.read, before)
        found = compare(line.read, before)
        # What equals a line that is not right is not right either.
        equal = found.outcome == "correct"
        right = right if equal else not right and compare(line.read, wanted).outcome == "correct"
        judged.append(Judged(line, "right" if right else _JUDGEMENTS[found.outcome], found, repeats))
        before = line.read
    return judged if _shows_work(instance, spec, judged) else _without_follow_through(judged, wanted, compare)


class _Patience:
    """Compares until a few comparisons could not be decided, and no longer: each of those takes seconds."""

    def __init__(self) -> None:
        self._left = _MOST_UNDECIDED

    def __call__(self, given: Graph, wanted: Graph) -> Agreement:
        if not self._left:
            return Agreement("undecided", Comparison("undecided"), Finding("undecided"))
        found = agreement(given, wanted)
        self._left -= found.outcome == "undecided"
        return found


def _shows_work(instance: Instance, spec: DerivationSpec, judged: Sequence[Judged]) -> bool:
    """Whether something is right, or the first line was not yet in the form that the last one must have."""
    first = next((each.line for each in judged if isinstance(each.line.read, Graph)), None)
    return any(each.judgement == "right" for each in judged) or (
        first is not None and not built_of(instance, first.text, spec.ends_in)
    )


def _without_follow_through(judged: Sequence[Judged], wanted: Graph, compare: _Patience) -> list[Judged]:
    """The same where nothing that follows counts: those lines are compared with the derivative itself."""
    again = []
    for each in judged:
        if each.judgement == "follows" and isinstance(each.line.read, Graph):
            found = compare(each.line.read, wanted)
            again.append(Judged(each.line, _JUDGEMENTS[found.outcome], found, each.repeats, "derivative"))
        else:
            again.append(each)
    return again


def _first(task: Task, judged: Judged) -> Part:
    if isinstance(judged.line.read, Finding):
        return task.part(FIRST, "error", judged.line.read)
    found = judged.found
    if judged.judgement == "right" or found is None:
        return task.part(FIRST, "correct")
    name = task.instance.ask[0]
    graphs = {name: judged.line.read}
    return task.part(FIRST, found.outcome, found.finding or different(task.instance, name, found, graphs))


def _steps(task: Task, judged: Sequence[Judged], required: int) -> Part:
    """The lines between the first and the last, each worth the same; those that are missing cost as wrong ones do."""
    steps = [each for each in judged if not each.repeats]
    if not steps:
        return task.part(STEPS, "skipped", Finding("name_missing", params={"case": "steps", "lines": required + 2}))
    bad = [each for each in steps if each.lost]
    absent = max(0, required - len(steps))
    if not bad and not absent:
        return task.part(STEPS, *_outcome([each.judgement for each in steps]))
    share = 1 - (len(bad) + absent) / max(required, len(steps))
    numbers = [each.line.number for each in bad]
    if not bad:
        finding = Finding("name_missing", params={"case": "steps", "lines": required + 2})
    else:
        finding = _line_finding(bad[0])
    return task.partly(STEPS, share, replace(finding, params={**finding.params, "wrong_lines": numbers}))


def _outcome(judgements: Sequence[Judgement]) -> tuple[PartOutcome, Finding | None]:
    if "undecided" in judgements:
        return "undecided", Finding("undecided", params={"case": "line"})
    return ("follow-through" if "follows" in judgements else "correct"), None


def _last(task: Task, judged: Sequence[Judged], spec: DerivationSpec) -> Part:
    """The last line: right, or following from the one before; and of the form asked for."""
    last = judged[-1]
    if len(judged) == 1:
        return task.part(LAST, "skipped", Finding("name_missing", params={"case": "last_line"}))
    if isinstance(last.line.read, Finding):
        return task.part(LAST, "error", last.line.read)
    if last.judgement == "wrong":
        return task.part(LAST, "incorrect", _line_finding(last))
    if not built_of(task.instance, last.line.text, spec.ends_in):
        params = {"case": "form", "pieces": ", ".join(spec.ends_in)}
        return task.part(LAST, "incorrect", Finding("value_wrong", params=params))
    return task.part(LAST, *_outcome([last.judgement]))


def _line_finding(judged: Judged) -> Finding:
    """Why a line does not follow: it cannot be read; or a point where it and the one before differ."""
    if isinstance(judged.line.read, Finding):
        return judged.line.read
    found = judged.found
    if found is None or found.finding is not None:
        return Finding("not_finite", params={"case": "line", "line": judged.line.number})
    evidence = found.evidence
    params: dict[str, Any] = {
        "case": f"beside_{judged.beside}" if evidence.inputs else "line_anywhere",
        "line": judged.line.number,
        "point": ", ".join(f"{name} = {rounded_number(value)}" for name, value in evidence.inputs.items()),
        "got": _shown(evidence.got),
        "before": _shown(evidence.expected),
    }
    return Finding("value_wrong", params=params, evidence=Evidence(evidence.inputs, evidence.got))


def _shown(value: Any) -> Any:
    return {"words": "compare.no_value"} if value is None else value
