"""Both languages have the same words to say, with the same gaps, and say them kindly."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from grader.diagnosis import LIBRARY
from grader.diagnosis.networks import NETWORKS
from grader.messages import LANGUAGES, Lang, finding_message, finding_title
from grader.messages.catalogues import LOCALE
from grader.verdict import Finding

OTHER_CODES = [
    *("syntax_error", "name_missing", "wrong_shape", "wrong_type", "not_finite", "raised", "time_limit"),
    *("memory_limit", "forbidden", "unreadable", "value_wrong", "precision", "inputs_changed", "undecided"),
    *("sig_central_difference", "engine_plain_number", "grad_not_reset", "constant_factor"),
    *("influence_sign_ignored", "influence_added_not_scaled", "linear_taken_as_exact"),
]
OF_NETWORKS = [mistake.code for mistake in NETWORKS]
CODES = list(dict.fromkeys([*(mistake.code for mistake in LIBRARY), *OF_NETWORKS, *OTHER_CODES]))
# Counters and units that stand right behind a number in Korean; anything else there would be a particle.
COUNTERS = ("행", "열", "초", "자리", "개", "비트", "점")


def entries(lang: Lang) -> dict[tuple[str, str], str]:
    path = Path(LOCALE) / lang / "LC_MESSAGES" / "findings.po"
    with path.open("rb") as file:
        catalogue = read_po(file, locale=lang, abort_invalid=True)
    return {(str(each.context), str(each.id)): str(each.string) for each in catalogue if each.id}


def gaps(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_have_the_same_entries_with_the_same_gaps() -> None:
    english, korean = entries("en"), entries("ko")
    assert english.keys() == korean.keys()
    assert {key: gaps(text) for key, text in english.items()} == {key: gaps(text) for key, text in korean.items()}
    assert all(text.strip() for text in [*english.values(), *korean.values()])


@pytest.mark.slow
@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_code_has_a_title_and_a_message(code: str, lang: Lang) -> None:
    words = entries(lang)
    assert words[("finding.title", code)] == finding_title(Finding(code), lang)
    assert len(finding_message(Finding(code), lang)) > 12


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_title_is_a_line_without_gaps(lang: Lang) -> None:
    for (context, code), text in entries(lang).items():
        if context == "finding.title":
            assert len(text) <= 60, code
            assert not gaps(text), code


def test_nobody_is_accused() -> None:
    accusing = re.compile(
        r"\byou (forgot|should|failed|must)\b|\bwrong\b.*\byou\b|\bsimply\b|\bobviously\b", re.IGNORECASE
    )
    for key, text in entries("en").items():
        assert not accusing.search(text), key
    for key, text in entries("ko").items():
        assert "당신" not in text, key
        assert "잊" not in text, key


@pytest.mark.slow
def test_korean_is_formal_and_hedged() -> None:
    for (context, code), text in entries("ko").items():
        if context != "finding":
            continue
        ends = [sentence for sentence in re.split(r"(?<=[.?])\s", text) if "{" not in sentence]
        assert all(re.search(r"(니다|세요|나요)[.?]$", sentence) for sentence in ends), (code, ends)
    for code in [*(mistake.code for mistake in LIBRARY), *OF_NETWORKS]:
        message = entries("ko")[("finding", code)]
        assert re.search("같습니다|같고", message), code


def test_no_particle_follows_a_gap_in_korean() -> None:
    for key, text in entries("ko").items():
        for match in re.finditer(r"\}([가-힣]+)", text):
            assert match[1].startswith(COUNTERS), key


def test_messages_about_the_sigmoid_do_not_tell_its_derivative() -> None:
    for lang in LANGUAGES:
        for mistake in LIBRARY:
            if mistake.code.startswith("sig_"):
                message = finding_message(Finding(mistake.code), lang).replace(" ", "")
                for told in ("s·(1−s)", "s(1−s)", "σ(1−σ)", "e⁻ˣ/(1+e⁻ˣ)²"):
                    assert told not in message, mistake.code
