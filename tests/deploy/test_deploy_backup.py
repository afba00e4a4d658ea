"""The documented backup of a running service can be gone back to."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from fixtures.databases import add_person
from fixtures.working import marking_of, points_of, submit, worker

from grader.scores import Database, check_current, upgrade

GUIDE = (Path(__file__).parents[2] / "docs" / "operators.md").read_text(encoding="utf-8")


def test_the_documented_backup_of_a_running_service_is_whole(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    url = f"sqlite:///{tmp_path / 'data' / 'grader.sqlite3'}"
    upgrade(url)
    database = Database(url)
    marked, waiting = submit(database, key="a"), submit(database, key="b")
    worker(database).work_once()

    [script] = re.findall(r"^    python3 -c '(.*VACUUM.*)'$", GUIDE, re.MULTILINE)
    with database.session() as session:  # somebody is submitting just then
        add_person(session, "lee")
        subprocess.run([sys.executable, "-c", script], cwd=tmp_path, check=True)
    database.close()

    restored = Database(f"sqlite:///{tmp_path / 'backup.sqlite3'}")
    check_current(restored)
    assert points_of(restored, marked) == 2.0
    assert marking_of(restored, waiting).state == "waiting"
    assert worker(restored).work_once()
    assert points_of(restored, waiting) == 2.0
    restored.close()
