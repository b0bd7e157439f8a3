"""A day as one number: a plan that was set aside may only be taken while its day is still the same."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from pannier.planning.day import Day


def day_sha256(day: Day) -> str:
    """Return the hash of all that makes two days equal."""
    return hashlib.sha256(repr(_plain(day)).encode()).hexdigest()


def _plain(value: Any) -> Any:
    """Return a value as lists and texts whose order does not depend on the process."""
    if is_dataclass(value) and not isinstance(value, type):
        named = [(one.name, _plain(getattr(value, one.name))) for one in fields(value) if one.compare]
        return [type(value).__name__, named]
    if isinstance(value, Mapping):
        return sorted((str(key), _plain(part)) for key, part in value.items())
    if isinstance(value, set | frozenset):
        return sorted(str(_plain(part)) for part in value)
    if isinstance(value, Iterable) and not isinstance(value, str | bytes):
        return [_plain(part) for part in value]
    return str(value)
