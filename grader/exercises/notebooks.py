"""Turn a notebook into one file of Python: its code cells, joined, each under a line with its number.

Magics (`%matplotlib inline`, `!pip install …`, `np.exp?`) become comments, line for line, so that a line of the
file is a line of a cell: `cell_of(code, line)` says which.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .errors import UnreadableSourceError

_HEADING = "# --- code cell {} ---"
_HEADINGS = re.compile(r"# --- code cell (\d{1,9}) ---")
_NOT_RUN = "# not run: "
_DROPPED = re.compile(rf"[ \t]*(?:(?:pass  )?{_NOT_RUN}(.*)|(get_ipython\(\)\..*))")
# At the start of a statement: a magic, a shell command, a question, `name?`, or `name = !command`.
_MAGIC = re.compile(r"[ \t]*(?:[%!?]|[\w.]+\?{1,2}[ \t]*$|[\w., ]+=[ \t]*[%!])")
# A cell magic whose cell is Python that is run as usual; the cells of all others are left out whole.
_PLAIN_CELLS = ("%%time", "%%capture", "%%prun")
# What may be a magic in a text that is no notebook.
_PASTED = re.compile(r"^[ \t]*[%!]", re.MULTILINE)


class Place(NamedTuple):
    """A line of a notebook: the number of the code cell, and that of the line in it, both from 1."""

    cell: int
    line: int


def is_notebook(text: str) -> bool:
    """Whether this is a notebook's JSON, whatever its name."""
    return text.lstrip().startswith("{") and '"cells"' in text and '"nbformat"' in text


def notebook_code(text: str) -> str:
    """The code of a notebook's cells. Raises UnreadableSourceError where the text is no notebook."""
    try:
        cells = json.loads(text)["cells"]
        sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    except (ValueError, KeyError, TypeError, RecursionError):
        message = "this is not a notebook, though it is called one; open it in Jupyter and save it, or save it as .py"
        raise UnreadableSourceError("not_a_notebook", message) from None
    return "\n".join(line for number, source in enumerate(sources, 1) for line in _cell(number, source)) + "\n"


def without_magics(code: str) -> str:
    """A text of cells that were copied out of a notebook, as Python can read it; any other text as it is."""
    if not _PASTED.search(code) or _is_python(code):
        return code
    return "\n".join(_commented(code.split("\n")))


def _is_python(code: str) -> bool:
    try:
        ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def cell_of(code: str, line: int) -> Place | None:
    """Where a line of the code stands in its notebook; None where it came from none."""
    if not _HEADINGS.match(code):
        return None
    rows = code.split("\n")
    for place in range(min(line, len(rows)), 0, -1):
        if heading := _HEADINGS.fullmatch(rows[place - 1]):
            return Place(int(heading[1]), line - place)
    return None


def line_numbers(code: str) -> list[int]:
    """The number of each line as its writer counts: in its cell (0 for a heading), or in the file."""
    rows = code.split("\n")
    if not _HEADINGS.match(code):
        return list(range(1, len(rows) + 1))
    numbers: list[int] = []
    for row in rows:
        numbers.append(0 if _HEADINGS.fullmatch(row) else numbers[-1] + 1)
    return numbers


def dropped_lines(code: str) -> Iterator[tuple[int, str]]:
    """What only a notebook can run, as (number, text): the lines that became comments here, and those that Jupyter
    wrote in their place (`get_ipython().run_line_magic(…)`) when the notebook was saved as a file of Python."""
    if not _HEADINGS.match(code) and "get_ipython" not in code and _NOT_RUN not in code:
        return
    for number, line in enumerate(code.split("\n"), 1):
        if match := _DROPPED.fullmatch(line):
            yield number, match[1] or match[2]


def _cell(number: int, source: str) -> Iterator[str]:
    lines = source.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    yield _HEADING.format(number)
    first = next((line for line in lines if line.strip()), "")
    if first.startswith("%%") and not first.startswith(_PLAIN_CELLS):
        yield from (_NOT_RUN + line if line.strip() else line for line in lines)
        return
    yield from _commented(lines)


def _commented(lines: Sequence[str]) -> Iterator[str]:
    """The lines, in which magics are comments."""
    statement = _Statement()
    for line in lines:
        if statement.begins and _MAGIC.match(line):
            indent = line[: len(line) - len(line.lstrip())]
            yield f"{indent}pass  {_NOT_RUN}{line.strip()}" if indent else _NOT_RUN + line.strip()
        else:
            statement.take(line)
            yield line


class _Statement:
    """Follows code line by line: `begins` tells whether the next line begins a statement, or goes on with one.

    (`tokenize` stops at the first magic, and a `%` at the start of a line may well be an operator.)
    """

    _OUTSIDE = re.compile(r"#|'''|\"\"\"|['\"()\[\]{}]|\\$")
    _INSIDE = {quote: re.compile(rf"\\.|{quote}") for quote in ("'", '"', "'''", '"""')}  # noqa: RUF012  (a constant)

    def __init__(self) -> None:
        self._depth = 0
        self._quote = ""
        self._joined = False

    @property
    def begins(self) -> bool:
        return not (self._depth or self._quote or self._joined)

    def take(self, line: str) -> None:
        self._joined = False
        place = 0
        while match := (self._INSIDE[self._quote] if self._quote else self._OUTSIDE).search(line, place):
            place, found = match.end(), match.group()
            if found == "#":
                break
            self._see(found)
        if len(self._quote) == 1 and not line.endswith("\\"):
            self._quote = ""

    def _see(self, found: str) -> None:
        if self._quote:
            self._quote = "" if found == self._quote else self._quote
        elif found in self._INSIDE:
            self._quote = found
        elif found == "\\":
            self._joined = True
        else:
            self._depth = max(self._depth + (1 if found in "([{" else -1), 0)
