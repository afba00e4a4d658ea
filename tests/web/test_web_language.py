"""Every word in English and in Korean; the language chosen by link, cookie, person, and browser, in this order."""

from __future__ import annotations

import re
import string
from datetime import UTC, datetime
from pathlib import Path

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from flask import Flask
from web_actor import Actor

import grader.messages.catalogues as catalogues
import grader.web
from grader.web.language import number, say, say_n, when

WEB = Path(grader.web.__file__).parent


def messages() -> set[str]:
    """Every message id in the code and the templates."""
    found: set[str] = set()
    for path in [*WEB.rglob("*.py"), *WEB.rglob("*.html")]:
        method = "python" if path.suffix == ".py" else "jinja2.ext:babel_extract"
        keywords = {"say": None, "_": None, "say_n": (1, 2), "_n": (1, 2)}
        with path.open("rb") as file:
            for _, message, *_ in extract(method, file, keywords=keywords, options={"encoding": "utf-8"}):
                found.add(message if isinstance(message, str) else message[0])
    return found


def entries(lang: str) -> dict[str, tuple[str, ...]]:
    """The catalogue's texts by message id, plural forms beside each other."""
    with (catalogues.LOCALE / lang / "LC_MESSAGES" / "web.po").open("rb") as file:
        catalogue = read_po(file, locale=lang)
    return {
        message.id if isinstance(message.id, str) else message.id[0]: (message.string,)
        if isinstance(message.string, str)
        else tuple(message.string or ())
        for message in catalogue
        if message.id
    }


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("lang", catalogues.LANGUAGES)
def test_the_catalogue_has_every_message_and_no_other(lang: str) -> None:
    assert set(entries(lang)) == messages()
    assert all(all(texts) for texts in entries(lang).values())


def test_translations_keep_the_placeholders_and_the_tags() -> None:
    english = entries("en")
    for message, texts in entries("ko").items():
        for text in texts:
            assert placeholders(text) == placeholders(english[message][-1]), message
            assert sorted(re.findall(r"</?\w+>", text)) == sorted(re.findall(r"</?\w+>", message)), message


def test_korean_keeps_its_habits() -> None:
    particles = r"\}(은|는|이|가|을|를|와|과|로|으로|의|에|에서)(\s|$|[.,])"
    for message, texts in entries("ko").items():
        assert "당신" not in texts[0], message
        assert not re.search(particles, texts[0]), f"no particle directly after a placeholder: {texts[0]}"


def language_of(response_text: str) -> str:
    found = re.search(r'<html lang="(\w+)">', response_text)
    assert found
    return found[1]


def test_the_browsers_language_is_spoken_when_nothing_else_is_said(app: Flask) -> None:
    for asked, spoken in [("ko-KR,ko;q=0.9,en;q=0.8", "ko"), ("en-US,en;q=0.9", "en"), ("fr", "en"), ("", "en")]:
        page = app.test_client().get("/", headers={"Accept-Language": asked})
        assert language_of(page.text) == spoken
        assert page.headers["Content-Language"] == spoken
        assert "Accept-Language" in page.headers["Vary"]


def test_a_link_may_ask_for_a_language_and_it_stays(visitor: Actor) -> None:
    assert language_of(visitor.get("/?lang=ko").text) == "ko"
    assert language_of(visitor.get("/exercises").text) == "ko"
    assert language_of(visitor.get("/?lang=en").text) == "en"
    assert language_of(visitor.get("/?lang=klingon").text) == "en"


def test_the_button_changes_the_language_and_comes_back_to_the_page(visitor: Actor) -> None:
    page = "/exercises/graph/linear?seed=3"
    fields = dict(re.findall(r'name="(lang|next)" value="([^"]+)"', visitor.get(page).text))
    response = visitor.client.post("/language", data={**fields, "csrf_token": visitor.token(page)})
    assert (response.status_code, response.location) == (303, page)
    assert language_of(visitor.get(page).text) == "ko"


def test_a_persons_choice_goes_with_them_to_another_browser(student: Actor, app: Flask) -> None:
    student.client.post("/language", data={"csrf_token": student.token(), "lang": "ko"})
    elsewhere = Actor(app.test_client(), login=student.login)
    elsewhere.sign_in()
    assert language_of(elsewhere.get("/").text) == "ko"


def test_a_page_in_one_language_has_no_words_of_the_other(student: Actor) -> None:
    for path in ("/", "/exercises", "/exercises/graph/linear", "/scores", "/nothing"):
        page = student.get(f"{path}?lang=en").text
        text = re.sub(r"한국어|김민지", "", page)
        assert not re.search("[가-힣]", text), path


def test_numbers_and_counts_are_written_as_the_language_does(app: Flask) -> None:
    with app.test_request_context("/?lang=en"):
        assert [number(value) for value in (6, 2.5, 1234.5, 1 / 3, -2, -0.001)] == [
            "6", "2.5", "1,234.5", "0.33", "−2", "0",
        ]  # fmt: skip
        assert say_n("{n} point", "{n} points", 1) == "1 point"
        assert say_n("{n} point", "{n} points", 0.5) == "0.5 points"
    with app.test_request_context("/?lang=ko"):
        assert say_n("{n} point", "{n} points", 6) == "6점"
        assert say("{points} of {max} points", points="5", max="6") == "6점 중 5점"


def test_moments_are_written_as_the_language_does_and_for_programs_too(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    import time  # noqa: PLC0415

    monkeypatch.setenv("TZ", "Asia/Seoul")
    time.tzset()
    try:
        moment = datetime(2026, 11, 24, 14, 59, tzinfo=UTC)
        with app.test_request_context("/?lang=ko"):
            assert "2026년 11월 24일(화) 오후 11:59 KST" in when(moment)
        with app.test_request_context("/?lang=en"):
            assert "24 November 2026, 23:59 KST" in when(moment)
            assert 'datetime="2026-11-24T23:59:00+09:00"' in when(moment)
    finally:
        monkeypatch.undo()
        time.tzset()


def test_values_in_messages_are_escaped(app: Flask) -> None:
    with app.test_request_context("/"):
        assert say("Hello, {name}", name="<b>{0}</b>") == "Hello, &lt;b&gt;{0}&lt;/b&gt;"
