"""Put into words what a comparison of two formulas came to, or why one of them cannot be read."""

from __future__ import annotations

from fractions import Fraction

from reference import Comparison, EngineError

from .catalogues import Lang
from .plain import rounded_number
from .render import phrase_text, reading_message


def comparison_message(result: Comparison | EngineError, lang: Lang) -> str:
    """One or two sentences for a result of `reference.compare`, or for the error that it raised."""
    if isinstance(result, EngineError):
        column = None if result.place is None else result.place.column
        return reading_message(result.code, column, result.parameters, lang)
    sentences = [phrase_text(_relation(result, lang), lang)]
    if result.note is not None:
        sentences.append(phrase_text({"words": f"note.{result.note.code}", **result.note.parameters}, lang))
    return " ".join(sentence for sentence in sentences if sentence)


def _relation(result: Comparison, lang: Lang) -> dict[str, object]:
    if result.relation != "different":
        return {"words": f"compare.{result.relation}"}
    if result.point is None:
        return {"words": "compare.different.anywhere"}
    values = {
        "left": _value(result.left_value, lang),
        "right": _value(result.right_value, lang),
    }
    if not result.point:
        return {"words": "compare.different.constant", **values}
    point = ", ".join(f"{name} = {_coordinate(number)}" for name, number in result.point.items())
    return {"words": "compare.different", "point": point, **values}


def _value(number: float | None, lang: Lang) -> str:
    return phrase_text({"words": "compare.no_value"}, lang) if number is None else rounded_number(number)


def _coordinate(number: Fraction) -> str:
    """A coordinate as it is where that is short, else rounded."""
    short = len(str(number)) <= 12
    return str(number).replace("-", "−") if short else rounded_number(float(number))
