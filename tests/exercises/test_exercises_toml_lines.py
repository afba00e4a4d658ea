"""Every key of a TOML text has its line, whatever stands around it."""

from __future__ import annotations

import pytest

from grader.exercises.toml_lines import TomlError, TomlText

TEXT = '''\
# a comment with a [table] and key = 1
kind = "values"          # line 2
program = """
key = 1
[nothing]
"""
ask = [
    "a",    # [b]
    "]",
]
'dotted'."key" = { inner = 1 }

[code]
returns = { W = "grad.W" }

[[code.trials]]
part = "one"
[[code.trials]]
part = "two"
text = "not \\" the end ["
after = 3
[code.trials.more]
last = 1
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("kind",), 2),
        (("program",), 3),
        (("ask",), 7),
        (("dotted", "key"), 11),
        (("dotted", "key", "inner"), 11),
        (("code",), 13),
        (("code", "returns", "W"), 14),
        (("code", "trials"), 16),
        (("code", "trials", 0, "part"), 17),
        (("code", "trials", 1), 18),
        (("code", "trials", 1, "part"), 19),
        (("code", "trials", 1, "after"), 21),
        (("code", "trials", 1, "more", "last"), 23),
        (("key",), 1),
        (("nothing",), 1),
    ],
)
def test_a_key_has_its_line(path: tuple[str | int, ...], line: int) -> None:
    assert TomlText(TEXT).line(*path) == line
    assert TomlText(TEXT.replace("\n", "\r\n")).line(*path) == line


@pytest.mark.parametrize(
    ("opening", "line"),
    [('program = """\n', 4), ("program = '''\n", 4), ('program = """', 3), ("x = 1\nprogram = '''", 4)],
)
def test_a_row_of_a_text_has_its_line(opening: str, line: int) -> None:
    closing = opening.rstrip()[-3:]
    text = TomlText(f"# first\n{opening}a = 1\nb = 2\n{closing}\n")
    assert text.line_inside("program", 2) == line


def test_a_text_on_one_line_has_that_line() -> None:
    assert TomlText('x = 1\nprogram = "a = 1\\nb = 2"\n').line_inside("program", 2) == 2


@pytest.mark.parametrize(
    ("text", "line"),
    [("a = 1\nb = \n", 2), ("a = 1\na = 2\n", 2), ("a = 1\nb = '''\n\n", 2), ("= 1", 1), ("a = [\n", 1)],
)
def test_a_text_that_is_no_toml_has_the_line_of_its_error(text: str, line: int) -> None:
    with pytest.raises(TomlError) as caught:
        TomlText(text)
    assert caught.value.line == line
