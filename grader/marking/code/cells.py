"""Tell places in code that came from a notebook by their cell: `code cell 3, line 2`, not line 41 of them all."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from grader.exercises import cell_of
from grader.verdict import Finding, Part

_FRAME = re.compile(r'^(File "[^"\n]*"), line (\d{1,9})', re.MULTILINE)


def told_in_cells(parts: tuple[Part, ...], code: str) -> tuple[Part, ...]:
    """The parts, where the code came from a notebook with the places in their findings told by cells."""
    if cell_of(code, 1) is None:
        return parts
    return tuple(part if part.finding is None else replace(part, finding=_told(part.finding, code)) for part in parts)


def place(code: str, line: int) -> dict[str, Any]:
    """A line of the code as parameters of a finding or a phrase: `line`, and in a notebook its `cell` as well."""
    found = cell_of(code, line)
    return {"line": line} if found is None else {"line": line, "cell": found.cell, "cell_line": found.line}


def _told(finding: Finding, code: str) -> Finding:
    params: Mapping[str, Any] = finding.params
    if isinstance(params.get("line"), int):
        params = {**params, **place(code, params["line"])}
    if isinstance(params.get("traceback"), str):
        params = {**params, "traceback": _FRAME.sub(lambda frame: _frame(frame, code), params["traceback"])}
    return replace(finding, params=params)


def _frame(frame: re.Match[str], code: str) -> str:
    found = cell_of(code, int(frame[2]))
    return frame[0] if found is None else f"{frame[1]}, code cell {found.cell}, line {found.line}"
