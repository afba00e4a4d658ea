"""Write numbers and names as people do (−0.1966, x₁), and know how wide they will be."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable
from fractions import Fraction
from numbers import Rational

import numpy as np

from .model import Run

MINUS = "−"
RAISED = str.maketrans("0123456789-−.", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻·")
_SHORT_NAME = re.compile(r"([^\W\d_]|[a-z]{2,7}(?=_?\d))_?(\d{1,3}|[^\W\d_])", re.UNICODE)
GREEK = dict(
    alpha="α", beta="β", gamma="γ", delta="δ", epsilon="ε", eta="η", theta="θ", lam="λ", mu="μ", nu="ν", xi="ξ",
    pi="π", rho="ρ", sigma="σ", tau="τ", phi="φ", chi="χ", psi="ψ", omega="ω",
)  # fmt: skip


def number_text(value: object) -> str:
    """A value for people: whole numbers as such, else at most four significant digits, with a real minus.

    An array becomes its entries when there are at most three, else its shape; a text stays what it is.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, np.ndarray) and value.ndim:
        if value.size <= 3 and value.ndim == 1:
            return f"[{', '.join(number_text(entry) for entry in value)}]"
        return "×".join(str(size) for size in value.shape)
    if isinstance(value, Rational):
        return exact_text(Fraction(value))
    return _float_text(float(value))  # type: ignore[arg-type]  # whatever else is a number knows how to be a float


def exact_text(value: Fraction) -> str:
    """A rational number, exactly where that is short: −3, 0.26, 1/3."""
    if value.denominator == 1 and abs(value) < 10**7:
        return str(value.numerator).replace("-", MINUS)
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
    """A name as it is set: italic, with a number at its end lowered; Greek letters by name."""
    if (match := _SHORT_NAME.fullmatch(name)) and (len(match[1]) == 1 or match[1] in GREEK):
        return Run(GREEK.get(match[1], match[1]), "it"), Run(match[2], "sub")
    return (Run(GREEK.get(name, name), "it"),)


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
    if character in " .,·|'ijlt()[]/":
        return 0.36
    if character in "mwMW@%∞":
        return 0.9
    if character.isupper() or character in "−+=×÷<>_√Σ…":
        return 0.7
    return 0.53


def shortened(text: str, limit: int) -> str:
    """The text, cut to `limit` characters with a sign that something is missing."""
    return text if len(text) <= limit else text[: limit - 1] + "…"
