"""Mark your own answer with `pytest`: one test per part, the finding shown instead of a traceback.

Collects a file that has an `# exercise: ID` line among its first comments (as `grader start` writes it), and nothing
else. Every pytest run loads this module, so that it imports what it needs only once such a file is found.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from grader.marking.local import LocalMarker
    from grader.verdict import Finding, Part, Verdict

SUFFIXES = (".py", ".toml", ".ipynb")
HEADER = re.compile(r"^[ \t]*#[ \t]*exercise[ \t]*:", re.MULTILINE)
HEADER_BYTES = 2048
MARKER: pytest.StashKey[LocalMarker] = pytest.StashKey()
TOLD: pytest.StashKey[dict[str, str]] = pytest.StashKey()


def pytest_addoption(parser: pytest.Parser) -> None:
    """The option `--grader-lang`, beside the terminal's own language."""
    group = parser.getgroup("grader", "marking of back-propagation exercises")
    group.addoption("--grader-lang", choices=("en", "ko"), default=None, help="language of the findings")


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> Generator[None, Any, Any]:
    """Our collector for a file that answers an exercise, and no other: `pytest solution.py` would import it."""
    others = yield
    if file_path.suffix in SUFFIXES and _answers_an_exercise(file_path):
        return [AnswerFile.from_parent(parent, path=file_path)]
    return others


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """After the failures, what is to be known of the marking besides, and what each file printed."""
    for name, text in config.stash.get(TOLD, {}).items():
        terminalreporter.section(name, sep="-")
        terminalreporter.write_line(text)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Close the sandbox, if one was started."""
    marker = config.stash.get(MARKER, None)
    if marker is not None:
        marker.__exit__(None, None, None)


def _answers_an_exercise(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            head = file.read(HEADER_BYTES) if path.suffix != ".ipynb" else _first_lines_of_notebook(file.read())
    except OSError:
        return False
    comments = []
    for line in head.decode("utf-8-sig", "replace").splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            break
        comments.append(line)
    return bool(HEADER.search("\n".join(comments)))


def _first_lines_of_notebook(data: bytes) -> bytes:
    """The code of a notebook that may name an exercise; nothing of the others, which are not read any further."""
    if b"exercise" not in data:
        return b""
    from grader.exercises import UnreadableSourceError, read_source  # noqa: PLC0415  (see the module's docstring)

    try:
        return read_source(data, "notebook.ipynb").encode()[:HEADER_BYTES]
    except UnreadableSourceError:
        return b""


@contextmanager
def _without(folder: Path) -> Iterator[None]:
    """Import as if the student's folder were not on the path: a `numpy.py` beside the answer is not ours.

    `python -m pytest` puts the current folder there, and what marking needs is loaded only while it marks.
    """
    before = list(sys.path)
    sys.path[:] = [entry for entry in before if Path(entry or ".").resolve() != folder.resolve()]
    try:
        yield
    finally:
        sys.path[:] = before


def _marker(config: pytest.Config) -> LocalMarker:
    """One marker for the whole run: its sandbox is started once."""
    from grader.marking.local import LocalMarker  # noqa: PLC0415  (see the module's docstring)

    if MARKER not in config.stash:
        config.stash[MARKER] = LocalMarker(own_code=True)
    return config.stash[MARKER]


class AnswerFile(pytest.File):
    """One answer. Its parts are known before it is marked, and it is marked when the first of them is tested."""

    _verdict: Verdict | None = None

    def collect(self) -> Iterator[pytest.Item]:
        """A test for each part of the exercise."""
        with _without(self.path.parent):
            self._read()
        for name in self.exercise.parts:
            yield PartItem.from_parent(self, name=name)

    def _read(self) -> None:
        from grader.exercises import (  # noqa: PLC0415
            AnswerFileError,
            ExerciseError,
            UnknownExercise,
            read_answer_file,
        )

        try:
            self.found = read_answer_file(self.path)
            self.exercise = _marker(self.config).catalogue.get(self.found.exercise or "")
        except (AnswerFileError, ExerciseError, UnknownExercise) as error:
            raise self.CollectError(f"{self.path.name}: {error}") from error

    def part(self, name: str) -> Part:
        """The marked part of that name."""
        return next(part for part in self.verdict.parts if part.name == name)

    @property
    def verdict(self) -> Verdict:
        """The verdict on the whole file."""
        if self._verdict is None:
            with _without(self.path.parent):
                self._verdict = _marker(self.config).mark(self.exercise, self.found.seed, self.found.answer)
                self._tell(self._verdict)
        return self._verdict

    def _tell(self, verdict: Verdict) -> None:
        """Keep what is no finding for the end of the run."""
        from grader.messages import verdict_notes  # noqa: PLC0415
        from grader.messages.catalogues import catalogue  # noqa: PLC0415

        lang = spoken(self.config)
        texts = verdict_notes(verdict, lang)
        if verdict.printed:
            heading = catalogue("cli", lang).gettext("What your code printed")
            texts.append(f"{heading}:\n{verdict.printed.rstrip()}")
        if texts:
            self.config.stash.setdefault(TOLD, {})[self.nodeid] = "\n".join(texts)


class NotRight(Exception):  # noqa: N818  (what a student reads is not an error of theirs)
    """A part that is not right yet, with what was found."""

    def __init__(self, part: Part) -> None:
        super().__init__(part.name)
        self.part = part


class PartItem(pytest.Item):
    """The test of one part."""

    parent: AnswerFile

    def runtest(self) -> None:
        """Pass when the part is right or follows from an earlier slip; undecided parts are skipped, with the reason."""
        part = self.parent.part(self.name)
        if part.outcome == "undecided":
            pytest.skip(self._words(part))
        if part.outcome not in ("correct", "follow-through"):
            raise NotRight(part)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The finding in words; a traceback only when the grader itself failed."""
        if isinstance(excinfo.value, NotRight):
            return self._words(excinfo.value.part)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Shown as the file and the part."""
        return self.path, None, f"{self.parent.exercise.id}: {self.name}"

    def _words(self, part: Part) -> str:
        from grader.exercises import DERIVATIVE_KINDS  # noqa: PLC0415
        from grader.messages import evidence_message, finding_message, finding_title, part_label  # noqa: PLC0415

        lang = spoken(self.config)
        finding: Finding | None = part.finding
        heading = f"{part_label(part, lang)}  ({part.points:g} / {part.max_points:g})"
        if finding is None:
            return heading
        words = [heading, finding_title(finding, lang), finding_message(finding, lang)]
        words.append(str(finding.params.get("traceback", "")))
        if self.parent.exercise.kind in DERIVATIVE_KINDS and part.outcome == "incorrect":
            words.append(evidence_message(finding, lang))
        return "\n".join(filter(None, words))


def spoken(config: pytest.Config) -> Any:
    """The language that was asked for, else the terminal's."""
    from grader.messages.catalogues import language, system_language  # noqa: PLC0415

    asked = config.getoption("--grader-lang")
    return language(asked) if asked else system_language()
