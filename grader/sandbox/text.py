"""Make a hostile text safe to show: `visible(text)` has no control characters, nothing that reorders it."""

from __future__ import annotations

import re

# Control characters except newline and tab, lone surrogates, and marks that change the direction or order of
# the text.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufff9-\ufffb]"
)


def visible(text: str, limit: int) -> str:
    """The text with every hidden character shown (ESC as ␛, others as �), cut to `limit` characters."""
    if len(text) > limit:
        text = text[:limit] + "…"
    return _HIDDEN.sub(_picture, text.replace("\r\n", "\n"))


def _picture(match: re.Match[str]) -> str:
    code = ord(match.group())
    return chr(0x2400 + code) if code < 0x20 else "�"
