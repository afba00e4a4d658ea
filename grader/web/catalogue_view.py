"""Show the catalogue to one person: topics, what each exercise asks for, and how far one has come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from flask import url_for

from grader.exercises import Exercise
from grader.scores import standing
from grader.scores.standing import Score
from grader.web.identity import SignedIn
from grader.web.language import lang, say
from grader.web.service import service

STEPS_SHOWN = 8


@dataclass(frozen=True)
class Row:
    """One exercise in a list, with the person's best score, which is None before the first submission."""

    exercise: Exercise
    number: int
    title: str
    kind: str
    url: str
    best: Score | None

    @property
    def share(self) -> float:
        """The part of the points reached, 0 to 1."""
        points = self.best.points if self.best else None
        return 0.0 if not points or self.exercise.points <= 0 else min(1.0, points / self.exercise.points)

    @property
    def done(self) -> bool:
        """Whether all points are reached."""
        return self.share >= 1.0


@dataclass(frozen=True)
class Topic:
    """The exercises of one topic, in teaching order."""

    title: str
    rows: tuple[Row, ...]

    @property
    def points(self) -> float:
        """What was reached in the topic's exercises together."""
        return sum(row.best.points for row in self.rows if row.best and row.best.points)

    @property
    def max_points(self) -> float:
        """What can be reached."""
        return sum(row.exercise.points for row in self.rows)


@dataclass(frozen=True)
class Progress:
    """All topics, and the first exercise that is not done yet (None when all are)."""

    topics: tuple[Topic, ...]
    following: Row | None


@dataclass(frozen=True)
class Step:
    """One circle in the row of exercises above a question."""

    number: int
    title: str
    url: str
    done: bool
    current: bool


def progress(person: SignedIn | None) -> Progress:
    """The whole catalogue with this person's best scores."""
    rows = all_rows(person)
    topics = tuple(
        Topic(topic_title(topic), tuple(members))
        for topic, members in groupby(rows, key=lambda row: row.exercise.id.partition("/")[0])
    )
    return Progress(topics, next((row for row in rows if not row.done), None))


def all_rows(person: SignedIn | None) -> list[Row]:
    """Every exercise in teaching order."""
    return rows_with(_best_scores(person))


def rows_with(best: Mapping[str, Score]) -> list[Row]:
    """Every exercise in teaching order, with the best scores given."""
    return [_row(exercise, number, best) for number, exercise in enumerate(service().catalogue, start=1)]


def _best_scores(person: SignedIn | None) -> Mapping[str, Score]:
    """A person's best score by exercise; nobody has none."""
    if person is None:
        return {}
    with service().database.reading() as session:
        return standing.best_of(standing.scores_of(session, person.number))


def _row(exercise: Exercise, number: int, best: Mapping[str, Score]) -> Row:
    return Row(
        exercise=exercise,
        number=number,
        title=exercise.titles[lang()],
        kind=kind_words(exercise.kind),
        url=exercise_url(exercise.id),
        best=best.get(exercise.id),
    )


def steps_around(rows: list[Row], exercise: str) -> list[Step]:
    """The exercises before and after this one, a handful in all."""
    here = next((index for index, row in enumerate(rows) if row.exercise.id == exercise), 0)
    first = max(0, min(here - STEPS_SHOWN // 2, len(rows) - STEPS_SHOWN))
    return [
        Step(row.number, row.title, row.url, done=row.done, current=row.exercise.id == exercise)
        for row in rows[first : first + STEPS_SHOWN]
    ]


def row_after(rows: list[Row], exercise: str) -> Row | None:
    """The exercise that comes next in teaching order, or None after the last."""
    index = next((index for index, row in enumerate(rows) if row.exercise.id == exercise), len(rows))
    return rows[index + 1] if index + 1 < len(rows) else None


def exercise_url(exercise: str, seed: int | None = None, begun: int | None = None) -> str:
    """The path of an exercise's page, for its canonical inputs or a seed; with what was handed in as `begun`."""
    topic, _, name = exercise.partition("/")
    return url_for("exercises.page", topic=topic, name=name, seed=seed, begun=begun)


def topic_title(topic: str) -> str:
    """What a topic is called; one that the translators have not met keeps its folder's name."""
    known = {
        "partial": say("Partial derivatives"),
        "chain": say("The chain rule"),
        "graph": say("Computation graphs"),
        "sigmoid": say("The sigmoid"),
        "backprop": say("Back-propagation in code"),
        "engine": say("An engine of one's own"),
        "program": say("Programs of one's own"),
    }
    return known.get(topic) or topic.replace("-", " ").capitalize()


def kind_words(kind: str) -> str:
    """What one gives in an exercise of this kind."""
    return {
        "formula": say("formulas"),
        "values": say("numbers on a graph"),
        "code": say("Python code"),
        "engine": say("a Python class"),
        "choice": say("a choice"),
        "derivation": say("a derivation"),
        "program": say("a program"),
        "mutants": say("numbers that expose mistakes"),
    }[kind]
