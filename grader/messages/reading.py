"""Say why a text cannot be read: an error of the formula reader as phrases that any language can word."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Phrase = dict[str, Any]


def reading_phrases(code: str, parameters: Mapping[str, Any]) -> list[Phrase]:
    """What is wrong, what stands there, what was expected and a hint, in that order; free of language.

    `code` and `parameters` are those of a `reference.FormulaError`.
    """
    found, hint = parameters.get("found"), parameters.get("hint")
    expected = list(parameters.get("expected") or ())
    phrases: list[Phrase] = [{"words": f"reading.{code}"}]
    if found:
        phrases.append({"words": "reading.found", "found": str(found)[:40]})
    if expected:
        alternatives = [{"words": f"expected.{key}"} for key in expected]
        phrases.append({"words": "reading.expected", "expected": alternatives})
    if hint:
        phrases.append({"words": f"hint.{hint}", "suggestion": str(parameters.get("suggestion") or "")[:60]})
    return phrases
