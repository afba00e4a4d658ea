"""The sandbox serves whoever starts it: an ordinary user, or root of a container with few rights."""

from __future__ import annotations

import json
import subprocess

import pytest
from sandbox_as_others import as_docker, as_ordinary_user, environment, possible

pytestmark = pytest.mark.skipif(not possible(), reason="only root can become others, with unshare and setpriv")


def said_by(command: list[str]) -> dict[str, object]:
    run = subprocess.run(command, env=environment(), capture_output=True, text=True, timeout=60, check=False)
    assert run.returncode == 0, run.stderr
    said: dict[str, object] = json.loads(run.stdout)
    return said


@pytest.mark.slow
def test_an_ordinary_user_is_served_with_all_required_layers() -> None:
    said = said_by(as_ordinary_user("sandbox_serves.py"))
    assert said["uid"] == 65534
    assert said["value"] == [3.0, 65534]
    assert said["canary"] == []
    layers = said["layers"]
    assert isinstance(layers, dict)
    assert {name for name, works in layers.items() if not works} <= {
        "user-of-its-own",
        "bubblewrap",
        "cgroup",
        "cgroup-limits",
    }


@pytest.mark.slow
def test_root_of_a_default_container_is_served_with_all_required_layers() -> None:
    said = said_by(as_docker("sandbox_serves.py"))
    assert said["uid"] == 0
    assert said["canary"] == []
    layers = said["layers"]
    assert isinstance(layers, dict)
    assert {name for name, works in layers.items() if not works} <= {"bubblewrap", "cgroup", "cgroup-limits"}
