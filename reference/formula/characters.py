"""Look up what a character stands for: an operator, a superscript, a fraction, a key typed in Hangul mode.

The tables hold what people really type or paste: typographic minus signs, dots for products, superscripts
from a phone's keyboard. Sources: the Unicode character database; the two-set (dubeolsik) Korean keyboard, KS
X 5002.
"""

from __future__ import annotations

import unicodedata
from fractions import Fraction
from functools import lru_cache

_WRITTEN = {
    "+": "+➕",
    "-": "-−–—‐‑﹣➖",
    "*": "*·×⋅∙∗•✕✖⨯⋆ㆍ・‧",
    "/": "/÷∕⁄➗",
    "^": "^ˆ",
    **{sign: sign for sign in ",|(){}"},
}
OPERATORS = {character: sign for sign, characters in _WRITTEN.items() for character in characters}

# Invisible characters that editors and phones leave behind, beside everything that str.isspace() knows.
# Marks of a left-to-right text and the signs for "as an emoji" (✖️) come along; those that reverse the order do not.
# 〖 and 〗 are Word's, around what it draws without parentheses.
INVISIBLE = frozenset(
    "\u200b\u200c\u200d\u2060\u2061\u2062\u2063\ufeff\u00ad\u200e\u202a\u202c\u2066\u2068\u2069\ufe0e\ufe0f〖〗"
)

SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿˣʸᵃᵇᵏᵗ", "0123456789+-()nxyabkt", strict=True))
SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", "0123456789aehijklmnoprstuvx", strict=True))

FRACTIONS = {
    "½": Fraction(1, 2),
    "⅓": Fraction(1, 3),
    "⅔": Fraction(2, 3),
    "¼": Fraction(1, 4),
    "¾": Fraction(3, 4),
    "⅕": Fraction(1, 5),
    "⅖": Fraction(2, 5),
    "⅗": Fraction(3, 5),
    "⅘": Fraction(4, 5),
    "⅙": Fraction(1, 6),
    "⅚": Fraction(5, 6),
    "⅛": Fraction(1, 8),
    "⅜": Fraction(3, 8),
    "⅝": Fraction(5, 8),
    "⅞": Fraction(7, 8),
}


def _keys(table: str) -> tuple[str, ...]:
    """The keys that type the jamo of a block, in Unicode's order; a hyphen stands for no final consonant."""
    return tuple("" if keys == "-" else keys for keys in table.split())


_LEADS = _keys("r R s e E f a q Q t T d w W c z x v g")
_VOWELS = _keys("k o i O j p u P h hk ho hl y n nj np nl b m ml l")
_TAILS = _keys("- r R rt s sw sg e f fr fa fq ft fx fv fg a q qt t T d w c z x v g")
_CONSONANTS = _keys("r R rt s sw sg e E f fr fa fq ft fx fv fg a q Q qt t T d w W c z x v g")


def hangul_keys(character: str) -> str | None:
    """The Latin keys that type a Hangul letter or syllable on the two-set keyboard, or None: ㅌ gives x."""
    code = ord(character)
    if 0xAC00 <= code <= 0xD7A3:
        lead, rest = divmod(code - 0xAC00, 588)
        vowel, tail = divmod(rest, 28)
        return _LEADS[lead] + _VOWELS[vowel] + _TAILS[tail]
    if 0x3131 <= code <= 0x314E:
        return _CONSONANTS[code - 0x3131]
    if 0x314F <= code <= 0x3163:
        return _VOWELS[code - 0x314F]
    return None


def full_width_plain(character: str) -> str | None:
    """The ASCII character that a full-width one stands for (２ gives 2), or None."""
    if 0xFF01 <= ord(character) <= 0xFF5E:
        return unicodedata.normalize("NFKC", character)
    return None


def is_blank(character: str) -> bool:
    """Whether a character separates without meaning anything."""
    return character.isspace() or character in INVISIBLE


# Letters of other blocks that are Latin or Greek ones set in a way of their own, besides the MATHEMATICAL ones.
_LETTERLIKE = frozenset("ℯℎℓµ")


@lru_cache(maxsize=4096)
def is_letter(character: str) -> bool:
    """Whether a character can begin a name: a Latin or Greek letter, plain, with an accent, or set as mathematics."""
    if character in SUPERSCRIPTS or character in SUBSCRIPTS:
        return False
    if hangul_keys(character) or full_width_plain(character):
        return False
    return character.isalpha() and (character.isascii() or character in _LETTERLIKE or _script(character) in _SCRIPTS)


_SCRIPTS = frozenset({"LATIN", "GREEK", "MATHEMATICAL"})


def _script(character: str) -> str:
    return unicodedata.name(character, "?").split(" ", 1)[0]


# Letters that look like Latin ones and are not.
LOOKALIKES = dict(zip("асеорхуіАВСЕНІКМОРТХ", "aceopxyiABCEHIKMOPTX", strict=True)) | {
    chr(0x1D7CE + n): str(n % 10)
    for n in range(50)  # 𝟐 and the other digits set as mathematics
}
