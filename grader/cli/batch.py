"""Read many answers, from JSONL or a folder, and mark each: what stands behind `grader grade`."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

from grader.exercises import (
    ANSWER_SUFFIXES,
    MAX_SEED,
    Answer,
    AnswerFileError,
    ExerciseError,
    UnknownExercise,
    UnreadableSourceError,
    VariantError,
    read_answer_file,
    read_source,
)
from grader.marking import AnswerError
from grader.marking.local import LocalMarker
from grader.messages import to_json
from grader.messages.catalogues import Lang
from grader.sandbox import SandboxBroken

from .status import CommandError, Status

MAX_LINE = 4 * 1024 * 1024

# Why there is no verdict on a line: the code that is written, and the exit status it asks for.
REFUSALS: dict[type[Exception], tuple[str, Status]] = {
    UnknownExercise: ("unknown_exercise", Status.USAGE),
    AnswerError: ("unknown_answer", Status.USAGE),
    VariantError: ("no_variant", Status.USAGE),
    ExerciseError: ("broken_exercise", Status.FAILED),
    SandboxBroken: ("grader_failed", Status.FAILED),
}


class LineError(ValueError):
    """A line that asks for nothing that can be marked; the others go on."""

    def __init__(self, code: str, message: str, line_id: Any = None) -> None:
        super().__init__(message)
        self.code = code
        self.line_id = line_id


@dataclass(frozen=True)
class Line:
    """One thing to mark, from line `number` on (or the number-th file): read already, or what was wrong with it."""

    number: int
    id: Any = None
    exercise: str = ""
    seed: int | None = None
    answer: Answer | None = None
    error: LineError | None = None


@dataclass(frozen=True)
class Result:
    """What is written for one line, and the exit status it asks for."""

    row: dict[str, Any]
    status: Status

    @property
    def verdict(self) -> dict[str, Any] | None:
        """The verdict's JSON form, where there is a verdict."""
        return self.row.get("verdict")


def read_lines(path: str, exercise_id: str | None, stack: ExitStack) -> Iterator[Line]:
    """Every answer of a JSONL file, of standard input (`-`), or of a folder, lazily and in order."""
    if path == "-":
        return _of_jsonl(sys.stdin.buffer, exercise_id)
    place = Path(path)
    if place.is_dir():
        return _of_folder(place, exercise_id)
    try:
        return _of_jsonl(stack.enter_context(place.open("rb")), exercise_id)
    except OSError as error:
        raise CommandError(f"cannot read {path}: {error.strerror}.") from error


def _of_folder(folder: Path, exercise_id: str | None) -> Iterator[Line]:
    files = sorted(file for file in folder.rglob("*") if _is_handed_in(file, folder))
    if not files:
        raise CommandError(f"{folder} holds no answer files ({', '.join(ANSWER_SUFFIXES)}).")
    for number, file in enumerate(files, 1):
        name = file.relative_to(folder).as_posix()
        try:
            found = read_answer_file(_within(folder, file))
            wanted = exercise_id or found.exercise
            if wanted is None:
                raise AnswerFileError("there is no line `# exercise: ID`, and no --exercise was given")
            yield Line(number, name, wanted, found.seed, found.answer)
        except AnswerFileError as error:
            yield Line(number, name, error=LineError("unreadable", str(error), name))


def _is_handed_in(file: Path, folder: Path) -> bool:
    """Whether somebody wrote this to be marked: not what Jupyter (`.ipynb_checkpoints`) or macOS keep beside it."""
    own = not any(part.startswith((".", "__")) for part in file.relative_to(folder).parts)
    return own and file.suffix.lower() in ANSWER_SUFFIXES and not file.is_dir()


def _within(folder: Path, file: Path) -> Path:
    """The file, if it is one of the folder's: a link may lead to other people's, and messages show lines."""
    if not file.is_file():
        raise AnswerFileError("this is no file, or a link that leads nowhere")
    if not file.resolve().is_relative_to(folder.resolve()):
        raise AnswerFileError("this is a link that leads out of the folder; put the file itself there")
    return file


