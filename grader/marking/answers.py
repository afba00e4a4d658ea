"""Take an answer apart: the text for each name asked for. What nobody asked for is the caller's error."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches

from grader.exercises import Answer, Exercise, Instance
from grader.verdict import Finding


class AnswerError(ValueError):
    """An answer that cannot belong to the exercise. `names` are those that it asks for."""

    def __init__(self, message: str, names: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.names = names


def check_fits(exercise: Exercise, instance: Instance, answer: Answer) -> None:
    """Raises `AnswerError` for an answer, or an instance of former days, that can never be marked as it stands."""
    if instance.kind != exercise.kind:
        raise AnswerError(
            f"{exercise.id} was a question of kind {instance.kind}, and is one of kind {exercise.kind} now"
        )
    if exercise.answered_with_code:
        code_text(exercise, answer)
    else:
        typed_texts(instance, answer)


def typed_texts(instance: Instance, answer: Answer) -> Mapping[str, str]:
    """The typed texts by name. Raises `AnswerError` for a name that is not asked for, or for code instead."""
    wanted = instance.answers
    asked = ", ".join(wanted)
    if answer.typed is None:
        raise AnswerError(f"{instance.exercise} takes typed answers, for: {asked}", wanted)
    for name in answer.typed:
        if name not in wanted:
            near = get_close_matches(name, wanted, n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise AnswerError(f"{instance.exercise} does not ask for {name[:80]!r}; it asks for: {asked}{hint}", wanted)
    return answer.typed


def code_text(exercise: Exercise, answer: Answer) -> str:
    """The file's text. Raises `AnswerError` where there is none."""
    if answer.code is None:
        raise AnswerError(f"{exercise.id} takes a file of Python code")
    return answer.code


def missing() -> Finding:
    """Nothing was answered here."""
    return Finding("name_missing")
