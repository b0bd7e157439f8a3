"""Events to JSON-safe data and back, strict in both directions."""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields
from datetime import UTC, date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from pannier.core.events.registry import EVENTS, EventError, event_type

type Reader = Callable[[Any], Any]


def to_data(event: object) -> dict[str, Any]:
    """Return the fields of an event with ids and times as strings; raise EventError for other values."""
    name = event_type(event)
    return {field.name: _write(getattr(event, field.name), f"{name}.{field.name}") for field in _fields(name)}


def from_data(name: str, data: Mapping[str, Any]) -> Any:
    """Return the event that `to_data` wrote; raise EventError for unknown types and fields."""
    if name not in EVENTS:
        raise EventError(f"Event type {name!r} is unknown; the catalogue is core/events.")
    readers = _readers(name)
    _refuse_wrong_fields(name, data)
    return EVENTS[name](**{key: _read(readers[key], value, f"{name}.{key}") for key, value in data.items()})


def _refuse_wrong_fields(name: str, data: Mapping[str, Any]) -> None:
    known = {field.name for field in _fields(name)}
    needed = {field.name for field in _fields(name) if field.default is MISSING}
    if unknown := sorted(set(data) - known):
        raise EventError(
            f"Event {name} has no field {', '.join(unknown)}; it has {', '.join(sorted(known))}."
        )
    if missing := sorted(needed - set(data)):
        raise EventError(f"Event {name} lacks {', '.join(missing)}.")


def _write(value: Any, where: str) -> Any:
    match value:
        case None | bool() | int() | str():
            return value
        case UUID():
            return str(value)
        case datetime():
            return _write_time(value, where)
        case date():
            return value.isoformat()
        case tuple():
            return [_write(part, where) for part in value]
        case dict():
            return {str(key): _write(part, where) for key, part in value.items()}
    raise EventError(f"{where} holds a {type(value).__name__}; events hold ids, texts, integers and times.")


def _write_time(value: datetime, where: str) -> str:
    if value.tzinfo is None:
        raise EventError(f"{where} is a time without zone; take times from base.clock.")
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _read(reader: Reader, value: Any, where: str) -> Any:
    try:
        return reader(value)
    except (ValueError, TypeError, AttributeError) as wrong:
        raise EventError(f"{where} cannot be read from {value!r}: {wrong}.") from wrong


@cache
def _fields(name: str) -> tuple[Field[Any], ...]:
    return fields(EVENTS[name])


@cache
def _readers(name: str) -> dict[str, Reader]:
    return {key: _reader(hint) for key, hint in typing.get_type_hints(EVENTS[name]).items()}


def _reader(hint: Any) -> Reader:
    if hint in _SIMPLE:
        return _SIMPLE[hint]
    if isinstance(hint, types.UnionType):
        inner = _reader(next(part for part in typing.get_args(hint) if part is not type(None)))
        return lambda value: None if value is None else inner(value)
    part = _reader(typing.get_args(hint)[-2 if typing.get_origin(hint) is tuple else -1])
    if typing.get_origin(hint) is tuple:
        return lambda value: tuple(part(each) for each in _exactly(list)(value))
    return lambda value: {key: part(each) for key, each in _exactly(dict)(value).items()}


def _exactly(kind: type) -> Reader:
    def check(value: Any) -> Any:
        if type(value) is not kind:
            raise TypeError(f"a {kind.__name__} is needed")
        return value

    return check


_SIMPLE: dict[Any, Reader] = {
    UUID: UUID,
    str: _exactly(str),
    int: _exactly(int),
    bool: _exactly(bool),
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
}
