"""The build compiles every catalogue, and commands that are named in the entry points can be loaded."""

from __future__ import annotations

import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

import grader

ROOT = Path(__file__).parents[2]


def test_a_broken_catalogue_stops_the_build(tmp_path: Path) -> None:
    folder = tmp_path / "ko" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "broken.po").write_text('msgid "a"\nnonsense\n', encoding="utf-8")
    compiler = ROOT / "tools" / "compile_messages.py"
    result = subprocess.run(
        [sys.executable, str(compiler), str(folder / "broken.po")], capture_output=True, text=True, check=False
    )
    assert result.returncode != 0


@pytest.mark.parametrize("group", ["console_scripts", "pytest11"])
def test_entry_points_load(group: str) -> None:
    [entry] = metadata.distribution("backprop-grader").entry_points.select(group=group)
    assert entry.load() is not None


def test_the_plug_in_costs_a_foreign_pytest_run_next_to_nothing() -> None:
    code = (
        "import sys, grader.pytest_plugin; print([m for m in ('numpy', 'sympy', 'flint', 'click') if m in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_the_core_import_of_the_engine_loads_no_sympy() -> None:
    code = "import sys, reference; print([m for m in ('sympy', 'flint') if m in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_the_version_is_told_once() -> None:
    assert grader.__version__ == metadata.version("backprop-grader")
