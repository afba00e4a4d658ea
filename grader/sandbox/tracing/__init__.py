"""Trace a student's function inside the sandbox: run it on numbers that record what is done to them.

What `trace` gives is a claim by the student's own process. It is checked outside, as hostile input, and only
for code whose text can reach nothing but arithmetic: `grader/marking/code/proof` says how.
"""

from __future__ import annotations

from .run import trace

__all__ = ["trace"]
