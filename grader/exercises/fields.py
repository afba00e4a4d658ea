"""Take typed fields out of a TOML table, noting every problem with its line, not only the first."""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from .errors import Problem
from .toml_lines import TomlText


class Fields:
    """One table of a TOML file. A missing or wrong field is noted and comes back as its default."""

    def __init__(
        self,
        file: Path,
        text: TomlText,
        problems: list[Problem],
        table: Mapping[str, Any],
        path: tuple[str | int, ...] = (),
    ) -> None:
        self._file = file
        self._text = text
        self._problems = problems
        self._table = table
        self._path = path

    def __contains__(self, key: str) -> bool:
        return key in self._table

    def value(self, key: str) -> Any:
        """What stands there, unchecked; None when nothing does."""
        return self._table.get(key)

    def problem(self, message: str, *keys: str | int) -> None:
        """Note a problem at that key, or at the table itself."""
        self._problems.append(Problem(self._file, self._text.line(*self._path, *keys), message))

    def problem_in_text(self, message: str, key: str, row: int) -> None:
        """Note a problem in the row-th line (from 1) of a multi-line text."""
        self._problems.append(Problem(self._file, self._text.line_inside(key, row), message))

    def only(self, *allowed: str) -> None:
        """Note every key that is not allowed here, with the one that was probably meant."""
        for key in self._table:
            if key not in allowed:
                near = difflib.get_close_matches(key, allowed, n=1)
                hint = f"; did you mean {near[0]!r}?" if near else f"; there are: {', '.join(allowed)}"
                self.problem(f"unknown key {key!r}{hint}", key)

    def text(self, key: str, default: str | None = None, longest: int = 10_000) -> str:
        """A text, by default required."""
        value = self._table.get(key)
        if value is None and default is not None:
            return default
        if value is None:
            self.problem(f"{key!r} is missing: a text")
        elif not isinstance(value, str):
            self.problem(f"{key!r} must be a text in quotes, not {_kind(value)}", key)
        elif len(value) > longest:
            self.problem(f"{key!r} is longer than {longest} characters", key)
        else:
            return value
        return ""

    def choice(self, key: str, options: Iterable[str], default: str | None = None) -> str:
        """One of some texts, by default required."""
        options = tuple(options)
        if key not in self._table and default is not None:
            return default
        value = self._table.get(key)
        if value in options:
            return str(value)
        told = f", not {value!r}" if key in self._table else ""
        self.problem(f"{key!r} must be one of {', '.join(map(repr, options))}{told}", key)
        return options[0]

    def number(self, key: str, default: float | None, least: float = -math.inf) -> float | None:
        """A finite number of at least `least`."""
        if key not in self._table:
            return default
        value = as_number(self._table[key])
        if value is None or value < least:
            bound = "" if least == -math.inf else f" of at least {least:g}"
            self.problem(f"{key!r} must be a finite number{bound}", key)
            return default
        return value

    def whole(self, key: str, default: int | None, least: int, most: int) -> int | None:
        """A whole number from `least` to `most`."""
        value: object = self._table.get(key, default)
        if value is default:
            return default
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            self.problem(f"{key!r} must be a whole number from {least} to {most}", key)
            return default
        return value

    def truth(self, key: str, default: bool) -> bool:
        """`true` or `false`."""
        value = self._table.get(key, default)
        if not isinstance(value, bool):
            self.problem(f"{key!r} must be true or false", key)
            return default
        return value

    def numbers(self, key: str) -> dict[str, float]:
        """A table of finite numbers by name."""
        numbers = {}
        for name, value in self.table(key).items():
            number = as_number(value)
            if number is None:
                self.problem(f"{name!r} in {key!r} must be a finite number, not {value!r}", key, name)
            else:
                numbers[name] = number
        return numbers

    def table(self, key: str) -> Mapping[str, Any]:
        """A table, by default empty."""
        value = self._table.get(key, {})
        if isinstance(value, dict):
            return value
        self.problem(f"{key!r} must be a table such as {{ x = … }}, not {_kind(value)}", key)
        return {}

    def items(self, key: str, most: int = 100) -> list[Any]:
        """A list, by default empty."""
        value = self._table.get(key, [])
        if isinstance(value, list) and len(value) <= most:
            return value
        told = f"has more than {most} entries" if isinstance(value, list) else f"must be a list […], not {_kind(value)}"
        self.problem(f"{key!r} {told}", key)
        return []

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of different texts, by default empty."""
        values = self.items(key)
        texts = tuple(value for value in values if isinstance(value, str))
        if len(texts) < len(values):
            self.problem(f"{key!r} must hold texts only", key)
        for text in sorted({text for text in texts if texts.count(text) > 1}):
            self.problem(f"{key!r} holds {text!r} twice", key)
        return texts

    def inner(self, table: Mapping[str, Any], *path: str | int) -> Fields:
        """The fields of a table inside this one, whose problems go to the same list."""
        return Fields(self._file, self._text, self._problems, table, self._path + path)


def as_number(value: object) -> float | None:
    """A TOML value as a finite float, or None. Truth values are no numbers."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def _kind(value: object) -> str:
    kinds = {
        bool: "true or false",
        int: "a number",
        float: "a number",
        str: "a text",
        list: "a list",
        dict: "a table",
    }
    return kinds.get(type(value), "a date or time")
