"""Every English sentence of the command line has a Korean one with the same placeholders."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import grader.cli
from grader.cli import output
from grader.messages.catalogues import catalogue

SOURCES = sorted(Path(grader.cli.__file__).parent.glob("*.py"))


def sentences() -> set[str]:
    """What the command line looks up: literals given to gettext, and its tables of sentences."""
    found = {*output.OUTCOMES.values()}
    for source in SOURCES:
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "gettext":
                [text] = node.args
                if isinstance(text, ast.Constant):
                    found.add(text.value)
    return found


@pytest.mark.parametrize("sentence", sorted(sentences()))
def test_a_sentence_is_translated_with_its_placeholders(sentence: str) -> None:
    korean = catalogue("cli", "ko").gettext(sentence)
    assert korean != sentence
    assert set(re.findall(r"\{\w+\}", korean)) == set(re.findall(r"\{\w+\}", sentence))
