"""A student who hands in answers to the shipped exercises, or to ones of the test's own, and reads the verdict."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from grader.exercises import Answer, Catalogue, Exercise, load_catalogue, make_instance
from grader.marking import mark
from grader.sandbox import Sandbox
from grader.verdict import Verdict

Student = Callable[..., Verdict]


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as box:
        yield box


@pytest.fixture
def types(catalogue: Catalogue) -> Student:
    """`types("graph/linear", {"value.g": "-10"})` gives the verdict on typed answers."""

    def answer(
        exercise: str | Exercise, typed: Mapping[str, object], seed: int | None = None, show_answers: bool = False
    ) -> Verdict:
        found = catalogue.get(exercise) if isinstance(exercise, str) else exercise
        return mark(found, make_instance(found, seed), Answer.of_typed(typed), show_answers=show_answers)

    return answer


@pytest.fixture
def hands_in(catalogue: Catalogue, sandbox: Sandbox) -> Student:
    """`hands_in("sigmoid/derivative", "def …")` gives the verdict on a file of code."""

    def answer(exercise: str | Exercise, code: str, secret: bytes = b"local") -> Verdict:
        found = catalogue.get(exercise) if isinstance(exercise, str) else exercise
        return mark(found, make_instance(found), Answer.of_code(code), sandbox, secret=secret)

    return answer


@pytest.fixture
def write_exercise(tmp_path: Path) -> Callable[[str], Exercise]:
    """An exercise from the text of its exercise.toml."""

    def write(toml: str) -> Exercise:
        folder = tmp_path / "own" / "exercise"
        folder.mkdir(parents=True)
        (folder / "exercise.toml").write_text(toml, encoding="utf-8")
        for lang in ("en", "ko"):
            (folder / f"statement.{lang}.md").write_text("# Title\n\nWork it out.\n", encoding="utf-8")
        return load_catalogue(tmp_path).get("own/exercise")

    return write
