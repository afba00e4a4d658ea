"""Write numbers and names as people do (−0.1966, x₁), and know how wide they will be."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable
from fractions import Fraction

import numpy as np

from ..formula.names import ACCENTS
from ..notation.names import parts
from .model import Run

MINUS = "−"
LONGEST_NAME = 16
# In parts of the type size, measured on STIX Two, Times and their like, and rounded up.
WIDTHS = ((" .,·|'", 0.28), ("ijlt()[]/", 0.36), ("0123456789", 0.52), ("−+=×÷<>_√Σ…", 0.7), ("mwMW@%∞", 0.9))
RAISED = str.maketrans("0123456789-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻")


def drawn_number(value: object) -> str:
    """A value for people: whole numbers as such, else at most four significant digits, with a real minus.

    An array becomes its entries when there are at most three, else its shape; a text stays what it is.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, np.ndarray) and value.ndim:
        if value.size <= 3 and value.ndim == 1:
            return f"[{', '.join(drawn_number(entry) for entry in value)}]"
        return "×".join(str(size) for size in value.shape)
    if isinstance(value, int | Fraction) and (whole := Fraction(value)).denominator == 1 and abs(whole) < 10**7:
        return str(whole).replace("-", MINUS)
    return _float_text(float(value))  # type: ignore[arg-type]  # whatever else is a number knows how to be a float


def exact_text(value: object) -> str:
    """A number of a program, exactly where that is short: −3, 0.26, 1/3."""
    if not isinstance(value, Fraction) or value.denominator == 1:
        return drawn_number(value)
    decimal = f"{float(value):.10g}"
    if len(decimal) <= 7 and "e" not in decimal and Fraction(decimal) == value:
        return decimal.replace("-", MINUS)
    fraction = f"{value.numerator}/{value.denominator}"
    return fraction.replace("-", MINUS) if len(fraction) <= 7 else _float_text(float(value))


def _float_text(value: float) -> str:
    if not math.isfinite(value):
        return "nan" if math.isnan(value) else "∞" if value > 0 else f"{MINUS}∞"
    if value == 0:
        return "0"
    exponent = math.floor(math.log10(abs(value)))
    if -4 <= exponent < 7:
        text = f"{value:.{max(1 if exponent >= 3 else 0, 3 - exponent)}f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
        return text.replace("-", MINUS)
    digits, power = f"{value:.3e}".split("e")
    digits = digits.rstrip("0").rstrip(".").replace("-", MINUS)
    return f"{digits}·10{str(int(power)).translate(RAISED)}"


def name_runs(name: str) -> tuple[Run, ...]:
    """A name as it is set: italic, what is subscript lowered, an earlier assignment's number raised (c.1 is c⁽¹⁾)."""
    letter, accent, subscript, version = parts(name)
    runs = [Run(shortened(letter, LONGEST_NAME) + ACCENTS.get(accent, ""), "it")]
    if subscript:
        runs.append(Run(shortened(subscript, LONGEST_NAME), "sub"))
    if version:
        runs.append(Run(f"({version})", "sup"))
    return tuple(runs)


def text_width(runs: Iterable[Run] | str, size: float) -> float:
    """How wide a text is at most when set in `size` pixels: a careful estimate, as fonts differ between machines."""
    if isinstance(runs, str):
        runs = (Run(runs),)
    return sum(
        _character_width(character) * size * (0.68 if run.style in {"sup", "sub"} else 1)
        for run in runs
        for character in run.text
    )


def _character_width(character: str) -> float:
    if unicodedata.combining(character):
        return 0
    if unicodedata.east_asian_width(character) in "WF":
        return 1.0
    otherwise = 0.7 if character.isupper() else 0.53
    return next((width for characters, width in WIDTHS if character in characters), otherwise)


def shortened(text: str, limit: int) -> str:
    """The text, cut to `limit` characters with a sign that something is missing."""
    return text if len(text) <= limit else text[: limit - 1] + "…"
