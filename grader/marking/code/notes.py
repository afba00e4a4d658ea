"""Tell what of a file was not run, and why, beside what was found: notes of a verdict, as phrases of the catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from grader.exercises import dropped_lines
from grader.sandbox import Failure, Report

from .cells import place
from .failures import error_text

_MOST_LINES = 5
_OUT_OF_TIME = "OutOfTime"  # the alarm's exception: no error of the file's
_SKIPPED = re.compile(r"(\d{1,9}): (.*)", re.DOTALL)
_IMPORT = re.compile(r"(import|from)\b")

Lines = Sequence[tuple[int, str]]


def notes_on(report: Report | None, code: str) -> tuple[dict[str, Any], ...]:
    """What is to be known of how the code was run; nothing where it ran as it stands."""
    return tuple(_notes(report, code))


def _notes(report: Report | None, code: str) -> Iterator[dict[str, Any]]:
    dropped = list(dropped_lines(code))
    if dropped:
        yield {"words": "note.dropped", **_lines(dropped, code)}
    if report is None or report.status in ("syntax_error", "died") or not report.skipped:
        return
    skipped = [(int(match[1]), match[2]) for match in map(_SKIPPED.fullmatch, report.skipped) if match]
    if report.failure is None and all(_IMPORT.match(text) for _, text in skipped):
        yield {"words": "note.stood_in", **_lines(skipped, code)}
    else:
        yield {"words": "note.skipped", "why": _why(report.failure, code), **_lines(skipped, code)}


def _why(failure: Failure | None, code: str) -> dict[str, Any]:
    """Why the file as a whole was given up."""
    if failure is None or failure.type == _OUT_OF_TIME:
        return {"words": "note.too_long"}
    if failure.line is None:
        return {"words": "note.stopped", "error": error_text(failure)}
    return {"words": "note.stopped_at", "error": error_text(failure), **place(code, failure.line)}


def _lines(lines: Lines, code: str) -> dict[str, Any]:
    """The first lines, each with its place, and how many there are besides."""
    shown = [{"words": "note.line", "text": text, **place(code, number)} for number, text in lines[:_MOST_LINES]]
    if len(lines) > _MOST_LINES:
        shown.append({"words": "note.more", "count": len(lines) - _MOST_LINES})
    return {"lines": shown}
