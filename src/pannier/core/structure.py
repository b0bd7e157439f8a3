"""Build frozen dataclasses from plain data (TOML, JSON), strictly and with errors that name the place."""

from __future__ import annotations

import math
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import StrEnum
from typing import Any


class StructureError(ValueError):
    """A value is missing, unknown or of the wrong kind; `path` names its place, such as zones/0/code."""

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path or 'The top'}: {problem}")
        self.path = path
        self.problem = problem


def build[T](cls: type[T], data: object, path: str = "") -> T:
    """Return an instance of the dataclass `cls`; raise StructureError at the first wrong place.

    Unknown keys are refused; parts that are dataclasses already are kept. A ValueError from
    `__post_init__` is reported with the path. Numbers must be finite, and a boolean is no number.
    """
    values = _mapping(data, path)
    hints = typing.get_type_hints(cls)
    known = fields(typing.cast(Any, cls))
    _refuse_unknown(values, [field.name for field in known], path)
    arguments = {}
    for field in known:
        if field.name in values:
            arguments[field.name] = _value(hints[field.name], values[field.name], _join(path, field.name))
        elif field.default is MISSING and field.default_factory is MISSING:
            raise StructureError(_join(path, field.name), "is missing.")
    return _call(cls, arguments, path)


def _refuse_unknown(values: Mapping[str, object], known: list[str], path: str) -> None:
    for key in values:
        if key not in known:
            raise StructureError(_join(path, str(key)), f"is unknown; known are {', '.join(known)}.")


def _call[T](cls: type[T], arguments: dict[str, Any], path: str) -> T:
    try:
        return cls(**arguments)
    except ValueError as wrong:
        raise StructureError(path, str(wrong)) from wrong


def _value(hint: Any, value: object, path: str) -> Any:
    if isinstance(hint, typing.TypeAliasType):
        return _value(hint.__value__, value, path)
    if isinstance(hint, types.UnionType):
        return _one_of(typing.get_args(hint), value, path)
    origin = typing.get_origin(hint)
    if origin is tuple:
        return _tuple(typing.get_args(hint), value, path)
    if origin is not None:
        part = typing.get_args(hint)[1]
        return {key: _value(part, each, _join(path, key)) for key, each in _mapping(value, path).items()}
    if is_dataclass(hint):
        return _instance(typing.cast(type[Any], hint), value, path)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return _choice(hint, value, path)
    return _SIMPLE[hint](value, path)


def _instance(cls: type[Any], value: object, path: str) -> Any:
    return value if isinstance(value, cls) else build(cls, value, path)


def _one_of(parts: tuple[Any, ...], value: object, path: str) -> Any:
    """Keep a value that is already one of the dataclasses; else read it as the first part that is not None."""
    if type(value) in parts and (value is None or is_dataclass(value)):
        return value
    return _value(next(part for part in parts if part is not type(None)), value, path)


def _tuple(parts: tuple[Any, ...], value: object, path: str) -> tuple[Any, ...]:
    if not isinstance(value, list | tuple):
        raise StructureError(path, "must be a list.")
    hints = parts[:1] * len(value) if parts[-1] is Ellipsis else parts
    if len(hints) != len(value):
        raise StructureError(path, f"must hold {len(hints)} values, not {len(value)}.")
    return tuple(
        _value(hint, each, _join(path, str(n)))
        for n, (hint, each) in enumerate(zip(hints, value, strict=True))
    )


def _mapping(value: object, path: str) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise StructureError(path, "must be an object with named fields.")
    return value


def _choice(hint: type[StrEnum], value: object, path: str) -> StrEnum:
    try:
        return hint(typing.cast(str, value))
    except ValueError:
        raise StructureError(path, f"must be one of {', '.join(hint)}, not {value!r}.") from None


def _exactly(kind: type, word: str) -> Callable[[object, str], Any]:
    def check(value: object, path: str) -> Any:
        if type(value) is not kind:
            raise StructureError(path, f"must be {word}, not {value!r}.")
        return value

    return check


def _number(value: object, path: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise StructureError(path, f"must be a finite number, not {value!r}.")
    return float(value)


def _day(value: object, path: str) -> date:
    try:
        return value if type(value) is date else date.fromisoformat(typing.cast(str, value))
    except (ValueError, TypeError):
        raise StructureError(path, f"must be a date such as 2026-03-02, not {value!r}.") from None


def _anything(value: object, path: str) -> Any:
    return value


def _join(path: str, name: str) -> str:
    return f"{path}/{name}" if path else name


_SIMPLE: dict[Any, Callable[[object, str], Any]] = {
    str: _exactly(str, "a text"),
    int: _exactly(int, "a whole number"),
    bool: _exactly(bool, "true or false"),
    float: _number,
    date: _day,
    Any: _anything,
}
