"""What is handed in is read as its author meant it, whatever editor wrote it; what is no text is refused, and why."""

from __future__ import annotations

import pytest

from grader.exercises import UnreadableSourceError, read_source
from grader.exercises.source import MOST_BYTES, MOST_CHARACTERS

TEXT = "# 시그모이드의 도함수\ndef f(x):\n\treturn x * 2\n"


@pytest.mark.parametrize(
    "given",
    [
        TEXT,
        "\ufeff" + TEXT,
        TEXT.replace("\n", "\r\n"),
        TEXT.encode(),
        b"\xef\xbb\xbf" + TEXT.encode(),
        TEXT.encode("cp949"),
        TEXT.encode("utf-16"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        TEXT.replace("\n", "\r\n").encode("cp949"),
    ],
)
def test_encodings_and_newlines_are_recognised(given: bytes | str) -> None:
    assert read_source(given) == TEXT


def test_a_coding_line_is_believed_where_the_bytes_are_not_utf_8() -> None:
    latin = "# -*- coding: latin-1 -*-\nname = 'é'\n"
    assert read_source(latin.encode("latin-1")) == latin
    stale = "# coding: cp949\nname = '한글'\n"
    assert read_source(stale.encode()) == stale
    assert read_source(b"# coding: nonsense\nx = 1\n") == "# coding: nonsense\nx = 1\n"


@pytest.mark.parametrize("coding", ["punycode", "unicode_escape", "utf_7", "rot13", "hex", "idna"])
def test_a_coding_line_cannot_hide_what_stands_there(coding: str) -> None:
    text = f"# coding: {coding}\nx = '\\x41+AGE-'\n"
    assert read_source(text.encode()) == text
    with pytest.raises(UnreadableSourceError):
        read_source(text.encode() + b"\xff\xff\n")


@pytest.mark.parametrize(
    ("given", "reason", "line"),
    [
        (b"\x7fELF\0\0\0", "zero_bytes", 1),
        (b"x = 1\ny = '\0'\n", "zero_bytes", 2),
        ("x = 1\n\ny = '\0'\n", "zero_bytes", 3),
        (TEXT.encode("utf-16-le"), "zero_bytes", 1),
        ("x = '\0'\n".encode("utf-16"), "zero_bytes", 1),
        (b"x = 1\ny = '\xff\xff'\n", "not_text", 2),
        ("# 한글\n".encode("cp949") + b"# caf\xe9\n", "not_text", 2),
        (b"\xff\xfex\0=", "not_text", 1),
        (b"#" * (MOST_BYTES + 1), "too_large", None),
        ("#" * (MOST_CHARACTERS + 1), "too_large", None),
    ],
)
def test_what_is_no_text_is_refused_with_its_place(given: bytes | str, reason: str, line: int | None) -> None:
    with pytest.raises(UnreadableSourceError) as caught:
        read_source(given)
    assert (caught.value.reason, caught.value.line) == (reason, line)


def test_half_a_character_is_replaced_so_that_the_text_can_be_stored() -> None:
    assert read_source("x = '\ud800'\n") == "x = '?'\n"
