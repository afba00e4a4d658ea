"""A derivation line by line, and after marking a mark beside every line."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup, escape

from grader.exercises import Instance
from grader.exercises.kinds.derivation import ANSWER, FIRST, LAST, MOST_LINES, STEPS
from grader.marking.splitting import line_places, split_lines
from grader.web.formulas import Reading, read_text
from grader.web.kinds.formula import opening
from grader.web.kinds.page import Answered, Asking, Page, Parts
from grader.web.language import say
from grader.web.mathml import derivative
from grader.web.readings import Readings, Texts, Told
from grader.web.verdict_view import State, part_state


@dataclass(frozen=True)
class ShownLine:
    """One line, how it is read, and after marking how it came out."""

    number: int
    reading: Reading
    state: State | None = None


def _form(asking: Asking) -> Parts:
    return {
        **opening(asking),
        "begin": _derivative(asking.instance),
        "text": asking.typed.get(ANSWER, ""),
    }


def _readings(instance: Instance, typed: Texts) -> Readings:
    """One place below the field, with every line."""
    text = typed.get(ANSWER, "")
    return [
        [
            Told(ANSWER, start, end, read_text(instance, text[start:end]), escape(f"{number}."))
            for number, (start, end) in enumerate(line_places(text)[:MOST_LINES], 1)
        ]
    ]


def _verdict(answered: Answered) -> Parts:
    found = {view.part.name: view.part for view in answered.parts}
    finding = found[STEPS].finding if STEPS in found else None
    wrong = finding.params.get("wrong_lines", []) if finding else []
    lines = _lines(answered.instance, answered.text(ANSWER))
    marked = []
    for line in lines:
        name = FIRST if line.number == 1 else LAST if line.number == len(lines) else STEPS
        outcome = found[name].outcome if name in found else "skipped"
        if name == STEPS and outcome == "incorrect" and line.number not in wrong:
            outcome = "correct"
        marked.append(ShownLine(line.number, line.reading, part_state(outcome, answered.instance.kind)))
    return {"lines": marked, "begin": _derivative(answered.instance)}


def _lines(instance: Instance, text: str) -> list[ShownLine]:
    pieces = split_lines(text)[:MOST_LINES]
    return [ShownLine(number, read_text(instance, piece)) for number, piece in enumerate(pieces, 1)]


def _derivative(instance: Instance) -> Markup:
    ask = next(iter(instance.asks.values()))
    return derivative(ask.of, ask.node, ask.sign)


def _hint() -> Markup:
    return say("Each line is compared with the one before. Seeing how it is read is not an attempt.")


DERIVATION = Page("derivation", _form, _verdict, _hint, reads=_readings)
