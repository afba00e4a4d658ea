"""A real application on a real database, and the people who use it: a student, another one, an operator."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest
from fixtures.databases import migrated_sqlite
from flask import Flask
from web_actor import Actor

from grader.sandbox import Sandbox
from grader.web import create_app
from grader.web.service import EXTENSION, Service
from grader.work import Settings, Worker

__all__ = ["migrated_sqlite"]


@pytest.fixture
def settings(tmp_path: Path, migrated_sqlite: Path) -> Settings:
    settings = Settings.from_environment({}, data=tmp_path / "data")
    shutil.copy(migrated_sqlite, settings.data / "grader.sqlite3")
    return settings


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The application as it is served, but for the waiting room: tests mark before they look."""
    app = create_app(settings)
    yield app
    app.extensions[EXTENSION].database.close()


@pytest.fixture
def service(app: Flask) -> Service:
    found = app.extensions[EXTENSION]
    assert isinstance(found, Service)
    return found


@pytest.fixture
def visitor(app: Flask) -> Actor:
    """Somebody who has not signed in."""
    return Actor(app.test_client())


@pytest.fixture
def student(app: Flask) -> Actor:
    actor = Actor(app.test_client())
    assert actor.sign_up().status_code == 303
    return actor


@pytest.fixture
def classmate(app: Flask) -> Actor:
    actor = Actor(app.test_client(), login="jiho")
    assert actor.sign_up().status_code == 303
    return actor


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def worker(service: Service, settings: Settings, request: pytest.FixtureRequest) -> Worker:
    """A real worker, of which tests call one step at a time. Its sandbox is started for the first code."""

    def make_sandbox() -> AbstractContextManager[Sandbox]:
        return nullcontext(request.getfixturevalue("sandbox"))

    return Worker(service.database, service.catalogue, settings.key("marking"), make_sandbox)
