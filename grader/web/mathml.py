"""Set mathematics as MathML on the server: from the LaTeX of a statement, or from what the engine writes.

Every element and attribute is checked against what MathML Core has, so that whatever made the markup, nothing
else reaches the page. Spacing that the converters leave to chance is set: a minus sign that begins a number,
∂ close to its letter, parentheses that do not stretch.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from xml.etree import ElementTree

from latex2mathml.converter import convert
from markupsafe import Markup, escape

_ELEMENTS = frozenset(
    {
        "math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "mfrac", "msqrt", "mroot", "msup", "msub",
        "msubsup", "mover", "munder", "munderover", "mtable", "mtr", "mtd", "mpadded", "mphantom", "mstyle",
    }
)  # fmt: skip
_ATTRIBUTES = frozenset(
    {
        "displaystyle", "scriptlevel", "mathvariant", "stretchy", "fence", "form", "lspace", "rspace",
        "accent", "accentunder", "width", "height", "depth", "linethickness", "columnalign",
    }
)  # fmt: skip
PARTIAL = "\N{PARTIAL DIFFERENTIAL}"
_MINUS = "\N{MINUS SIGN}"
_BEFORE_A_SIGN = frozenset("=<>≤≥≠≈→(,;·×/|[{+−")
_FENCES = frozenset("()[]|{}")
_PRIME = "\N{PRIME}"
_TALL = frozenset({"mfrac", "mtable", "munder", "mover", "munderover"})
_CLINGS = re.compile(r"(<math\b(?:(?!</math>).)*</math>)([가-힣.,:;!?”’)]{1,6})", re.DOTALL)


@lru_cache(maxsize=2048)
def from_latex(latex: str, *, display: bool = False) -> Markup:
    """The formula as MathML. What cannot be read is shown as it was written, in a code face."""
    try:
        markup = convert(latex, display="block" if display else "inline")
    except Exception:  # noqa: BLE001  (the converter raises whatever its tables raise; a statement must not fail for it)
        return Markup("<code>{}</code>").format(latex)
    return polish(markup, display=display)


def polish(markup: str, *, display: bool = False) -> Markup:
    """Checked and well-spaced MathML from any converter's. Raises ValueError for what is not MathML."""
    try:
        root = ElementTree.fromstring(markup)  # noqa: S314  (made by our own converters, never taken from a request)
    except ElementTree.ParseError as error:
        raise ValueError(f"not MathML: {error}") from error
    _check(root)
    _space(root)
    if display:
        root.set("displaystyle", "true")
    return Markup(ElementTree.tostring(root, encoding="unicode"))  # noqa: S704  (every element has been checked)


def clinging(html: str) -> Markup:
    """The text with no line breaks between a formula and the particle or full stop that follows it.

    The word joiner alone would do by Unicode's rules, but not every browser joins a formula by it.
    """
    joined = _CLINGS.sub('<span class="nb">\\1\N{WORD JOINER}\\2</span>', html)
    return Markup(joined)  # noqa: S704  (only a joiner and a span of ours were added)


def derivative(of: str, wrt: str, sign: str = PARTIAL) -> Markup:
    """∂of/∂wrt = before a box. The sign is `d` where there is only one variable."""
    return Markup("<math><mfrac>{}{}</mfrac><mo>=</mo></math>").format(_del(of, sign), _del(wrt, sign))


def chain(of: str, wrt: str, through: Iterable[str]) -> Markup:
    """∂of/∂wrt = Σ ∂of/∂t · ∂t/∂wrt over the nodes t that use `wrt`: the rule, without a number in it."""
    fraction = Markup("<mfrac>{}{}</mfrac>")
    paths = [
        fraction.format(_del(of), _del(node)) + Markup("<mo>·</mo>") + fraction.format(_del(node), _del(wrt))
        for node in through
    ]
    left = fraction.format(_del(of), _del(wrt))
    right = Markup("<mo>+</mo>").join(paths)
    return Markup('<math displaystyle="true">{}<mo>=</mo>{}</math>').format(left, right)


def _del(name: str, sign: str = PARTIAL) -> Markup:
    return Markup('<mrow><mo form="prefix" rspace="0">{}</mo>{}</mrow>').format(sign, identifier(name))


def identifier(name: str) -> Markup:
    """A name of a program as mathematics: `W1` with its digit lowered, `a.1` as a with a lowered 1."""
    match = re.fullmatch(r"([^\W\d_]+)[._]?(\d+)", name)
    if match:
        return Markup("<msub><mi>{}</mi><mn>{}</mn></msub>").format(*match.groups())
    return Markup("<mi>{}</mi>").format(escape(name))


def _check(root: ElementTree.Element) -> None:
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
        if element.tag not in _ELEMENTS:
            raise ValueError(f"not an element of MathML: {element.tag!r}")
        for name in set(element.attrib) - _ATTRIBUTES:
            del element.attrib[name]


def _space(root: ElementTree.Element) -> None:
    for parent in list(root.iter()):
        spaced: list[ElementTree.Element] = []
        for element in parent:
            before = spaced[-1] if spaced else None
            if element.text == _PRIME:
                element.tag = "mo"
            if element.tag == "mo":
                _space_operator(element, before, stretch=_is_tall(parent))
            elif before is not None and _is_word(before) and element.tag not in ("mo", "mspace"):
                spaced.append(ElementTree.Element("mspace", width=".17em"))
            spaced.append(element)
        parent[:] = spaced


def _space_operator(element: ElementTree.Element, before: ElementTree.Element | None, *, stretch: bool) -> None:
    sign = (element.text or "").strip()
    if sign == PARTIAL:
        element.attrib.update(form="prefix", rspace="0")
    elif sign in (_MINUS, "+") and _opens(before):
        element.set("form", "prefix")
    elif sign in _FENCES:
        element.attrib.update(lspace="0", rspace="0")
        element.attrib.setdefault("stretchy", "true" if stretch else "false")


def _is_tall(row: ElementTree.Element) -> bool:
    return any(element.tag in _TALL for element in row.iter())


def _opens(before: ElementTree.Element | None) -> bool:
    return before is not None and before.tag == "mo" and before.text in _BEFORE_A_SIGN


def _is_word(element: ElementTree.Element) -> bool:
    return element.tag == "mi" and len(element.text or "") > 1
