"""Put a comparison of two formulas into one sentence."""

from __future__ import annotations

from fractions import Fraction

from grader.messages import number_text, reading_message
from grader.messages.catalogues import Lang, catalogue
from reference import Comparison, EngineError

RELATIONS = {
    "equal": "Equal.",
    "different": "Different.",
    "undecided": "Undecided: neither shown equal nor different.",
}
NOTES = {
    "undefined_at_points": "The left one is undefined at single points, such as {point}.",
    "left_undefined": "At {point} the left one is undefined, and the right one is {right}.",
    "agrees_to_digits": "They agree in {digits} digits: the left one is a rounded decimal.",
    "agrees_at_points": "They agree at {points} points to {bits} bits.",
    "reference_undefined": "The right one was found to be defined nowhere.",
    "domain_not_shown": "They are equal where both are defined; the left one may be undefined where the right is not.",
    "not_supported": "An operation in it is not compared: {op}.",
}
APART = "At {point} the left one is {left}, the right one {right}."


def comparison_message(result: Comparison, lang: Lang) -> str:
    """What was found: the relation, where they differ, and what else is worth saying."""
    words = catalogue("cli", lang)
    sentences = [words.gettext(RELATIONS[result.relation])]
    note = result.note
    params = {
        "point": _point(result),
        "left": _value(result.left_value),
        "right": _value(result.right_value),
        **({} if note is None else {name: str(value) for name, value in note.parameters.items()}),
    }
    if result.relation == "different" and result.left_value is not None:
        sentences.append(words.gettext(APART).format_map(params))
    if note is not None and "{point}" in NOTES[note.code] and not params["point"]:
        note = None
    if note is not None:
        sentences.append(words.gettext(NOTES[note.code]).format_map(params))
    return " ".join(sentences)


def unreadable_message(error: EngineError, lang: Lang) -> str:
    """Why one of the formulas could not be read: the column, what was found, what was expected there."""
    column = None if error.place is None else error.place.column
    return reading_message(error.code, column, error.parameters, lang)


def _point(result: Comparison) -> str:
    point = result.point or {}
    if not point and result.note is not None and isinstance(result.note.parameters.get("point"), dict):
        point = result.note.parameters["point"]
    return ", ".join(f"{name} = {_fraction(value)}" for name, value in point.items())


def _fraction(value: Fraction) -> str:
    return f"{value}".replace("-", "−")


def _value(value: float | None) -> str:
    return "–" if value is None else number_text(value)
