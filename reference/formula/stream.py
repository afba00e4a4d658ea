"""Walk over the tokens, knowing which bracket is open; say what was expected where something else stands."""

from __future__ import annotations

from .kinds import Token
from .slips import slip

_MATCHING = {"(": ")", "{": "}", "[": "]"}


class TokenStream:
    """The tokens of a text, the place in them, and for each open bracket whether it is a bar of |x|."""

    def __init__(self, text: str, tokens: list[Token]) -> None:
        self.text = text
        self.tokens = tokens
        self.at = 0
        self.bars: list[bool] = []

    @property
    def next(self) -> Token:
        return self.tokens[self.at]

    def take(self) -> Token:
        token = self.tokens[self.at]
        self.at += token.kind != "end"
        return token

    def follows(self, kind: str, value: str | None = None) -> bool:
        return self.next.kind == kind and (value is None or self.next.value == value)

    def unexpected(self, *expected: str) -> Exception:
        token = self.next
        if token.kind == "end":
            return slip("unexpected_end", token.start, token.end, expected=expected)
        found = self.text[token.start : max(token.end, token.start + 1)]
        before = self.tokens[self.at - 1] if self.at else None
        hint = None
        if token.value == "," and before and (before.kind, self.tokens[self.at + 1].kind) == ("number", "number"):
            hint = "decimal_comma"
        elif token.kind == "number" and before and before.kind == "number":
            hint = "two_numbers"
        return slip("unexpected_token", token.start, token.end, found=found, expected=expected, hint=hint)

    def close(self, opening: Token) -> None:
        self.bars.pop()
        if opening.kind == "bar":
            wanted, closed = "bar", self.follows("bar") and self.next.value != "("
        else:
            wanted = "brace" if opening.value == "{" else "closing"
            closed = self.follows("close", _MATCHING[str(opening.value)])
        if closed:
            self.take()
        elif self.follows("end"):
            opened = opening.start + 1
            raise slip("not_closed", self.next.start, self.next.end, found="", expected=(wanted,), opened=opened)
        else:
            raise self.unexpected("operator", wanted)
