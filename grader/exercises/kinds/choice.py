"""Ask to choose: among worded options, nodes of the graph, or numbers that the output may become.

    [choice]
    nodes = "several-users"            # the right ones follow from the graph, and so do the reasons

    [choice]
    moved = { x = 3 }                  # x grows by 3: the right number and those of known mistakes are worked out

    [[choice.options]]                 # or in words
    id = "sum"
    en = "They are added."
    ko = "더합니다."
    right = true

Where the options follow from the graph, so does the reason why an option is wrong; where they are worded, the author
gives one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from string import ascii_lowercase
from typing import Any, ClassVar

from reference.graph import CONSTANT, Graph

from ..fields import Fields, as_number
from ..model import Instance, Option
from ..stream import Stream
from .choice_sources import NODE_RULES, Judged, Moved, Nodes, Source, Worded, WordedOption
from .spec import Called, Entry, OwnKind, Spec, Texts, WrongAnswer, by_code

CHOICE_KEYS = ("options", "nodes", "among", "moved", "several")
OPTION_KEYS = ("id", "en", "ko", "right", "mistake", "why")
ANSWER = "choice"
_LANGUAGES = ("en", "ko")
_MOST_OPTIONS = 20
_ID = re.compile(r"[a-z0-9]{1,20}(?:-[a-z0-9]{1,20}){0,3}")
_CODE = re.compile(r"[a-z][a-z0-9_]{1,59}")


@dataclass(frozen=True)
class ChoiceSpec(Spec):
    """Where the options come from, and whether several may be right."""

    source: Source
    several: bool
    how: ClassVar[str] = 'the id of the right option, or several ids with commas between them, such as "a, c"'

    def parts(self, ask: tuple[str, ...]) -> tuple[str, ...]:
        return (ANSWER,)

    def entries(self, instance: Instance) -> Iterator[Entry]:
        yield Entry(ANSWER, f"of {', '.join(option.id for option in instance.options)}")

    def options(self, instance: Instance) -> tuple[Option, ...]:
        """The options shuffled by the seed; those without a name of their own are called a, b, c, …"""
        stream = Stream("options", instance.digest, instance.seed)
        left, shuffled = list(self.source.offered(instance)), []
        while left:
            shuffled.append(left.pop(stream.below(len(left))))
        return tuple(
            option if option.id else replace(option, id=letter)
            for letter, option in zip(ascii_lowercase, shuffled, strict=False)
        )

    def judged(self, instance: Instance) -> tuple[Judged, ...]:
        """Every option that was shown, right or wrong."""
        return self.source.judged(instance)

    def text(self, option: Option, lang: str) -> str:
        """An option in a language: Markdown on one line."""
        return self.source.text(option, lang)

    def objection(self, instance: Instance) -> str | None:
        return self.source.objection(instance)

    def below(self, instance: Instance, lang: str, called: Called = by_code) -> str:
        rows = []
        for option in instance.options:
            text = self.text(option, lang)
            rows.append(f"- `{option.id}`" + (f": {text}" if text.strip("$") != option.id else ""))
        return "\n".join(rows) + "\n"

    def model_answer(self, instance: Instance) -> Texts:
        return {ANSWER: ", ".join(judged.id for judged in self.judged(instance) if judged.right)}

    def wrong_answers(self, instance: Instance) -> Iterator[WrongAnswer]:
        for judged in self.judged(instance):
            if not judged.right:
                yield WrongAnswer({ANSWER: judged.id}, judged.mistake)

    def marked(self) -> dict[str, Any]:
        return {**self.source.marked(), "several": self.several}


def read_choice(fields: Fields, graph: Graph, _ask: tuple[str, ...]) -> ChoiceSpec:
    """The spec in that table. Problems are noted in `fields`."""
    fields.only(*CHOICE_KEYS)
    given = [key for key in ("options", "nodes", "moved") if key in fields]
    if len(given) != 1:
        fields.problem("[choice] needs one of 'options', 'nodes' and 'moved'", *given[1:2])
    source = _source(fields, graph, given[0] if given else "options")
    if "among" in fields and "nodes" not in fields:
        fields.problem("'among' belongs to 'nodes'", "among")
    return ChoiceSpec(source, fields.truth("several", source.several))


def _source(fields: Fields, graph: Graph, key: str) -> Source:
    if key == "nodes":
        return _nodes(fields, graph)
    return _moved(fields, graph) if key == "moved" else _worded(fields)


def _nodes(fields: Fields, graph: Graph) -> Nodes:
    rule = fields.choice("nodes", NODE_RULES)
    among = fields.texts("among")
    for name in among:
        if name not in graph.named:
            fields.problem(f"the program has no node {name!r}; it has {', '.join(graph.named)}", "among")
    named = [name for name, node in graph.named.items() if node.op != CONSTANT and name not in graph.outputs]
    return Nodes(rule, tuple(among or named))


def _moved(fields: Fields, graph: Graph) -> Moved:
    moved = fields.table("moved")
    steps = {name: as_number(step) for name, step in moved.items()}
    (name, step) = next(iter(steps.items()), ("", None))
    if len(steps) != 1 or name not in graph.inputs or not step:
        example = f"{{ {graph.inputs[0]} = 3 }}"
        fields.problem(f"'moved' must be one input and by how much it grows, such as {example}", "moved")
        return Moved(graph.inputs[0], 1.0)
    return Moved(name, step)


def _worded(fields: Fields) -> Worded:
    options = []
    for index, table in enumerate(fields.items("options", most=_MOST_OPTIONS)):
        if isinstance(table, dict):
            options.append(_option(fields.inner(table, "options", index)))
        else:
            fields.problem("each of 'options' must be a table: write [[choice.options]]", "options")
    ids = [option.id for option in options]
    for repeated in sorted({each for each in ids if ids.count(each) > 1}):
        fields.problem(f"two options have the id {repeated!r}", "options")
    if "options" in fields and {option.right for option in options} != {True, False}:
        fields.problem("'options' needs at least one that is right, and one that is not", "options")
    return Worded(tuple(options))


def _option(fields: Fields) -> WordedOption:
    fields.only(*OPTION_KEYS)
    identity = fields.text("id", longest=80)
    if identity and not _ID.fullmatch(identity):
        fields.problem(f"{identity!r} is no id for an option: use small letters, digits and hyphens", "id")
    right = fields.truth("right", False)
    mistake = fields.text("mistake", default="", longest=60)
    if mistake and not _CODE.fullmatch(mistake):
        fields.problem(f"{mistake!r} is no code of a mistake: see docs/marking.md", "mistake")
    why = fields.table("why")
    if right and (mistake or why):
        fields.problem("an option that is right needs no 'mistake' and no 'why'")
    if not right and not mistake and not why:
        fields.problem("an option that is not right needs a reason: 'mistake' or 'why = { en = …, ko = … }'")
    reasons = fields.inner(why, "why")
    reasons.only(*_LANGUAGES)
    return WordedOption(
        id=identity,
        right=right,
        text=_in_every_language(fields),
        mistake=mistake or None,
        why=_in_every_language(reasons) if why else {},
    )


def _in_every_language(fields: Fields) -> dict[str, str]:
    return {lang: " ".join(fields.text(lang, longest=1_000).split()) for lang in _LANGUAGES}


CHOICE = OwnKind("choice", ("inputs", "vary"), read_choice)
