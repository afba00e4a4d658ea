"""Read tokens as a formula: operator precedence by binding powers (Pratt, 1973).

    sum 10 < product, also implicit 20 < sign 25 < power 30, to the right

A function without parentheses takes the product that stands behind it, up to the next function or operator:
`sin 2x cos x` is sin(2x)·cos(x), or the next bracket behind a name: `cos x(x+1)` is cos(x)·(x+1), and `cos 2(x+1)` is
cos(2(x+1)). Depth is bounded, so the recursion is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from ..build import apply, constant
from ..graph import Node
from .bounds import LARGEST_EXPONENT, computed
from .functions import FUNCTIONS, INVERSES, ROOTS, Function
from .kinds import Token
from .slips import missing_argument, slip
from .stream import TokenStream

DEEPEST = 100

_SUM, _PRODUCT, _TIGHT, _SIGN, _POWER = 10, 20, 22, 25, 30
_OPS = {"+": ("add", _SUM), "-": ("subtract", _SUM), "*": ("multiply", _PRODUCT), "/": ("divide", _PRODUCT)}
_ONE, _MINUS_ONE = constant(1), constant(-1)
_OPERAND_STARTS = frozenset({"number", "name", "constant", "function", "open", "bar", "fraction", "root"})


class Parser(TokenStream):
    """One reading of the tokens. With `tight`, 1/2x is 1/(2x) instead of (1/2)·x, and cos x(x+1) is cos(x(x+1)).

    After `formula()`: `spans` has each node's place, `ambiguous` the places where `tight` reads something
    else, `grouped` what parentheses would have to enclose for this reading to be the only one.
    """

    def __init__(self, text: str, tokens: list[Token], names: Mapping[str, Node], *, tight: bool = False) -> None:
        super().__init__(text, tokens)
        self.names = dict(names)
        self.found: dict[str, Node] = {}
        self.tight = tight
        self.implicit = _TIGHT if tight else _PRODUCT
        self.depth = 0
        self.spans: dict[Node, tuple[int, int]] = {}
        self.numbers: dict[Node, Fraction] = {}  # what is a number by itself, to bound exponents
        self.ambiguous: list[tuple[int, int]] = []
        self.grouped: list[tuple[int, int]] = []
        self.run_together: set[Node] = set()

    def formula(self) -> Node:
        """The whole text as one node."""
        if self.next.kind == "end":
            raise slip("empty", 0, self.next.end, expected=("operand",))
        node = self.expression(0)
        if self.next.kind != "end":
            raise self.unexpected("operator")
        return node

    # -- expressions

    def expression(self, power: int) -> Node:
        """The longest expression from here whose operators bind tighter than `power`."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise slip("too_deep", self.next.start, self.next.end, limit=DEEPEST)
        start = self.next.start
        left = self.operand()
        divided = False
        while True:
            token = self.next
            if token.kind == "operator" and token.value == "^":
                if power >= _POWER:
                    break
                self.take()
                left = self.power(left, self.expression(_POWER - 1), start)
            elif token.kind == "operator" and token.value in _OPS:
                op, binding = _OPS[str(token.value)]
                if power >= binding:
                    break
                self.take()
                divided = op == "divide"
                left = self.node(op, start, left, self.divisor(binding) if divided else self.expression(binding))
            elif power < self.implicit and self.juxtaposed():
                if divided:
                    self.ambiguous.append((start, self.next.end))
                    self.grouped.append((start, self.tokens[self.at - 1].end))
                left = self.node("multiply", start, left, self.expression(self.implicit))
                self.run_together.add(left)
                divided = False
            else:
                break
        self.depth -= 1
        return left

    def divisor(self, binding: int) -> Node:
        """What stands behind a division; with `tight`, a product without signs belongs to it as a whole."""
        start = self.next.start
        node = self.expression(binding)
        if self.tight and node in self.run_together and self.spans[node][0] == start:
            self.grouped.append((start, self.tokens[self.at - 1].end))
        return node

    def juxtaposed(self) -> bool:
        """Whether an operand follows without an operator."""
        if self.follows("bar"):
            closes = self.next.value == ")" or (self.next.value == "" and bool(self.bars) and self.bars[-1])
            return not closes
        before = self.tokens[self.at - 1]
        if self.follows("number") and before.kind == "number" and before.end < self.next.start:
            raise self.unexpected("operator")
        return self.next.kind in _OPERAND_STARTS

    def operand(self) -> Node:
        token = self.next
        if token.kind == "operator" and token.value in {"+", "-"}:
            self.take()
            inner = self.expression(_SIGN)
            return inner if token.value == "+" else self.node("negate", token.start, inner)
        if token.kind not in _OPERAND_STARTS or (token.kind == "bar" and token.value == ")"):
            raise self.unexpected("operand")
        self.take()
        return _READERS[token.kind](self, token)

    def read_number(self, token: Token) -> Node:
        value = token.value if isinstance(token.value, Fraction) else Fraction(token.value)
        node = constant(value.numerator if value.denominator == 1 else value)
        self.spans[node] = (token.start, token.end)
        self.numbers[node] = value
        return node

    def read_name(self, token: Token) -> Node:
        name = str(token.value)
        if name not in self.names:
            raise slip("unknown_name", token.start, token.end, found=name)
        node = self.found.setdefault(name, self.names[name])
        self.spans.setdefault(node, (token.start, token.end))
        return node

    def read_constant(self, token: Token) -> Node:
        """e and π, as nodes that every part of the engine evaluates as exactly as it can."""
        op, of = ("exp", _ONE) if token.value == "e" else ("arccos", _MINUS_ONE)
        return self.node(op, token.start, of)

    def read_bar(self, token: Token) -> Node:
        return self.node("abs", token.start, self.bracketed(token))

    def read_fraction(self, token: Token) -> Node:
        return self.node("divide", token.start, self.template(), self.template())

    def node(self, op: str, start: int, *args: Node) -> Node:
        node = Node(op, args)  # everything in a formula is a scalar: there is no shape to work out
        self.spans[node] = (start, self.tokens[self.at - 1].end)
        if args[0] in self.numbers and args[-1] in self.numbers:
            value = computed(op, *(self.numbers[arg] for arg in args))
            if value is not None:
                self.numbers[node] = value
        return node

    def power(self, base: Node, exponent: Node, start: int) -> Node:
        if base.op == "exp" and base.args[0].op == "constant" and base.args[0].attrs == 1:
            return self.node("exp", start, exponent)
        if abs(self.numbers.get(exponent, Fraction(0))) > LARGEST_EXPONENT:
            where = self.spans[exponent]
            raise slip("exponent_too_large", *where, limit=LARGEST_EXPONENT)
        return self.node("power", start, base, exponent)

    # -- brackets, functions, LaTeX templates

    def bracketed(self, opening: Token) -> Node:
        """What stands between the opening bracket or bar, just taken, and its partner."""
        self.bars.append(opening.kind == "bar")
        inner = self.expression(0)
        self.close(opening)
        return inner

    def template(self) -> Node:
        r"""An argument of \frac or \sqrt: a group in braces, or one operand."""
        if self.follows("open", "{"):
            opening = self.take()
            if self.follows("close"):
                raise slip("unexpected_token", opening.start, self.next.end, found="{}", hint="empty_box")
            return self.bracketed(opening)
        if self.next.kind not in {"number", "name", "constant"}:
            raise self.unexpected("operand")
        return self.operand()

    def read_root(self, token: Token) -> Node:
        degree = self.bracketed(self.take()) if self.follows("open", "[") else None
        inside = self.template()
        if degree is None or self.numbers.get(degree) == 2:
            return self.node("sqrt", token.start, inside)
        return self.power(inside, self.node("divide", token.start, self.one(), degree), token.start)

    def one(self) -> Node:
        node = constant(1)
        self.numbers[node] = Fraction(1)
        return node

    def read_function(self, token: Token) -> Node:
        """A function with its power (`cos^2 x`, `sin^{-1} x`) and its arguments."""
        name = str(token.value)
        exponent = None
        if self.follows("operator", "^"):
            self.take()
            exponent = self.expression(_POWER - 1)
            if self.numbers.get(exponent) == -1:
                name, exponent = self.inverse(token), None
        function = FUNCTIONS[name]
        arguments = self.arguments(token, function, powered=exponent is not None)
        result = function.build(*arguments)
        if token.base is not None:
            result = apply("divide", result, apply("log", self.base(token)))
        self.spans[result] = (token.start, self.tokens[self.at - 1].end)
        return result if exponent is None else self.power(result, exponent, token.start)

    def base(self, token: Token) -> Node:
        """The base of a logarithm, from its subscript."""
        base = str(token.base)
        if base in self.names:
            return self.found.setdefault(base, self.names[base])
        if base == "e":
            return apply("exp", constant(1))
        if base.isdecimal() and int(base[:9]) > 1:
            return constant(int(base[:9]))
        raise slip("unknown_name", token.start, token.end, found=base)

    def arguments(self, token: Token, function: Function, *, powered: bool) -> list[Node]:
        if self.follows("open") and self.next.value != "[":
            found = self.listed(self.take(), token)
        elif token.value in ROOTS:
            found = [self.expression(_SIGN)] if self.begins_argument() else []
        else:
            found = [self.product(token)] if self.begins_argument() else []
        if not found:
            raise self.missing_argument(token, powered=powered)
        if len(found) < function.least or (function.most is not None and len(found) > function.most):
            place = token.start, self.tokens[self.at - 1].end
            raise slip("wrong_arguments", *place, found=str(token.value), wanted=function.least, given=len(found))
        return found

    def begins_argument(self) -> bool:
        after = self.tokens[min(self.at + 1, len(self.tokens) - 1)]
        sign = self.follows("operator", "-") and after.start == self.next.end  # sin -x, but not sin - x
        closing = self.follows("bar", ")") or (self.follows("bar", "") and bool(self.bars) and self.bars[-1])
        return sign or (self.next.kind in _OPERAND_STARTS and not closing)

    def listed(self, opening: Token, function: Token) -> list[Node]:
        """The arguments between parentheses."""
        if self.follows("close"):
            raise self.missing_argument(function, powered=False)
        self.bars.append(False)
        found = [self.expression(0)]
        while self.follows("operator", ","):
            self.take()
            found.append(self.expression(0))
        self.close(opening)
        return found

    def product(self, function: Token) -> Node:
        """The argument of a function without parentheses. Behind a name, a bracket belongs to it with `tight` only."""
        first, start = self.at, self.next.start
        left = self.expression(_SIGN)
        joined = False
        while self.juxtaposed() and self.next.kind not in {"function", "bar"}:
            if self.follows("open"):
                self.ambiguous.append((function.start, self.next.end))
                if any(token.kind == "name" for token in self.tokens[first : self.at]) != self.tight:
                    self.grouped.append((function.start, self.tokens[self.at - 1].end))
                    break
                joined = True
            left = self.node("multiply", start, left, self.expression(_SIGN))
        if joined:
            self.grouped.append((start, self.tokens[self.at - 1].end))
        return left

    def inverse(self, token: Token) -> str:
        """The inverse of a function that stands with the power −1."""
        name = str(token.value)
        if name not in INVERSES:
            place = token.start, self.tokens[self.at - 1].end
            raise slip("unknown_name", *place, found=f"{name}^-1", hint="parentheses", suggestion=f"1/{name}(x)")
        return INVERSES[name]

    def missing_argument(self, token: Token, *, powered: bool) -> Exception:
        return missing_argument(str(token.value), token.start, self.tokens[self.at - 1].end, powered=powered)


# Not in the parser itself: bound methods would make it a cycle, and all that was read wait for the garbage collector.
_READERS: dict[str, Callable[[Parser, Token], Node]] = {
    "number": Parser.read_number,
    "name": Parser.read_name,
    "constant": Parser.read_constant,
    "function": Parser.read_function,
    "open": Parser.bracketed,
    "bar": Parser.read_bar,
    "fraction": Parser.read_fraction,
    "root": Parser.read_root,
}
