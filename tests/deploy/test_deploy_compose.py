"""What docker-compose.yml states is run here, as processes, against a real PostgreSQL: there is no Docker in tests."""

from __future__ import annotations

import os
import re
import secrets
import shlex
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest
import yaml
from fixtures.databases import add_person
from fixtures.waiting import wait_until
from fixtures.working import CATALOGUE, points_of
from sqlalchemy.engine import make_url

from grader.exercises import Answer, make_instance
from grader.scores import Database, submissions
from grader.work import Settings

ROOT = Path(__file__).parents[2]
COMPOSE: Mapping[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: Mapping[str, Mapping[str, Any]] = COMPOSE["services"]
OURS = ("migrate", "web", "worker")
RIGHT = Answer.of_code('def backward(W, x, b):\n    return {"W": x, "x": W, "b": 1.0}\n')


class Machine:
    """Runs the commands of services with the environment that the file states, and with that alone."""

    def __init__(self, database: str, folder: Path) -> None:
        self.database = make_url(database)
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        secret = {"database_password": str(self.database.password), "secret_key": secrets.token_hex(32)}
        for name in COMPOSE["secrets"]:
            (folder / name).write_text(secret[name] + "\n")

    def environment(self, service: str) -> dict[str, str]:
        """What the file sets, with the test's database in the place of its host and files for its secrets."""
        stated = {name: str(value) for name, value in SERVICES[service]["environment"].items()}
        mounted = {f"/run/secrets/{name}": str(self.folder / name) for name in SERVICES[service]["secrets"]}
        stated = {name: mounted.get(value, value) for name, value in stated.items()}
        url = make_url(stated["GRADER_DATABASE_URL"])
        assert (url.host, url.password) == ("postgres", None)
        stated["GRADER_DATABASE_URL"] = self.database.set(password=None).render_as_string()
        bin_folder = str(Path(sys.executable).parent)
        path = f"{bin_folder}{os.pathsep}{os.defpath}"
        return {**stated, "PATH": path, "HOME": str(self.folder), "PYTHONDONTWRITEBYTECODE": "1"}

    def command(self, stated: list[str]) -> list[str]:
        """The command as it stands, but for a port that is free here."""
        here = f"127.0.0.1:{self.port}"
        return [re.sub(r"(0\.0\.0\.0|127\.0\.0\.1):8000", here, part) for part in stated]

    def run(self, service: str, stated: list[str] | None = None) -> subprocess.CompletedProcess[str]:
        """Run a service's command to its end."""
        return subprocess.run(
            self.command(stated or SERVICES[service]["command"]),
            env=self.environment(service),
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    @contextmanager
    def running(self, service: str) -> Iterator[subprocess.Popen[bytes]]:
        """Run a service's command until the end of the block; it must end by itself when it is told to."""
        process = subprocess.Popen(
            self.command(SERVICES[service]["command"]), env=self.environment(service), cwd=self.folder
        )
        try:
            yield process
            process.terminate()
            assert process.wait(60) == 0
        finally:
            process.kill()
            process.wait()

    def status(self, path: str) -> int:
        """The web server's status for a page, 0 while nobody listens."""
        try:
            with urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
                return int(answer.status)
        except HTTPError as error:
            return error.code
        except (URLError, OSError):
            return 0


@pytest.fixture
def machine(postgres_url: str, tmp_path: Path) -> Machine:
    return Machine(postgres_url, tmp_path)


def hand_in(database: Database) -> int:
    """The number of a right answer, with code, by a new person."""
    with database.session() as session:
        instance = make_instance(CATALOGUE.get("backprop/linear"), None)
        return submissions.submit(session, add_person(session).id, instance, RIGHT, key="k").id


def documented_link_command() -> list[str]:
    """What the guide has the operator run inside the web server's container."""
    guide = (ROOT / "docs" / "operators.md").read_text(encoding="utf-8")
    [command] = re.findall(r"^    docker compose exec web (grader operator-link.*)$", guide, re.MULTILINE)
    return shlex.split(command)


@pytest.mark.postgres
@pytest.mark.slow
def test_the_stated_commands_migrate_serve_and_mark(machine: Machine) -> None:
    migrated = machine.run("migrate")
    assert migrated.returncode == 0, migrated.stderr
    health = SERVICES["web"]["healthcheck"]["test"][1:]
    with machine.running("web"), machine.running("worker"):
        wait_until(lambda: machine.status("/healthz") == 200)
        assert machine.status("/") == 200
        assert machine.run("web", health).returncode == 0
        database = Database(Settings.from_environment(machine.environment("worker")).database_url)
        number = hand_in(database)
        wait_until(lambda: points_of(database, number) is not None)
        assert points_of(database, number) == CATALOGUE.get("backprop/linear").points
        link = machine.run("web", documented_link_command())
        assert link.returncode == 0, link.stderr
        assert machine.status(link.stdout[link.stdout.index("/operator/") :].strip()) == 200
        checked = machine.run("worker", SERVICES["worker"]["healthcheck"]["test"][1:])
        assert checked.returncode == 0, checked.stdout + checked.stderr
        database.close()
    assert machine.run("web", health).returncode != 0
    kept = sorted(path.name for path in machine.folder.iterdir())
    assert kept == sorted(COMPOSE["secrets"]), "nothing is written outside the database"


@pytest.mark.postgres
@pytest.mark.slow
def test_before_the_migration_nothing_pretends_to_work(machine: Machine) -> None:
    refused = machine.run("worker")
    assert refused.returncode == 2
    assert "grader migrate" in refused.stderr
    assert "Traceback" not in refused.stderr
    with machine.running("web"):
        wait_until(lambda: machine.status("/") != 0)
        assert machine.status("/operator/a-guess") == 503


def test_migrations_come_between_the_database_and_what_uses_it() -> None:
    assert SERVICES["migrate"]["depends_on"]["postgres"]["condition"] == "service_healthy"
    for name in ("web", "worker"):
        assert SERVICES[name]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"


def test_every_lasting_service_has_a_health_check_and_starts_again() -> None:
    for name, service in SERVICES.items():
        if name == "migrate":
            continue
        assert service["healthcheck"]["test"][0] == "CMD"
        assert service["restart"] == "unless-stopped"


def test_passwords_come_from_files_that_the_checkout_does_not_have() -> None:
    for name, secret in COMPOSE["secrets"].items():
        assert secret == {"file": f"./secrets/{name}"}
    for service in SERVICES.values():
        for name, value in service["environment"].items():
            if any(word in name for word in ("PASSWORD", "SECRET", "KEY")):
                assert name.endswith("_FILE")
                assert value.removeprefix("/run/secrets/") in service["secrets"]
        assert "@" not in service["environment"].get("POSTGRES_USER", "")
    assert not (ROOT / "secrets").exists() or "secrets/" in (ROOT / ".gitignore").read_text()


def test_our_containers_have_no_rights_to_spare() -> None:
    for name in OURS:
        service = SERVICES[name]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert "no-new-privileges:true" in service["security_opt"]
        assert "user" not in service, "the image's own user, which is not root"
        assert "privileged" not in service


def test_the_web_server_is_published_to_this_machine_only() -> None:
    assert SERVICES["web"]["ports"] == ["127.0.0.1:8000:8000"]
    assert all("ports" not in service for name, service in SERVICES.items() if name != "web")
