"""Put a verdict on a page: the headline, every part with its state, and what went wrong, slip by slip."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup, escape

from grader.exercises import CODE_KINDS, DERIVATIVE_KINDS, Instance
from grader.messages import (
    common_message,
    finding_message,
    finding_title,
    param_text,
    part_label,
    point_text,
    told_apart,
    value_text,
)
from grader.verdict import FORM, Evidence, Finding, Part, Verdict
from grader.web.counterexample import counterexample
from grader.web.drawing import del_sign, name_html, question_html
from grader.web.language import lang, say, say_n

LONG_VALUE = 28
MOST_ROWS = 8


@dataclass(frozen=True)
class State:
    """How something came out: a class for its colour, an icon and a word, so that colour is never alone."""

    cls: str
    icon: str
    words: Markup


@dataclass(frozen=True)
class Fact:
    """One line of evidence: what it is, and the value."""

    icon: str
    cls: str
    words: Markup
    value: str
    among_arrays: bool = False

    @property
    def is_long(self) -> bool:
        """Whether the value is better set small, as those beside it are."""
        return self.among_arrays or len(self.value) > LONG_VALUE or "\n" in self.value


@dataclass(frozen=True)
class PartView:
    """One part: its label, state and points, and the finding's words and evidence where it has one.

    Parts with the same words in `common` are told once.
    """

    part: Part
    label: Markup
    state: State
    title: str
    message: str
    facts: tuple[Fact, ...]
    traceback: str
    common: str = ""
    graph: Markup | None = None


@dataclass(frozen=True)
class SlipView:
    """Parts that went wrong in the same way at the same node, explained together; `repeats` says of those after the
    first what they cost."""

    kicker: Markup
    title: str
    message: str
    parts: tuple[PartView, ...]
    repeats: tuple[Markup, ...] = ()


def outcome_state(outcome: str | None, kind: str = "") -> State:
    """The state of a whole verdict, or of a submission that has none yet."""
    failed = say("Did not run") if kind in CODE_KINDS else say("Not readable")
    return {
        "correct": State("ok-c", "check", say("Right")),
        "partial": State("no-c", "cross", say("Partly right")),
        "incorrect": State("no-c", "cross", say("Not right yet")),
        "undecided": State("cf-c", "clock", say("Undecided")),
        "error": State("no-c", "cross", failed),
        None: State("cf-c", "clock", say("Being marked")),
    }[outcome]


def part_state(outcome: str, kind: str) -> State:
    """The state of a part."""
    failed = say("stopped") if kind in CODE_KINDS else say("not readable")
    return {
        "correct": State("ok-c", "check", say("right")),
        "follow-through": State("cf-c", "carry", say("follows")),
        "incorrect": State("no-c", "cross", say("wrong")),
        "undecided": State("cf-c", "clock", say("undecided")),
        "skipped": State("muted", "dash", say("left empty")),
        "error": State("no-c", "cross", failed),
    }[outcome]


def part_views(verdict: Verdict, instance: Instance) -> list[PartView]:
    """Every part in the verdict's order, worded for this reader."""
    return [_part_view(part, instance) for part in verdict.parts]


def _part_view(part: Part, instance: Instance) -> PartView:
    finding = part.finding
    return PartView(
        part=part,
        label=_label(part, instance),
        state=part_state(part.outcome, instance.kind),
        title=finding_title(finding, lang()) if finding else "",
        # The node stands above the explanation already.
        message=finding_message(replace(finding, node=None), lang()) if finding else "",
        facts=tuple(_facts(part, finding, finding.evidence, instance)) if finding and finding.evidence else (),
        traceback=str(finding.params.get("traceback", "")) if finding else "",
        common=common_message(finding, lang()) if finding else "",
        graph=counterexample(finding) if finding else None,
    )


def _label(part: Part, instance: Instance) -> Markup:
    ask = instance.asks.get(part.name)
    if ask is not None:
        return Markup('<span class="m">{}</span>').format(question_html(ask, del_sign(instance)))
    words = part_label(part, lang())
    return Markup('<span class="m">{}</span>').format(words) if part.label == words else escape(words)


def _facts(part: Part, finding: Finding, evidence: Evidence, instance: Instance) -> Iterable[Fact]:
    """The point tried, what the answer gave, and (where it may be shown) what it should have been."""
    if part.outcome == "error" and not instance.answered_with_code:
        return  # what cannot be read is shown with the place marked in it
    if "point" in finding.params:
        return  # the message tells it all
    got, expected = _both(evidence.got, evidence.expected)
    if any(isinstance(value, list) for value in evidence.inputs.values()):
        for place, (name, value) in enumerate(evidence.inputs.items()):
            yield Fact("", "", say("At") if place == 0 else Markup(), f"{name} = {_rows(value)}", True)
    elif evidence.inputs:
        yield Fact("", "", say("At"), point_text(evidence.inputs))
    if evidence.got is not None and instance.kind == "mutants":
        yield Fact("", "", say("both programs give"), value_text(evidence.got))
    elif evidence.got is not None:
        words = say("your code gave back") if instance.answered_with_code else say("your answer gives")
        yield Fact("cross", "no-c", words, got)
    elif instance.kind in DERIVATIVE_KINDS and evidence.inputs:
        yield Fact("cross", "no-c", say("your answer gives"), str(say("no value")))
    if evidence.expected is not None:
        yield Fact("check", "ok-c", say("it should be"), expected)


