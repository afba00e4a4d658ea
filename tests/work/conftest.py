"""Fixtures of the tests of working: databases on SQLite and PostgreSQL."""

from __future__ import annotations

from fixtures.databases import database, empty_url, migrated_postgres, migrated_sqlite, migrated_url
from fixtures.postgres import postgres_server, postgres_url

__all__ = [
    "database",
    "empty_url",
    "migrated_postgres",
    "migrated_sqlite",
    "migrated_url",
    "postgres_server",
    "postgres_url",
]
