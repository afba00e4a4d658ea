"""Take an answer from a form: texts by name, or code typed or uploaded, kept through a sign-in."""

from __future__ import annotations

import hashlib
import json
from pathlib import PurePath
from typing import Any

from flask import request, session
from markupsafe import Markup

from grader.diagnosis import make_variant
from grader.exercises import MAX_SEED, Answer, Exercise, Instance, UnreadableSourceError, read_source
from grader.exercises.source import MOST_CHARACTERS
from grader.scores import submissions, variants
from grader.web.identity import KEPT_ANSWER, SignedIn
from grader.web.language import say
from grader.web.service import service

SOLUTION = "solution.py"
LONGEST_FILENAME = 100
# A session is a cookie, and browsers keep 4 kB of one; what is longer is not kept through a sign-in.
LONGEST_KEPT = 2_000


def seed_of(exercise: Exercise, text: str | None) -> int | None:
    """The seed of a form or an address; None for the canonical inputs. Raises ValueError for no seed."""
    if not text or not exercise.vary:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 19 or int(text) > MAX_SEED:
        raise ValueError(f"not a seed: {text[:40]!r}")
    return int(text)


def shown_instance(exercise: Exercise, seed: int | None, person: SignedIn | None) -> Instance:
    """What this person sees for a seed: what was pinned when they first saw it, else made and pinned now.

    What was pinned of an exercise that is asked in another way now could not be answered any more.
    """
    if person is None:
        return make_variant(exercise, seed)
    with service().database.reading() as stored:
        pinned = variants.pinned_for(stored, person.number, exercise.id, seed)
    if pinned is not None and pinned.kind == exercise.kind:
        return pinned
    instance = make_variant(exercise, seed)
    if pinned is not None:
        return instance
    with service().database.session() as stored:
        return variants.pin(stored, person.number, instance)


def answer_of_request(instance: Instance) -> Answer:
    """The answer in this request's form. Raises UnreadableSourceError for what is no text, or too long."""
    if not instance.answered_with_code:
        typed = {name: _joined(request.form.getlist(name)) for name in instance.answers}
        if sum(map(len, typed.values())) > MOST_CHARACTERS:
            raise UnreadableSourceError("too_large", "the answers are too long together")
        return Answer.of_typed(typed)
    upload = request.files.get("file")
    if upload is not None and upload.filename:
        name = _filename(upload.filename)
        return Answer.of_code(read_source(upload.read(), name), name)
    return Answer.of_code(read_source(request.form.get("code", "")), SOLUTION)


def why_unreadable(error: UnreadableSourceError) -> tuple[Markup, Markup]:
    """What is said of code that cannot be read: a heading, and what to do."""
    nothing = say("Nothing was handed in.")
    match error.reason:
        case "too_large":
            most = say("The code may have {n} kB. Hand in the code alone, without data.", n=MOST_CHARACTERS // 1024)
            return say("That is too large"), nothing + " " + most
        case "not_a_notebook":
            words = say("Open it in Jupyter and save it again, or save its code as a file that ends in .py.")
            return say("This file is not a notebook, though it is called one"), nothing + " " + words
        case _:
            where = say("The trouble is in line {line}.", line=error.line or 1)
            words = say("Save the code as UTF-8, or paste it into the box.")
            return say("This file cannot be read as text"), Markup(" ").join((nothing, where, words))


def _joined(texts: list[str]) -> str:
    """What stands in the fields of one name: boxes that were ticked, or the same input of several tests."""
    return _unix_lines(",".join(texts)) if any(text.strip() for text in texts) else ""


def is_empty(answer: Answer) -> bool:
    """Whether nothing was typed and nothing uploaded."""
    texts = (answer.typed or {}).values() if answer.code is None else [answer.code]
    return not any(text.strip() for text in texts)


def idempotency_key(form_key: str, answer: Answer) -> str:
    """What makes two submissions one: the same form with the same answer. A changed answer counts anew."""
    content = json.dumps(answer.to_dict(), sort_keys=True)
    return hashlib.sha256(f"{form_key}\0{content}".encode("utf-8", "surrogatepass")).hexdigest()


def keep(instance: Instance, answer: Answer) -> bool:
    """Keep an answer in the session until its writer has signed in; False where it is too long."""
    kept: dict[str, Any] = {
        "exercise": instance.exercise,
        "seed": instance.seed,
        "answer": answer.to_dict(),
    }
    if len(json.dumps(kept)) > LONGEST_KEPT:
        session.pop(KEPT_ANSWER, None)
        return False
    session[KEPT_ANSWER] = kept
    return True


def kept_answer(instance: Instance) -> Answer | None:
    """The answer that was kept for this exercise and seed, once."""
    kept = session.get(KEPT_ANSWER)
    if kept is None or (kept["exercise"], kept["seed"]) != (instance.exercise, instance.seed):
        return None
    del session[KEPT_ANSWER]
    return Answer.from_dict(kept["answer"])


def handed_in(instance: Instance, number: str | None, person: SignedIn | None) -> Answer | None:
    """What this person handed in to this exercise and seed under that number, to go on with."""
    if person is None or not number or not number.isascii() or not number.isdigit():
        return None
    with service().database.reading() as stored:
        submission = submissions.submission_of(stored, person.number, int(number[:19]))
    if submission is None or (submission.exercise, submission.seed) != (instance.exercise, instance.seed):
        return None
    return Answer.from_dict(submission.answer)


def _unix_lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _filename(name: str) -> str:
    """The file's own name, without folders and without what cannot be shown."""
    base = PurePath(name.replace("\\", "/")).name[-LONGEST_FILENAME:]
    return "".join(character for character in base if character.isprintable()) or SOLUTION
