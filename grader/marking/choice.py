"""Mark a choice: each right option earns a share, each wrong one costs one, and gets a reason.

With k right options among those that are shown and m wrong ones, a right one earns 1/k and a wrong one costs 1/m, but
the whole is never below 0: who chooses everything, or nothing in particular, gets nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from grader.exercises import ChoiceSpec, Instance
from grader.exercises.kinds.choice import ANSWER
from grader.exercises.kinds.choice_sources import Judged
from grader.messages import is_known, plain
from grader.verdict import Evidence, Finding

from .answers import missing, typed_texts
from .marks import Marks, Task

_IDS = re.compile(r"[^\s,;，、]+")
_LONGEST = 2_000


def mark_choice(task: Task) -> Marks:
    """One part."""
    text = typed_texts(task.instance, task.answer).get(ANSWER, "")
    if not _IDS.search(text):
        return task.nothing(missing(), "skipped")
    chosen = chosen_options(task.instance, text)
    if isinstance(chosen, Finding):
        return task.nothing(chosen)
    judged = task.spec(ChoiceSpec).judged(task.instance)
    right = [each.id for each in judged if each.right]
    wrong = [each for each in judged if not each.right and each.id in chosen]
    hits = sum(each in chosen for each in right)
    if hits == len(right) and not wrong:
        return Marks((task.part(ANSWER, "correct"),))
    share = hits / max(len(right), 1) - len(wrong) / max(len(judged) - len(right), 1)
    expected = ", ".join(right) if task.show_answers else None
    evidence = Evidence(dict(task.instance.inputs), ", ".join(chosen), expected)
    # Where one is to be chosen, a wrong one says already that the right one was not.
    incomplete = hits < len(right) and (task.spec(ChoiceSpec).several or not wrong)
    return Marks((task.partly(ANSWER, share, _finding(wrong, incomplete, evidence)),))


def chosen_options(instance: Instance, text: str) -> list[str] | Finding:
    """The ids that were chosen, in the order shown; or why the text holds something else."""
    if len(text) > _LONGEST:
        return Finding("unreadable", params={"column": 1, "end": 2, "more": [{"words": "reading.too_long"}]})
    shown = {option.id: option.id for option in instance.options}
    named_alike: dict[str, list[str]] = {}
    for each in shown:
        named_alike.setdefault(each.casefold(), []).append(each)
    chosen = set()
    for match in _IDS.finditer(text):
        alike = named_alike.get(match[0].casefold(), [])
        found = shown.get(match[0]) or (alike[0] if len(alike) == 1 else None)
        if found is None:
            return _unknown(match, list(shown))
        chosen.add(found)
    return [each for each in shown if each in chosen]


def _unknown(match: re.Match[str], shown: Sequence[str]) -> Finding:
    more = {"words": "choice.unknown", "found": plain(match[0], 40), "options": ", ".join(shown)}
    params = {"column": match.start() + 1, "end": match.end() + 1, "more": [more]}
    return Finding("unreadable", params=params, evidence=Evidence(got=plain(match.string)))


def _finding(wrong: Sequence[Judged], incomplete: bool, evidence: Evidence) -> Finding:
    """The first option that does not hold, with its reason, and the reasons of the others.

    The parameters `wrong` (the reasons by option) and `incomplete` are for whoever shows them beside the options.
    """
    more: list[Mapping[str, Any]] = [
        {"words": "choice.another", "option": each.id, "reason": _reason(each)} for each in wrong[1:]
    ]
    if incomplete and wrong:
        more.append({"words": "choice.incomplete"})
    reasons = {each.id: _reason(each) for each in wrong}
    params: dict[str, Any] = {"wrong": reasons, "incomplete": incomplete, "more": more}
    if not wrong:
        return Finding("value_wrong", params={**params, "case": "choice_incomplete"}, evidence=evidence)
    first = wrong[0]
    if first.mistake and is_known(first.mistake):
        return Finding(first.mistake, node=first.node, params=params, evidence=evidence)
    params = {**params, "case": "option", "option": first.id, "reason": _reason(first)}
    return Finding("value_wrong", node=first.node, params=params, evidence=evidence)


def _reason(judged: Judged) -> Mapping[str, Any]:
    """Why an option is wrong, as a phrase: the author's words, those of the mistake, or those of the case."""
    if judged.why:
        return dict(judged.why)
    if judged.mistake and is_known(judged.mistake):
        return {"finding": judged.mistake}
    return {"words": f"choice.{judged.case}"}
