"""Keep what a student's code printed in a form that does no harm where it is shown."""

from __future__ import annotations

import unicodedata

_MOST_CHARACTERS = 10_000
_HIDDEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn"))


def printed_text(text: str) -> str:
    """The text with its lines, without control and direction characters, cut where it is very long."""
    kept = "".join(
        letter for letter in text[:_MOST_CHARACTERS] if letter in "\n\t" or unicodedata.category(letter) not in _HIDDEN
    )
    return kept + ("\n…" if len(text) > _MOST_CHARACTERS else "")
