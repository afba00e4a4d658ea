"""Speak the reader's language: chosen once per request, then words, numbers and dates in it.

The choice is `?lang=`, else the cookie that the language button sets, else the person's own setting, else
what the browser accepts. Words come from the catalogue `web`, whose message ids are the English texts, with
`{name}` where a value goes; values are escaped, the texts are ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from flask import Flask, g, request
from flask_login import current_user
from markupsafe import Markup
from werkzeug.wrappers import Response

from grader.messages.catalogues import LANGUAGES, Lang, catalogue, language
from grader.web.mathml import clinging

COOKIE = "lang"
NAMES: Mapping[Lang, str] = {"en": "English", "ko": "한국어"}
_YEAR = 365 * 24 * 3600
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_WEEKDAYS = "월화수목금토일"


def lang() -> Lang:
    """The language of this request."""
    if "lang" not in g:
        g.lang = _choose()
    chosen: Lang = g.lang
    return chosen


def _choose() -> Lang:
    asked = [request.args.get("lang"), request.cookies.get(COOKIE)]
    if current_user.is_authenticated:
        asked.append(current_user.lang)
    chosen = next((each for each in asked if each in LANGUAGES), None)
    return language(chosen or request.accept_languages.best_match(LANGUAGES))


def say(message: str, /, **values: object) -> Markup:
    """A message of the catalogue in this request's language, its values filled in escaped."""
    text = Markup(catalogue("web", lang()).gettext(message))  # noqa: S704  (the text is ours)
    return clinging(text.format(**values))


def say_n(one: str, many: str, n: float, /, **values: object) -> Markup:
    """A message that counts: `{n}` is filled in by itself, as a number of this language."""
    text = catalogue("web", lang()).ngettext(one, many, 1 if n == 1 else 2)
    return Markup(text).format(n=number(n), **values)  # noqa: S704  (the text is ours)


def number(value: float) -> str:
    """Points and counts: `1,234.5`, at most two decimals, a true minus sign."""
    text = f"{value:,.2f}".rstrip("0").rstrip(".")
    return text.replace("-", "\N{MINUS SIGN}") if text != "-0" else "0"


def when(moment: datetime) -> Markup:
    """A moment on the server's clock, with its zone, as an element that programs can read too."""
    local = moment.astimezone()
    words = {"en": _english, "ko": _korean}[lang()](local)
    return Markup('<time datetime="{}">{}</time>').format(local.isoformat(timespec="seconds"), words)


def _english(moment: datetime) -> str:
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}, {moment:%H:%M %Z}"


def _korean(moment: datetime) -> str:
    half, hour = "오전" if moment.hour < 12 else "오후", (moment.hour - 1) % 12 + 1
    weekday = _WEEKDAYS[moment.weekday()]
    day = f"{moment.year}년 {moment.month}월 {moment.day}일({weekday})"
    return f"{day} {half} {hour}:{moment:%M %Z}"


def remember(response: Response, chosen: Lang) -> Response:
    """Keep the choice in this browser."""
    response.set_cookie(COOKIE, chosen, max_age=_YEAR, httponly=True, samesite="Lax", secure=request.is_secure)
    return response


def install(app: Flask) -> None:
    """Give templates `_`, `_n`, `number`, `when` and `lang`, and keep a language that a link asked for."""
    app.jinja_env.globals.update(_=say, _n=say_n, number=number, when=when, lang=lang, language_names=NAMES)
    app.after_request(_keep_asked_language)


def _keep_asked_language(response: Response) -> Response:
    if request.endpoint == "static":
        return response
    asked = request.args.get("lang")
    response.vary.update(("Cookie", "Accept-Language"))
    response.content_language.add(lang())
    return remember(response, language(asked)) if asked in LANGUAGES else response
