"""Read a student's file as a person meant it: `read_source(data)` copes with encodings and notebooks.

UTF-8 with or without a mark at its start, UTF-16 with one, what a `# coding:` line says, cp949 (Korean
Windows); a notebook's code cells, joined, without its magics. Nothing is run.
"""

from __future__ import annotations

import codecs
import io
import json
import tokenize

MAX_BYTES = 2 * 2**20
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


class UnreadableSourceError(ValueError):
    """This is no program's text; the message says why."""


def read_source(data: bytes, filename: str = "solution.py") -> str:
    """The program's text with `\\n` newlines. Raises UnreadableSourceError where there is none to be had."""
    if len(data) > MAX_BYTES:
        raise UnreadableSourceError(f"the file is larger than {MAX_BYTES // 2**20} MiB")
    text = _decode(data).replace("\r\n", "\n").replace("\r", "\n")
    if filename.endswith(".ipynb"):
        return _notebook(text)
    return text


def _decode(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    if b"\0" in data:
        raise UnreadableSourceError("the file is not a text: it has zero bytes in it")
    for encoding in ("utf-8", _declared(data), "cp949"):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("utf-8", "replace")


def _declared(data: bytes) -> str:
    """The encoding of the file's `# coding:` line, as Python reads it."""
    try:
        return tokenize.detect_encoding(io.BytesIO(data).readline)[0]
    except SyntaxError:
        return "cp949"


def _notebook(text: str) -> str:
    try:
        cells = json.loads(text)["cells"]
        sources = [cell["source"] for cell in cells if cell["cell_type"] == "code"]
        code = ["".join(source) for source in sources]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise UnreadableSourceError("the file is not a notebook, though its name says so") from None
    return "\n\n".join(_without_magics(cell) for cell in code) + "\n"


def _without_magics(cell: str) -> str:
    """The cell with its magics as comments, line for line. A cell of another language (`%%html`) goes whole."""
    cell = cell.replace("\r\n", "\n").replace("\r", "\n")
    if cell.lstrip().startswith("%%") and not cell.lstrip().startswith(("%%time", "%%capture", "%%prun")):
        return "\n".join("# " + line for line in cell.split("\n"))
    return "\n".join(_without_magic(line) for line in cell.split("\n"))


def _without_magic(line: str) -> str:
    indent = line[: len(line) - len(line.lstrip())]
    if line.lstrip().startswith(("%", "!", "?")):
        return f"{indent}pass  # {line.strip()}"
    return line
