"""Show a verdict to a person at a terminal; plain text where the output is not one."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

import click
from rich.console import Console
from rich.padding import Padding
from rich.progress import Progress
from rich.table import Table
from rich.text import Text

from grader.exercises import CODE_KINDS, DERIVATIVE_KINDS, Answer, Exercise, Instance
from grader.marking.engine import failing_graph
from grader.marking.reading import formula_reading
from grader.messages import (
    common_message,
    evidence_message,
    finding_message,
    finding_title,
    part_label,
    plain,
    plain_lines,
    verdict_notes,
)
from grader.messages.catalogues import Lang, catalogue
from grader.verdict import Finding, Part, Verdict
from reference import FormulaError, draw_text
from reference.formula import Reading
from reference.graph import Graph
from reference.notation import to_text

MARKS = {
    "correct": ("✓", "green"),
    "follow-through": ("↪", "yellow"),
    "incorrect": ("✗", "red"),
    "undecided": ("?", "yellow"),
    "skipped": ("·", "dim"),
    "error": ("!", "red"),
}
PLAIN_WIDTH = 100
# What JSON leaves as it is, but no line should hold: control characters, marks of direction, separators of lines.
_HIDDEN = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]")


@cache
def console() -> Console:
    """The console for results. Away from a terminal it prints plain text of a fixed width (rich honours NO_COLOR)."""
    return Console(width=None if sys.stdout.isatty() else PLAIN_WIDTH, soft_wrap=False, emoji=False)


def warn(text: str) -> None:
    """One line on standard error."""
    click.echo(plain_lines(f"grader: {text}"), err=True)


def json_line(value: Any) -> str:
    """A value as JSON on one line, in which no character hides or does anything to a terminal."""
    line = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return _HIDDEN.sub(lambda found: json.dumps(found[0])[1:-1], line)


def points_text(points: float) -> str:
    """Points without a trailing `.0`."""
    return f"{points:.2f}".rstrip("0").rstrip(".")


def show_verdict(verdict: Verdict, exercise: Exercise, instance: Instance, answer: Answer, lang: Lang) -> None:
    """Print the outcome, the drawing with its first wrong node named, and each part with how it was read and its
    finding."""
    words = catalogue("cli", lang)
    out = console()
    title = exercise.titles.get(lang, exercise.id)
    out.print(Text(f"{title}  ({exercise.id})", style="bold"))
    score = words.gettext("{points} of {max_points} points").format(
        points=points_text(verdict.points), max_points=points_text(verdict.max_points)
    )
    outcome = NO_RESULT if verdict.outcome == "error" and exercise.kind in CODE_KINDS else OUTCOMES[verdict.outcome]
    out.print(Text.assemble((words.gettext(outcome), "bold"), f" · {score}"))
    if exercise.kind == "values":
        out.print()
        out.print(Text(draw_text(instance.graph, values=instance.shown_values)))
    out.print()
    out.print(_parts_table(verdict, lang, _readings(instance, answer, lang)))
    _explain(verdict.parts, lang, with_points=exercise.kind in DERIVATIVE_KINDS)
    for note in verdict_notes(verdict, lang):
        out.print()
        out.print(Text(words.gettext("Note: {note}").format(note=note)))
    if verdict.printed:
        out.print(Text("\n" + words.gettext("What your code printed"), style="bold"))
        out.print(Padding(Text(verdict.printed.rstrip("\n"), style="dim"), (0, 0, 0, 2)))


@contextmanager
def drawing_variants(exercise: str) -> Iterator[Callable[[int, int], None]]:
    """A line on standard error, at a terminal, that says how many variants of an exercise are drawn: (done, of)."""
    bar = Progress(*Progress.get_default_columns(), console=Console(stderr=True), transient=True)
    with bar:
        task = bar.add_task(exercise, total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)


OUTCOMES = {
    "correct": "Right",
    "partial": "Partly right",
    "incorrect": "Not right yet",
    "undecided": "Undecided",
    "error": "Could not be read",
}
NO_RESULT = "Gave no result"  # code that could not be read, stopped, or never ended


def _readings(instance: Instance, answer: Answer, lang: Lang) -> dict[str, str]:
    """How each formula was read, by its name, and how else it could be."""
    words = catalogue("cli", lang)
    told = {}
    for name, text in (answer.typed or {}).items() if instance.kind == "formula" else ():
        try:
            reading = formula_reading(instance, text)
        except FormulaError:
            continue
        told[name] = words.gettext("read as {formula}").format(formula=_written(reading.graph, reading))
        if reading.alternative is not None:
            other = words.gettext("if you mean {formula}, use parentheses")
            told[name] += "; " + other.format(formula=_written(reading.alternative, reading))
    return told


def _written(graph: Graph, reading: Reading) -> str:
    return plain(to_text(graph, names=reading.used))


def _parts_table(verdict: Verdict, lang: Lang, readings: Mapping[str, str]) -> Table:
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for part in verdict.parts:
        sign, style = MARKS[part.outcome]
        table.add_row(
            Text(sign, style=style),
            Text(part_label(part, lang)),
            Text(f"{points_text(part.points)} / {points_text(part.max_points)}", style="dim"),
            Text(readings.get(part.name, ""), style="dim"),
        )
    return table


def _explain(parts: tuple[Part, ...], lang: Lang, *, with_points: bool) -> None:
    """Each finding and each note once, under the parts that share it."""
    sharing: dict[tuple[str, str], tuple[str, Finding, list[Part]]] = {}
    for part in parts:
        found = part.finding or part.note
        if found is not None:
            point = evidence_message(found, lang) if with_points and part.outcome == "incorrect" else ""
            message = f"{finding_message(found, lang)} {point}".rstrip()
            key = (finding_title(found, lang), common_message(found, lang) + point)
            sharing.setdefault(key, (message, found, []))[2].append(part)
    for (title, _), (message, found, those) in sharing.items():
        _, style = MARKS[those[0].outcome]
        labels = ", ".join(part_label(part, lang) for part in those)
        console().print()
        console().print(Text(f"{labels}: {title}", style=style))
        console().print(Padding(Text(message), (0, 0, 0, 2)))
        if traceback := str(found.params.get("traceback", "")):
            console().print(Padding(Text("\n" + traceback, style="dim"), (0, 0, 0, 2)))
        if those[0].finding is not None and (recipe := failing_graph(those[0].finding)) is not None:
            console().print(Padding(Text("\n" + draw_text(recipe.graph, values=recipe.values)), (0, 0, 0, 2)))
