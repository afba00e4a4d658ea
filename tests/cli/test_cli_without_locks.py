"""Without locks strangers' code is not run; one's own is, loudly, and every verdict says so."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import support.old_kernel

CODE = "# exercise: backprop/linear\ndef backward(W, x, b):\n    return {'W': x, 'x': W, 'b': 1.0}\n"
LINES = [
    {"id": 1, "exercise": "backprop/linear", "code": CODE},
    {"id": 2, "exercise": "partial/quadratic", "answer": {"dz_dx": "2x + y", "dz_dy": "x + 1"}},
]
NOTE = {"en": "WITHOUT isolation", "ko": "격리 없이"}

Runs = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def runs(tmp_path: Path) -> Runs:
    """`runs("seccomp,landlock", "check", "solution.py")`: the command on a kernel without these locks."""
    (tmp_path / "solution.py").write_text(CODE)
    (tmp_path / "lines.jsonl").write_text("".join(json.dumps(line) + "\n" for line in LINES))
    environment = {name: value for name, value in os.environ.items() if name not in ("LANG", "LC_ALL", "LC_MESSAGES")}

    def run(missing: str, *words: str) -> subprocess.CompletedProcess[str]:
        started = [sys.executable, support.old_kernel.__file__, missing] if missing else []
        grader = [sys.executable, "-c", "from grader.cli import main; main()", *words]
        if words[0] == "pytest":
            grader = [sys.executable, "-m", *words]
        return subprocess.run(
            [*started, *grader], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )

    return run


on_linux = pytest.mark.skipif(sys.platform != "linux", reason="the locks are there on Linux only")


@on_linux
@pytest.mark.slow
@pytest.mark.parametrize("missing", ["seccomp,landlock", "landlock", "seccomp"])
def test_grade_refuses_strangers_code_and_marks_the_rest(runs: Runs, missing: str) -> None:
    done = runs(missing, "grade", "lines.jsonl")
    code, typed = map(json.loads, done.stdout.splitlines())
    assert done.returncode == 4
    assert code["error"]["code"] == "grader_failed"
    assert "--trusted-code" in code["error"]["message"]
    assert typed["verdict"]["outcome"] == "correct"


@on_linux
@pytest.mark.slow
def test_grade_runs_code_that_is_trusted_and_every_such_verdict_says_so(runs: Runs) -> None:
    done = runs("seccomp,landlock", "grade", "lines.jsonl", "--trusted-code")
    code, typed = map(json.loads, done.stdout.splitlines())
    assert done.returncode == 0
    assert "WITHOUT isolation" in done.stderr
    assert code["verdict"]["outcome"] == "correct"
    assert [NOTE["en"] in note for note in code["verdict"]["notes"]] == [True]
    assert "notes" not in typed["verdict"], "no code was run for it"


@on_linux
@pytest.mark.slow
@pytest.mark.parametrize("lang", ["en", "ko"])
def test_check_runs_ones_own_code_and_says_so(runs: Runs, lang: str) -> None:
    done = runs("seccomp,landlock", "check", "solution.py", "--lang", lang)
    assert done.returncode == 0
    assert "no locks on this system (seccomp, landlock)" in done.stderr
    assert NOTE[lang] in done.stdout


@on_linux
@pytest.mark.slow
def test_check_does_without_landlock_where_the_other_locks_hold(runs: Runs) -> None:
    done = runs("landlock", "check", "solution.py", "--json")
    assert done.returncode == 0
    assert done.stderr == ""
    assert "notes" not in json.loads(done.stdout)


@on_linux
@pytest.mark.slow
def test_pytest_runs_ones_own_code_and_says_so(runs: Runs) -> None:
    done = runs("seccomp,landlock", "pytest", "-p", "no:cacheprovider")
    assert "3 passed" in done.stdout
    assert NOTE["en"] in done.stdout


@on_linux
@pytest.mark.slow
def test_doctor_names_what_is_missing(runs: Runs) -> None:
    done = runs("seccomp,landlock", "doctor", "--json")
    assert done.returncode == 1
    found = {item["name"]: item["works"] for item in json.loads(done.stdout)["findings"]}
    assert (found["seccomp"], found["landlock"], found["self-test"]) == (False, False, False)


@pytest.mark.slow
def test_trusted_code_is_loud_and_shown_in_the_verdict(terminal, tmp_path: Path) -> None:
    (tmp_path / "solution.py").write_text(CODE)
    printed = terminal("check", "solution.py", "--trusted-code", "--json")
    assert printed.status == 0
    assert "WITHOUT isolation" in printed.err
    assert [NOTE["en"] in note for note in printed.json["notes"]] == [True]
    assert NOTE["ko"] in terminal("check", "solution.py", "--trusted-code", "--lang", "ko").out
