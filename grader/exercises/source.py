"""Read what a student hands in as the text they meant: `read_source(data, "hw.ipynb")`, the one way in for all.

UTF-8 with or without a mark at its start, UTF-16 with one, what a `# coding:` line says, cp949 (Korean
Windows); a notebook becomes the code of its cells, and cells that were copied lose their magics (`notebooks.py`).
Nothing is run.
"""

from __future__ import annotations

import codecs
import io
import tokenize

from .errors import UnreadableSourceError
from .notebooks import is_notebook, notebook_code, without_magics

# What a file may have in all (a notebook carries its pictures along), and its text once it is read.
MOST_BYTES = 4 * 2**20
MOST_CHARACTERS = 256 * 2**10
_MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
# Encodings that are believed where a `# coding:` line names them. Others take their time with hostile bytes, or
# hide code in what looks like something else.
_DECLARABLE = ("cp949", "euc_kr", "johab", "cp1252", "iso8859-1", "iso8859-15", "shift_jis", "cp932", "gbk", "big5")


def read_source(given: bytes | str, filename: str = "") -> str:
    """The text with `\\n` newlines; a notebook is known by its name or its content.

    Raises UnreadableSourceError, which says where and what to do, for what is no text or too long.
    """
    if len(given) > MOST_BYTES:
        raise UnreadableSourceError("too_large", f"the file is larger than {MOST_BYTES // 2**20} MB")
    text = given.removeprefix("\ufeff") if isinstance(given, str) else _decoded(given)
    if filename.lower().endswith(".ipynb") or is_notebook(text):
        text = notebook_code(text)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        raise _zero_bytes(text.count("\n", 0, text.index("\0")) + 1)
    if len(text) > MOST_CHARACTERS:
        message = f"the text is longer than {MOST_CHARACTERS // 1024} kB; hand in the code alone, without data"
        raise UnreadableSourceError("too_large", message)
    text = without_magics(text)
    # Half a character, which an escape in a notebook can make, cannot be stored.
    return text.encode("utf-8", "replace").decode() if _has_surrogate(text) else text


def _decoded(data: bytes) -> str:
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return _first(data[len(mark) :], [encoding])
    if b"\0" in data:
        raise _zero_bytes(data.count(b"\n", 0, data.index(b"\0")) + 1)
    declared = _declared(data)
    return _first(data, ["utf-8", *([declared] if declared else []), "cp949"])


def _first(data: bytes, encodings: list[str]) -> str:
    """The text in the first encoding that has one for these bytes."""
    furthest = 0
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            furthest = max(furthest, error.start)
    line = data.count(b"\n", 0, furthest) + 1
    message = f"the byte 0x{data[furthest]:02x} belongs to no character in {' or '.join(encodings)}; save it as UTF-8"
    raise UnreadableSourceError("not_text", message, line)


def _declared(data: bytes) -> str | None:
    """The encoding of the file's `# coding:` line, where it has one that is believed."""
    try:
        name = codecs.lookup(tokenize.detect_encoding(io.BytesIO(data).readline)[0]).name
    except (SyntaxError, LookupError):
        return None
    return name if name in _DECLARABLE else None


def _zero_bytes(line: int) -> UnreadableSourceError:
    return UnreadableSourceError("zero_bytes", "there is a zero byte, so this is no text; save it as UTF-8", line)


def _has_surrogate(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False
