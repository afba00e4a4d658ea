"""Worker processes beside a server: they mark, are replaced when they die, and end when the server does."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from fixtures.databases import add_person
from fixtures.waiting import wait_until
from fixtures.working import CATALOGUE, marking_of, points_of

from grader.exercises import Answer, make_instance
from grader.scores import Database, people, submissions
from grader.work import Settings, WorkerPool, start_workers

pytestmark = pytest.mark.slow

BACKWARD = 'def backward(W, x, b):\n    return {"W": x, "x": W, "b": 1.0}\n'
RIGHT: dict[str, Answer] = {
    "graph/linear": Answer.of_typed(
        {"value.g": "-10", "value.f": "-7", "grad.g": "1", "grad.W": "5", "grad.x": "-2", "grad.b": "1"}
    ),
    "partial/quadratic": Answer.of_typed({"dz_dx": "y + 2x", "dz_dy": "x + 1"}),
    "backprop/linear": Answer.of_code(BACKWARD),
}
# Marked, too, but only after seconds: every call runs into its limit.
SLOW = Answer.of_code("def backward(W, x, b):\n    while True:\n        pass\n")


@pytest.fixture
def settings(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    # What a killed worker leaves goes with the test.
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    url = database.url.render_as_string(hide_password=False)
    return Settings.from_environment({"GRADER_DATABASE_URL": url}, data=tmp_path / "data")


def hand_in(database: Database, exercise: str, key: str, answer: Answer | None = None) -> int:
    """The number of a new answer to a shipped exercise, a right one unless it is given."""
    with database.session() as session:
        person = people.by_login(session, "kim") or add_person(session)
        instance = make_instance(CATALOGUE.get(exercise), None)
        return submissions.submit(session, person.id, instance, answer or RIGHT[exercise], key=key).id


def is_marked(database: Database, number: int) -> Callable[[], bool]:
    return lambda: points_of(database, number) is not None


def running(pool: WorkerPool) -> list[int]:
    """The numbers of the worker processes."""
    return [process.pid for process in pool._running]


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return not (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].startswith(" Z")


def test_worker_processes_mark_every_kind_of_answer(database: Database, settings: Settings) -> None:
    numbers = {exercise: hand_in(database, exercise, exercise) for exercise in RIGHT}
    with start_workers(settings, count=2) as pool:
        for exercise, number in numbers.items():
            wait_until(is_marked(database, number))
            assert points_of(database, number) == CATALOGUE.get(exercise).points, exercise
        late = hand_in(database, "graph/linear", "late")
        pool.wake()
        wait_until(is_marked(database, late))
        pids = running(pool)
        assert len(pids) == 2
        assert all(os.getpgid(pid) != os.getpgid(0) for pid in pids), "Ctrl-C is for the server alone"
    assert not any(is_alive(pid) for pid in pids)


def test_a_worker_that_is_killed_is_replaced_and_what_it_held_is_marked(database: Database, settings: Settings) -> None:
    with start_workers(settings, count=1) as pool:
        held = hand_in(database, "backprop/linear", "held", SLOW)
        wait_until(lambda: marking_of(database, held).state == "claimed")
        (pid,) = running(pool)
        os.kill(pid, signal.SIGKILL)
        wait_until(is_marked(database, held))
        assert marking_of(database, held).tries == 2
        assert running(pool) != [pid]


SERVER = """
import sys
from pathlib import Path
from grader.work import Settings, start_workers
settings = Settings.from_environment(data=Path(sys.argv[1]))
pool = start_workers(settings, count=2)
while len(pool._running) < 2:
    pass
print(*(process.pid for process in pool._running), flush=True)
sys.stdin.read()
"""


def test_workers_end_when_their_server_is_killed(settings: Settings, database: Database, tmp_path: Path) -> None:
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER, str(settings.data)],
        env={**os.environ, "GRADER_DATABASE_URL": settings.database_url},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdout is not None
    pids = [int(pid) for pid in server.stdout.readline().split()]
    assert len(pids) == 2
    number = hand_in(database, "graph/linear", "first")
    wait_until(is_marked(database, number))
    server.kill()
    server.wait()
    wait_until(lambda: not any(is_alive(pid) for pid in pids))


def test_a_worker_that_hears_nothing_does_not_hold_up_the_server(settings: Settings, database: Database) -> None:
    with start_workers(settings, count=1) as pool:
        wait_until(lambda: bool(running(pool)))
        (pid,) = running(pool)
        os.kill(pid, signal.SIGSTOP)
        for _ in range(100_000):  # more than the pipe holds
            pool.wake()
        os.kill(pid, signal.SIGCONT)


def test_a_pool_without_workers_marks_nothing_and_stops(database: Database, settings: Settings) -> None:
    number = hand_in(database, "graph/linear", "first")
    with start_workers(settings, count=0) as pool:
        pool.wake()
    assert points_of(database, number) is None


def test_settings_reach_the_worker_without_showing_among_the_processes(settings: Settings, database: Database) -> None:
    with start_workers(settings, count=1) as pool:
        number = hand_in(database, "graph/linear", "first")
        wait_until(is_marked(database, number))
        (pid,) = running(pool)
        process = Path("/proc") / str(pid)
        shown = (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
    assert settings.secret not in shown
    assert settings.database_url.encode() not in shown
