"""The wheel, built once for all end-to-end tests, and what is installed from it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from support.environments import Environment, make_environment

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    out = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", str(out), str(ROOT)],
        check=True,
        capture_output=True,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    [built] = out.glob("*.whl")
    return built


@pytest.fixture(scope="session")
def laptop(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """A student's laptop: the core install and pytest, no web framework and no database."""
    return make_environment(tmp_path_factory.mktemp("laptop") / "venv", wheel, also=["pytest"])


@pytest.fixture(scope="session")
def server_machine(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """An operator's machine: the install with the service's parts."""
    return make_environment(tmp_path_factory.mktemp("server") / "venv", wheel, extras=["service"])
