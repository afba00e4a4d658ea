"""Make a virtual environment that holds exactly what a wheel asks for, without asking any network.

The distributions are copied from the environment the tests run in, so that an environment takes seconds and shows what
the wheel's own metadata says is enough.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


@dataclass(frozen=True)
class Environment:
    """A virtual environment that a test made."""

    root: Path

    @property
    def bin(self) -> Path:
        """Where its commands are."""
        return self.root / ("Scripts" if os.name == "nt" else "bin")

    def run(self, *command: str, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
        """Run one of its commands with nothing of the tests' own environment in the way."""
        return subprocess.run(
            [str(self.bin / command[0]), *command[1:]],
            cwd=cwd,
            env=clean_environ(self.bin, **env),
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )


def clean_environ(bin_folder: Path, **more: str) -> dict[str, str]:
    """The environment of someone who has only this virtual environment."""
    kept = {key: value for key, value in os.environ.items() if key in ("HOME", "LANG", "TMPDIR", "SYSTEMROOT")}
    return {**kept, "PATH": f"{bin_folder}{os.pathsep}{os.defpath}", "LC_ALL": "C.UTF-8", **more}


def make_environment(root: Path, wheel: Path, extras: Iterable[str] = (), also: Iterable[str] = ()) -> Environment:
    """An environment with the wheel, what it requires with those extras, and the distributions named in `also`."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(root)], check=True)
    environment = Environment(root)
    pip = [sys.executable, "-m", "pip", "--python", str(environment.bin / "python"), "install", "-q"]
    subprocess.run([*pip, "--no-deps", "--no-index", "--no-cache-dir", str(wheel)], check=True)
    site = next(root.glob("lib/python*/site-packages"))
    [installed] = metadata.distributions(name="backprop-grader", path=[str(site)])
    wanted = [*_requirements(installed, set(extras)), *map(Requirement, also)]
    for name in _closure(wanted):
        _copy(metadata.distribution(name), site)
    return environment


def _requirements(distribution: metadata.Distribution, extras: set[str]) -> Iterator[Requirement]:
    for text in distribution.requires or ():
        requirement = Requirement(text)
        contexts = [{"extra": extra} for extra in ("", *extras)]
        if requirement.marker is None or any(requirement.marker.evaluate(context) for context in contexts):
            yield requirement


def _closure(wanted: list[Requirement]) -> set[str]:
    names: set[str] = set()
    waiting = list(wanted)
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        if name not in names:
            names.add(name)
            waiting.extend(_requirements(metadata.distribution(name), requirement.extras))
    return names


def _copy(distribution: metadata.Distribution, site: Path) -> None:
    for file in distribution.files or ():
        source = Path(str(distribution.locate_file(file)))
        if ".." not in file.parts and source.is_file() and source.suffix != ".pyc":
            target = site / file
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)
    for script in distribution.entry_points.select(group="console_scripts"):
        _write_script(site.parents[2] / "bin" / script.name, script)


def _write_script(path: Path, entry: metadata.EntryPoint) -> None:
    path.write_text(
        f"#!{path.parent / 'python'}\nimport sys\nfrom {entry.module} import {entry.attr}\nsys.exit({entry.attr}())\n",
        encoding="utf-8",
    )
    path.chmod(0o755)
