"""Options to choose from, and after marking a reason beside each that does not hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from grader.exercises import ChoiceSpec, Exercise, Instance
from grader.exercises.kinds.choice import ANSWER
from grader.marking.choice import chosen_options
from grader.messages import param_text
from grader.web.drawing import Drawing, picture
from grader.web.kinds.page import Answered, Asking, Page, Parts
from grader.web.language import lang, say
from grader.web.statements import render_line
from grader.web.verdict_view import State, part_state


@dataclass(frozen=True)
class Shown:
    """One option: its id, its text, whether it was chosen, and after marking how it came out and why.

    `spoken` is a text with formulas as it is read out; empty where the text itself will do.
    """

    id: str
    text: Markup
    spoken: str
    chosen: bool
    state: State | None = None
    reason: str = ""


def _form(asking: Asking) -> Parts:
    spec = asking.exercise.spec
    return {
        **asking.around_graph(_drawing),
        "options": _options(asking.exercise, asking.instance, asking.typed),
        "several": isinstance(spec, ChoiceSpec) and spec.several,
    }


def _verdict(answered: Answered) -> Parts:
    """The options as they were shown, those that were chosen marked. Of the others nothing is told."""
    finding = answered.parts[0].part.finding
    wrong = finding.params.get("wrong", {}) if finding else {}
    return {
        "options": [
            _marked(option, answered.instance, wrong)
            for option in _options(answered.exercise, answered.instance, answered.answer.typed or {})
        ],
        "incomplete": bool(finding and finding.params.get("incomplete")),
    }


def _marked(option: Shown, instance: Instance, wrong: Mapping[str, object]) -> Shown:
    if not option.chosen:
        return option
    state = part_state("incorrect" if option.id in wrong else "correct", instance.kind)
    reason = param_text(wrong[option.id], lang()) if option.id in wrong else ""
    return replace(option, state=state, reason=reason)


def _drawing(instance: Instance) -> Drawing:
    return picture(instance, instance.shown_values)


def _options(exercise: Exercise | None, instance: Instance, typed: Mapping[str, str]) -> list[Shown]:
    """Every option in the order shown; where the exercise has gone, they go by their ids."""
    found = chosen_options(instance, typed.get(ANSWER, ""))
    chosen: Sequence[str] = found if isinstance(found, list) else ()
    spec = exercise.spec if exercise else None
    texts = {
        option.id: spec.text(option, lang()) if isinstance(spec, ChoiceSpec) else option.id
        for option in instance.options
    }
    return [
        Shown(each, render_line(text), text.replace("$", "") if "$" in text else "", each in chosen)
        for each, text in texts.items()
    ]


def _hint() -> Markup:
    return say("Where several are chosen, one that does not hold takes away part of what the others earn.")


CHOICE = Page("choice", _form, _verdict, _hint)
