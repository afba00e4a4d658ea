"""Read a statement (Markdown with `$…$` and `[[…]]`), and fill it in for one instance.

`[[W]]` is the value of input W, `[[program]]` the program as a code block, `[[graph]]` the drawing's place.
They are replaced by one regular expression over allowed names: no template language ever sees a statement.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from .model import Exercise, Instance

STATEMENT_LANGUAGES = ("en", "ko")
GRAPH = "[[graph]]"
_BLOCKS = ("program", "graph")
_PLACEHOLDER = re.compile(r"\[\[([^\[\]\n]*)\]\]")
MATH = re.compile(r"\$\$.+?\$\$|\$[^$\n]+\$", re.DOTALL)


@dataclass(frozen=True)
class Statement:
    """A statement's title and the Markdown below it."""

    title: str
    body: str


def read_statement(text: str | None, inputs: Iterable[str] | None, report: Callable[[int, str], None]) -> Statement:
    """Split a statement into title and body; every problem goes to `report(line, message)`.

    `inputs` are the names that may stand in `[[…]]`; None where they are not known and are not checked.
    """
    if text is None:
        return Statement("", "")
    rows = text.split("\n")
    first = next((number for number, row in enumerate(rows) if row.strip()), 0)
    title = rows[first].removeprefix("# ").strip()
    if not rows[first].startswith("# ") or not title:
        report(first + 1, "the first line must be the title: `# ` and some words")
    body = "\n".join(rows[first + 1 :]).strip() + "\n"
    if not body.strip():
        report(first + 1, "there is nothing below the title")
    for number, row in enumerate(rows, start=1):
        for name in _PLACEHOLDER.findall(row):
            if inputs is not None and name not in {*inputs, *_BLOCKS}:
                report(number, f"[[{name}]] is unknown; there are: {_listed({*inputs, *_BLOCKS})}")
            elif name in _BLOCKS and row.strip() != f"[[{name}]]":
                report(number, f"[[{name}]] must stand on a line of its own")
    return Statement(title, body)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"[[{name}]]" for name in sorted(names))


def placeholders(text: str) -> frozenset[str]:
    """The names in `[[…]]` of a statement."""
    return frozenset(_PLACEHOLDER.findall(text))


def statement_text(exercise: Exercise, instance: Instance, lang: str) -> str:
    """The statement below its title, in Markdown, for this instance.

    Inputs and the program are filled in. `[[graph]]` is left on its line: whoever renders puts the
    drawing there.
    """
    body = exercise.statements[lang]
    pieces, end = [], 0
    for math in MATH.finditer(body):
        pieces += [
            _filled(body[end : math.start()], instance, minus="−"),
            _filled(math[0], instance, minus="-"),
        ]
        end = math.end()
    return "".join([*pieces, _filled(body[end:], instance, minus="−")])


def _filled(text: str, instance: Instance, minus: str) -> str:
    def value(match: re.Match[str]) -> str:
        if match[0] == GRAPH:
            return GRAPH
        if match[1] == "program":
            return f"```python\n{instance.program.strip()}\n```"
        return exact_number(instance.inputs[match[1]]).replace("-", minus)

    return _PLACEHOLDER.sub(value, text)


def exact_number(number: float) -> str:
    """A number as a person writes it: `5`, `-2`, `0.5`, with no `.0` and an ASCII minus."""
    return str(int(number)) if number == int(number) and abs(number) < 1e15 else repr(number)
