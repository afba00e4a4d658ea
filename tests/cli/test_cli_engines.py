"""An engine at the terminal: begun with `start`, marked with `check`, the smallest failing graph drawn in text."""

from __future__ import annotations

from pathlib import Path

import pytest

ENGINE = "engine/value"
RIGHT = (Path(__file__).parents[1] / "marking" / "engine" / "right" / "counting.py").read_text(encoding="utf-8")


def test_it_begins_with_a_class_that_says_what_is_asked(terminal, tmp_path: Path) -> None:
    assert terminal("start", ENGINE, str(tmp_path / "work")).status == 0
    begun = (tmp_path / "work" / "solution.py").read_text(encoding="utf-8")
    assert begun.startswith(f"# exercise: {ENGINE}\n")
    assert "class Value:" in begun


@pytest.mark.slow
def test_a_wrong_sum_is_drawn(terminal, tmp_path: Path) -> None:
    file = tmp_path / "solution.py"
    file.write_text(f"# exercise: {ENGINE}\n" + RIGHT.replace("(self, 1.0), (o, 1.0))", "(self, 1.0), (o, o.data))"))
    printed = terminal("check", str(file))
    assert printed.status == 1
    assert "The smallest graph found is: a = Value(" in " ".join(printed.out.split())
    assert "╰─▶ +" in printed.out


def test_typed_answers_are_refused_with_what_to_do(terminal) -> None:
    printed = terminal("check", "--exercise", ENGINE, "--answer", "x=1")
    assert printed.status == 2
    assert "is answered with a file of Python" in printed.err
