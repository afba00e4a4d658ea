"""Read one exercise from its folder: `exercise.toml` beside a statement in each language, all of it checked.

Every problem is collected with its file and line; an exercise with a problem is refused as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from .definition import read_definition
from .digest import digest_of
from .errors import ExerciseError, Problem
from .fields import Fields
from .model import Definition, Exercise
from .statements import STATEMENT_LANGUAGES, Statement, read_statement
from .toml_lines import TomlError, TomlText

DEFINITION = "exercise.toml"
MOST_BYTES = 64 * 1024
_WORD = r"[a-z0-9]{1,40}(?:-[a-z0-9]{1,40}){0,8}"
_ID = re.compile(f"{_WORD}/{_WORD}")


def is_exercise_id(text: str) -> bool:
    """Whether the text has the form of an ID: `topic/name` in small letters, digits and single hyphens."""
    return _ID.fullmatch(text) is not None


def read_exercise(folder: Path, exercise: str) -> Exercise:
    """The exercise in that folder. Raises `ExerciseError` with every problem found."""
    problems: list[Problem] = []
    if not is_exercise_id(exercise):
        problems.append(Problem(folder, None, f"{exercise!r} is no ID: use small letters, digits and hyphens"))
    found = _definition(folder / DEFINITION, problems)
    inputs = tuple(found.inputs) if found else None
    statements = {lang: _statement(folder / f"statement.{lang}.md", inputs, problems) for lang in STATEMENT_LANGUAGES}
    if problems or found is None:
        raise ExerciseError(exercise, problems)
    return Exercise.of(
        found,
        id=exercise,
        titles={lang: statement.title for lang, statement in statements.items()},
        statements={lang: statement.body for lang, statement in statements.items()},
        digest=digest_of(found),
        folder=folder,
    )


def _definition(file: Path, problems: list[Problem]) -> Definition | None:
    source = _text(file, problems)
    if source is None:
        return None
    try:
        text = TomlText(source)
    except TomlError as error:
        problems.append(Problem(file, error.line, error.message))
        return None
    return read_definition(Fields(file, text, problems, text.data))


def _statement(file: Path, inputs: Iterable[str] | None, problems: list[Problem]) -> Statement:
    def report(line: int, message: str) -> None:
        problems.append(Problem(file, line, message))

    return read_statement(_text(file, problems), inputs, report)


def _text(file: Path, problems: list[Problem]) -> str | None:
    """The file's text, or None with a problem: missing, too large, or not UTF-8."""
    try:
        with file.open("rb") as opened:
            raw = opened.read(MOST_BYTES + 1)
        text = raw.decode("utf-8-sig")
    except FileNotFoundError:
        problems.append(Problem(file, None, "this file is missing"))
    except OSError as error:
        problems.append(Problem(file, None, f"this file cannot be read: {error.strerror}"))
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        problems.append(Problem(file, line, "this is not UTF-8; save the file as UTF-8"))
    else:
        if len(raw) <= MOST_BYTES:
            return text.replace("\r\n", "\n")
        problems.append(Problem(file, None, f"this file is larger than {MOST_BYTES} bytes"))
    return None
