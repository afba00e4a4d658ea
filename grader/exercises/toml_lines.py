"""Read a TOML text and still know on which line every key stands, to show a problem where it is."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Sequence
from typing import Any

_HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?")
_KEY = re.compile(
    r"""\s*((?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*'))*)\s*="""
)
_DECODE_ERROR = re.compile(r"(.*) \(at (?:line (\d+), column \d+|end of document)\)", re.DOTALL)
_TOKEN = re.compile(r'''"""|\'\'\'|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|\#.*|[\[{\]}]''')

Path = tuple[str | int, ...]


class TomlError(Exception):
    """A text that is not TOML. `line` counts from 1."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


class TomlText:
    """A parsed TOML text: `data`, and `line(path)` for the line of any key in it."""

    def __init__(self, text: str, parse_float: Callable[[str], Any] = float) -> None:
        """Raises `TomlError` with the line."""
        text = text.replace("\r\n", "\n")
        try:
            self.data: dict[str, Any] = tomllib.loads(text, parse_float=parse_float)
        except tomllib.TOMLDecodeError as error:
            raise _with_line(error, text) from None
        except RecursionError:
            raise TomlError("it is nested too deeply", 1) from None
        self._rows = text.split("\n")
        self._lines = _key_lines(self._rows)

    def line(self, *path: str | int) -> int:
        """The line of the key at that path; for one inside `{…}` or a list, of the nearest key outside it."""
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path, 1)

    def line_inside(self, key: str, row: int) -> int:
        """The line of the row-th line (from 1) of a text given as a multi-line string."""
        line = self.line(key)
        opening = self._rows[line - 1].rstrip()
        if not opening.endswith(('"""', "'''")):
            return line + row - 1 if '"""' in opening or "'''" in opening else line
        return line + row


def _with_line(error: tomllib.TOMLDecodeError, text: str) -> TomlError:
    match = _DECODE_ERROR.fullmatch(str(error))
    if match is None:
        return TomlError(str(error), 1)
    return TomlError(match[1], int(match[2]) if match[2] else text.rstrip("\n").count("\n") + 1)


def _key_lines(rows: Sequence[str]) -> dict[Path, int]:
    lines: dict[Path, int] = {}
    arrays: dict[Path, int] = {}
    table: Path = ()
    state = _State()
    for number, row in enumerate(rows, start=1):
        if state.outside:
            if header := _HEADER.fullmatch(row):
                table = _table(_parts(header[2]), header[1] == "[[", arrays)
                lines.setdefault(table, number)
                if header[1] == "[[":
                    lines.setdefault(table[:-1], number)
                continue
            if key := _KEY.match(row):
                lines.setdefault(table + _parts(key[1]), number)
        state.read(row)
    return lines


def _table(names: Path, is_array: bool, arrays: dict[Path, int]) -> Path:
    """The path that a header opens, with the index of each array of tables on the way."""
    path: Path = ()
    for depth, name in enumerate(names, start=1):
        path += (name,)
        if depth == len(names) and is_array:
            arrays[path] = arrays.get(path, -1) + 1
        if path in arrays:
            path += (arrays[path],)
    return path


def _parts(dotted: str) -> Path:
    return tuple(part.strip("\"'") for part in re.findall(r"""[A-Za-z0-9_-]+|"[^"]*"|'[^']*'""", dotted))


class _State:
    """Whether the end of what was read lies inside a multi-line string or an open bracket."""

    def __init__(self) -> None:
        self._quote: str | None = None
        self._depth = 0

    @property
    def outside(self) -> bool:
        return self._quote is None and self._depth == 0

    def read(self, row: str) -> None:
        start = 0
        while start < len(row):
            if self._quote is not None:
                end = row.find(self._quote, start)
                if end < 0:
                    return
                start, self._quote = end + 3, None
                continue
            token = _TOKEN.search(row, start)
            if token is None:
                return
            start = token.end()
            if token[0] in ('"""', "'''"):
                self._quote = token[0]
            elif token[0] in "[{":
                self._depth += 1
            elif token[0] in "]}":
                self._depth -= 1
