"""The Dockerfile builds the wheel from what it copies, installs by hashes, and does not run as root."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
# One instruction a line: a backslash at the end continues it.
INSTRUCTIONS = [
    re.sub(r"\\\n\s*", "", part).split(None, 1)
    for part in re.findall(r"^[A-Z]+ (?:.*\\\n)*.*$", DOCKERFILE, re.MULTILINE)
]


def instructions(name: str) -> list[str]:
    return [rest for instruction, rest in INSTRUCTIONS if instruction == name]


def copied() -> list[tuple[list[str], str]]:
    """What comes from the checkout: sources, and where they go."""
    parts = [shlex.split(copy) for copy in instructions("COPY") if not copy.startswith("--from")]
    return [(sources, target) for *sources, target in parts]


@pytest.mark.slow
def test_the_wheel_builds_from_what_is_copied_and_holds_all_it_needs(tmp_path: Path) -> None:
    source = tmp_path / "src"
    for sources, target in copied():
        folder = source / target
        for name in sources:
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, folder, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
            else:
                folder.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / name, folder)
    [build] = [run for run in instructions("RUN") if run.startswith("pip wheel")]
    command = build.replace("/wheels", str(tmp_path / "wheels")).removeprefix("pip ")
    subprocess.run([sys.executable, "-m", "pip", *shlex.split(command)], cwd=source, check=True, capture_output=True)
    [wheel] = (tmp_path / "wheels").iterdir()
    names = zipfile.ZipFile(wheel).namelist()
    assert "grader/scores/migrations/env.py" in names
    assert "grader/_exercises/graph/linear/exercise.toml" in names
    assert "grader/messages/locale/ko/LC_MESSAGES/web.mo" in names
    assert any(name.startswith("grader/web/templates/") for name in names)
    assert not any(name.startswith("tests/") for name in names)


def test_everything_from_an_index_is_installed_by_its_hash() -> None:
    installs = re.findall(r"pip install [^&\n]*", "\n".join(instructions("RUN")))
    assert len(installs) == 3
    for install in installs:
        assert "--require-hashes" in install or "--no-index" in install
    for requirements in re.findall(r"-r (\S+)", " ".join(installs)):
        lines = (ROOT / requirements).read_text(encoding="utf-8")
        assert lines.count("==") > 0
        assert "--hash=sha256:" in lines


def test_the_image_runs_without_root_and_says_when_it_is_ill() -> None:
    assert len(instructions("FROM")) == 2
    [user] = instructions("USER")
    assert int(user) > 0
    assert "/healthz" in instructions("HEALTHCHECK")[0]
    assert instructions("CMD") == ['["grader", "serve", "--host", "0.0.0.0", "--port", "8000"]']


def test_the_builder_is_sent_what_is_copied_and_nothing_of_people() -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert "*" in ignored
    sent = {line.removeprefix("!") for line in ignored if line.startswith("!")}
    wanted = {name for sources, _ in copied() for name in sources}
    assert sent == {re.sub(r"^requirements/.*", "requirements/*.txt", name) for name in wanted}