def _both(got: object, expected: object) -> tuple[str, str]:
    """What was given and what was wanted, numbers so that they can be told apart."""
    numbers = isinstance(got, float) and isinstance(expected, float)
    return told_apart(got, expected) if numbers else (_rows(got), _rows(expected))


def _rows(value: object) -> str:
    """A value as `value_text` has it; the rows of a matrix stand below one another."""
    if isinstance(value, list) and len(value) > 1 and all(isinstance(row, list) for row in value):
        return "\n".join(f"[{value_text(row)}]" for row in value[:MOST_ROWS]) + (
            "\n…" if len(value) > MOST_ROWS else ""
        )
    return value_text(value)


def slip_views(parts: Sequence[PartView], kind: str) -> list[SlipView]:
    """What went wrong, grouped by mistake and node, in the order given; empty and undecided parts apart."""
    groups: dict[object, list[PartView]] = {}
    for view in parts:
        finding = view.part.finding
        if finding is not None and view.part.outcome in ("incorrect", "error", "undecided"):
            # Every formula differs at a point of its own.
            own = view.facts if kind in DERIVATIVE_KINDS else ()
            groups.setdefault((_mistake(view.part.outcome, finding), own), []).append(view)
    return [
        SlipView(
            _kicker(members, kind, index), members[0].title, members[0].message, tuple(members), _repeats(members[1:])
        )
        for index, members in enumerate(groups.values())
    ]


def note_views(parts: Sequence[PartView]) -> list[SlipView]:
    """What is worth saying of parts that are right."""
    return [
        SlipView(view.label, finding_title(note, lang()), finding_message(note, lang()), (view,))
        for view in parts
        if (note := view.part.note) is not None
    ]


def _mistake(outcome: str, finding: Finding) -> object:
    more = [phrase for phrase in finding.params.get("more", ()) if not _is_repeat(phrase)]
    alike = replace(finding, params={**finding.params, "more": more})
    return (outcome, finding.code, finding.node, finding_message(alike, lang()))


def _is_repeat(phrase: Mapping[str, object]) -> bool:
    return phrase.get("words") == "repeated"


def _repeats(members: Iterable[PartView]) -> tuple[Markup, ...]:
    told = (
        (view.label, each) for view in members if view.part.finding for each in view.part.finding.params.get("more", ())
    )
    return tuple(Markup("{}: {}").format(label, param_text(each, lang())) for label, each in told if _is_repeat(each))


def _kicker(members: Sequence[PartView], kind: str, index: int) -> Markup:
    part = members[0].part
    node = part.finding.node if part.finding else None
    if kind != "values" or part.outcome != "incorrect" or node is None:
        return Markup(", ").join(view.label for view in members)
    name = Markup('<i class="mi">{}</i>').format(name_html(node))
    if index == 0:
        return say("First slip, at the node {node}", node=name)
    return say("Another slip, at the node {node}", node=name)


def headline(verdict: Verdict, kind: str, slips: Sequence[SlipView]) -> Markup:
    """One or two sentences that sum the verdict up."""
    outcomes = [part.outcome for part in verdict.parts]
    match verdict.outcome:
        case "correct" if "follow-through" in outcomes:
            return say("Full points: what followed was worked out rightly.")
        case "correct":
            return say("Everything is right.")
        case "undecided":
            return say("This could not be decided by machine. Your instructor will see it; until then it counts.")
        case "error" | "incorrect":
            return escape(slips[0].title) if slips else say("There was nothing to mark.")
    has_forms = any(part.name.endswith(FORM) for part in verdict.parts)
    return _partly("program" if has_forms else kind, outcomes, slips)  # not every part is a formula


def _partly(kind: str, outcomes: Sequence[str], slips: Sequence[SlipView]) -> Markup:
    counts = {"n": outcomes.count("correct"), "all": len(outcomes)}
    parts = say("{n} of {all} parts are right.", **counts)
    counted = {
        **dict.fromkeys(CODE_KINDS, parts),
        "formula": say("{n} of {all} formulas are right.", **counts),
        "choice": say("Part of it is right: a reason stands beside what is not."),
        "program": parts,
        "mutants": say("{n} of {all} wrong programs are exposed.", **counts),
    }
    if kind in counted:
        return counted[kind]
    return Markup(" ").join([_count(slips), *_rest(outcomes)])


def _count(slips: Sequence[SlipView]) -> Markup:
    wrong = sum(1 for slip in slips if slip.parts[0].part.outcome == "incorrect")
    if not wrong:
        return say("What could be read is right; something is missing.")
    finding = slips[0].parts[0].part.finding
    if wrong == 1 and finding is not None and finding.node is not None:
        node = Markup('<i class="mi">{}</i>').format(name_html(finding.node))
        return say("One slip, at the node {node}.", node=node)
    return say_n("One slip.", "{n} slips.", wrong)


def _rest(outcomes: Sequence[str]) -> list[Markup]:
    if "follow-through" in outcomes:
        return [say("What followed was worked out rightly.")]
    if set(outcomes) <= {"correct", "incorrect"}:
        return [say("All the rest is right.")]
    return []


def number_of(part: Part, parameter: str) -> int | None:
    """A whole number among the parameters of a part's finding, such as its line."""
    value = part.finding.params.get(parameter) if part.finding else None
    return value if isinstance(value, int) else None
