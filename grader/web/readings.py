"""Say how every typed text is read, and ask back where one could mean two things: `1/2x` is x/2, or 1/(2x).

A form shows these readings below its fields: after "Check how it is read", and while one types (`reading.js`). A text
of two readings is not handed in before its writer has chosen one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from grader.exercises import Instance
from grader.web.formulas import Reading

Texts = Mapping[str, str]


@dataclass(frozen=True)
class Told:
    """How the characters [start, end) of a field are read. `lead` stands before it where several are told in one place:
    a line's number, or what is asked."""

    field: str
    start: int
    end: int
    reading: Reading
    lead: Markup | None = None

    @property
    def question(self) -> str:
        """The name under which a form says which of two readings is meant."""
        return f"meant:{self.field}:{self.start}"


# What is told in one place of the page, one list for each such place.
Readings = list[list[Told]]
Reader = Callable[[Instance, Texts], Readings]


def whole(field: str, text: str, reading: Reading, lead: Markup | None = None) -> Told:
    """The reading of all that stands in a field."""
    return Told(field, 0, len(text), reading, lead)


def settled(readings: Readings, typed: Texts, chosen: Texts) -> tuple[Texts, bool]:
    """The texts with parentheses where it was chosen what is meant, and whether nothing is left to ask."""
    texts, asking = dict(typed), False
    for told in reversed(list(_of_two_readings(readings))):
        meant = chosen.get(told.question, "")
        if meant in [choice.text for choice in told.reading.choices]:
            text = texts[told.field]
            texts[told.field] = f"{text[: told.start]}{meant}{text[told.end :]}"
        else:
            asking = True
    return texts, not asking


def _of_two_readings(readings: Readings) -> Iterable[Told]:
    return (told for each in readings for told in each if told.reading.choices)
