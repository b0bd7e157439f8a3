"""The failure reasons and success codes of data/failure_reasons.toml."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from pannier.core.failure import FailureReason, SuccessCode
from pannier.core.structure import StructureError, build
from pannier.factors.tables import FactorsError, read_toml

FILE = "failure_reasons.toml"


class ReasonError(FactorsError):
    """A failure or success code is unknown, or its row is wrong."""


@cache
def failure_reasons() -> Mapping[str, FailureReason]:
    """Return all failure reasons by code, in the order of the file."""
    return _rows(FailureReason, read_toml(FILE)["failure"])


@cache
def success_codes() -> Mapping[str, SuccessCode]:
    """Return all success codes by code, in the order of the file."""
    return _rows(SuccessCode, read_toml(FILE)["success"])


@cache
def reasons_at(end: str) -> Mapping[str, FailureReason]:
    """Return the failure reasons that can happen at one end: delivery or collection."""
    return MappingProxyType({code: row for code, row in failure_reasons().items() if end in row.at})


def failure_reason(code: str) -> FailureReason:
    """Return one failure reason; raise ReasonError for an unknown code."""
    if code not in failure_reasons():
        raise ReasonError(f"Failure reason {code!r} is unknown; use one of {', '.join(failure_reasons())}.")
    return failure_reasons()[code]


def success_code(code: str) -> SuccessCode:
    """Return one success code; raise ReasonError for an unknown code."""
    if code not in success_codes():
        raise ReasonError(f"Success code {code!r} is unknown; use one of {', '.join(success_codes())}.")
    return success_codes()[code]


def _rows[T](cls: type[T], rows: Mapping[str, dict[str, Any]]) -> Mapping[str, T]:
    try:
        return MappingProxyType({code: build(cls, {"code": code, **row}, code) for code, row in rows.items()})
    except StructureError as wrong:
        raise ReasonError(f"{FILE}: {wrong}") from wrong