def _of_jsonl(file: BinaryIO, exercise_id: str | None) -> Iterator[Line]:
    number = 0
    while data := file.readline(MAX_LINE + 1):
        number += 1
        if len(data) > MAX_LINE:
            while data and not data.endswith(b"\n"):
                data = file.readline(MAX_LINE)
            yield Line(number, error=LineError("malformed", f"the line is longer than {MAX_LINE} bytes"))
        elif data.strip():
            yield _jsonl_line(data, number, exercise_id)


def _jsonl_line(data: bytes, number: int, exercise_id: str | None) -> Line:
    try:
        item = json.loads(data)
    except (ValueError, RecursionError) as error:
        return Line(number, error=LineError("malformed", f"not JSON: {error}"))
    if not isinstance(item, dict):
        return Line(number, error=LineError("malformed", "expected an object"))
    if not _can_be_written(item.get("id")):
        return Line(
            number, error=LineError("malformed", '"id" holds what JSON cannot: NaN, infinity, half a character')
        )
    try:
        exercise, seed, answer = _fields(item, exercise_id)
    except LineError as error:
        return Line(number, item.get("id"), error=error)
    return Line(number, item.get("id"), exercise, seed, answer)


def _can_be_written(value: object) -> bool:
    """Whether it can be given back: Python reads more than there is in JSON and UTF-8."""
    try:
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError):
        return False
    return True


def _fields(item: dict[str, Any], exercise_id: str | None) -> tuple[str, int | None, Answer]:
    exercise = item.get("exercise", exercise_id)
    if not isinstance(exercise, str):
        raise LineError("malformed", 'expected "exercise": an exercise\'s ID')
    seed = item.get("seed")
    if seed is not None and (not isinstance(seed, int) or isinstance(seed, bool) or not 0 <= seed <= MAX_SEED):
        raise LineError("malformed", f'"seed" must be a whole number from 0 to {MAX_SEED}')
    if isinstance(item.get("code"), str) and "answer" not in item:
        return exercise, seed, Answer.of_code(_code(item["code"]))
    typed = item.get("answer")
    if "code" not in item and isinstance(typed, dict):
        return exercise, seed, Answer.of_typed({name: _typed(name, value) for name, value in typed.items()})
    raise LineError("malformed", 'expected either "code": a text or "answer": {name: a text or a number}')


def _code(text: str) -> str:
    try:
        return read_source(text)
    except UnreadableSourceError as error:
        raise LineError("unreadable", str(error)) from None


def _typed(name: str, value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return repr(value)
    raise LineError("malformed", f'the answer "{name}" must be a text or a number')


class BatchMarker:
    """Marks lines, from several threads if need be: each thread has a marker, and so a sandbox, of its own."""

    def __init__(self, folders: tuple[Path, ...], lang: Lang, show_answers: bool, trusted_code: bool) -> None:
        self._make: Callable[[], LocalMarker] = lambda: LocalMarker(
            folders, trusted_code=trusted_code, show_answers=show_answers
        )
        self._lang: Lang = lang
        self._own = threading.local()
        self._markers = ExitStack()
        self._lock = threading.Lock()

    def mark(self, line: Line) -> Result:
        """The result for one line; whatever the line holds, no exception."""
        if line.error is not None or line.answer is None:
            return _refused(line, line.error or LineError("malformed", "there is no answer"))
        marker = self._marker()
        try:
            verdict = marker.mark(marker.catalogue.get(line.exercise), line.seed, line.answer)
        except tuple(REFUSALS) as error:
            code, status = REFUSALS[type(error)]
            return _refused(line, LineError(code, str(error)), status)
        return Result({"id": line.id, "verdict": self._timeless(to_json(verdict, self._lang))}, Status.YES)

    @staticmethod
    def _timeless(verdict: dict[str, Any]) -> dict[str, Any]:
        """Without the duration, nor what was printed, which may tell times: the same input gives the same bytes."""
        return {name: value for name, value in verdict.items() if name not in ("elapsed_ms", "printed")}

    def _marker(self) -> LocalMarker:
        if not hasattr(self._own, "marker"):
            with self._lock:
                self._own.marker = self._markers.enter_context(self._make())
        marker: LocalMarker = self._own.marker
        return marker

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._markers.close()


def _refused(line: Line, error: LineError, status: Status = Status.USAGE) -> Result:
    problem = {"code": error.code, "message": str(error)}
    return Result({"id": line.id, "line": line.number, "error": problem}, status)
