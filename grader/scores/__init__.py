"""Store people, submissions, markings and verdicts, and find out which score is in force.

    from grader.scores import Database, upgrade, people, submissions

    upgrade(url)                                     # create or update the tables
    database = Database(url)
    with database.session() as session:
        kim = people.create(session, login="kim", name="홍길동", password_hash=...)
        stored = submissions.submit(session, kim.id, instance, answer, key=form_key)

The modules, plain functions over a session: `people`, `variants`, `submissions`, `markings`, `standing`.
"""

from __future__ import annotations

from grader.scores.database import Database
from grader.scores.errors import LoginTakenError, LostLeaseError, ScoresError, StorageError, TextError
from grader.scores.migrating import check_current, upgrade

__all__ = [
    "Database",
    "LoginTakenError",
    "LostLeaseError",
    "ScoresError",
    "StorageError",
    "TextError",
    "check_current",
    "upgrade",
]
