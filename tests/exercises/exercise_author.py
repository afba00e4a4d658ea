"""An author at work: `Author.writes` puts an exercise on disk, `Author.loads` reads what is there."""

from __future__ import annotations

from pathlib import Path

from grader.exercises import Catalogue, ExerciseError, load_catalogue

LINEAR = """\
kind = "values"
program = '''
g = W * x
f = g + b
'''
inputs = { W = -2, x = 5, b = 3 }
vary = { W = "-5..5", x = "-5..5", b = "-9..9" }
"""
ENGLISH = "# A graph\n\nFind the values at $W = [[W]]$.\n\n[[graph]]\n"
KOREAN = "# 그래프\n\n값을 구하세요: $W = [[W]]$.\n\n[[graph]]\n"


class Author:
    """Someone who writes exercises into one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def writes(
        self, toml: str = LINEAR, name: str = "own/linear", english: str = ENGLISH, korean: str = KOREAN
    ) -> Path:
        """Put an exercise on disk and give back its folder."""
        path = self.folder / name
        path.mkdir(parents=True)
        (path / "exercise.toml").write_text(toml, encoding="utf-8")
        (path / "statement.en.md").write_text(english, encoding="utf-8")
        (path / "statement.ko.md").write_text(korean, encoding="utf-8")
        return path

    def loads(self) -> Catalogue:
        """The catalogue of what was written, without the shipped exercises."""
        return load_catalogue(self.folder, shipped=False)

    def is_refused(self) -> ExerciseError:
        """The error of the one exercise that is refused."""
        (error,) = self.loads().broken
        return error
