"""Prove a student's code right, where it can be followed; see docs/marking.md, "Proof or points"."""

from __future__ import annotations

from .prover import Prover

__all__ = ["Prover"]
