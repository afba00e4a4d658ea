"""Fetch the words of one language: gettext catalogues, one domain per room that speaks to people."""

from __future__ import annotations

import gettext
import os
from functools import cache
from pathlib import Path
from typing import Literal

Lang = Literal["en", "ko"]
LANGUAGES: tuple[Lang, ...] = ("en", "ko")
LOCALE = Path(__file__).parent / "locale"


@cache
def catalogue(domain: str, lang: Lang) -> gettext.NullTranslations:
    """The catalogue of a domain (`findings`, `cli`, `web`) in a language.

    The catalogues are compiled when the package is built or installed; a missing one is a broken
    installation, and is said so rather than answered with untranslated codes.
    """
    try:
        return gettext.translation(domain, LOCALE, languages=[lang])
    except OSError as error:
        raise RuntimeError(
            f"the message catalogue {domain}.mo for {lang} is missing: install the package again, "
            "or in a checkout run `make messages`"
        ) from error


def language(asked: str | None) -> Lang:
    """The language to speak: the one asked for where we have it, else English."""
    return asked if asked in LANGUAGES else "en"


def system_language() -> Lang:
    """Korean where the terminal's locale is Korean, else English."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable, "")
        if value:
            return language(value[:2].lower())
    return "en"
