"""Say what went wrong in a student's file: the exception, and the student's own lines of the traceback only.

Runs in the student's process, so exceptions here may be hostile: every text is bounded, and none is trusted
outside.
"""

from __future__ import annotations

from itertools import groupby
from types import TracebackType
from typing import Any

MAX_MESSAGE = 500
MAX_LINE = 300
MAX_FRAMES = 12
_ARROW = "  → "  # at the line that it came to
EXIT_MESSAGE = "the program ended itself (exit, quit or sys.exit); a function must return its result instead"


def describe(error: BaseException, filename: str, source: str) -> dict[str, Any]:
    """JSON data for a `Failure`. Where the error is a syntax error in the file, the place is that of the error."""
    lines = source.split("\n")  # as Python counts them
    if isinstance(error, SyntaxError) and error.filename == filename:
        return _syntax_error(error, filename, lines)
    frames = _own_frames(error.__traceback__, filename)
    return {
        "type": type(error).__name__[:100],
        "message": _message(error),
        "line": frames[-1][0] if frames else None,
        "column": None,
        "traceback": "\n".join(_frame_lines(frames, filename, lines)),
    }


def _message(error: BaseException) -> str:
    if isinstance(error, SystemExit):
        return EXIT_MESSAGE
    try:
        return str(error)[:MAX_MESSAGE]
    except Exception:  # noqa: BLE001  # the student's own __str__ may raise anything
        return ""


def _syntax_error(error: SyntaxError, filename: str, lines: list[str]) -> dict[str, Any]:
    line, column = error.lineno, error.offset
    shown = [f'File "{filename}", line {line}']
    if line is not None and 1 <= line <= len(lines):
        text = lines[line - 1].rstrip()[:MAX_LINE]
        indent = len(text) - len(text.lstrip())
        shown.append("    " + text.lstrip())
        if column is not None and 0 < column <= len(text) + 1:
            shown.append("    " + " " * max(column - 1 - indent, 0) + "^")
    return {
        "type": type(error).__name__,
        "message": str(error.msg)[:MAX_MESSAGE],
        "line": line if line else None,
        "column": column if column and column > 0 else None,
        "traceback": "\n".join(shown),
    }


def _own_frames(traceback: TracebackType | None, filename: str) -> list[tuple[int, str]]:
    frames = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        if code.co_filename == filename:
            frames.append((traceback.tb_lineno, code.co_name))
        traceback = traceback.tb_next
    return frames


def _frame_lines(frames: list[tuple[int, str]], filename: str, lines: list[str]) -> list[str]:
    """The frames with their lines, an arrow at the last one; a call inside itself is shown once, with how often."""
    runs = [(place, sum(1 for _ in same)) for place, same in groupby(frames)]
    half = MAX_FRAMES // 2
    shown = []
    for index, ((line, name), times) in enumerate(runs):
        if half <= index < len(runs) - half:
            if index == half:
                shown.append(f"    … +{sum(count for _, count in runs[half:-half])} …")
            continue
        shown.append(f'File "{filename}", line {line}, in {name[:100]}')
        if 1 <= line <= len(lines):
            arrow = _ARROW if index == len(runs) - 1 else "    "
            shown.append(arrow + lines[line - 1].strip()[:MAX_LINE])
        if times > 1:
            shown.append(f"    … ×{times}")
    return shown
