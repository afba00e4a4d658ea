"""Put a verdict into words, in any of the languages, whenever somebody reads it.

Findings are codes with parameters. Here they become sentences: what the value is, why it is otherwise at
that node, and which step of the lesson explains it. Parameters are made plain before they are put in, and a
student's text is never a format string.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from grader.verdict import FORM, Evidence, Finding, Part, Verdict, plain_value

from .catalogues import LANGUAGES, Lang, catalogue, language
from .plain import plain, point_text, told_apart, value_text
from .reading import reading_phrases
from .steps import is_about_graphs, lesson_step

_FALLBACK = "value_wrong"
_STOPPED = ("raised", "time_limit")
_LONGEST_REASON = 1_000


def to_json(verdict: Verdict, lang: Lang) -> dict[str, Any]:
    """The verdict as CONTRACTS fixes it, worded in a language: plain JSON data.

    `notes` and `printed` are there only where there is something to be told.
    """
    return {
        "exercise": verdict.exercise,
        "exercise_digest": verdict.exercise_digest,
        "grader_version": verdict.grader_version,
        "seed": verdict.seed,
        "lang": lang,
        "outcome": verdict.outcome,
        "points": verdict.points,
        "max_points": verdict.max_points,
        "parts": [_part_to_json(part, lang) for part in verdict.parts],
        "shown_by": verdict.shown_by,
        "elapsed_ms": verdict.elapsed_ms,
        **({"notes": verdict_notes(verdict, lang)} if verdict.notes else {}),
        **({"printed": verdict.printed} if verdict.printed else {}),
    }


def verdict_notes(verdict: Verdict, lang: Lang) -> list[str]:
    """What is to be known of the marking besides its findings, a sentence or two each."""
    return [phrase_text(note, lang) for note in verdict.notes]


def part_label(part: Part, lang: Lang) -> str:
    """What the part is called: mathematics where it has a label, else words; a mistake goes by its title."""
    if part.label is not None and part.name.endswith(FORM):
        return _filled(_text("part", "form", lang), {"label": part.label}, lang)
    if part.label is not None:
        return part.label
    return _text("part", part.name, lang) or _text("finding.title", part.name, lang) or plain(part.name)


def finding_title(finding: Finding, lang: Lang) -> str:
    """One line: which mistake it is."""
    return _worded("finding.title", finding, lang)


def mistake_title(code: str, lang: str) -> str:
    """The same for a mistake by its code; the code itself where there are no words for it."""
    return _text("finding.title", code, language(lang)) or code


def finding_message(finding: Finding, lang: Lang) -> str:
    """Two or three sentences: where, what the value is, why it is otherwise, and what to read again."""
    sentences = []
    if finding.node is not None:
        sentences.append(_frame("node", lang, node=finding.node))
    if finding.params.get("tentative"):
        sentences.append(_frame("tentative", lang))
    sentences.append(_worded("finding", finding, lang))
    sentences.extend(param_text(phrase, lang) for phrase in finding.params.get("more", ()))
    titles = _other_titles(finding, lang)
    if titles:
        sentences.append(_frame("also", lang, titles=" / ".join(titles)))
    step = lesson_step(finding.code)
    if step is not None:
        sentences.append(_frame(f"step.{step}", lang))
    return " ".join(sentence for sentence in sentences if sentence)


def common_message(finding: Finding, lang: Lang) -> str:
    """The message without the arguments of a call that stopped: findings that have it in common are told once."""
    if finding.code not in _STOPPED:
        return finding_message(finding, lang)
    return finding_message(replace(finding, params={**finding.params, "point": ""}), lang)


def evidence_message(finding: Finding, lang: Lang) -> str:
    """Where a formula was tried and what came out there; empty where it was tried nowhere, and where the finding's
    message tells the point already."""
    evidence = finding.evidence
    if evidence is None or not evidence.inputs or "point" in finding.params:
        return ""
    got, expected = told_apart(evidence.got, evidence.expected)
    values = {
        "point": point_text(evidence.inputs),
        "got": {"words": "compare.no_value"} if evidence.got is None else got,
        "expected": expected,
    }
    return phrase_text({"words": "evidence.got" if evidence.expected is None else "evidence", **values}, lang)


def is_known(code: str) -> bool:
    """Whether there are words for a finding of that code."""
    return bool(_text("finding", code, "en"))


def reading_message(code: str, column: int | None, parameters: Mapping[str, Any], lang: Lang) -> str:
    """Why a formula cannot be read, from the code, column and parameters of a `reference.FormulaError`."""
    more = reading_phrases(code, parameters)
    return finding_message(Finding("unreadable", params={"column": column or 1, "more": more}), lang)


def phrase_text(phrase: Mapping[str, Any], lang: Lang) -> str:
    """A phrase of the catalogue's context `words`: `words` names it, the rest fills it in."""
    return _filled(_text("words", str(phrase["words"]), lang), phrase, lang)


