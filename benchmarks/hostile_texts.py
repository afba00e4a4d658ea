"""Make texts that no student means: random bytes, Unicode, deep nesting, long digits, towers of powers, LaTeX bombs."""

from __future__ import annotations

import random
from collections.abc import Callable

_ALPHABET = "xyzeπσ0123456789.+-*/^()|{}[],_\\ ²³⁻√αβ'"
_TYPED = (
    "sin cos exp log sqrt max min abs sigma relu tanh arcsin arccosh cosh "
    "\\frac \\sqrt \\left \\right \\cdot \\hat \\operatorname \\mathrm \\sigma \\text "
    "__import__ __class__ eval lambda os.system ( ) { } | ^ / * - + , "
    "x y x_1 ŷ 0 1 2 9 1e300 10^6 1e-300 0.5 -1 999999 1/3 e π"
)
_WORDS = _TYPED.split()


def _characters(rng: random.Random) -> str:
    return "".join(rng.choice(_ALPHABET) for _ in range(rng.randint(1, 60)))


def _words(rng: random.Random) -> str:
    return rng.choice(("", " ")).join(rng.choice(_WORDS) for _ in range(rng.randint(1, 40)))


def _unicode(rng: random.Random) -> str:
    return "".join(chr(rng.choice((rng.randrange(0x250), rng.randrange(0x110000)))) for _ in range(rng.randint(1, 40)))


def _bytes(rng: random.Random) -> str:
    return rng.randbytes(rng.randint(1, 60)).decode(rng.choice(("latin-1", "utf-8")), "surrogateescape")


def _nested(rng: random.Random) -> str:
    opening, closing = rng.choice(
        (("(", ")"), ("|", "|"), ("sin(", ")"), ("{", "}"), ("-", ""), ("\\sqrt{", "}"), ("e^{", "}"))
    )
    depth = rng.choice((5, 60, 99, 101, 400))
    return opening * depth + "x" + closing * depth


def _tower(rng: random.Random) -> str:
    return rng.choice(("^", "**", "^-", "/")).join(
        rng.choice(("9", "x", "10", "99", "2", "0.5", "e")) for _ in range(rng.randint(2, 12))
    )


def _digits(rng: random.Random) -> str:
    return rng.choice(("", "-", "x+", "1/", "x^", ".", "1e")) + str(rng.choice((1, 9))) * rng.randint(20, 2100)


def _repeated(rng: random.Random) -> str:
    part = rng.choice(
        (
            "x+",
            "x*",
            "(x+y)",
            "sin x ",
            "x^2+",
            "x/",
            "\\frac{x}",
            "2x",
            "π",
            "σ(x)*",
            "(x+1)^9*",
            "exp(x)+",
            "|x|+",
            "log(x)*",
            "sin2",
            "x²",
            "eˣ²",
            "³√x",
            "sin x(x+1) ",
            "max(x,",
            "|x|",
            "x_1",
            "\\alpha",
        )
    )
    text = part * rng.choice((3, 30, 150, 1990 // len(part)))
    return text + rng.choice(("", "x", "1"))


def _algebra(rng: random.Random) -> str:
    """Something readable, built to be expensive."""
    parts = [
        "(x+y+1)",
        "(x-y)",
        "exp(x*y)",
        "sin(x)",
        "log(x^2+1)",
        "sqrt(x+y)",
        "|x-y|",
        "max(x,y)",
        "(1+e^x)",
        "tanh(y)",
    ]
    text = rng.choice(parts)
    for _ in range(rng.randint(1, 12)):
        text = rng.choice(
            (
                f"({text})^{rng.choice((2, 3, 9, 50, 999, '(1/2)', '(1/3)', 'x', '(-7)'))}",
                f"{text}*{rng.choice(parts)}",
                f"({text})+{rng.choice(parts)}",
                f"exp({text})",
                f"log({text})",
                f"sqrt({text})",
                f"1/({text})",
                f"|{text}|",
            )
        )
    return text


KINDS: tuple[Callable[[random.Random], str], ...] = (
    _characters,
    _words,
    _unicode,
    _bytes,
    _nested,
    _tower,
    _digits,
    _repeated,
    _algebra,
)


def hostile_text(rng: random.Random) -> str:
    return rng.choice(KINDS)(rng)
