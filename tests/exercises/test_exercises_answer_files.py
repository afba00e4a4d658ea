"""A student's file is read as it comes: code or typed answers, in the encodings of real life."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.exercises import Answer, AnswerFileError, read_answer_file

CODE = "# exercise: sigmoid/derivative\n# seed: 12\nimport numpy as np\n"
TYPED = '# exercise: graph/linear\n\n[answers]\n"value.g" = "-10"\n"grad.W" = 5\n'


def test_code_names_its_exercise_and_seed() -> None:
    assert read_answer_file(CODE, "mine.py") == ("sigmoid/derivative", 12, Answer.of_code(CODE, "mine.py"))


def test_typed_answers_may_be_texts_and_numbers() -> None:
    found = read_answer_file(TYPED)
    assert (found.exercise, found.seed) == ("graph/linear", None)
    assert found.answer == Answer(typed={"value.g": "-10", "grad.W": "5"}, filename="answers.toml")


def test_numbers_keep_the_digits_that_were_typed() -> None:
    found = read_answer_file("[answers]\na = 0.50\nb = 1e-3\nc = -7\nd = 0.30000000000000000001\n")
    assert found.answer.typed == {"a": "0.50", "b": "1e-3", "c": "-7", "d": "0.30000000000000000001"}


def test_a_name_with_a_dot_needs_no_quotes() -> None:
    found = read_answer_file("[answers]\nvalue.g = 1\ngrad.g = 2\nvalue.f = 3\n")
    assert found.answer.typed == {"value.g": "1", "value.f": "3", "grad.g": "2"}


def test_the_kind_follows_the_name_and_else_the_content() -> None:
    assert read_answer_file(TYPED, "x.py").answer.code == TYPED
    assert read_answer_file(TYPED, "x.txt").answer.typed is not None
    assert read_answer_file("x = 1", "x.txt").answer.code == "x = 1"


@pytest.mark.parametrize(
    "head",
    [
        "#exercise:a/b\n#seed:7\n",
        "#!/usr/bin/env python\n# -*- coding: utf-8 -*-\n\n# EXERCISE :  a/b  \n#\n# Seed: 7\n",
        "  # exercise: a/b\n# seed: 7\n# exercise: a/b\n",
    ],
)
def test_the_lines_stand_anywhere_in_the_leading_comments(head: str) -> None:
    assert read_answer_file(head + "x = 1\n", "s.py")[:2] == ("a/b", 7)


def test_lines_after_the_first_statement_name_nothing() -> None:
    assert read_answer_file("x = 1\n# exercise: a/b\n# seed: 7\n", "s.py")[:2] == (None, None)


@pytest.mark.parametrize(
    "raw",
    [
        "# exercise: a/b\n# 시그모이드\n".encode(),
        "\ufeff# exercise: a/b\n# 시그모이드\n".encode(),
        "# exercise: a/b\r\n# 시그모이드\r\n".encode("cp949"),
        "# exercise: a/b\r# 시그모이드\r".encode(),
        "# exercise: a/b\n# 시그모이드\n".encode("utf-16"),
    ],
)
def test_encodings_of_real_life_are_read(tmp_path: Path, raw: bytes) -> None:
    file = tmp_path / "답.py"
    file.write_bytes(raw)
    found = read_answer_file(file)
    assert found.exercise == "a/b"
    assert found.answer == Answer.of_code("# exercise: a/b\n# 시그모이드\n", "답.py")


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("[answers]\na = -2/3\n", 2, "this is not TOML: .*; write every answer in quotes"),
        ('[answers]\na = "1\n', 2, "this is not TOML"),
        ("[answers]\na = 1\na = 2\n", 3, "this is not TOML: Cannot overwrite a value"),
        ("[answers]\na = 1\n[other]\n", 3, r"unknown 'other'; answers stand below a line \[answers\]"),
        ("a = 1\n[answers]\n", 1, "unknown 'a'"),
        ("", None, r"there is no table \[answers\]"),
        ("answers = 3\n", 1, r"there is no table \[answers\]"),
        ("[answers]\na = true\n", 2, "the answer to 'a' must be a text in quotes or a number"),
        ("[answers]\n\nvalue.g = [1]\n", 3, "the answer to 'value.g' must be a text"),
        ("[answers]\na = 2026-11-24\n", 2, "the answer to 'a' must be a text"),
        ("# seed: many\n[answers]\n", 1, "a seed is a whole number from 0 to"),
        ("# seed: -1\n[answers]\n", 1, "a seed is a whole number"),
        ("# seed: 9223372036854775808\n[answers]\n", 1, "a seed is a whole number"),
        ("# exercise: a/b\n# exercise: c/d\n[answers]\n", 2, "this is the second `# exercise:` line"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(text: str, line: int | None, message: str) -> None:
    with pytest.raises(AnswerFileError, match=message) as caught:
        read_answer_file(text, "answers.toml")
    assert caught.value.line == line


def test_hostile_files_are_refused(tmp_path: Path) -> None:
    hostile = {
        "binary.py": b"\x7fELF\0\0",
        "large.py": b"#" * (1024 * 1024 + 1),
        "odd.py": b"\xff\xff\xff",
        "deep.toml": b"[answers]\na = " + b"[" * 10_000,
    }
    for name, raw in hostile.items():
        (tmp_path / name).write_bytes(raw)
        with pytest.raises(AnswerFileError):
            read_answer_file(tmp_path / name)
    for path in (tmp_path, tmp_path / "nothing.py"):
        with pytest.raises(AnswerFileError, match="cannot be read"):
            read_answer_file(path)


def test_an_answer_survives_being_stored() -> None:
    for answer in (Answer.of_code("x = 1"), Answer.of_typed({"a": "1", "b": 2, "c": 0.5})):
        assert Answer.from_dict(answer.to_dict()) == answer
    assert Answer.of_typed({"b": 2, "c": 0.5}).typed == {"b": "2", "c": "0.5"}
