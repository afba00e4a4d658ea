"""The guide for authors names every key that an exercise may have, and its examples are read."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest
from exercise_author import Author

from grader.exercises.code_section import CODE_KEYS, TRIAL_KEYS
from grader.exercises.definition import KEYS
from grader.exercises.engine_section import ENGINE_KEYS
from grader.exercises.kinds.choice import CHOICE_KEYS, OPTION_KEYS
from grader.exercises.kinds.choice_sources import NODE_RULES
from grader.exercises.kinds.derivation import DERIVATION_KEYS
from grader.exercises.kinds.formula import FORM_KEYS, FORMS
from grader.exercises.kinds.mutants import MUTANTS_KEYS
from grader.exercises.kinds.program import BUILD_KEYS, OPERATIONS
from grader.exercises.model import KINDS

GUIDE = (Path(__file__).parents[2] / "docs" / "exercises.md").read_text(encoding="utf-8")
EXAMPLES = [
    textwrap.dedent(block) for block in re.findall(r"(?:^    .*\n|^\n)+", GUIDE, re.MULTILINE) if "kind =" in block
]


OWN_KEYS = [*FORM_KEYS, *CHOICE_KEYS, *OPTION_KEYS, *DERIVATION_KEYS, *BUILD_KEYS, *MUTANTS_KEYS]


@pytest.mark.parametrize("key", [*KEYS, *CODE_KEYS, *TRIAL_KEYS, *ENGINE_KEYS, *OWN_KEYS, *OPERATIONS])
def test_every_key_is_explained(key: str) -> None:
    assert f"`{key}`" in GUIDE or f"[[code.{key}]]" in GUIDE or f"[{key}]" in GUIDE


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_is_read(author: Author, example: str) -> None:
    author.writes(example, english="# T\n\nWords.\n", korean="# 제목\n\n말.\n")
    assert author.loads().broken == ()


@pytest.mark.parametrize("word", [*KINDS, *NODE_RULES, *FORMS])
def test_every_kind_every_form_and_every_rule_about_nodes_is_explained(word: str) -> None:
    assert f'`"{word}"`' in GUIDE


def test_there_are_examples_of_arrays_and_of_every_kind() -> None:
    assert len(EXAMPLES) == 10
    assert {kind for kind in KINDS if any(f'kind = "{kind}"' in each for each in EXAMPLES)} == {*KINDS}
