"""A file is read as its author meant it, whatever editor wrote it."""

from __future__ import annotations

import json

import pytest
from sandbox_running import Run

from grader.sandbox import read_source
from grader.sandbox.source import MAX_BYTES, UnreadableSourceError

TEXT = "# 시그모이드의 도함수\ndef f(x):\n\treturn x * 2\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        b"\xef\xbb\xbf" + TEXT.encode(),
        TEXT.encode("cp949"),
        TEXT.encode("utf-16"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        TEXT.replace("\n", "\r\n").encode("cp949"),
    ],
)
def test_encodings_and_newlines_are_recognised(data: bytes, run: Run) -> None:
    source = read_source(data)
    assert source == TEXT
    assert run(source, 2.0).calls[0].value == 4.0


def test_a_coding_line_is_believed() -> None:
    text = "# -*- coding: latin-1 -*-\nname = 'é'\n"
    assert read_source(text.encode("latin-1")) == text
    assert read_source(b"# coding: nonsense\nx = 1\n") == "# coding: nonsense\nx = 1\n"


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(UnreadableSourceError, match="zero bytes"):
        read_source(b"\x7fELF\0\0\0")
    with pytest.raises(UnreadableSourceError, match="larger than"):
        read_source(b"#" * (MAX_BYTES + 1))


def notebook(*cells: tuple[str, str | list[str]]) -> bytes:
    return json.dumps({"cells": [{"cell_type": kind, "source": source} for kind, source in cells]}).encode()


def test_a_notebook_becomes_its_code_without_magics(run: Run) -> None:
    data = notebook(
        ("markdown", "# Title"),
        ("code", ["%matplotlib inline\n", "!pip install numpy\n", "import numpy as np"]),
        ("code", "%%html\n<b>hello</b>"),
        ("code", "%%time\ndef f(x):\n    return np.exp(0 * x) + x"),
        ("code", "if True:\n    %time f(1)\nf(2)\n?f"),
    )
    source = read_source(data, "homework.ipynb")
    assert run(source, 2.0).calls[0].value == 3.0
    assert "html" in source
    assert "Title" not in source


@pytest.mark.parametrize(
    "data",
    [b"def f(x): pass", b"{}", b'{"cells": 3}', b"[" * 100_000, b'{"cells": [{"cell_type": "code", "source": 1}]}'],
)
def test_a_notebook_that_is_none_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableSourceError, match="not a notebook"):
        read_source(data, "homework.ipynb")
