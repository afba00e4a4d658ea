"""Write what a student starts from: `solution.py` or `answers.toml`, and the statement for this instance."""

from __future__ import annotations

import textwrap

from reference.draw import draw_text

from .array_files import told_of_arrays
from .engine_files import engine_start
from .kinds import Called, Entry, by_code
from .model import Ask, Exercise, Instance
from .specs import CodeSpec
from .statements import GRAPH, statement_text

NOT_WRITTEN = "write your answer here"
SOLUTION = "solution.py"
ANSWERS = "answers.toml"


def starter(exercise: Exercise, instance: Instance, called: Called = by_code) -> dict[str, str]:
    """The files of a folder to work in, by name: the answer's file, and the statement in every language.

    `called` gives the words for a mistake that the statement speaks of, by code and language.
    """
    head = f"# exercise: {exercise.id}\n"
    if instance.seed is not None:
        head += f"# seed: {instance.seed}\n"
    if exercise.code is not None:
        files = {SOLUTION: head + _solution(exercise, exercise.code)}
    elif exercise.engine is not None:
        files = {SOLUTION: head + engine_start(exercise.engine, NOT_WRITTEN)}
    else:
        files = {ANSWERS: head + _answers(exercise, instance)}
    for lang, title in exercise.titles.items():
        text = statement_text(exercise, instance, lang)
        if GRAPH in text:
            drawing = draw_text(instance.graph, values=instance.shown_values)
            text = text.replace(GRAPH, f"```text\n{drawing.rstrip()}\n```")
        below = exercise.spec.below(instance, lang, called) if exercise.spec else ""
        files[f"statement.{lang}.md"] = f"# {title}\n\n{text}" + (f"\n{below}" if below else "")
    return files


def _solution(exercise: Exercise, spec: CodeSpec) -> str:
    """A file that compiles; calling its function raises NotImplementedError, which says what to do."""
    imports = "import numpy as np\n\n\n" if spec.takes_arrays or spec.shapes else "\n\n"
    said = "\n\n".join([_wanted(exercise, spec), textwrap.indent(exercise.program, "    "), _given(spec)])
    docstring = textwrap.indent(f'"""{_quoted(said)}\n"""', "    ")
    return f'{imports}def {spec.signature}:\n{docstring}\n    raise NotImplementedError("{NOT_WRITTEN}")\n'


def _wanted(exercise: Exercise, spec: CodeSpec) -> str:
    labels = {ask.name: ask.label for ask in exercise.asks.values()}
    if isinstance(spec.returns, str):
        return f"Return {labels[spec.returns]}, where"
    pairs = ", ".join(f'"{key}": {labels[ask]}' for key, ask in spec.returns.items())
    return f"Return {{{pairs}}}, where"


def _given(spec: CodeSpec) -> str:
    if spec.shapes:
        return told_of_arrays(spec)
    names = ", ".join(spec.arguments)
    one = len(spec.arguments) == 1
    if spec.takes_arrays:
        kinds = "is a float or an array" if one else "are floats or arrays"
        return f"{names} {kinds} of any shape; give the same shape back."
    return f"{names} {'is a float' if one else 'are floats'}."


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')


_HOW = {
    "values": 'a whole number, a decimal or a fraction, such as "-12", "0.35" or "2/3"',
}


def _answers(exercise: Exercise, instance: Instance) -> str:
    """A TOML table with an empty text for every name to answer, and beside it what the name stands for."""
    how = exercise.spec.how if exercise.spec else _HOW[exercise.kind]
    if exercise.spec:
        entries = list(exercise.spec.entries(instance))
    else:
        entries = [Entry(ask.name, _meaning(ask)) for ask in exercise.asks.values()]
    width = max(len(entry.name) for entry in entries) + 8
    rows = "".join(_row(entry, width) for entry in entries)
    return f"#\n# Write each answer between its quotes:\n# {how}.\n\n[answers]\n{rows}"


def _row(entry: Entry, width: int) -> str:
    if entry.lines:
        # Between these quotes a backslash is a backslash.
        return f"# {entry.meaning}\n\"{entry.name}\" = '''\n'''\n"
    return f'"{entry.name}" = ""'.ljust(width) + f"# {entry.meaning}\n"


def _meaning(ask: Ask) -> str:
    return f"the value of {ask.label}" if ask.what == "value" else ask.label
