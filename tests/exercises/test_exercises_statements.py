"""Statements are filled in from allowed names only, as mathematics and as text."""

from __future__ import annotations

from exercise_author import LINEAR, Author

from grader.exercises import exact_number, load_catalogue, make_instance, statement_text


def filled(author: Author, english: str) -> str:
    author.writes(english="# Title\n\n" + english)
    exercise = author.loads().get("own/linear")
    return statement_text(exercise, make_instance(exercise), "en")


def test_a_number_has_an_ascii_minus_in_mathematics_and_a_real_one_in_words(author: Author) -> None:
    text = filled(author, "At $W = [[W]]$ it is [[W]].\n\n$$x = [[W]]$$\n")
    assert text == "At $W = -2$ it is −2.\n\n$$x = -2$$\n"


def test_the_program_becomes_a_block_of_code(author: Author) -> None:
    assert filled(author, "[[program]]\n") == "```python\ng = W * x\nf = g + b\n```\n"


def test_the_place_of_the_drawing_is_kept_for_whoever_renders(author: Author) -> None:
    assert filled(author, "Look:\n\n[[graph]]\n") == "Look:\n\n[[graph]]\n"


def test_braces_percent_signs_and_templates_are_only_text(author: Author) -> None:
    words = "{W} {0.__class__} %s {{ W }} {% raw %} $\\frac{1}{2}$ [W] [[W]\n"
    assert filled(author, words) == words


def test_an_unknown_name_is_refused_with_its_line(author: Author) -> None:
    author.writes(english="# Title\n\nAt [[W]]:\n[[g]] and [[__class__]] and [[]].\n")
    problems = author.is_refused().problems
    assert [(problem.path.name, problem.line) for problem in problems] == [("statement.en.md", 4)] * 3
    assert problems[0].message.startswith("[[g]] is unknown; there are: [[W]], ")


def test_program_and_graph_stand_on_lines_of_their_own(author: Author) -> None:
    author.writes(english="# Title\n\nSee [[graph]] here.\n")
    (problem,) = author.is_refused().problems
    assert (problem.line, problem.message) == (3, "[[graph]] must stand on a line of its own")


def test_an_input_without_a_number_cannot_be_named(author: Author) -> None:
    author.writes('kind = "formula"\nprogram = "f = W * x + b"\n')
    assert "[[W]] is unknown" in str(author.is_refused())


def test_a_statement_needs_a_title_and_words(author: Author) -> None:
    author.writes(english="Only words.\n", korean="# 제목\n")
    assert [(problem.path.name, problem.line) for problem in author.is_refused().problems] == [
        ("statement.en.md", 1),
        ("statement.en.md", 1),
        ("statement.ko.md", 1),
    ]


def test_a_byte_order_mark_and_windows_lines_are_read(author: Author) -> None:
    folder = author.writes(LINEAR)
    (folder / "statement.en.md").write_bytes("\ufeff# Title\r\n\r\nWords.\r\n".encode())
    exercise = author.loads().get("own/linear")
    assert (exercise.titles["en"], exercise.statements["en"]) == ("Title", "Words.\n")


def test_numbers_are_written_as_a_person_does() -> None:
    assert [exact_number(number) for number in (5.0, -2.0, 0.5, 0.1, 1e20)] == ["5", "-2", "0.5", "0.1", "1e+20"]


def test_every_shipped_statement_is_filled_in_completely() -> None:
    for exercise in load_catalogue():
        for lang in ("en", "ko"):
            text = statement_text(exercise, make_instance(exercise, 1), lang)
            assert "[[" not in text.replace("[[graph]]", "")
