"""Put into words what a comparison of two formulas came to, or why one of them cannot be read."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from reference import Comparison, EngineError

from .catalogues import Lang
from .plain import rounded_number, told_apart
from .render import phrase_text, reading_message


def comparison_message(result: Comparison | EngineError, lang: Lang) -> str:
    """One or two sentences for a result of `reference.compare`, or for the error that it raised."""
    if isinstance(result, EngineError):
        column = None if result.place is None else result.place.column
        return reading_message(result.code, column, result.parameters, lang)
    sentences = [phrase_text(_relation(result, lang), lang)]
    if result.note is not None:
        point = result.note.parameters.get("point")
        told = {**result.note.parameters, **({"point": _point(point)} if isinstance(point, Mapping) else {})}
        sentences.append(phrase_text({"words": f"note.{result.note.code}", **told}, lang))
    return " ".join(sentence for sentence in sentences if sentence)


def _relation(result: Comparison, lang: Lang) -> dict[str, object]:
    if result.relation != "different":
        return {"words": f"compare.{result.relation}"}
    if result.point is None:
        return {"words": "compare.different.anywhere"}
    no_value = phrase_text({"words": "compare.no_value"}, lang)
    both = (no_value if value is None else value for value in (result.left_value, result.right_value))
    values = dict(zip(("left", "right"), told_apart(*both), strict=True))
    if not result.point:
        return {"words": "compare.different.constant", **values}
    return {"words": "compare.different", "point": _point(result.point), **values}


def _point(point: Mapping[str, Fraction]) -> str:
    return ", ".join(f"{name} = {_coordinate(number)}" for name, number in point.items())


def _coordinate(number: Fraction) -> str:
    """A coordinate as it is where that is short, else rounded."""
    short = len(str(number)) <= 12
    return str(number).replace("-", "−") if short else rounded_number(float(number))
