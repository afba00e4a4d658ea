"""Gathering a process's memory in huge pages changes nothing in it, for it and for what is forked from it."""

from __future__ import annotations

import os
import sys

import pytest

from grader.sandbox import pages

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="this is done on Linux only")


@pytest.mark.slow
def test_what_is_in_memory_stays_what_it_was_and_a_childs_changes_stay_its_own() -> None:
    texts = [f"{index:040}" for index in range(100_000)]
    pages.gather()
    pid = os.fork()
    if pid == 0:
        right = texts == [f"{index:040}" for index in range(100_000)]
        texts[:] = ["changed"] * len(texts)
        os._exit(0 if right else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    assert texts == [f"{index:040}" for index in range(100_000)]
