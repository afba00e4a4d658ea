"""`grader grade`: mark many answers in input order, resumably, whatever some of them contain."""

from __future__ import annotations

import csv
import io
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

import click
from rich.console import Console
from rich.progress import Progress

from grader.messages import plain
from grader.messages.catalogues import Lang

from .batch import BatchMarker, Line, Result, read_lines
from .options import lang_option, marking_options
from .output import json_line, points_text, warn
from .status import CommandError, Status

LONGEST_CELL = 2_000
# The wide ones are taken for the narrow ones where Korean or Japanese is typed.
FORMULA_SIGNS = tuple("=+-@＝＋－＠")
CSV_COLUMNS = ("id", "exercise", "seed", "outcome", "points", "max_points", "findings", "error")


@click.command()
@click.argument("path")
@click.option("--exercise", "exercise_id", metavar="ID", help="The exercise of files that do not say it.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Where results go.")
@click.option("--format", "form", type=click.Choice(["jsonl", "csv"]), default="jsonl", show_default=True)
@click.option("--jobs", type=click.IntRange(1, 64), default=1, show_default=True, help="How many to mark at once.")
@lang_option
@marking_options
def grade(
    path: str,
    exercise_id: str | None,
    out: Path | None,
    form: str,
    jobs: int,
    lang: Lang,
    folders: tuple[Path, ...],
    show_answers: bool,
    trusted_code: bool,
) -> int:
    """Mark every answer of PATH: a JSONL file, `-` for standard input, or a folder of answer files.

    With --out a run that was interrupted goes on where it stopped when it is started again.
    """
    if trusted_code:
        warn("--trusted-code: code runs WITHOUT isolation. Use it for your own files only.")
    with ExitStack() as stack:
        lines = read_lines(path, exercise_id, stack)
        done = _already_there(out, form)
        if done:
            warn(f"{out} has {done} results already; going on after them.")
        target = sys.stdout if out is None else stack.enter_context(_append(out))
        marker = stack.enter_context(BatchMarker(folders, lang, show_answers, trusted_code))
        writer = _Writer(target, form, begins=target.tell() == 0 if out else True)
        results = _in_order(marker, islice(lines, done, None), jobs)
        return _finish(writer, results)


def _append(out: Path) -> TextIO:
    try:
        return out.open("a", encoding="utf-8", newline="")
    except OSError as error:
        raise CommandError(f"cannot write {out}: {error.strerror}.", "Give another file with --out.") from error


def _already_there(out: Path | None, form: str) -> int:
    """How many whole results the output has; a last line that was cut off is taken away."""
    if out is None or not out.exists():
        return 0
    data = out.read_bytes()
    whole = data[: data.rfind(b"\n") + 1]
    if len(whole) != len(data):
        with out.open("r+b") as file:
            file.truncate(len(whole))
    if form == "csv":
        rows = list(csv.reader(io.StringIO(whole.decode("utf-8-sig"))))
        return max(0, len(rows) - 1)
    return whole.count(b"\n")


def _in_order(marker: BatchMarker, lines: Iterable[Line], jobs: int) -> Iterator[Result]:
    """Results in the order of their lines, `jobs` marked at a time, with only a few waiting in memory."""
    if jobs == 1:
        yield from map(marker.mark, lines)
        return
    coming = iter(lines)
    with ThreadPoolExecutor(jobs) as pool:
        waiting = deque(pool.submit(marker.mark, line) for line in islice(coming, 4 * jobs))
        while waiting:
            yield waiting.popleft().result()
            waiting.extend(pool.submit(marker.mark, line) for line in islice(coming, 1))


def _finish(writer: _Writer, results: Iterator[Result]) -> int:
    """Write every result, with progress and a summary on standard error; the exit status of it all."""
    status = Status.YES
    earned = possible = 0.0
    count = 0
    console = Console(stderr=True, emoji=False)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("Marking", total=None)
        for result in results:
            writer.write(result)
            status = max(status, result.status)
            count += 1
            if result.verdict:
                earned, possible = earned + result.verdict["points"], possible + result.verdict["max_points"]
            progress.update(task, advance=1, description=f"Marking · {count} done")
    warn(f"{count} answers, {points_text(earned)} of {points_text(possible)} points.")
    return status


class _Writer:
    """Results as JSONL, one object a line, or as CSV; each is flushed, so that a killed run has lost nothing."""

    def __init__(self, target: TextIO, form: str, *, begins: bool) -> None:
        self._target = target
        self._csv = csv.writer(target, lineterminator="\n") if form == "csv" else None
        if self._csv and begins:
            if target is not sys.stdout:
                target.write("\ufeff")  # without it Excel takes Korean for something else
            self._csv.writerow(CSV_COLUMNS)

    def write(self, result: Result) -> None:
        if self._csv:
            self._csv.writerow(map(_safe_cell, _csv_row(result.row)))
        else:
            self._target.write(json_line(result.row) + "\n")
        self._target.flush()


def _csv_row(row: dict[str, Any]) -> list[Any]:
    verdict = row.get("verdict")
    if verdict is None:
        return [row.get("id"), "", "", "", "", "", "", row["error"]["message"]]
    findings = "; ".join(f"{p['name']}: {p['finding']['code']}" for p in verdict["parts"] if p["finding"])
    known = [verdict[key] for key in ("exercise", "seed", "outcome", "points", "max_points")]
    return [row["id"], *known, findings, ""]


def _safe_cell(value: Any) -> Any:
    """A spreadsheet runs a text that begins like a formula; an apostrophe in front keeps it a text. One line, in which
    nothing hides."""
    if value is None or isinstance(value, int | float):
        return value
    text = plain(str(value), LONGEST_CELL)
    return "'" + text if text.lstrip()[:1] in FORMULA_SIGNS else text
