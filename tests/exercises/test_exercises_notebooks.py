"""A notebook is read as one file of Python, without its magics, and a line of it is told as a line of its cell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from grader.exercises import (
    Answer,
    UnreadableSourceError,
    cell_of,
    dropped_lines,
    line_numbers,
    read_answer_file,
    read_source,
)


def notebook(*cells: tuple[str, str | list[str]]) -> bytes:
    made = [{"cell_type": kind, "source": source, "outputs": []} for kind, source in cells]
    return json.dumps({"cells": made, "nbformat": 4, "metadata": {}}).encode()


def code(*sources: str) -> str:
    return read_source(notebook(*(("code", source) for source in sources)), "hw.ipynb")


def values(text: str) -> dict[str, object]:
    names: dict[str, object] = {}
    exec(compile(text, "hw.ipynb", "exec"), names)
    return names


def test_a_notebook_becomes_its_code_without_magics() -> None:
    data = notebook(
        ("markdown", "# Title"),
        ("code", ["%matplotlib inline\n", "!pip install numpy\n", "import math"]),
        ("code", "%%html\n<b>hello</b>"),
        ("code", "%%time\ndef f(x):\n    return math.exp(0 * x) + x"),
        ("code", "files = !ls\nif True:\n    %time f(1)\nf(2)\n?f\nmath.exp?"),
    )
    text = read_source(data, "homework.ipynb")
    assert values(text)["f"](2.0) == 3.0  # type: ignore[operator]
    assert "Title" not in text
    assert [line for _, line in dropped_lines(text)] == [
        "%matplotlib inline", "!pip install numpy", "%%html", "<b>hello</b>", "%%time",
        "files = !ls", "%time f(1)", "?f", "math.exp?",
    ]  # fmt: skip


def test_a_notebook_that_was_saved_as_python_is_told_too() -> None:
    code = "#!/usr/bin/env python\n# In[1]:\nget_ipython().run_line_magic('matplotlib', 'inline')\nx = 1\n"
    assert list(dropped_lines(code)) == [(3, "get_ipython().run_line_magic('matplotlib', 'inline')")]


@pytest.mark.parametrize(
    "source",
    [
        "a = (7\n     % 4)",
        "a = 7 \\\n    % 4",
        "a = 3\ns = '''\n%matplotlib inline\n!ls\n'''",
        's = """a "quote" and (\n%d items\n"""; a = 3',
        "a = [\n    7  # an ( open bracket in a comment, and a quote '\n    % 4\n][0]",
        "a = 3\nb = a != 4\nif b: a %= 7",
        "a = 3  # what is this?",
        "a = 3\nt = 'it\\'s (not) open'\nassert t",
    ],
)
def test_what_only_looks_like_a_magic_stays(source: str) -> None:
    text = code(source)
    assert values(text)["a"] == 3
    assert list(dropped_lines(text)) == []


def test_cells_that_were_copied_into_a_file_are_read_without_magics_line_for_line() -> None:
    text = "%matplotlib inline\n!pip install numpy\nimport numpy as np\n\nif True:\n    !ls\n    x = (7\n%3)\n"
    code = read_source(text)
    assert code.count("\n") == text.count("\n")
    names: dict[str, object] = {}
    exec(code, names)
    assert names["x"] == 1
    assert list(dropped_lines(code)) == [(1, "%matplotlib inline"), (2, "!pip install numpy"), (6, "!ls")]
    assert read_source(code) == code


@pytest.mark.parametrize("text", ["x = '\\\n!a'\n", 'x = """\n%s\n!"""\n', "x = (7\n  %3)\n", "# %s\nx = 1\n"])
def test_a_file_of_python_stays_as_it_is(text: str) -> None:
    assert read_source(text) == text


def test_a_line_is_told_as_a_line_of_its_cell() -> None:
    text = code("%matplotlib inline\nimport math\n", "", "def f(x):\n    return 1 / x")
    line = text.split("\n").index("    return 1 / x") + 1
    assert cell_of(text, line) == (3, 2)
    assert cell_of(text, 2) == (1, 1)
    assert line_numbers(text) == [0, 1, 2, 3, 0, 1, 0, 1, 2, 3]
    assert line_numbers("x = 1\ny = 2\n") == [1, 2, 3]
    assert cell_of("# --- my own heading ---\nx = 1\n", 2) is None


def test_a_notebook_is_known_by_its_content_too(tmp_path: Path) -> None:
    data = notebook(("code", "# exercise: a/b\n# seed: 3\nx = 1"))
    (tmp_path / "hw.ipynb").write_bytes(data)
    found = read_answer_file(tmp_path / "hw.ipynb")
    assert (found.exercise, found.seed) == ("a/b", 3)
    assert found.answer == Answer.of_code(read_source(data.decode()), "hw.ipynb")
    assert read_source(data, "hw.py") == read_source(data, "hw.ipynb")


@pytest.mark.parametrize(
    "data",
    [b"def f(x): pass", b"{}", b'{"cells": 3}', b"[" * 100_000, b'{"cells": [{"cell_type": "code", "source": 1}]}'],
)
def test_a_notebook_that_is_none_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableSourceError, match="not a notebook") as caught:
        read_source(data, "homework.ipynb")
    assert caught.value.reason == "not_a_notebook"


def test_hostile_escapes_in_a_notebook_are_refused_or_replaced() -> None:
    with pytest.raises(UnreadableSourceError) as caught:
        code("x = '\0'")
    assert caught.value.reason == "zero_bytes"
    assert "\ud800" not in code("x = '\ud800'")
