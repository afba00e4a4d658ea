"""Mark numbers typed into a graph, step by step: one slip costs its own box, and what follows from it does not.

A right number is always right. Otherwise a box is judged by its node's rule on what the student has above
it, so that the verdict names the node where a slip happened, and the mistake where there is enough evidence
for one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from grader import diagnosis
from grader.diagnosis import Named, Slip
from grader.exercises import Ask
from grader.verdict import Evidence, Finding, Part, PartOutcome, plain_value
from reference.graph import Graph, Node

from .answers import missing, typed_texts
from .hidden import HiddenSlip, hidden_slip
from .judging import Judgement, is_one_number, judge
from .marks import Marks, Task, named_finding
from .numbers import Number, read_number
from .sheet import Box, Sheet

# Mistakes that write down a number which stands in the drawing, or none.
_COPYING = frozenset({"value_for_gradient", "intermediate_not_input", "evaluate_then_differentiate"})


def mark_values(task: Task) -> Marks:
    """One part per box."""
    texts = typed_texts(task.instance, task.answer)
    read = {name: _read(texts.get(name, "")) for name in task.instance.ask}
    numbers = {name: number for name, number in read.items() if isinstance(number, Number)}
    sheet = Sheet.of(task.instance, numbers)
    marked = _Marked.of(task, sheet)
    parts = []
    for name, found in read.items():
        if isinstance(found, Finding):
            outcome: PartOutcome = "skipped" if found.code == "name_missing" else "error"
            parts.append(task.part(name, outcome, found, task.instance.asks[name].label))
        else:
            parts.append(marked.part(sheet.boxes[name]))
    return Marks(tuple(parts))


def _read(text: str) -> Number | Finding:
    return read_number(text) if text.strip() else missing()


@dataclass(frozen=True)
class _Marked:
    """What each box is, and what is known of the wrong ones: their mistakes, those that repeat one, a hidden slip."""

    task: Task
    judged: Mapping[str, Judgement]
    named: Mapping[str, Named]
    repeated: Mapping[str, Box]
    hidden: HiddenSlip | None

    @classmethod
    def of(cls, task: Task, sheet: Sheet) -> _Marked:
        judged = dict(judge(sheet))
        slipped = [box for name, box in sheet.boxes.items() if judged.get(name) == "incorrect"]
        hidden, named = hidden_slip(sheet, judged), _mistakes(sheet, slipped)
        if hidden is not None:
            # The slip is one, whatever it was: a mistake is named only where it explains all that came of it.
            judged.update(dict.fromkeys(hidden.boxes[1:], "follow-through"))
            named = named if len(named) == len(slipped) and len({each.code for each in named.values()}) == 1 else {}
        return cls(task, judged, named, {} if is_one_number(sheet) else _repeated(slipped, named), hidden)

    def part(self, box: Box) -> Part:
        name, task = box.ask.name, self.task
        judgement = self.judged[name]
        if judgement != "incorrect":
            return task.part(name, judgement, None, box.ask.label)
        finding = _finding(box, self.named.get(name), _evidence(task, box), task.instance.graph)
        if self.hidden is not None and name in self.hidden.boxes and finding.code == "value_wrong":
            finding = replace(finding, node=self.hidden.node, params={"case": "hidden"})
        part = task.part(name, "incorrect", finding, box.ask.label)
        before = self.repeated.get(name)
        return part if before is None else task.repeated(part, before.ask.label)


def _repeated(slipped: list[Box], named: Mapping[str, Named]) -> dict[str, Box]:
    """The boxes at which a mistake was made that an earlier one has already, with that one. Not those that copy a
    number which is there anyway: filling those in must not pay."""
    first: dict[str, Box] = {}
    repeated: dict[str, Box] = {}
    for box in slipped:
        mistake = named.get(box.ask.name)
        if mistake is None:
            continue
        copies = box.filled_in or not {mistake.code, *mistake.also} - _COPYING
        if mistake.code in first and box.carried and not copies:
            repeated[box.ask.name] = first[mistake.code]
        first.setdefault(mistake.code, box)
    return repeated


def _finding(box: Box, named: Named | None, evidence: Evidence, graph: Graph) -> Finding:
    """The mistake where it is sure, else that digits are missing where they are, else the mistake that it may be."""
    rounded = box.typed is not None and box.typed.is_rounded(box.truth)
    if named is not None and not (named.tentative and rounded):
        return named_finding(named, evidence)
    node = _about(box.ask, graph)
    if rounded:
        case = "whole" if box.typed is not None and box.typed.is_whole else "digits"
        return Finding("precision", node=node, params={"case": case}, evidence=evidence)
    return Finding("value_wrong", node=node, params={"case": box.ask.what}, evidence=evidence)


def _evidence(task: Task, box: Box) -> Evidence:
    """The instance's numbers and what was typed; what is right only where it may be shown."""
    expected = plain_value(float(box.truth.mid())) if task.show_answers else None
    got = plain_value(box.typed.middle) if box.typed is not None else None
    return Evidence(dict(task.instance.inputs), got, expected)


def _about(ask: Ask, graph: Graph) -> str:
    """The node that a box is about: itself for a value; for a gradient, the node that hands it back."""
    if ask.what == "value":
        return ask.node
    users = graph.users.get(graph.node(ask.node), ())
    names = [name for user in users if (name := graph.name_of(user)) is not None]
    return names[0] if len(names) == 1 else ask.node


def _mistakes(sheet: Sheet, slipped: list[Box]) -> Mapping[str, Named]:
    """The known mistake behind each slipped gradient box, by the box's name."""
    graph = sheet.graph
    slips: dict[Node, Box] = {
        graph.node(box.ask.node): box
        for box in slipped
        if box.ask.what == "gradient" and box.ask.of == sheet.instance.output
    }
    typed = {
        what: {
            graph.node(box.ask.node): box.typed.middle
            for box in sheet.boxes.values()
            if box.ask.what == what and box.typed is not None and box.carried
        }
        for what in ("value", "gradient")
    }
    known = diagnosis.Sheet(graph, sheet.instance.inputs, typed["value"], typed["gradient"], len(sheet.instance.ask))
    named = diagnosis.name_slips(
        known,
        [Slip(node, box.typed.low, box.typed.high, box.blur) for node, box in slips.items() if box.typed],
    )
    return {slips[node].ask.name: mistake for node, mistake in named.items()}
