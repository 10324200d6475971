"""Hashes that tell whether two reports speak of the same withdrawal and the same plan."""

import json
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from enum import Enum
from fractions import Fraction
from hashlib import sha256
from typing import Any


def digest(data: object) -> str:
    """SHA-256 of the canonical JSON of frozen data, in hexadecimal."""
    return sha256(canonical_json(data).encode("utf-8")).hexdigest()


def canonical_json(data: object) -> str:
    """The data as JSON: keys sorted, no spaces, sets sorted, instants in UTC to the second."""
    return json.dumps(plain(data), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def plain(data: Any) -> Any:
    """Data of the model as what JSON knows.

    >>> from fractions import Fraction
    >>> plain((Fraction(2, 3), datetime(2024, 9, 16, tzinfo=UTC), frozenset("ba")))
    ['2/3', '2024-09-16T00:00:00Z', ['a', 'b']]
    """
    if isinstance(data, Enum):
        return data.value
    if is_dataclass(data):
        return {field.name: plain(getattr(data, field.name)) for field in fields(data)}
    if isinstance(data, datetime):
        return data.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(data, Fraction):
        return str(data)
    if isinstance(data, frozenset | set):
        return sorted(plain(each) for each in data)
    if isinstance(data, tuple | list):
        return [plain(each) for each in data]
    if isinstance(data, dict):
        return {str(key): plain(value) for key, value in data.items()}
    return data
