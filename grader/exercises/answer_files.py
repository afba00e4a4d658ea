"""Read the file that a student hands in, code or typed answers, with the exercise and seed that it names."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, NamedTuple

from .errors import AnswerFileError
from .model import MAX_SEED, Answer
from .source import MOST_BYTES, read_source
from .toml_lines import TomlError, TomlText

# What files of answers are called.
CODE_SUFFIXES = (".py", ".ipynb")
ANSWER_SUFFIXES = (*CODE_SUFFIXES, ".toml")
_HEAD = re.compile(r"#\s*(exercise|seed)\s*:\s*(.*?)\s*", re.IGNORECASE)
_TABLE = re.compile(r"^[ \t]*\[[ \t]*answers[ \t]*\]", re.MULTILINE)


class AnswerFile(NamedTuple):
    """An answer, and the exercise and the seed that its file names (None where it does not)."""

    exercise: str | None
    seed: int | None
    answer: Answer


def read_answer_file(source: Path | str, filename: str = "") -> AnswerFile:
    """Read a file (a `Path`) or a text (a `str`, with the name it is known by).

    A name ending in `.toml`, or a text with a table `[answers]`, holds typed answers; all else is Python, or a
    notebook. Raises `AnswerFileError` with the line.
    """
    if isinstance(source, Path):
        filename = filename or source.name
    text = read_source(_bytes(source) if isinstance(source, Path) else source, filename)
    exercise, seed = _head(text)
    suffix = Path(filename).suffix.lower()
    if suffix == ".toml" or (suffix not in CODE_SUFFIXES and _TABLE.search(text)):
        return AnswerFile(exercise, seed, Answer(typed=_typed(text), filename=filename or "answers.toml"))
    return AnswerFile(exercise, seed, Answer.of_code(text, filename or "solution.py"))


def _bytes(path: Path) -> bytes:
    """The file's bytes; of one that is too large only so many that this can be seen."""
    try:
        with path.open("rb") as opened:
            return opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise AnswerFileError(f"cannot be read: {error.strerror}") from None


def _head(text: str) -> tuple[str | None, int | None]:
    """What the comments before the first other line say of exercise and seed."""
    said: dict[str, str] = {}
    for number, row in enumerate(text.split("\n"), start=1):
        if row.strip() and not row.lstrip().startswith("#"):
            break
        if match := _HEAD.fullmatch(row.strip()):
            name = match[1].lower()
            if said.setdefault(name, match[2]) != match[2]:
                raise AnswerFileError(f"this is the second `# {name}:` line, and it says something else", number)
            if name == "seed" and _seed(match[2]) is None:
                raise AnswerFileError(f"a seed is a whole number from 0 to {MAX_SEED}", number)
    return said.get("exercise") or None, _seed(said.get("seed", ""))


def _seed(text: str) -> int | None:
    return int(text) if re.fullmatch("[0-9]{1,19}", text) and int(text) <= MAX_SEED else None


def _typed(text: str) -> dict[str, str]:
    try:
        # Numbers stay as they were typed: 0.50 claims one digit more than 0.5.
        toml = TomlText(text, parse_float=str)
    except TomlError as error:
        hint = "write every answer in quotes, one a line"
        raise AnswerFileError(f"this is not TOML: {error.message}; {hint}", error.line) from None
    for key in toml.data:
        if key != "answers":
            raise AnswerFileError(f"unknown {key!r}; answers stand below a line [answers]", toml.line(key))
    answers = toml.data.get("answers")
    if not isinstance(answers, dict):
        raise AnswerFileError("there is no table [answers]", toml.line("answers") if answers else None)
    return dict(_entry(name, value, toml) for name, value in _flat(answers))


def _flat(answers: dict[str, Any]) -> list[tuple[str, Any]]:
    """The entries, where `value.g = 3` without quotes (a table in TOML) is the name it looks like."""
    flat: list[tuple[str, Any]] = []
    for name, value in answers.items():
        if isinstance(value, dict):
            flat += [(f"{name}.{inner}", each) for inner, each in value.items()]
        else:
            flat.append((name, value))
    return flat


def _entry(name: str, value: object, toml: TomlText) -> tuple[str, str]:
    if isinstance(value, str):
        return name, value
    if isinstance(value, int) and not isinstance(value, bool):
        return name, str(value)
    line = toml.line("answers", name) if name in toml.data["answers"] else toml.line("answers", *name.split("."))
    raise AnswerFileError(f"the answer to {name!r} must be a text in quotes or a number", line)
