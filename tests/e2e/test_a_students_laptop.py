"""With only the core install and pytest, a student starts an exercise, is told what is missing, and finishes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.environments import Environment

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("wheel")]

RIGHT = """# exercise: sigmoid/derivative
import numpy as np


def sigmoid_derivative(x):
    e = np.exp(-np.abs(x))
    return e / (1 + e) ** 2
"""


def test_the_untouched_starter_fails_with_a_kind_message(laptop: Environment, tmp_path: Path) -> None:
    assert laptop.run("grader", "start", "sigmoid/derivative", cwd=tmp_path).returncode == 0
    marked = laptop.run("pytest", cwd=tmp_path / "sigmoid-derivative")
    assert marked.returncode == 1, marked.stdout + marked.stderr
    assert "Traceback" not in marked.stdout
    assert "NotImplementedError" not in marked.stdout
    assert "Nothing is written here yet" in marked.stdout


def test_a_right_solution_passes_with_one_test_per_part(laptop: Environment, tmp_path: Path) -> None:
    laptop.run("grader", "start", "sigmoid/derivative", cwd=tmp_path)
    folder = tmp_path / "sigmoid-derivative"
    (folder / "solution.py").write_text(RIGHT, encoding="utf-8")
    marked = laptop.run("pytest", "-v", cwd=folder)
    assert marked.returncode == 0, marked.stdout + marked.stderr
    assert marked.stdout.count("PASSED") >= 3


def test_no_web_framework_and_no_database_is_installed(laptop: Environment, tmp_path: Path) -> None:
    for module in ("flask", "sqlalchemy", "alembic"):
        assert laptop.run("python", "-c", f"import {module}", cwd=tmp_path).returncode == 1


def test_the_service_says_what_to_install(laptop: Environment, tmp_path: Path) -> None:
    refused = laptop.run("grader", "serve", cwd=tmp_path)
    assert refused.returncode == 2
    assert "backprop-grader[service" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_the_exercises_are_inside_the_wheel(laptop: Environment, tmp_path: Path) -> None:
    listed = laptop.run("grader", "exercises", "list", cwd=tmp_path)
    assert listed.returncode == 0
    assert "graph/two-paths" in listed.stdout
