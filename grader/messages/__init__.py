"""Words for findings, in English and Korean: a verdict is stored without language, worded when it is read."""

from __future__ import annotations

from .catalogues import LANGUAGES, Lang, catalogue, language
from .comparing import comparison_message
from .plain import plain, plain_lines, point_text, rounded_number, told_apart, value_text
from .reading import reading_phrases
from .render import (
    common_message,
    evidence_message,
    finding_message,
    finding_title,
    is_known,
    mistake_title,
    param_text,
    part_label,
    reading_message,
    to_json,
    verdict_notes,
)
from .steps import is_about_graphs

__all__ = [
    "LANGUAGES",
    "Lang",
    "catalogue",
    "common_message",
    "comparison_message",
    "evidence_message",
    "finding_message",
    "finding_title",
    "is_about_graphs",
    "is_known",
    "language",
    "mistake_title",
    "param_text",
    "part_label",
    "plain",
    "plain_lines",
    "point_text",
    "reading_message",
    "reading_phrases",
    "rounded_number",
    "to_json",
    "told_apart",
    "value_text",
    "verdict_notes",
]
