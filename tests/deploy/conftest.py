"""Fixtures of the tests of deployment: a real PostgreSQL."""

from __future__ import annotations

from fixtures.postgres import postgres_server, postgres_url

__all__ = ["postgres_server", "postgres_url"]
