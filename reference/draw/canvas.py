"""A sheet of characters on which wires join and cross: box-drawing characters, or plain ASCII."""

from __future__ import annotations

from dataclasses import dataclass, field

LEFT, RIGHT, UP, DOWN = 1, 2, 4, 8
CROSSING = "┼"
WIRES = {
    LEFT: "─", RIGHT: "─", LEFT | RIGHT: "─", UP: "│", DOWN: "│", UP | DOWN: "│",
    RIGHT | DOWN: "╭", LEFT | DOWN: "╮", RIGHT | UP: "╰", LEFT | UP: "╯",
    RIGHT | UP | DOWN: "├", LEFT | UP | DOWN: "┤", LEFT | RIGHT | DOWN: "┬", LEFT | RIGHT | UP: "┴",
    LEFT | RIGHT | UP | DOWN: "╋",
}  # fmt: skip
ASCII = str.maketrans("─│╭╮╰╯├┤┬┴┼╋▶", "-|+++++++++#>")


@dataclass
class Canvas:
    """Characters and wires by (line, column). A wire belongs to a net; different nets cross where they meet."""

    characters: dict[tuple[int, int], str] = field(default_factory=dict)
    wires: dict[tuple[int, int], dict[str, int]] = field(default_factory=dict)

    def write(self, line: int, column: int, text: str) -> None:
        """Put a text on a line; it covers wires."""
        for offset, character in enumerate(text):
            self.characters[line, column + offset] = character

    def across(self, net: str, line: int, first: int, last: int) -> None:
        """A wire from the left edge of column `first` to the right edge of column `last`."""
        for column in range(first, last + 1):
            self._wire(net, line, column, LEFT | RIGHT)

    def turn(self, net: str, line: int, column: int, ways: int) -> None:
        """A piece of wire that leads from the middle of one character in the given ways."""
        self._wire(net, line, column, ways)

    def down(self, net: str, column: int, first: int, last: int) -> None:
        """A wire from the middle of line `first` to the middle of line `last`."""
        for line in range(first, last + 1):
            self._wire(net, line, column, (UP if line > first else 0) | (DOWN if line < last else 0))

    def _wire(self, net: str, line: int, column: int, ways: int) -> None:
        nets = self.wires.setdefault((line, column), {})
        nets[net] = nets.get(net, 0) | ways

    def text(self, *, ascii_only: bool) -> str:
        """All lines, without trailing blanks and without empty lines around them."""
        shown = {
            place: WIRES[next(iter(nets.values()))] if len(nets) == 1 else CROSSING
            for place, nets in self.wires.items()
        }
        shown.update(self.characters)
        lines: dict[int, dict[int, str]] = {}
        for (line, column), character in shown.items():
            lines.setdefault(line, {})[column] = character
        written = []
        for line in range(min(lines, default=0), max(lines, default=0) + 1):
            row = lines.get(line, {})
            written.append("".join(row.get(column, " ") for column in range(max(row, default=-1) + 1)).rstrip())
        text = "\n".join(written)
        return text.translate(ASCII) if ascii_only else text
