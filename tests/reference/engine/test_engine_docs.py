"""The examples of docs/engine.md do what the page says."""

from __future__ import annotations

import doctest
from pathlib import Path

from reference.primitives import PRIMITIVES

PAGE = Path(__file__).parents[3] / "docs" / "engine.md"


def test_the_examples_of_the_page_run_as_they_are_printed():
    outcome = doctest.testfile(
        str(PAGE), module_relative=False, optionflags=doctest.NORMALIZE_WHITESPACE | doctest.IGNORE_EXCEPTION_DETAIL
    )
    assert outcome.failed == 0
    assert outcome.attempted > 30


def test_the_rows_that_the_page_quotes_are_in_the_table():
    table = Path(PAGE.parents[1], "reference", "primitives.py").read_text(encoding="utf-8")
    quoted = [
        line.split() for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("    _function(")
    ]
    rows = [line.split() for line in table.splitlines()]
    assert len(quoted) == 3
    assert all(row in rows for row in quoted)


def test_the_conventions_of_the_page_name_operations_of_the_table():
    assert {"relu", "abs", "max", "min", "clip", "sign", "softmax", "log_softmax", "logsumexp"} <= set(PRIMITIVES)
