"""What a student wrote does nothing to the terminal, the spreadsheet or the line in which it is shown."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

ESCAPE, BIDI, C1 = "\x1b[2J\x1b]0;title\x07", "\u202e\u2066", "\x9b31m"
HOSTILE = ESCAPE + BIDI + C1
RIGHT = {"exercise": "partial/quadratic", "answer": {"dz_dx": "2x + y", "dz_dy": "x + 1"}}
CODE = f"""# exercise: backprop/linear
print({HOSTILE!r}, "<b>[red]printed[/red]</b>")
shown = 1  # {HOSTILE}
n = input({HOSTILE!r})
def backward(W, x, b):
    raise ValueError({HOSTILE!r} + "<b>[bold]told[/bold]</b>")  # {HOSTILE}
"""


def harmless(text: str) -> bool:
    return not any(letter in text for letter in HOSTILE if not letter.isascii() or letter < " ")


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["en", "ko"])
def test_nothing_a_file_prints_raises_or_holds_reaches_the_terminal(terminal, tmp_path: Path, lang: str) -> None:
    (tmp_path / "solution.py").write_text(CODE)
    printed = terminal("check", "solution.py", "--lang", lang)
    assert harmless(printed.out + printed.err)
    assert "<b>[red]printed[/red]</b>" in printed.out
    assert "<b>[bold]told[/bold]</b>" in printed.out


def test_nor_does_a_files_name_or_a_text_in_the_command(terminal, tmp_path: Path) -> None:
    name = f"a{ESCAPE.replace('/', '')}{BIDI}.py"
    (tmp_path / name).write_bytes(b"\0")
    for words in (["check", name], ["check", "--exercise", name, "--answer", "a=1"], ["grade", name + "x"]):
        printed = terminal(*words)
        assert printed.status == 2
        assert harmless(printed.out + printed.err)


@pytest.mark.slow
def test_a_line_of_json_is_the_same_value_with_nothing_hidden_in_it(terminal, tmp_path: Path) -> None:
    (tmp_path / "solution.py").write_text(CODE)
    printed = terminal("check", "solution.py", "--json")
    assert harmless(printed.out)
    line = json.dumps({**RIGHT, "id": HOSTILE}, ensure_ascii=False)
    graded = terminal("grade", "-", stdin=line + "\n")
    assert harmless(graded.out)
    assert graded.lines[0]["id"] == HOSTILE


@pytest.mark.parametrize(
    "text",
    [
        "=cmd|' /C calc'!A0",
        "+1",
        "-1+2",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "  =1",
        "\n=1",
        "＝1",
        "\u202e=1",
        "\x00=1",
        "-10",
    ],
)
def test_a_spreadsheet_runs_nothing(terminal, text: str) -> None:
    rows = [{**RIGHT, "id": text}, {"id": text, "exercise": text, "answer": {}}, {**RIGHT, "id": [text]}]
    printed = terminal("grade", "-", "--format", "csv", stdin="".join(json.dumps(row) + "\n" for row in rows))
    cells = [cell for row in csv.reader(io.StringIO(printed.out)) for cell in row]
    assert len(cells) == 4 * 8
    assert not [cell for cell in cells if cell.lstrip()[:1] in tuple("=+-@＝＋－＠")]
    assert harmless(printed.out.replace("\n", ""))


def test_a_table_for_excel_says_its_encoding_once_and_goes_on(terminal, tmp_path: Path) -> None:
    rows = [{**RIGHT, "id": "김민지"}, {**RIGHT, "id": "이지호\n2"}]
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    command = ("grade", "in.jsonl", "--format", "csv", "--out", "out.csv")
    terminal(*command)
    whole = (tmp_path / "out.csv").read_bytes()
    assert whole.startswith("\ufeffid,exercise".encode())
    assert whole.count("\ufeff".encode()) == 1
    for cut in (len("\ufeffid,exercise".encode()), whole.index(b"\n") + 1, whole.index(b"\n") + 20):
        (tmp_path / "out.csv").write_bytes(whole[:cut])
        terminal(*command)
        assert (tmp_path / "out.csv").read_bytes() == whole
