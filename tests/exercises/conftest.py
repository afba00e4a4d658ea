"""Fixtures of the tests about exercises."""

from __future__ import annotations

from pathlib import Path

import pytest
from exercise_author import Author


@pytest.fixture
def author(tmp_path: Path) -> Author:
    """An author with an empty folder."""
    return Author(tmp_path)
