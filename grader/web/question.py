"""Show one exercise with its answer form: untouched, or with what was typed and what is to be said of it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import render_template

from grader.exercises import Answer, Exercise, Instance, statement_text
from grader.web.catalogue_view import all_rows, exercise_url, kind_words, steps_around, topic_title
from grader.web.identity import me
from grader.web.kinds import PAGES, Asking
from grader.web.language import lang
from grader.web.readings import Readings, Texts

NEW_SEEDS = 1_000_000


@dataclass(frozen=True)
class Notice:
    """One message above the form."""

    kind: str
    sign: str
    heading: str
    words: str = ""


@dataclass(frozen=True)
class Form:
    """What stands in the answer form. `checked`: how each formula is read is said beside it."""

    typed: Mapping[str, str] = field(default_factory=dict)
    code: str | None = None
    checked: bool = False
    notices: tuple[Notice, ...] = ()

    @classmethod
    def of(cls, answer: Answer, *notices: Notice, checked: bool = False) -> Form:
        """A form with this answer in it."""
        return cls(answer.typed or {}, answer.code, checked, notices)


def question_page(exercise: Exercise, instance: Instance, form: Form) -> str:
    """The page, in the reader's language."""
    rows, page = all_rows(me()), PAGES[exercise.kind]
    return render_template(
        "exercise.html",
        exercise=exercise,
        instance=instance,
        title=exercise.titles[lang()],
        topic=topic_title(exercise.id.partition("/")[0]),
        kind=kind_words(exercise.kind),
        steps=steps_around(rows, exercise.id),
        best=next((row.best for row in rows if row.exercise.id == exercise.id), None),
        form=form,
        key=secrets.token_urlsafe(12),
        again=new_numbers(exercise),
        page=page,
        readings=read_back(exercise, instance, form.typed if form.checked else {}),
        **_answer_part(exercise, instance, form),
    )


def read_back(exercise: Exercise, instance: Instance, typed: Texts) -> Readings:
    """How these texts are read, by the places of the page; no places where the kind reads nothing."""
    reads = PAGES[exercise.kind].reads
    return reads(instance, typed) if reads else []


def _answer_part(exercise: Exercise, instance: Instance, form: Form) -> dict[str, object]:
    """The statement and the form, as this kind of exercise needs them."""
    statement = statement_text(exercise, instance, lang())
    asking = Asking(exercise, instance, statement, form.typed, form.code)
    return PAGES[exercise.kind].form(asking)


def new_numbers(exercise: Exercise) -> str:
    """The path of another variant, or of the same exercise where it has only one."""
    return exercise_url(exercise.id, secrets.randbelow(NEW_SEEDS) if exercise.vary else None)