def _part_to_json(part: Part, lang: Lang) -> dict[str, Any]:
    note = {} if part.note is None else {"note": _finding_to_json(part.note, lang)}
    return {
        "name": part.name,
        "label": part_label(part, lang),
        "outcome": part.outcome,
        "points": part.points,
        "max_points": part.max_points,
        "finding": None if part.finding is None else _finding_to_json(part.finding, lang),
        **note,
    }


def _finding_to_json(finding: Finding, lang: Lang) -> dict[str, Any]:
    evidence = finding.evidence or Evidence()
    return {
        "code": finding.code,
        "also": list(finding.also),
        "node": finding.node,
        "message": finding_message(finding, lang),
        "evidence": {
            "inputs": {name: plain_value(value) for name, value in evidence.inputs.items()},
            "got": plain_value(evidence.got),
            "expected": plain_value(evidence.expected),
        },
    }


def _other_titles(finding: Finding, lang: Lang) -> list[str]:
    """The titles of what cannot be told apart from the finding, without repeating the same words: of formulas beside a
    mistake in a formula, of graphs beside one in a graph."""
    own, graphs = finding_title(finding, lang), is_about_graphs(finding.code)
    alike = [code for code in finding.also if is_about_graphs(code) == graphs]
    titles = dict.fromkeys(_text("finding.title", code, lang) for code in alike)
    return [title for title in titles if title and title != own][:3]


def _worded(context: str, finding: Finding, lang: Lang) -> str:
    """The finding's words: those of its case (`raised.line`) where it has one, else those of its code."""
    case = finding.params.get("case")
    text = (_text(context, f"{finding.code}.{case}", lang) if case else "") or _text(context, finding.code, lang)
    return _filled(text or _text(context, _FALLBACK, lang), finding.params, lang)


def _frame(name: str, lang: Lang, **params: object) -> str:
    return _filled(_text("frame", name, lang), params, lang)


def _text(context: str, code: str, lang: Lang) -> str:
    """The catalogue's text, or the empty string where it has none."""
    text = catalogue("findings", lang).pgettext(context, code)
    return "" if text == code else text


def _filled(text: str, params: Mapping[str, Any], lang: Lang) -> str:
    texts = {name: param_text(value, lang) for name, value in params.items()}
    if "line" in params and "{place}" in text:
        texts["place"] = phrase_text({**params, "words": "place.cell" if "cell" in params else "place.line"}, lang)
    return text.format_map(_Plain(texts))


def param_text(value: object, lang: Lang) -> str:
    """A parameter as text. A mapping with `words` is a phrase of the catalogue with parameters of its own, one with
    `finding` what the catalogue says of a mistake, and one with a text for every language is what an author says."""
    if isinstance(value, Mapping) and "words" in value:
        return phrase_text(value, lang)
    if isinstance(value, Mapping) and "finding" in value:
        return _filled(_text("finding", str(value["finding"]), lang), {}, lang)
    if isinstance(value, Mapping) and set(value) == set(LANGUAGES):
        return plain(str(value[lang]), _LONGEST_REASON)
    if isinstance(value, list) and value and all(isinstance(each, Mapping) for each in value):
        return " / ".join(param_text(each, lang) for each in value)
    return value_text(value)


class _Plain(dict[str, str]):
    """Parameters by name. A verdict stored long ago may lack one that the words of today use."""

    def __missing__(self, key: str) -> str:
        return "…"
