"""Two formulas, or graphs: equal, different with a point where they differ, or undecided. Never a guess, no tolerance.

    compare("sigma(x)(1-sigma(x))", "e^-x/(1+e^-x)^2").relation      "equal"
    compare("2x", "2x + y").point                                    {"x": Fraction(1, 2), "y": Fraction(2,
    1)}

How it is decided, and why that is sound, is told in docs/formulas.md.
"""

from __future__ import annotations

from .comparison import Comparison, Note
from .decide import compare

__all__ = ["Comparison", "Note", "compare"]
