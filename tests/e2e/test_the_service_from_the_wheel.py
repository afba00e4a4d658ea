"""Sign up, answer right and wrong in each kind, kill the server between storing and marking, and find all scores."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.environments import Environment
from support.service import Service, Student

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("wheel")]

RIGHT_CODE = "def backward(W, x, b):\n    return {'W': x, 'x': W, 'b': 1.0}\n"
WRONG_CODE = "def backward(W, x, b):\n    return {'W': W, 'x': x, 'b': 1.0}\n"
RIGHT_VALUES = {
    "value__g": "-10",
    "value__f": "-7",
    "grad__g": "1",
    "grad__W": "5",
    "grad__x": "-2",
    "grad__b": "1",
}

# Exercise, the answer's fields, and the points it earns of how many.
ANSWERS = [
    ("partial/quadratic", {"dz_dx": "2x + y", "dz_dy": "x + 1"}, "2", "2"),
    ("partial/quadratic", {"dz_dx": "2x", "dz_dy": "x + 1"}, "1", "2"),
    ("graph/linear", RIGHT_VALUES, "6", "6"),
    ("graph/linear", {**RIGHT_VALUES, "grad__W": "-2", "grad__x": "5"}, "4.5", "6"),
    ("backprop/linear", {"code": RIGHT_CODE}, "3", "3"),
    ("backprop/linear", {"code": WRONG_CODE}, "1.5", "3"),
]


@pytest.fixture
def service(server_machine: Environment, tmp_path: Path) -> Iterator[Service]:
    with Service(server_machine.bin / "grader", tmp_path / "data") as service:
        yield service


def score_of(page: str) -> tuple[str, str]:
    """The points shown on a submission's page: what a person reads as `4 / 6`."""
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    found = re.search(r"(\d+(?:\.\d+)?) (?:/|of) (\d+(?:\.\d+)?)", text)
    assert found, text
    return found[1], found[2]


def test_a_server_killed_between_storing_and_marking_loses_nothing(service: Service) -> None:
    service.start(GRADER_WORKERS="0")
    student = Student(service.address)
    assert student.sign_up().status_code == 200
    paths = [student.submit(exercise, **fields) for exercise, fields, *_ in ANSWERS]
    assert len(set(paths)) == len(ANSWERS)
    service.kill()

    service.start()
    student = Student(service.address)
    assert student.sign_in().status_code == 200
    for path, (_, _, points, possible) in zip(paths, ANSWERS, strict=True):
        assert score_of(student.verdict(path)) == (points, possible)
    scores = student.get("/scores").text
    assert all(path in scores for path in paths)


def test_a_server_killed_while_it_marks_marks_again_after_the_restart(service: Service) -> None:
    service.start()
    student = Student(service.address)
    student.sign_up()
    paths = [student.submit(exercise, **fields) for exercise, fields, *_ in ANSWERS]
    service.kill()

    service.start()
    student = Student(service.address)
    student.sign_in()
    for path, (_, _, points, possible) in zip(paths, ANSWERS, strict=True):
        assert score_of(student.verdict(path)) == (points, possible)


def test_the_service_stops_cleanly_on_sigterm_and_leaves_no_worker_behind(service: Service) -> None:
    service.start()
    group = service.process.pid if service.process else 0
    assert service.terminate() == 0
    left = [p for p in Path("/proc").glob("[0-9]*/stat") if _process_group(p) == group]
    assert left == []


def test_the_script_that_reads_while_one_types_comes_with_the_wheel(service: Service) -> None:
    service.start()
    visitor = Student(service.address)
    [script] = re.findall(r'<script type="module" src="([^"]+)"', visitor.get("/exercises/partial/quadratic").text)
    response = visitor.get(script)
    assert response.status_code == 200
    assert "javascript" in response.headers["Content-Type"]


def _process_group(stat: Path) -> int:
    try:
        fields = stat.read_text().rsplit(")", 1)[1].split()
    except OSError:
        return -1
    return -1 if fields[0] == "Z" else int(fields[2])


def test_the_first_operator_is_made_by_a_link_that_works_once(service: Service) -> None:
    service.start()
    [link] = re.findall(r"http://\S+/operator/\S+", service.greeting)
    path = link.removeprefix(service.address)
    first = Student(service.address, login="operator")
    assert first.get(path).status_code == 200
    made = first.send(path, path, {"login": "operator", "name": "Operator", "password": first.password})
    assert made.status_code == 200
    assert Student(service.address).get(path).status_code in (404, 410)


def test_the_data_folder_is_private_and_a_second_start_uses_it_again(service: Service, tmp_path: Path) -> None:
    service.start()
    assert service.terminate() == 0
    assert "/operator/" in service.greeting
    secrets = [file for file in (tmp_path / "data").rglob("*") if "secret" in file.name]
    assert secrets
    assert all(file.stat().st_mode & 0o077 == 0 for file in secrets)
    service.start()
    assert service.terminate() == 0
