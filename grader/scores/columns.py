"""Store times, JSON and seeds alike on SQLite and PostgreSQL: column types that give back what was put in."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Integer
from sqlalchemy.types import TypeDecorator

# SQLite numbers rows by itself only where the column's type is exactly INTEGER.
RowNumber = BigInteger().with_variant(Integer(), "sqlite")

LARGEST_NUMBER = 2**63 - 1
CANONICAL_SEED = -1


def utc_now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware time, kept and given back in UTC; a naive one is refused with ValueError."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored: use utc_now()")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        # SQLite has no zones: what it gives back is the UTC that was put in.
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Document(TypeDecorator[Any]):
    """JSON kept as it was written, its order included (PostgreSQL's `json`, not `jsonb`).

    JSON has no infinities: numbers that are not finite become the strings "nan", "inf" and "-inf", as in the
    JSON form of a verdict.
    """

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002
        return finite(value)


class Seed(TypeDecorator[int]):
    """A variant's seed, 0 to 2**63 - 1, or None for the canonical inputs.

    None is kept as -1: a unique constraint holds NULLs for different from one another, but there is only one
    canonical variant.
    """

    impl = BigInteger
    cache_ok = True
    coerce_to_is_types = ()
    should_evaluate_none = True

    def process_bind_param(self, value: int | None, dialect: Dialect) -> int:  # noqa: ARG002
        if value is None:
            return CANONICAL_SEED
        if not 0 <= value <= LARGEST_NUMBER:
            raise ValueError(f"a seed is a whole number from 0 to 2**63 - 1, not {value}")
        return value

    def process_result_value(self, value: int | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        return None if value == CANONICAL_SEED else value


def finite(value: Any) -> Any:
    """Plain JSON data with every number that is not finite as a string."""
    if isinstance(value, float) and not math.isfinite(value):
        return "nan" if math.isnan(value) else "inf" if value > 0 else "-inf"
    if isinstance(value, Mapping):
        return {key: finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [finite(item) for item in value]
    return value


def document_digest(document: Mapping[str, Any]) -> str:
    """SHA-256, in hexadecimal, of JSON data; the order of its keys does not matter."""
    return hashlib.sha256(json.dumps(finite(document), sort_keys=True).encode()).hexdigest()


def storable(text: str, limit: int) -> str:
    """Text that every database takes: no NUL, no lone surrogate, at most `limit` characters."""
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode()[:limit]
