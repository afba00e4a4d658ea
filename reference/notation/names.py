"""Take a name apart into what is set as letter, accent and subscript: W_2, x1, yhat, alpha, c.1."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from ..formula.names import ACCENTS, GREEK

_DIGITS = re.compile(r"([^\W\d_]+)(\d+)")


class NameParts(NamedTuple):
    """`letter` may be a whole word; `accent` is hat, bar, tilde, dot, vec or empty.

    `version` is the number of an earlier assignment to the same name, as in c.1.
    """

    letter: str
    accent: str = ""
    subscript: str = ""
    version: str = ""


def parts(name: str) -> NameParts:
    """The parts of a name: `W_2` is W with subscript 2, `yhat` is y with a hat; `grad.W` stays whole."""
    plain, _, version = name.partition(".")
    if version and not version.isdecimal():
        return NameParts(name)
    letter, _, subscript = plain.partition("_")
    if match := _DIGITS.fullmatch(letter):
        letter, subscript = match[1], match[2] + subscript
    accent = ""
    if subscript in ACCENTS and len(letter) == 1:
        accent, subscript = subscript, ""
    for candidate, mark in ACCENTS.items():
        decomposed = unicodedata.normalize("NFD", letter)
        if len(letter) > 1 and letter.removesuffix(candidate) in {letter[0], *GREEK} - {letter}:
            letter, accent = letter.removesuffix(candidate), candidate
        elif decomposed.endswith(mark):
            letter, accent = decomposed[:-1], candidate
    return NameParts(GREEK.get(letter, letter), accent, subscript, version)
