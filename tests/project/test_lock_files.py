"""The lock files carry a hash for every version, name no registry, and agree with one another and the project."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
PINS = re.compile(r"^([a-z0-9][a-z0-9._-]*)(?:\[[^\]]*\])?==(\S+)(?: ; (.*?))? ?\\?$", re.MULTILINE)


def pins(lock: Path) -> set[tuple[str, str]]:
    return {(name, version) for name, version, _ in PINS.findall(lock.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_version_has_a_hash(lock: Path) -> None:
    blocks = re.split(r"\n(?=[a-z0-9])", lock.read_text(encoding="utf-8").strip())
    assert blocks
    assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_no_registry_is_named(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert not re.search(r"https?:|--index|--extra-index|--find-links|@ ", text)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_smaller_sets_take_their_versions_from_the_largest(lock: Path) -> None:
    largest = pins(ROOT / "requirements" / "dev.txt")
    known = {name for name, _ in largest}
    assert {pin for pin in pins(lock) if pin[0] in known} <= largest


def test_everything_the_project_asks_for_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    asked = project["dependencies"] + extras["service"] + extras["scale"] + extras["dev"]
    names = {re.split(r"[\[<>=;! ]", line)[0].lower().replace("_", "-") for line in asked}
    locked = {name for name, _ in pins(ROOT / "requirements" / "dev.txt")}
    assert names - locked == set()
