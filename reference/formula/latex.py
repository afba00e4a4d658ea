r"""Know the LaTeX that a math editor writes: what is a space, an operator, a bracket, a name."""

from __future__ import annotations

from .functions import FUNCTIONS
from .names import ACCENTS, GREEK

SPACES = frozenset(
    {
        ",",
        ";",
        ":",
        "!",
        " ",
        ">",
        *"()[]",  # \\( and \\) enclose a formula that was copied
        "quad",
        "qquad",
        "enspace",
        "thinspace",
        "limits",
        "displaystyle",
        "textstyle",
    }
)

OPERATORS = {
    "cdot": "*",
    "times": "*",
    "ast": "*",
    "div": "/",
    "lbrace": "(",
    "rbrace": ")",
    "{": "(",
    "}": ")",
    "lparen": "(",
    "rparen": ")",
    "lvert": "|(",
    "rvert": "|)",
    "vert": "|",
    "mid": "|",
}

COMPARISONS = frozenset({"lt", "gt", "le", "leq", "leqslant", "ge", "geq", "geqslant", "ne", "neq"})

# Sizes before a bracket. `\left` and `\right` tell which side of |x| a bar is.
SIZES: dict[str, str] = {"left": "(", "right": ")", "mleft": "(", "mright": ")"} | dict.fromkeys(
    [size + side for size in ("big", "Big", "bigg", "Bigg") for side in ("", "l", "r", "m")], ""
)

FRACTIONS = frozenset({"frac", "dfrac", "tfrac", "cfrac", "nicefrac"})

# Around letters that make a name: \operatorname{relu}, \mathrm{e}.
FONTS = frozenset(
    {
        "mathrm",
        "mathit",
        "mathbf",
        "boldsymbol",
        "bm",
        "mathsf",
        "operatorname",
        "operatorname*",
        "text",
        "textit",
    }
    | {"textrm", "mathup", "mathbb", "mathcal"}
)

ACCENT_COMMANDS = {
    **ACCENTS,
    "widehat": ACCENTS["hat"],
    "overline": ACCENTS["bar"],
    "widetilde": ACCENTS["tilde"],
}

NAMES = {
    **GREEK,
    **{name: name for name in FUNCTIONS if name.isascii()},
    "varepsilon": "ε",
    "vartheta": "θ",
    "varphi": "φ",
    "varrho": "ρ",
    "varpi": "π",
    "varsigma": "ς",
    "ell": "ℓ",
    "exponentialE": "e",
    "arsinh": "arsinh",
    "prime": "'",
}
