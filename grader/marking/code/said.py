"""Turn what the sandbox says in its own words into phrases of the catalogue: `phrase("a generator, not numbers")`.

The sandbox knows no languages: its children say plain English sentences. What Python or the student's own code says
stays as it is.
"""

from __future__ import annotations

import re

_SENTENCES = {
    "no_files": "no files can be opened in the grader",
    "no_module": "the module (?P<name>.+) is not available in the grader",
    "not_available": "(?P<name>.+) is not available in the grader",
    "ended_itself": r"the program ended itself \(exit, quit or sys\.exit\); .*",
    "too_large": "the results of all calls together are too large",
    "too_many": "more than (?P<count>.+) items",
    "too_deep": "nested more than (?P<count>.+) deep",
    "odd_keys": "a dictionary whose keys are not text but (?P<name>.+)",
    "huge_integer": "an integer of more than (?P<count>.+) bits",
    "long_text": "a text of more than (?P<count>.+) characters",
    "half_character": r"a text with half a character \(a lone surrogate\)",
    "large_array": "an array of (?P<count>.+) numbers, more than (?P<most>.+)",
    "odd_shape": r"an array of an odd shape, (?P<shape>.+)",
    "array_of_others": "an array of (?P<name>.+), not of numbers",
    "odd_array": r"a (?P<name>.+), not a plain NumPy array \(np\.asarray makes it one\)",
    "complex": "a complex number, not a real one",
    "own_class": r"a class of its own \((?P<name>.+)\), not a plain (?P<base>.+)",
    "not_called": "a (?P<name>.+), not the result of calling it",
    "no_numbers": "a (?P<name>.+), not numbers",
    # These are Python's, and say little to who is not at a terminal.
    "no_input": "EOF when reading a line",
    "not_permitted": r"\[Errno \d+\] Operation not permitted.*",
    "no_such_module": "No module named '(?P<name>[^']+)'",
}
_PATTERNS = {name: re.compile(sentence) for name, sentence in _SENTENCES.items()}

Said = str | dict[str, str]


def phrase(sentence: str) -> Said:
    """The sentence as a parameter of a finding; as it is where it is none of the sandbox's own."""
    for name, pattern in _PATTERNS.items():
        found = pattern.fullmatch(sentence)
        if found is not None:
            return {"words": f"sandbox.{name}", **found.groupdict()}
    return sentence
